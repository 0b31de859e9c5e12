"""The control plane's state: every API with its resources, deployments and stages. Operations alone change it."""

import random
from dataclasses import dataclass, field
from typing import TypeVar

from lgtui.emulator.errors import NotFoundException
from lgtui.emulator.gateway.definitions import Definitions
from lgtui.emulator.gateway.deployments import Snapshot
from lgtui.emulator.gateway.live import LiveStage
from lgtui.emulator.gateway.model import (
    Deployment,
    Integration,
    IntegrationResponse,
    Method,
    MethodResponse,
    Resource,
    RestApi,
    Stage,
)

Value = TypeVar("Value")


@dataclass(slots=True)
class ApiState:
    """One API as it stands now.

    Attributes:
        definitions: what methods refer to.
        children: a parent's id → path part → id of the resource there.
        snapshots: what each deployment froze, by the deployment's id.
        live: what the data plane reads of each stage, by the stage's name.
        ids: source of identifiers, seeded with the API's id, so that the same template gives the same ones.
    """

    api: RestApi
    ids: random.Random
    definitions: Definitions = field(default_factory=Definitions)
    resources: dict[str, Resource] = field(default_factory=dict)
    children: dict[str, dict[str, str]] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
    live: dict[str, LiveStage] = field(default_factory=dict)

    def resource(self, resource_id: str) -> Resource:
        """The resource of that id, or NotFoundException."""
        return _found(self.resources, resource_id, "Invalid Resource identifier specified")

    def method(self, resource_id: str, http_method: str) -> Method:
        """The method of that resource, or NotFoundException (fact log-007)."""
        methods = self.resource(resource_id).resource_methods
        return _found(methods, http_method, "Invalid Method identifier specified")

    def integration(self, resource_id: str, http_method: str) -> Integration:
        """The integration of that method, or NotFoundException (fact int-009)."""
        integration = self.method(resource_id, http_method).method_integration
        if integration is None:
            raise NotFoundException("Invalid Integration identifier specified")
        return integration

    def method_response(self, resource_id: str, http_method: str, status_code: str) -> MethodResponse:
        """The method response of that status, or NotFoundException."""
        responses = self.method(resource_id, http_method).method_responses
        return _found(responses, status_code, "Invalid Response status code specified")

    def integration_response(self, resource_id: str, http_method: str, status_code: str) -> IntegrationResponse:
        """The integration response of that status, or NotFoundException."""
        responses = self.integration(resource_id, http_method).integration_responses
        return _found(responses, status_code, "Invalid Response status code specified")

    def deployment(self, deployment_id: str) -> Deployment:
        """The deployment of that id, or NotFoundException."""
        return _found(self.deployments, deployment_id, "Invalid Deployment identifier specified")

    def stage(self, stage_name: str) -> Stage:
        """The stage of that name, or NotFoundException."""
        return _found(self.stages, stage_name, "Invalid stage identifier specified")


class Store:
    """Every API by its id, and the account's settings.

    Attributes:
        cloudwatch_role_arn: the role that writes logs, empty while there is none.
    """

    def __init__(self, account_id: str) -> None:
        self._account_id = account_id
        self.cloudwatch_role_arn = ""
        self.apis: dict[str, ApiState] = {}

    def api(self, rest_api_id: str) -> ApiState:
        """The API of that id, or NotFoundException."""
        return _found(self.apis, rest_api_id, f"Invalid API identifier specified {self._account_id}:{rest_api_id}")


def _found(values: dict[str, Value], key: str, message: str) -> Value:
    value = values.get(key)
    if value is None:
        raise NotFoundException(message)
    return value
