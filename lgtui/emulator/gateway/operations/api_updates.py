"""UpdateRestApi: what of an API may be changed once it is there."""

import msgspec

from lgtui.emulator.errors import BadRequestException, NotImplementedException
from lgtui.emulator.gateway.model import RestApi, UpdateRestApiRequest
from lgtui.emulator.gateway.operations.base import Operations
from lgtui.emulator.gateway.operations.patching import Change, Patcher, Path, member

KEY_SOURCES = ("HEADER", "AUTHORIZER")
MAX_COMPRESSION_SIZE = 10_485_760


class RestApiUpdateOperations(Operations):
    """UpdateRestApi."""

    def update_rest_api(self, request: UpdateRestApiRequest) -> RestApi:
        """Change an API; what requests see of it changes with its next deployment.

        Raises:
            BadRequestException: a path or a value is not allowed (fact ctl-017).
            NotImplementedException: a setting of AWS's that lgtui does not emulate.
        """
        state = self._store.api(request.rest_api_id)
        api = _PATCHER.apply(state.api, request.patch_operations)
        if not api.name:
            raise BadRequestException("API Name cannot be blank")
        state.api = api
        self._changed(api.id)
        return api


def _key_source(value: str) -> str:
    if value not in KEY_SOURCES:
        raise ValueError(value)
    return value


def _binary_types(op: str) -> Change[RestApi]:
    """The change that adds a binary media type, or takes one away."""

    def change(api: RestApi, names: list[str], value: str) -> RestApi:
        kept = [media_type for media_type in api.binary_media_types if media_type != names[0]]
        added = [] if op == "remove" else [value or names[0]]
        return msgspec.structs.replace(api, binary_media_types=[*kept, *added])

    return change


def _compression(api: RestApi, names: list[str], value: str) -> RestApi:
    if not value:  # as it is: nothing is compressed
        return api
    if not (value.isdecimal() and int(value) <= MAX_COMPRESSION_SIZE):
        raise BadRequestException(f"Invalid minimum compression size, must be between 0 and {MAX_COMPRESSION_SIZE}")
    raise NotImplementedException("lgtui does not emulate the compression of answers")


_PATCHER: Patcher[RestApi] = Patcher(
    [
        Path("/name", ("replace",), member("name")),
        Path("/description", ("replace",), member("description")),
        Path("/apiKeySource", ("replace",), member("api_key_source", _key_source)),
        Path("/minimumCompressionSize", ("replace",), _compression),
        Path("/binaryMediaTypes/{mediaType}", ("add", "replace"), _binary_types("add")),
        Path("/binaryMediaTypes/{mediaType}", ("remove",), _binary_types("remove")),
    ]
)
