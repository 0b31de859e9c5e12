"""REST APIs, as the operations on them take and give them."""

from typing import Literal

from lgtui.emulator.gateway.model.base import PatchOperation, Shape

ApiKeySource = Literal["HEADER", "AUTHORIZER"]


class CreateRestApiRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateRestApi. `tags["_custom_id_"]` chooses the id, as other emulators have it."""

    name: str
    description: str = ""
    binary_media_types: list[str] = []
    api_key_source: ApiKeySource = "HEADER"
    tags: dict[str, str] = {}


class ImportRestApiRequest(Shape, frozen=True, kw_only=True):
    """Input of ImportRestApi: `body` is an OpenAPI document, JSON or YAML."""

    body: bytes
    parameters: dict[str, str] = {}


class PutRestApiRequest(Shape, frozen=True, kw_only=True):
    """Input of PutRestApi; only `overwrite` is emulated."""

    rest_api_id: str
    body: bytes
    mode: Literal["merge", "overwrite"] = "merge"
    parameters: dict[str, str] = {}


class RestApiRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name an API."""

    rest_api_id: str


class UpdateRestApiRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateRestApi."""

    rest_api_id: str
    patch_operations: list[PatchOperation] = []


class RestApi(Shape, frozen=True, kw_only=True):
    """A REST API; `created_date` in seconds since the epoch.

    `api_key_source` is where requests have their key: the header `x-api-key`, or the authorizer's answer.
    """

    id: str
    name: str
    created_date: float
    root_resource_id: str
    api_key_source: ApiKeySource
    description: str = ""
    binary_media_types: list[str] = []
    tags: dict[str, str] = {}


class RestApis(Shape, frozen=True, kw_only=True):
    """A page of APIs."""

    items: list[RestApi]
    position: str = ""
