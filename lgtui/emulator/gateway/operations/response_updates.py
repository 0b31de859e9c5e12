"""UpdateIntegration, UpdateIntegrationResponse and UpdateMethodResponse: what of them may be changed."""

import msgspec

from lgtui.emulator.errors import BadRequestException, NotFoundException
from lgtui.emulator.gateway.model import (
    Integration,
    IntegrationResponse,
    MethodResponse,
    TlsConfig,
    UpdateIntegrationRequest,
    UpdateResponseRequest,
)
from lgtui.emulator.gateway.operations.methods import METHODS, check_integration
from lgtui.emulator.gateway.operations.patching import (
    REPLACE,
    SET,
    Change,
    Patcher,
    Path,
    boolean,
    member,
    one_of,
    put_entry,
    take_entry,
    terse,
)
from lgtui.emulator.gateway.operations.responses import ResponseOperations, check_mapping
from lgtui.emulator.gateway.store import NO_RESOURCE

CONNECTION_TYPES = ("INTERNET", "VPC_LINK")
CONTENT_HANDLINGS = ("CONVERT_TO_BINARY", "CONVERT_TO_TEXT", "")
PASSTHROUGH_BEHAVIORS = ("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")


class ResponseUpdateOperations(ResponseOperations):
    """UpdateIntegration, UpdateIntegrationResponse, UpdateMethodResponse."""

    def update_integration(self, request: UpdateIntegrationRequest) -> Integration:
        """Change an integration, for the API's next deployment.

        Raises:
            BadRequestException: a path or a value is not allowed, or they do not fit each other.
        """
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        before = state.integration(request.resource_id, request.http_method)
        integration = _INTEGRATION_PATCHER.apply(before, request.patch_operations)
        check_integration(integration)
        method = state.method(request.resource_id, request.http_method)
        changed = msgspec.structs.replace(method, method_integration=integration)
        self._keep(state, state.resource(request.resource_id), changed)
        return integration

    def update_integration_response(self, request: UpdateResponseRequest) -> IntegrationResponse:
        """Change an integration response, for the API's next deployment.

        Raises:
            BadRequestException: a path or a value is not allowed.
        """
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        before = state.integration_response(request.resource_id, request.http_method, request.status_code)
        response = _INTEGRATION_RESPONSE_PATCHER.apply(before, request.patch_operations)
        check_mapping(response)
        integration = state.integration(request.resource_id, request.http_method)
        self._keep_responses(request, integration, {**integration.integration_responses, request.status_code: response})
        return response

    def update_method_response(self, request: UpdateResponseRequest) -> MethodResponse:
        """Change a method response, for the API's next deployment.

        Raises:
            BadRequestException: a path or a value is not allowed.
            NotFoundException: what is to be replaced or removed is not there.
        """
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        before = state.method_response(request.resource_id, request.http_method, request.status_code)
        patched = _METHOD_RESPONSE_PATCHER.apply(_with_mappings(before), request.patch_operations)
        response = _without_empty(patched) if request.patch_operations else before
        for name in (response.response_models or {}).values():
            if name not in state.definitions.models:
                raise BadRequestException(f"Invalid model identifier specified: {name}")
        method = self._method(request)
        responses = {**method.method_responses, request.status_code: response}
        self._keep_method(request, msgspec.structs.replace(method, method_responses=responses))
        return response


def _with_mappings(response: MethodResponse) -> MethodResponse:
    return msgspec.structs.replace(
        response,
        response_parameters=response.response_parameters or {},
        response_models=response.response_models or {},
    )


def _without_empty(response: MethodResponse) -> MethodResponse:
    return msgspec.structs.replace(
        response,
        response_parameters=response.response_parameters or None,
        response_models=response.response_models or None,
    )


def _present(name: str, missing: str, change: Change[MethodResponse]) -> Change[MethodResponse]:
    """`change`, of an entry that is there."""

    def changed(response: MethodResponse, names: list[str], value: str) -> MethodResponse:
        if names[-1] not in getattr(response, name):
            raise NotFoundException(missing)
        return change(response, names, value)

    return changed


