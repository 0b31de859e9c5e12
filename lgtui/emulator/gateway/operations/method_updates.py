"""UpdateMethod: what of a method may be changed once it is there."""

import msgspec

from lgtui.emulator.gateway.model import Method, PutMethodRequest, UpdateMethodRequest
from lgtui.emulator.gateway.operations.methods import MethodOperations, check_method, is_guarded
from lgtui.emulator.gateway.operations.patching import (
    REPLACE,
    SET,
    Patcher,
    Path,
    boolean,
    member,
    put_entry,
    take_entry,
    terse,
)
from lgtui.emulator.gateway.store import NO_RESOURCE


class MethodUpdateOperations(MethodOperations):
    """UpdateMethod."""

    def update_method(self, request: UpdateMethodRequest) -> Method:
        """Change a method, for the API's next deployment.

        Raises:
            BadRequestException: a path or a value is not allowed, or what is named is not there.
        """
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        method = _PATCHER.apply(state.method(request.resource_id, request.http_method), request.patch_operations)
        if not is_guarded(method):  # an authorizer's id is forgotten (recorded)
            method = msgspec.structs.replace(method, authorizer_id="")
        members = msgspec.structs.asdict(method)
        shared = {name: members[name] for name in PutMethodRequest.__struct_fields__ if name in members}
        whole = PutMethodRequest(rest_api_id=request.rest_api_id, resource_id=request.resource_id, **shared)
        check_method(whole, state.definitions)
        self._keep(state, state.resource(request.resource_id), method)
        return method


def _add_scope(method: Method, _: list[str], value: str) -> Method:
    kept = [scope for scope in method.authorization_scopes if scope != value]
    return msgspec.structs.replace(method, authorization_scopes=[*kept, value])


def _remove_scope(method: Method, _: list[str], value: str) -> Method:
    kept = [scope for scope in method.authorization_scopes if scope != value]
    return msgspec.structs.replace(method, authorization_scopes=kept)


_PATCHER: Patcher[Method] = Patcher(
    [
        Path("/apiKeyRequired", REPLACE, member("api_key_required", boolean)),
        Path("/authorizationScopes", ("add",), _add_scope),
        Path("/authorizationScopes", ("remove",), _remove_scope),
        Path("/authorizationType", REPLACE, member("authorization_type", str.upper)),
        Path("/authorizerId", REPLACE, member("authorizer_id")),
        Path("/operationName", REPLACE, member("operation_name")),
        Path("/requestValidatorId", REPLACE, member("request_validator_id")),
        Path("/requestParameters/{name}", SET, put_entry("request_parameters", boolean)),
        Path("/requestParameters/{name}", ("remove",), take_entry("request_parameters")),
        Path("/requestModels/{contentType}", SET, put_entry("request_models")),
        Path("/requestModels/{contentType}", ("remove",), take_entry("request_models")),
    ],
    terse,
)
