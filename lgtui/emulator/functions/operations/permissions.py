"""Operations on the resource policies of functions."""

from lgtui.emulator.errors import InvalidParameterValueException, ResourceNotFoundException
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import (
    AddPermissionRequest,
    AddPermissionResponse,
    Empty,
    FunctionNameRequest,
    GetPolicyResponse,
    RemovePermissionRequest,
)
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.operations.base import Operations
from lgtui.emulator.functions.policy import Policy, statement_of


class PermissionOperations(Operations):
    """AddPermission, RemovePermission, GetPolicy: a policy for a function, and one for each version and alias of it.

    Function URLs ask them; API Gateway and the other services of this region call functions without asking.
    """

    def add_permission(self, request: AddPermissionRequest) -> AddPermissionResponse:
        """AddPermission.

        Raises:
            ResourceNotFoundException: there is no such function, version or alias.
            InvalidParameterValueException, ValidationException, ResourceConflictException: of the statement (fact
                perm-001).
            PreconditionFailedException: the policy has changed meanwhile.
        """
        function, qualifier = self._policy_owner(request.function_name, request.qualifier)
        statement = statement_of(request, self._registry.arn(function.name, qualifier))
        policy = function.policies.get(qualifier) or Policy()
        added = policy.add(statement, request.revision_id)
        function.policies[qualifier] = policy
        return AddPermissionResponse(statement=added)

    def remove_permission(self, request: RemovePermissionRequest) -> Empty:
        """RemovePermission.

        Raises:
            ResourceNotFoundException: there is no such function, version, alias or statement.
            PreconditionFailedException: the policy has changed meanwhile.
        """
        function, qualifier = self._policy_owner(request.function_name, request.qualifier)
        policy = function.policies.get(qualifier)
        if policy is None:
            raise _nothing_there()
        policy.remove(request.statement_id, request.revision_id)
        if policy:
            function.policies[qualifier] = policy
        else:
            del function.policies[qualifier]
        return Empty()

    def get_policy(self, request: FunctionNameRequest) -> GetPolicyResponse:
        """GetPolicy.

        Raises:
            ResourceNotFoundException: there is no such function, version or alias, or it has no policy.
        """
        function, qualifier = self._policy_owner(request.function_name, request.qualifier)
        policy = function.policies.get(qualifier)
        if policy is None:
            raise _nothing_there()
        return GetPolicyResponse(policy=policy.document, revision_id=policy.revision_id)

    def _policy_owner(self, function_name: str, given: str) -> tuple[Function, str]:
        """The function and the qualifier that a policy is about.

        Raises:
            InvalidParameterValueException: it is $LATEST (fact perm-001).
            ResourceNotFoundException
        """
        name, qualifier = self._registry.parse(function_name, given)
        if qualifier == LATEST:
            raise InvalidParameterValueException(
                "We currently do not support adding policies for $LATEST.", Type="User"
            )
        function = self._registry.find(name)
        if qualifier.isdecimal():
            self._registry.version(name, qualifier)
        elif qualifier and qualifier not in function.aliases:
            arn = self._registry.arn(name, qualifier)
            raise ResourceNotFoundException(f"Cannot find alias arn: {arn}", Type="User")
        return function, qualifier


def _nothing_there() -> ResourceNotFoundException:
    return ResourceNotFoundException("The resource you requested does not exist.", Type="User")
