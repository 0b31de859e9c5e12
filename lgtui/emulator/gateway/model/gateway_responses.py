"""Gateway responses, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.base import PatchOperation, Shape


class GatewayResponse(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """How an API answers a request that it refuses or fails.

    Attributes:
        status_code: None leaves the type's own (or, of DEFAULT_4XX and DEFAULT_5XX, the refusal's).
        response_parameters: `gatewayresponse.header.X` → where its value comes from.
        response_templates: by content type; plain substitution, no directives (guide, api-gateway-gatewayResponse).
        default_response: whether it is AWS's own, not the API's.
    """

    response_type: str
    status_code: str | None = None
    response_parameters: dict[str, str] = {}
    response_templates: dict[str, str] = {}
    default_response: bool = False


class PutGatewayResponseRequest(Shape, frozen=True, kw_only=True):
    """Input of PutGatewayResponse."""

    rest_api_id: str
    response_type: str
    status_code: str | None = None
    response_parameters: dict[str, str] = {}
    response_templates: dict[str, str] = {}


class GatewayResponseRequest(Shape, frozen=True, kw_only=True):
    """Input of GetGatewayResponse and DeleteGatewayResponse."""

    rest_api_id: str
    response_type: str


class UpdateGatewayResponseRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateGatewayResponse."""

    rest_api_id: str
    response_type: str
    patch_operations: list[PatchOperation] = []


class GatewayResponses(Shape, frozen=True, kw_only=True):
    """A page of the responses of all types."""

    items: list[GatewayResponse]
    position: str = ""
