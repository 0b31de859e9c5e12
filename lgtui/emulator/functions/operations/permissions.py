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
from lgtui.emulator.functions.operations.base import Operations, check_revision
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
            PreconditionFailedException: what it is about has changed meanwhile.
        """
        function, qualifier = self._policy_owner(request.function_name, request.qualifier)
        check_revision(request.revision_id, self._revision_of(function, qualifier), "GetPolicy")
        policy = function.policies.get(qualifier) or Policy()
        added = policy.add(statement_of(request, self._registry.arn(function.name, qualifier)))
        function.policies[qualifier] = policy
        self._revise(function, qualifier, policy.revision_id)
        return AddPermissionResponse(statement=added)

    def remove_permission(self, request: RemovePermissionRequest) -> Empty:
        """RemovePermission.

        Raises:
            ResourceNotFoundException: there is no such function, version, alias or statement.
            PreconditionFailedException: what it is about has changed meanwhile.
        """
        name = self._registry.parse(request.function_name, request.qualifier).name
        if name not in self._registry.functions:
            raise ResourceNotFoundException(f"No policy found for: {self._registry.arn(name)}", Type="User")
        function, qualifier = self._policy_owner(request.function_name, request.qualifier)
        policy = function.policies.get(qualifier)
        if policy is None:
            raise ResourceNotFoundException("No policy is associated with the given resource.", Type="User")
        check_revision(request.revision_id, self._revision_of(function, qualifier), "GetPolicy")
        policy.remove(request.statement_id)
        if policy:
            function.policies[qualifier] = policy
        else:
            del function.policies[qualifier]
        self._revise(function, qualifier, policy.revision_id)
        return Empty()

    def get_policy(self, request: FunctionNameRequest) -> GetPolicyResponse:
        """GetPolicy.

        Raises:
            ResourceNotFoundException: there is no such function, or what is named has no policy.
        """
        name, qualifier = self._registry.parse(request.function_name, request.qualifier)
        function = self._registry.find(name)
        policy = function.policies.get(qualifier)
        if policy is None:
            raise ResourceNotFoundException("The resource you requested does not exist.", Type="User")
        return GetPolicyResponse(policy=policy.document, revision_id=self._revision_of(function, qualifier))

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
        if qualifier and qualifier not in function.versions and qualifier not in function.aliases:
            raise self._registry.not_found(name, qualifier)
        return function, qualifier
