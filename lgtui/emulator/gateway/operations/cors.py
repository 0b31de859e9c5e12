"""Enabling CORS, as AWS's console does it: one action that puts many operations.

AWS has no API for it. Each resource gets an OPTIONS method that a mock answers, and its other methods the header that
says whose pages may read their answers, where API Gateway and not the endpoint sets the headers.
"""

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.integrations.content_handling import TO_TEXT
from lgtui.emulator.gateway.model import (
    Empty,
    EnableCorsRequest,
    IntegrationResponse,
    Method,
    MethodRequest,
    MethodResponse,
    PutIntegrationRequest,
    PutIntegrationResponseRequest,
    PutMethodRequest,
    PutMethodResponseRequest,
    Resource,
)
from lgtui.emulator.gateway.operations.responses import ResponseOperations
from lgtui.emulator.gateway.routing import ANY, HTTP_METHODS

PREFIX = "method.response.header.Access-Control-Allow-"
TEMPLATE = {"application/json": '{"statusCode": 200}'}


class CorsOperations(ResponseOperations):
    """What the console calls Enable CORS."""

    def enable_cors(self, request: EnableCorsRequest) -> Empty:
        """Answer preflight requests to a resource, or to it and all below it, and let its answers be read.

        It acts from the next deployment on.

        Raises:
            NotFoundException: there is no such API or resource.
            BadRequestException: the origin cannot be in a header.
        """
        if not request.allow_origin or "'" in request.allow_origin:
            raise BadRequestException(f"Invalid origin specified: {request.allow_origin}")
        state = self._store.api(request.rest_api_id)
        root = state.resource(request.resource_id)
        below = f"{root.path.rstrip('/')}/"
        for resource in list(state.resources.values()):
            if resource.id == root.id or (request.whole_tree and resource.path.startswith(below)):
                self._enable(request, state.resource(resource.id))
        return Empty()

    def _enable(self, request: EnableCorsRequest, resource: Resource) -> None:
        place = MethodRequest(rest_api_id=request.rest_api_id, resource_id=resource.id, http_method="OPTIONS")
        if "OPTIONS" in resource.resource_methods:
            self.delete_method(place)
        self._put_preflight(place, _headers(request, resource))
        state = self._store.api(request.rest_api_id)
        for method in resource.resource_methods.values():
            if method.http_method != "OPTIONS" and method.method_integration is not None:
                self._keep(state, state.resource(resource.id), _readable(method, request.allow_origin))

    def _put_preflight(self, place: MethodRequest, headers: dict[str, str]) -> None:
        """An OPTIONS method that a mock answers with the headers, and that nobody has to be authorised for."""
        named = msgspec.structs.asdict(place)
        self.put_method(PutMethodRequest(**named))
        handling = TO_TEXT if self._store.api(place.rest_api_id).api.binary_media_types else ""
        self.put_integration(
            PutIntegrationRequest(**named, type="MOCK", request_templates=TEMPLATE, content_handling=handling)
        )
        declared = dict.fromkeys(headers, False)
        self.put_method_response(PutMethodResponseRequest(**named, status_code="200", response_parameters=declared))
        self.put_integration_response(
            PutIntegrationResponseRequest(**named, status_code="200", response_parameters=headers)
        )


def _headers(request: EnableCorsRequest, resource: Resource) -> dict[str, str]:
    """The preflight answer's headers as mappings."""
    own = set(resource.resource_methods)
    methods = sorted(HTTP_METHODS if ANY in own else {*own, "OPTIONS"})
    headers = {
        f"{PREFIX}Origin": f"'{request.allow_origin}'",
        f"{PREFIX}Methods": f"'{','.join(methods)}'",
        f"{PREFIX}Headers": f"'{','.join(request.allow_headers)}'",
    }
    return headers | ({f"{PREFIX}Credentials": "'true'"} if request.allow_credentials else {})


def _readable(method: Method, origin: str) -> Method:
    """The method with the origin's header in each response that API Gateway makes; a proxy's own headers pass."""
    integration = method.method_integration
    assert integration is not None
    name = f"{PREFIX}Origin"
    declared: dict[str, MethodResponse] = {
        code: msgspec.structs.replace(
            response, response_parameters={**(response.response_parameters or {}), name: False}
        )
        for code, response in method.method_responses.items()
    }
    mapped: dict[str, IntegrationResponse] = {
        code: msgspec.structs.replace(
            response, response_parameters={**response.response_parameters, name: f"'{origin}'"}
        )
        for code, response in integration.integration_responses.items()
    }
    changed = msgspec.structs.replace(integration, integration_responses=mapped)
    return msgspec.structs.replace(method, method_responses=declared, method_integration=changed)
