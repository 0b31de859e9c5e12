"""UpdateRestApi: what of an API may be changed once it is there."""

from collections.abc import Callable

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import EndpointConfiguration, RestApi, UpdateRestApiRequest
from lgtui.emulator.gateway.operations.base import Operations
from lgtui.emulator.gateway.operations.endpoints import check_compression, with_ip_address_type, with_type
from lgtui.emulator.gateway.operations.patching import (
    REPLACE,
    Change,
    Patcher,
    Path,
    boolean,
    member,
    one_of,
    terse,
)

KEY_SOURCES = ("HEADER", "AUTHORIZER")


class RestApiUpdateOperations(Operations):
    """UpdateRestApi."""

    def update_rest_api(self, request: UpdateRestApiRequest) -> RestApi:
        """Change an API; what requests see of it changes with its next deployment.

        Raises:
            BadRequestException: a path or a value is not allowed (fact ctl-017).
        """
        state = self._store.api(request.rest_api_id)
        api = _PATCHER.apply(state.api, request.patch_operations)
        if not api.name:
            raise BadRequestException("API Name cannot be blank")
        state.api = msgspec.structs.replace(api, policy=self._settled_policy(api.policy, api.id))
        self._changed(api.id)
        return state.api


def _add_binary_type(api: RestApi, names: list[str], _: str) -> RestApi:
    """The type is in the path, whatever the value is (recorded: a path `/-` adds the type `-`)."""
    return _with_binary_types(api, names[0], [names[0]])


def _replace_binary_type(api: RestApi, names: list[str], value: str) -> RestApi:
    return _with_binary_types(api, names[0], [value or names[0]])


def _remove_binary_type(api: RestApi, names: list[str], _: str) -> RestApi:
    return _with_binary_types(api, names[0], [])


def _with_binary_types(api: RestApi, gone: str, added: list[str]) -> RestApi:
    kept = [media_type for media_type in api.binary_media_types if media_type not in (gone, *added)]
    return msgspec.structs.replace(api, binary_media_types=[*kept, *added])


def _compression(api: RestApi, _: list[str], value: str) -> RestApi:
    if not value:  # nothing is compressed any more
        return msgspec.structs.replace(api, minimum_compression_size=None)
    size = int(value) if value.isdecimal() else -1
    check_compression(size)
    return msgspec.structs.replace(api, minimum_compression_size=size)


def _endpoint(change: Callable[[EndpointConfiguration, str], EndpointConfiguration]) -> Change[RestApi]:
    """The change of an API's endpoint."""
    return lambda api, _, value: msgspec.structs.replace(
        api, endpoint_configuration=change(api.endpoint_configuration, value)
    )


def _refuse_types(api: RestApi, _: list[str], __: str) -> RestApi:
    """An API has one type, which can only be replaced; the words are recorded."""
    raise BadRequestException("Invalid patch operation specified. Must be 'add'|'remove'|'replace'")


def _with_vpc_endpoint(endpoint: EndpointConfiguration, value: str) -> EndpointConfiguration:
    ids = [known for known in endpoint.vpc_endpoint_ids or [] if known != value]
    return msgspec.structs.replace(endpoint, vpc_endpoint_ids=[*ids, value])


def _without_vpc_endpoint(endpoint: EndpointConfiguration, value: str) -> EndpointConfiguration:
    ids = [known for known in endpoint.vpc_endpoint_ids or [] if known != value]
    return msgspec.structs.replace(endpoint, vpc_endpoint_ids=ids)


_PATCHER: Patcher[RestApi] = Patcher(
    [
        Path("/name", REPLACE, member("name")),
        Path("/description", REPLACE, member("description")),
        Path("/description", ("remove",), member("description", lambda _: "")),
        Path("/version", REPLACE, member("version")),
        Path("/policy", REPLACE, member("policy")),
        Path("/apiKeySource", REPLACE, member("api_key_source", one_of(KEY_SOURCES))),
        Path("/disableExecuteApiEndpoint", REPLACE, member("disable_execute_api_endpoint", boolean)),
        Path("/minimumCompressionSize", REPLACE, _compression),
        Path("/securityPolicy", REPLACE, member("security_policy")),
        Path("/endpointAccessMode", REPLACE, member("endpoint_access_mode")),
        Path("/binaryMediaTypes/{mediaType}", ("add",), _add_binary_type),
        Path("/binaryMediaTypes/{mediaType}", ("remove",), _remove_binary_type),
        Path("/binaryMediaTypes/{mediaType}", REPLACE, _replace_binary_type),
        Path("/endpointConfiguration/types/{type}", REPLACE, _endpoint(with_type)),
        Path("/endpointConfiguration/types/{type}", ("add", "remove"), _refuse_types),
        Path("/endpointConfiguration/ipAddressType", REPLACE, _endpoint(with_ip_address_type)),
        Path("/endpointConfiguration/vpcEndpointIds", ("add",), _endpoint(_with_vpc_endpoint)),
        Path("/endpointConfiguration/vpcEndpointIds", ("remove",), _endpoint(_without_vpc_endpoint)),
    ],
    terse,
)