def _add_cache_key(integration: Integration, names: list[str], _: str) -> Integration:
    kept = [name for name in integration.cache_key_parameters if name != names[0]]
    return msgspec.structs.replace(integration, cache_key_parameters=[*kept, names[0]])


def _remove_cache_key(integration: Integration, names: list[str], _: str) -> Integration:
    kept = [name for name in integration.cache_key_parameters if name != names[0]]
    return msgspec.structs.replace(integration, cache_key_parameters=kept)


def _skip_verification(integration: Integration, _: list[str], value: str) -> Integration:
    return msgspec.structs.replace(integration, tls_config=TlsConfig(insecure_skip_verification=boolean(value)))


def _template(text: str) -> str | None:
    """A response template; an empty one passes the endpoint's body on."""
    return text or None


_INTEGRATION_PATCHER: Patcher[Integration] = Patcher(
    [
        Path("/cacheKeyParameters/{name}", SET, _add_cache_key),
        Path("/cacheKeyParameters/{name}", ("remove",), _remove_cache_key),
        Path("/cacheNamespace", REPLACE, member("cache_namespace")),
        Path("/connectionId", REPLACE, member("connection_id")),
        Path("/connectionType", REPLACE, member("connection_type", one_of(CONNECTION_TYPES))),
        Path("/contentHandling", REPLACE, member("content_handling", one_of(CONTENT_HANDLINGS))),
        Path("/credentials", REPLACE, member("credentials")),
        Path("/httpMethod", REPLACE, member("http_method", one_of(METHODS))),
        Path("/passthroughBehavior", REPLACE, member("passthrough_behavior", one_of(PASSTHROUGH_BEHAVIORS))),
        Path("/requestParameters/{name}", SET, put_entry("request_parameters")),
        Path("/requestParameters/{name}", ("remove",), take_entry("request_parameters")),
        Path("/requestTemplates/{contentType}", SET, put_entry("request_templates")),
        Path("/requestTemplates/{contentType}", ("remove",), take_entry("request_templates")),
        Path("/timeoutInMillis", REPLACE, member("timeout_in_millis", int)),
        Path("/tlsConfig/insecureSkipVerification", REPLACE, _skip_verification),
        Path("/uri", REPLACE, member("uri")),
    ],
    terse,
)
_INTEGRATION_RESPONSE_PATCHER: Patcher[IntegrationResponse] = Patcher(
    [
        Path("/contentHandling", REPLACE, member("content_handling", one_of(CONTENT_HANDLINGS))),
        Path("/selectionPattern", REPLACE, member("selection_pattern")),
        Path("/responseParameters/{name}", SET, put_entry("response_parameters")),
        Path("/responseParameters/{name}", ("remove",), take_entry("response_parameters")),
        Path("/responseTemplates/{contentType}", SET, put_entry("response_templates", _template)),
        Path("/responseTemplates/{contentType}", ("remove",), take_entry("response_templates")),
    ],
    terse,
)


def _method_response_paths(
    part: str, name: str, missing: str, change: Change[MethodResponse]
) -> list[Path[MethodResponse]]:
    """Adding, replacing and removing one entry; the latter two ask for one that is there (recorded)."""
    return [
        Path(f"/{part}/{{name}}", ("add",), change),
        Path(f"/{part}/{{name}}", REPLACE, _present(name, missing, change)),
        Path(f"/{part}/{{name}}", ("remove",), _present(name, missing, take_entry(name))),
    ]


_METHOD_RESPONSE_PATCHER: Patcher[MethodResponse] = Patcher(
    [
        *_method_response_paths(
            "responseParameters",
            "response_parameters",
            "Invalid parameter name specified",
            put_entry("response_parameters", boolean),
        ),
        *_method_response_paths(
            "responseModels", "response_models", "Content-Type specified was not found", put_entry("response_models")
        ),
    ],
    terse,
)
