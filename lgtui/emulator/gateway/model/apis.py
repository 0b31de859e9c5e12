"""REST APIs, as the operations on them take and give them."""

from typing import Literal

from lgtui.emulator.gateway.model.base import PatchOperation, Shape

ApiKeySource = Literal["HEADER", "AUTHORIZER"]


class EndpointConfiguration(Shape, frozen=True, kw_only=True):
    """How an API or a domain name is reached on AWS; here it is reached on loopback, whatever this says."""

    types: list[str] | None = None
    ip_address_type: str | None = None
    vpc_endpoint_ids: list[str] | None = None


class CreateRestApiRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateRestApi. `tags["_custom_id_"]` chooses the id, as other emulators have it.

    With `clone_from`, the id of another API, it has that one's resources and definitions.
    """

    name: str
    description: str | None = None
    version: str = ""
    binary_media_types: list[str] = []
    minimum_compression_size: int | None = None
    api_key_source: ApiKeySource = "HEADER"
    endpoint_configuration: EndpointConfiguration = EndpointConfiguration()
    disable_execute_api_endpoint: bool = False
    policy: str = ""
    clone_from: str = ""
    security_policy: str = ""
    endpoint_access_mode: str = ""
    tags: dict[str, str] = {}


class ImportRestApiRequest(Shape, frozen=True, kw_only=True):
    """Input of ImportRestApi: `body` is an OpenAPI document, JSON or YAML."""

    body: bytes
    fail_on_warnings: bool = False
    parameters: dict[str, str] = {}


class PutRestApiRequest(Shape, frozen=True, kw_only=True):
    """Input of PutRestApi; `mode` is `merge` or `overwrite`."""

    rest_api_id: str
    body: bytes
    mode: str = "merge"
    fail_on_warnings: bool = False
    parameters: dict[str, str] = {}


class RestApiRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name an API."""

    rest_api_id: str


class UpdateRestApiRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateRestApi."""

    rest_api_id: str
    patch_operations: list[PatchOperation] = []


class RestApi(Shape, frozen=True, kw_only=True):
    """A REST API.

    Attributes:
        created_date: seconds since the epoch.
        api_key_source: where requests have their key: the header `x-api-key`, or the authorizer's answer.
        version: of its OpenAPI document.
        warnings: of the import that this is the answer to.
        minimum_compression_size: bytes from which on an answer is compressed; None for never.
        disable_execute_api_endpoint: whether only domain names reach it.
        policy: who may call it, a JSON document.
        security_policy, endpoint_access_mode: about TLS, which is not spoken here.
        tags: None where an answer does not name them.
    """

    id: str
    name: str
    created_date: float
    root_resource_id: str
    api_key_source: ApiKeySource
    endpoint_configuration: EndpointConfiguration
    disable_execute_api_endpoint: bool
    description: str = ""
    version: str = ""
    warnings: list[str] = []
    binary_media_types: list[str] = []
    minimum_compression_size: int | None = None
    policy: str = ""
    security_policy: str = ""
    endpoint_access_mode: str = ""
    tags: dict[str, str] | None = None


class RestApis(Shape, frozen=True, kw_only=True):
    """A page of APIs."""

    items: list[RestApi]
    position: str = ""
