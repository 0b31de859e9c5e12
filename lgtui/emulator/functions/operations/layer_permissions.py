"""Operations on the resource policies of layer versions."""

from lgtui.emulator.errors import ResourceNotFoundException
from lgtui.emulator.functions.layers import layer_name
from lgtui.emulator.functions.model import (
    AddLayerVersionPermissionRequest,
    AddLayerVersionPermissionResponse,
    Empty,
    GetPolicyResponse,
    LayerVersionRequest,
    RemoveLayerVersionPermissionRequest,
)
from lgtui.emulator.functions.operations.base import Operations, check_revision
from lgtui.emulator.functions.policy import Policy, layer_statement_of

TOLD_BY = "GetLayerPolicy"


class LayerPermissionOperations(Operations):
    """AddLayerVersionPermission, RemoveLayerVersionPermission, GetLayerVersionPolicy.

    They are kept and told: nobody but this account uses its layers here.
    """

    def add_layer_version_permission(
        self, request: AddLayerVersionPermissionRequest
    ) -> AddLayerVersionPermissionResponse:
        """AddLayerVersionPermission.

        Raises:
            ResourceNotFoundException: there is no such layer version.
            PreconditionFailedException: the policy has changed meanwhile.
            ResourceConflictException, InvalidParameterValueException: of the statement.
        """
        arn = self._layer_version_arn(request.layer_name, request.version_number)
        policy = self._layers.policies.get(arn) or Policy()
        check_revision(request.revision_id, policy.revision_id, TOLD_BY)
        added = policy.add(layer_statement_of(request, arn))
        self._layers.policies[arn] = policy
        return AddLayerVersionPermissionResponse(statement=added, revision_id=policy.revision_id)

    def remove_layer_version_permission(self, request: RemoveLayerVersionPermissionRequest) -> Empty:
        """RemoveLayerVersionPermission.

        Raises:
            ResourceNotFoundException: there is no such layer version, policy or statement.
            PreconditionFailedException: the policy has changed meanwhile.
        """
        arn = self._layer_version_arn(request.layer_name, request.version_number)
        policy = self._layer_policy(arn)
        check_revision(request.revision_id, policy.revision_id, TOLD_BY)
        policy.remove(request.statement_id)
        if policy:
            self._layers.policies[arn] = policy
        else:
            del self._layers.policies[arn]
        return Empty()

    def get_layer_version_policy(self, request: LayerVersionRequest) -> GetPolicyResponse:
        """GetLayerVersionPolicy.

        Raises:
            ResourceNotFoundException: there is no such layer version, or it has no policy.
        """
        policy = self._layer_policy(self._layer_version_arn(request.layer_name, request.version_number))
        return GetPolicyResponse(policy=policy.document, revision_id=policy.revision_id)

    def _layer_version_arn(self, name_or_arn: str, number: int) -> str:
        """The ARN of a version that exists."""
        name = layer_name(name_or_arn)
        arn = f"{self._layers.arn(name)}:{number}"
        if all(version.description.version != number for version in self._layers.versions(name)):
            raise ResourceNotFoundException(f"Layer version {arn} does not exist.", Type="User")
        return arn

    def _layer_policy(self, arn: str) -> Policy:
        policy = self._layers.policies.get(arn)
        if policy is None:
            raise ResourceNotFoundException("No policy is associated with the given resource.", Type="User")
        return policy
