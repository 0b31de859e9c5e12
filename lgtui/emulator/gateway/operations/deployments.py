"""Operations on deployments."""

import msgspec

from lgtui.emulator.errors import BadRequestException, ServiceError
from lgtui.emulator.gateway.deployments import Snapshot, compile_snapshot
from lgtui.emulator.gateway.differences import differences
from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.model import (
    CreateDeploymentRequest,
    Deployment,
    DeploymentRequest,
    Deployments,
    Empty,
    GetDeploymentRequest,
    MethodSnapshot,
    PageRequest,
    Stage,
    UpdateDeploymentRequest,
)
from lgtui.emulator.gateway.operations.base import page
from lgtui.emulator.gateway.operations.patching import Patcher, Path, member
from lgtui.emulator.gateway.operations.stages import StageOperations
from lgtui.emulator.gateway.store import ApiState
from lgtui.frames import DeploymentDiff

API_SUMMARY = "apisummary"
"""What a deployment can embed."""


class DeploymentOperations(StageOperations):
    """CreateDeployment, GetDeployment, GetDeployments, UpdateDeployment, DeleteDeployment."""

    def create_deployment(self, request: CreateDeploymentRequest) -> Deployment:
        """Freeze the API as it is now; with a stage's name, make that stage or move it to the new deployment.

        With canary settings the stage stays where it is, and the new deployment is its canary.

        Raises:
            BadRequestException: the API has no method, a method no integration, a private API no resource policy,
                there is no stage for a canary, or the stage may not be as it is asked for; then there is no deployment
                either.
        """
        state = self._store.api(request.rest_api_id)
        if request.canary_settings is not None:
            _check_canary(state, request.stage_name)
        deployment = Deployment(
            id=short_id(state.ids, 6, state.deployments),
            created_date=self._now(),
            description=request.description,
        )
        snapshot = compile_snapshot(deployment.id, state.api, state.resources.values(), state.definitions)
        if "PRIVATE" in (state.api.endpoint_configuration.types or ()) and not state.api.policy:
            raise BadRequestException("Private REST API doesn't have a resource policy attached to it")
        state.deployments[deployment.id] = deployment
        state.snapshots[deployment.id] = snapshot
        try:
            self._move_stage(state, request, deployment.id)
        except ServiceError:
            del state.deployments[deployment.id], state.snapshots[deployment.id]
            raise
        self._changed(request.rest_api_id)
        return deployment

    def _move_stage(self, state: ApiState, request: CreateDeploymentRequest, deployment_id: str) -> None:
        if request.canary_settings is not None:
            self._deploy_canary(state, request, deployment_id)
        elif request.stage_name:
            self._deploy_to(state, request, deployment_id)

    def get_deployment(self, request: GetDeploymentRequest) -> Deployment:
        """The deployment of that id, with a summary of its methods where that is asked for.

        Raises:
            BadRequestException: `embed` asks for anything else [guess].
        """
        state = self._store.api(request.rest_api_id)
        deployment = state.deployment(request.deployment_id)
        if not request.embed:
            return deployment
        if request.embed != [API_SUMMARY]:
            raise BadRequestException(f"Invalid embed parameter: a deployment can embed {API_SUMMARY} alone")
        return msgspec.structs.replace(deployment, api_summary=_summary(state.snapshots[deployment.id]))

    def update_deployment(self, request: UpdateDeploymentRequest) -> Deployment:
        """Describe a deployment in other words; all else of it stays as it is.

        Raises:
            BadRequestException: anything but the description is to be changed.
        """
        state = self._store.api(request.rest_api_id)
        deployment = _PATCHER.apply(state.deployment(request.deployment_id), request.patch_operations)
        state.deployments[deployment.id] = deployment
        self._changed(request.rest_api_id)
        return deployment

    def differences(self, rest_api_id: str, deployment_id: str, against: str = "") -> DeploymentDiff:
        """What one deployment has otherwise than another; no operation of AWS's.

        Args:
            against: the other's id; without one the deployment that was made before.

        Raises:
            NotFoundException: there is no such API or deployment.
        """
        state = self._store.api(rest_api_id)
        state.deployment(deployment_id)
        other = state.deployment(against).id if against else _before(list(state.deployments), deployment_id)
        before = state.snapshots[other] if other else None
        return DeploymentDiff(deployment_id, other, differences(before, state.snapshots[deployment_id]))

    def get_deployments(self, request: PageRequest) -> Deployments:
        """A page of an API's deployments, oldest first."""
        deployments = list(self._store.api(request.rest_api_id).deployments.values())
        items, position = page(deployments, request.position, request.limit)
        return Deployments(items=items, position=position)

    def delete_deployment(self, request: DeploymentRequest) -> Empty:
        """Remove a deployment.

        Raises:
            BadRequestException: a stage points to it (fact deploy-001).
        """
        state = self._store.api(request.rest_api_id)
        state.deployment(request.deployment_id)
        if any(request.deployment_id in _deployments_of(stage) for stage in state.stages.values()):
            raise BadRequestException("Active stages pointing to this deployment must be moved or deleted")
        del state.deployments[request.deployment_id], state.snapshots[request.deployment_id]
        self._changed(request.rest_api_id)
        return Empty()


def _before(deployments: list[str], deployment_id: str) -> str:
    """The deployment that was made before this one; empty for the first."""
    at = deployments.index(deployment_id)
    return deployments[at - 1] if at else ""


def _summary(snapshot: Snapshot) -> dict[str, dict[str, MethodSnapshot]]:
    paths: dict[str, dict[str, MethodSnapshot]] = {}
    for route in snapshot.routes.targets():
        method = route.method
        told = MethodSnapshot(authorization_type=method.authorization_type, api_key_required=method.api_key_required)
        paths.setdefault(route.resource_path, {})[route.http_method] = told
    return paths


def _check_canary(state: ApiState, stage_name: str) -> None:
    """Refuse a canary without a stage that it is for (facts canary-005, canary-006)."""
    if not stage_name:
        raise BadRequestException(
            "Invalid deployment content specified.Non null and non empty stageName must be provided for canary "
            "deployment. Provided value is null"
        )
    if stage_name not in state.stages:
        raise BadRequestException(
            f"Invalid deployment content specified.Stage {stage_name} must already be created before making a canary "
            "release deployment"
        )


def _deployments_of(stage: Stage) -> set[str]:
    """The deployments that a stage points to, its canary's included."""
    canary = stage.canary_settings
    return {stage.deployment_id, *([canary.deployment_id] if canary else [])}


_PATCHER: Patcher[Deployment] = Patcher([Path("/description", ("replace",), member("description"))])
