"""Operations on deployments."""

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.deployments import compile_snapshot
from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.model import (
    CreateDeploymentRequest,
    Deployment,
    DeploymentRequest,
    Deployments,
    Empty,
    PageRequest,
)
from lgtui.emulator.gateway.operations.base import page
from lgtui.emulator.gateway.operations.stages import StageOperations


class DeploymentOperations(StageOperations):
    """CreateDeployment, GetDeployment, GetDeployments, DeleteDeployment."""

    def create_deployment(self, request: CreateDeploymentRequest) -> Deployment:
        """Freeze the API as it is now; with a stage's name, make that stage or move it to the new deployment.

        Raises:
            BadRequestException: the API has no method, or a method no integration.
        """
        state = self._store.api(request.rest_api_id)
        deployment = Deployment(
            id=short_id(state.ids, 6, state.deployments),
            created_date=self._clock.time(),
            description=request.description,
        )
        snapshot = compile_snapshot(deployment.id, state.api, state.resources.values(), state.definitions)
        state.deployments[deployment.id] = deployment
        state.snapshots[deployment.id] = snapshot
        if request.stage_name:
            self._deploy_to(state, request, deployment.id)
        self._changed(request.rest_api_id)
        return deployment

    def get_deployment(self, request: DeploymentRequest) -> Deployment:
        """The deployment of that id."""
        return self._store.api(request.rest_api_id).deployment(request.deployment_id)

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
        if any(stage.deployment_id == request.deployment_id for stage in state.stages.values()):
            raise BadRequestException("Active stages pointing to this deployment must be moved or deleted")
        del state.deployments[request.deployment_id], state.snapshots[request.deployment_id]
        self._changed(request.rest_api_id)
        return Empty()
