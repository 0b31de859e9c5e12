"""UpdateMethod: what of a method may be changed once it is there."""

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import Method, PutMethodRequest, UpdateMethodRequest
from lgtui.emulator.gateway.operations.methods import MethodOperations, check_method
from lgtui.emulator.gateway.operations.patching import Change, Patcher, Path, boolean, member


class MethodUpdateOperations(MethodOperations):
    """UpdateMethod."""

    def update_method(self, request: UpdateMethodRequest) -> Method:
        """Change a method, for the API's next deployment.

        Raises:
            BadRequestException: a path or a value is not allowed, or what is named is not there.
        """
        state = self._store.api(request.rest_api_id)
        method = _PATCHER.apply(state.method(request.resource_id, request.http_method), request.patch_operations)
        members = msgspec.structs.asdict(method)
        shared = {name: members[name] for name in PutMethodRequest.__struct_fields__ if name in members}
        whole = PutMethodRequest(rest_api_id=request.rest_api_id, resource_id=request.resource_id, **shared)
        check_method(whole, state.definitions)
        self._keep(state, state.resource(request.resource_id), method)
        return method


def _put(mapping: str, *, truth: bool = False) -> Change[Method]:
    """The change that sets an entry of a mapping of texts, or of truth values."""

    def change(method: Method, names: list[str], value: str) -> Method:
        try:
            entry = boolean(value or "false") if truth else value
        except ValueError:
            raise BadRequestException(f"Invalid value '{value}' specified for {names[0]}") from None
        return msgspec.structs.replace(method, **{mapping: {**getattr(method, mapping), names[0]: entry}})

    return change


def _take(mapping: str) -> Change[Method]:
    """The change that takes an entry of a mapping away."""

    def change(method: Method, names: list[str], value: str) -> Method:
        kept = {name: entry for name, entry in getattr(method, mapping).items() if name != names[0]}
        return msgspec.structs.replace(method, **{mapping: kept})

    return change


_SET = ("add", "replace")

_PATCHER: Patcher[Method] = Patcher(
    [
        Path("/apiKeyRequired", ("replace",), member("api_key_required", boolean)),
        Path("/authorizationType", ("replace",), member("authorization_type")),
        Path("/authorizerId", ("replace",), member("authorizer_id")),
        Path("/operationName", ("replace",), member("operation_name")),
        Path("/requestValidatorId", ("replace",), member("request_validator_id")),
        Path("/requestParameters/{name}", _SET, _put("request_parameters", truth=True)),
        Path("/requestParameters/{name}", ("remove",), _take("request_parameters")),
        Path("/requestModels/{contentType}", _SET, _put("request_models")),
        Path("/requestModels/{contentType}", ("remove",), _take("request_models")),
    ]
)
