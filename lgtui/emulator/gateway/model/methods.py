"""Methods, integrations and their responses, as the operations on them take and give them."""

from typing import Literal

from lgtui.emulator.gateway.model.base import PatchOperation, Shape, told

ConnectionType = Literal["INTERNET", "VPC_LINK"]
IntegrationType = Literal["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"]


class TlsConfig(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """How an HTTP integration checks its endpoint's certificate."""

    insecure_skip_verification: bool = False


class PutMethodRequest(Shape, frozen=True, kw_only=True):
    """Input of PutMethod."""

    rest_api_id: str
    resource_id: str
    http_method: str
    authorization_type: str = "NONE"
    authorizer_id: str = ""
    authorization_scopes: list[str] = []
    api_key_required: bool = False
    operation_name: str = ""
    request_parameters: dict[str, bool] = {}
    request_models: dict[str, str] = {}
    request_validator_id: str = ""


class MethodRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a method."""

    rest_api_id: str
    resource_id: str
    http_method: str


class UpdateMethodRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateMethod."""

    rest_api_id: str
    resource_id: str
    http_method: str
    patch_operations: list[PatchOperation] = []


class PutIntegrationRequest(Shape, frozen=True, kw_only=True):
    """Input of PutIntegration. `timeout_in_millis` is 50 to 29,000; `connection_id` names a VPC link."""

    rest_api_id: str
    resource_id: str
    http_method: str
    type: IntegrationType
    integration_http_method: str = ""
    uri: str = ""
    connection_type: ConnectionType | None = None
    connection_id: str = ""
    credentials: str = ""
    request_parameters: dict[str, str] = {}
    request_templates: dict[str, str] = {}
    passthrough_behavior: str = "WHEN_NO_MATCH"
    content_handling: str = ""
    timeout_in_millis: int = 29_000
    cache_namespace: str = ""
    cache_key_parameters: list[str] = []
    tls_config: TlsConfig | None = None


class UpdateIntegrationRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateIntegration."""

    rest_api_id: str
    resource_id: str
    http_method: str
    patch_operations: list[PatchOperation] = []


class StatusCodeRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a method response or an integration response."""

    rest_api_id: str
    resource_id: str
    http_method: str
    status_code: str


class PutMethodResponseRequest(Shape, frozen=True, kw_only=True):
    """Input of PutMethodResponse."""

    rest_api_id: str
    resource_id: str
    http_method: str
    status_code: str
    response_parameters: dict[str, bool] | None = None
    response_models: dict[str, str] | None = None


class UpdateResponseRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateMethodResponse and UpdateIntegrationResponse."""

    rest_api_id: str
    resource_id: str
    http_method: str
    status_code: str
    patch_operations: list[PatchOperation] = []


class PutIntegrationResponseRequest(Shape, frozen=True, kw_only=True):
    """Input of PutIntegrationResponse; a template that is null passes the endpoint's body on."""

    rest_api_id: str
    resource_id: str
    http_method: str
    status_code: str
    selection_pattern: str | None = None
    response_parameters: dict[str, str] = {}
    response_templates: dict[str, str | None] = {}
    content_handling: str = ""


class MethodResponse(Shape, frozen=True, kw_only=True):
    """A status that a method may answer with, and the headers (`method.response.header.X`) that it may set.

    A mapping that was given empty is answered as it was given; one that patches have emptied is not (recorded).
    """

    status_code: str
    response_parameters: dict[str, bool] | None = None
    response_models: dict[str, str] | None = None


class IntegrationResponse(Shape, frozen=True, kw_only=True):
    """How one kind of an endpoint's answer becomes a method response.

    Attributes:
        selection_pattern: a regular expression over the endpoint's status or error message; none, or an empty one, for
            the default.
        response_parameters: `method.response.header.X` → where its value comes from.
        response_templates: by content type.
    """

    status_code: str
    selection_pattern: str | None = None
    response_parameters: dict[str, str] = {}
    response_templates: dict[str, str | None] = {}
    content_handling: str = ""


class Integration(Shape, frozen=True, kw_only=True):
    """What a method is integrated with; `integration_responses` by status code."""

    type: IntegrationType
    http_method: str = ""
    uri: str = ""
    connection_type: ConnectionType | None = None
    connection_id: str = ""
    credentials: str = ""
    request_parameters: dict[str, str] = {}
    request_templates: dict[str, str] = {}
    passthrough_behavior: str = told("WHEN_NO_MATCH")
    content_handling: str = ""
    timeout_in_millis: int = told(29_000)
    cache_namespace: str = ""
    cache_key_parameters: list[str] = told([])
    tls_config: TlsConfig | None = None
    integration_responses: dict[str, IntegrationResponse] = {}


class Method(Shape, frozen=True, kw_only=True):
    """A method of a resource; `method_responses` by status code."""

    http_method: str
    authorization_type: str = told("NONE")
    authorizer_id: str = ""
    authorization_scopes: list[str] = []
    api_key_required: bool = told(False)
    operation_name: str = ""
    request_parameters: dict[str, bool] = {}
    request_models: dict[str, str] = {}
    request_validator_id: str = ""
    method_responses: dict[str, MethodResponse] = {}
    method_integration: Integration | None = None
