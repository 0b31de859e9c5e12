"""API Gateway's nouns as the operations take and give them: member names on the wire are AWS's camel case."""

from typing import Literal

import msgspec

IntegrationType = Literal["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"]


class _Shape(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A shape of AWS's API Gateway API: `rest_api_id` here is `restApiId` on the wire."""


# Inputs ---------------------------------------------------------------------------------------------------------


class CreateRestApiRequest(_Shape, frozen=True, kw_only=True):
    """Input of CreateRestApi. `tags["_custom_id_"]` chooses the id, as other emulators have it."""

    name: str
    description: str = ""
    binary_media_types: list[str] = []
    tags: dict[str, str] = {}


class ImportRestApiRequest(_Shape, frozen=True, kw_only=True):
    """Input of ImportRestApi: `body` is an OpenAPI document, JSON or YAML."""

    body: bytes
    parameters: dict[str, str] = {}


class PutRestApiRequest(_Shape, frozen=True, kw_only=True):
    """Input of PutRestApi; only `overwrite` is emulated."""

    rest_api_id: str
    body: bytes
    mode: Literal["merge", "overwrite"] = "merge"
    parameters: dict[str, str] = {}


class RestApiRequest(_Shape, frozen=True, kw_only=True):
    """Input of the operations that name an API."""

    rest_api_id: str


class PageRequest(_Shape, frozen=True, kw_only=True):
    """Input of the operations that list, a page at a time."""

    rest_api_id: str = ""
    position: str = ""
    limit: int = 25


class CreateResourceRequest(_Shape, frozen=True, kw_only=True):
    """Input of CreateResource."""

    rest_api_id: str
    parent_id: str
    path_part: str


class ResourceRequest(_Shape, frozen=True, kw_only=True):
    """Input of the operations that name a resource."""

    rest_api_id: str
    resource_id: str


class PutMethodRequest(_Shape, frozen=True, kw_only=True):
    """Input of PutMethod."""

    rest_api_id: str
    resource_id: str
    http_method: str
    authorization_type: str = "NONE"
    authorizer_id: str = ""
    api_key_required: bool = False
    operation_name: str = ""
    request_parameters: dict[str, bool] = {}
    request_models: dict[str, str] = {}
    request_validator_id: str = ""


class MethodRequest(_Shape, frozen=True, kw_only=True):
    """Input of the operations that name a method."""

    rest_api_id: str
    resource_id: str
    http_method: str


class PutIntegrationRequest(_Shape, frozen=True, kw_only=True):
    """Input of PutIntegration. `timeout_in_millis` is 50 to 29,000."""

    rest_api_id: str
    resource_id: str
    http_method: str
    type: IntegrationType
    integration_http_method: str = ""
    uri: str = ""
    credentials: str = ""
    request_parameters: dict[str, str] = {}
    request_templates: dict[str, str] = {}
    passthrough_behavior: str = "WHEN_NO_MATCH"
    content_handling: str = ""
    timeout_in_millis: int = 29_000


class StatusCodeRequest(_Shape, frozen=True, kw_only=True):
    """Input of the operations that name a method response or an integration response."""

    rest_api_id: str
    resource_id: str
    http_method: str
    status_code: str


class PutMethodResponseRequest(_Shape, frozen=True, kw_only=True):
    """Input of PutMethodResponse."""

    rest_api_id: str
    resource_id: str
    http_method: str
    status_code: str
    response_parameters: dict[str, bool] = {}
    response_models: dict[str, str] = {}


class PutIntegrationResponseRequest(_Shape, frozen=True, kw_only=True):
    """Input of PutIntegrationResponse; a template that is null passes the endpoint's body on."""

    rest_api_id: str
    resource_id: str
    http_method: str
    status_code: str
    selection_pattern: str = ""
    response_parameters: dict[str, str] = {}
    response_templates: dict[str, str | None] = {}
    content_handling: str = ""


class CreateDeploymentRequest(_Shape, frozen=True, kw_only=True):
    """Input of CreateDeployment; with `stage_name` the stage is made, or moved to this deployment."""

    rest_api_id: str
    stage_name: str = ""
    stage_description: str = ""
    description: str = ""
    variables: dict[str, str] = {}


class DeploymentRequest(_Shape, frozen=True, kw_only=True):
    """Input of the operations that name a deployment."""

    rest_api_id: str
    deployment_id: str


class CreateStageRequest(_Shape, frozen=True, kw_only=True):
    """Input of CreateStage."""

    rest_api_id: str
    stage_name: str
    deployment_id: str
    description: str = ""
    variables: dict[str, str] = {}


class StageRequest(_Shape, frozen=True, kw_only=True):
    """Input of the operations that name a stage."""

    rest_api_id: str
    stage_name: str


class PatchOperation(_Shape, frozen=True, kw_only=True):
    """One change of an Update operation, after JSON Patch."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: str
    value: str = ""
    from_: str = msgspec.field(default="", name="from")


class UpdateStageRequest(_Shape, frozen=True, kw_only=True):
    """Input of UpdateStage.

    Emulated paths: `/deploymentId`, `/description`, `/variables/{name}`, and
    `/{resource path, / as ~1}/{method}/throttling/rateLimit` and `…/burstLimit`, `/*/*/throttling/…` for the stage.
    """

    rest_api_id: str
    stage_name: str
    patch_operations: list[PatchOperation] = []


# Outputs and state ----------------------------------------------------------------------------------------------


class RestApi(_Shape, frozen=True, kw_only=True):
    """A REST API; `created_date` in seconds since the epoch."""

    id: str
    name: str
    created_date: float
    root_resource_id: str
    description: str = ""
    binary_media_types: list[str] = []
    tags: dict[str, str] = {}


class MethodResponse(_Shape, frozen=True, kw_only=True):
    """A status that a method may answer with, and the headers (`method.response.header.X`) that it may set."""

    status_code: str
    response_parameters: dict[str, bool] = {}
    response_models: dict[str, str] = {}


class IntegrationResponse(_Shape, frozen=True, kw_only=True):
    """How one kind of an endpoint's answer becomes a method response.

    Attributes:
        selection_pattern: a regular expression over the endpoint's status or error message; empty for the default.
        response_parameters: `method.response.header.X` → where its value comes from.
        response_templates: by content type.
    """

    status_code: str
    selection_pattern: str = ""
    response_parameters: dict[str, str] = {}
    response_templates: dict[str, str | None] = {}
    content_handling: str = ""


class Integration(_Shape, frozen=True, kw_only=True):
    """What a method is integrated with; `integration_responses` by status code."""

    type: IntegrationType
    http_method: str = ""
    uri: str = ""
    credentials: str = ""
    request_parameters: dict[str, str] = {}
    request_templates: dict[str, str] = {}
    passthrough_behavior: str = "WHEN_NO_MATCH"
    content_handling: str = ""
    timeout_in_millis: int = 29_000
    cache_namespace: str = ""
    cache_key_parameters: list[str] = []
    integration_responses: dict[str, IntegrationResponse] = {}


class Method(_Shape, frozen=True, kw_only=True):
    """A method of a resource; `method_responses` by status code."""

    http_method: str
    authorization_type: str = "NONE"
    authorizer_id: str = ""
    api_key_required: bool = False
    operation_name: str = ""
    request_parameters: dict[str, bool] = {}
    request_models: dict[str, str] = {}
    request_validator_id: str = ""
    method_responses: dict[str, MethodResponse] = {}
    method_integration: Integration | None = None


class Resource(_Shape, frozen=True, kw_only=True):
    """A node of the resource tree; the root has no `path_part` and no `parent_id`."""

    id: str
    path: str
    path_part: str = ""
    parent_id: str = ""
    resource_methods: dict[str, Method] = {}


class Deployment(_Shape, frozen=True, kw_only=True):
    """A deployment as the API answers it; the compiled snapshot behind it is `deployments.Snapshot`."""

    id: str
    created_date: float
    description: str = ""


class MethodSetting(_Shape, frozen=True, kw_only=True):
    """Settings of a stage or of one method in it: rate in tokens per second, burst in tokens.

    A setting made from one of the two takes the account's default for the other (aws_behaviour, section 1).
    """

    throttling_rate_limit: float = 10_000.0
    throttling_burst_limit: int = 5_000


class Stage(_Shape, frozen=True, kw_only=True):
    """A stage: a pointer to a deployment, with variables and method settings.

    `method_settings` is keyed `*/*` for the stage and, for one method, `{path, / as ~1, no leading slash}/{method}`.
    """

    stage_name: str
    deployment_id: str
    created_date: float
    last_updated_date: float
    description: str = ""
    variables: dict[str, str] = {}
    method_settings: dict[str, MethodSetting] = {}


class RestApis(_Shape, frozen=True, kw_only=True):
    """A page of APIs."""

    items: list[RestApi]
    position: str = ""


class Resources(_Shape, frozen=True, kw_only=True):
    """A page of resources."""

    items: list[Resource]
    position: str = ""


class Deployments(_Shape, frozen=True, kw_only=True):
    """A page of deployments."""

    items: list[Deployment]
    position: str = ""


class Stages(_Shape, frozen=True, kw_only=True):
    """Every stage of an API."""

    items: list[Stage]


class Empty(_Shape, frozen=True, kw_only=True):
    """Output of operations that answer with nothing."""
