"""Operations that take a whole API from an OpenAPI document."""

import msgspec
import yaml

from lgtui.emulator.errors import BadRequestException, NotImplementedException, ServiceError
from lgtui.emulator.gateway.model import (
    CreateRestApiRequest,
    ImportRestApiRequest,
    PutRestApiRequest,
    RestApi,
    RestApiRequest,
)
from lgtui.emulator.gateway.openapi import ApiDocument, import_document, read_openapi
from lgtui.emulator.gateway.operations.apis import RestApiOperations
from lgtui.emulator.gateway.operations.authorizers import AuthorizerOperations
from lgtui.emulator.gateway.operations.gateway_responses import GatewayResponseOperations
from lgtui.emulator.gateway.operations.resources import ResourceOperations
from lgtui.emulator.gateway.operations.responses import ResponseOperations
from lgtui.emulator.gateway.operations.validation import ValidationOperations


class ImportOperations(
    RestApiOperations,
    ResourceOperations,
    ResponseOperations,
    GatewayResponseOperations,
    ValidationOperations,
    AuthorizerOperations,
):
    """ImportRestApi, PutRestApi."""

    def import_rest_api(self, request: ImportRestApiRequest) -> RestApi:
        """Make an API from an OpenAPI document; nothing is left of it where the document is refused.

        Raises:
            BadRequestException: the document is none of OpenAPI's, or something in it is not allowed.
        """
        document = _parse(request.body)
        read = read_openapi(document)
        api = self.create_rest_api(
            CreateRestApiRequest(
                name=read.title or "untitled",
                description=read.description,
                binary_media_types=read.binary_media_types,
                api_key_source=read.definitions.api_key_source,
            )
        )
        try:
            import_document(self, api.id, document)
        except ServiceError:
            self.delete_rest_api(RestApiRequest(rest_api_id=api.id))
            raise
        return api

    def put_rest_api(self, request: PutRestApiRequest) -> RestApi:
        """Put an OpenAPI document in place of an API's resources; where it is refused, the API stays as it was.

        Raises:
            BadRequestException: the document is none of OpenAPI's, or something in it is not allowed.
            NotImplementedException: the mode is `merge`.
        """
        if request.mode != "overwrite":
            raise NotImplementedException("lgtui does not emulate PutRestApi's mode 'merge'; use 'overwrite'")
        state = self._store.api(request.rest_api_id)
        document = _parse(request.body)
        read = read_openapi(document)
        resources, children = dict(state.resources), {parent: dict(named) for parent, named in state.children.items()}
        definitions = state.definitions.copy()
        try:
            import_document(self, request.rest_api_id, document)
        except ServiceError:
            state.resources.restore(resources)
            state.children = children
            state.definitions.restore(definitions)
            self._changed(request.rest_api_id)
            raise
        state.api = _described(state.api, read)
        self._changed(request.rest_api_id)
        return state.api


def _described(api: RestApi, read: ApiDocument) -> RestApi:
    """`api` with what the document says of the API as a whole."""
    return msgspec.structs.replace(
        api,
        name=read.title or api.name,
        description=read.description,
        binary_media_types=read.binary_media_types,
        api_key_source=read.definitions.api_key_source,
    )


def _parse(body: bytes) -> object:
    """The document in `body`, JSON or YAML. JSON is tried first: YAML's parser takes a thousand times as long."""
    try:
        document: object = msgspec.json.decode(body)
    except msgspec.DecodeError:
        document = _parse_yaml(body)
    except RecursionError as error:
        raise _too_deep() from error
    return document


def _parse_yaml(body: bytes) -> object:
    try:
        document: object = yaml.safe_load(body)
    except yaml.YAMLError as error:
        raise BadRequestException(f"Invalid OpenAPI input: {error}") from error
    except RecursionError as error:
        raise _too_deep() from error
    return document


def _too_deep() -> BadRequestException:
    return BadRequestException("Invalid OpenAPI input: the document is nested too deeply")
