"""Operations that take a whole API from an OpenAPI document."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from lgtui.emulator.errors import BadRequestException, ServiceError
from lgtui.emulator.gateway.model import (
    CreateRestApiRequest,
    EndpointConfiguration,
    ImportRestApiRequest,
    PutRestApiRequest,
    RestApi,
    RestApiRequest,
)
from lgtui.emulator.gateway.openapi import ApiDocument, lay_document, read_openapi
from lgtui.emulator.gateway.openapi.base_path import base_path_mode
from lgtui.emulator.gateway.openapi.documentation import ReadPart, documentation_of
from lgtui.emulator.gateway.openapi.node import pointer
from lgtui.emulator.gateway.openapi.parsing import parse
from lgtui.emulator.gateway.openapi.reader import COMPRESSION, ENDPOINT, POLICY
from lgtui.emulator.gateway.operations.apis import RestApiOperations
from lgtui.emulator.gateway.operations.authorizers import AuthorizerOperations
from lgtui.emulator.gateway.operations.base import check_import_mode
from lgtui.emulator.gateway.operations.documentation import DocumentationOperations
from lgtui.emulator.gateway.operations.endpoints import check_compression, settled
from lgtui.emulator.gateway.operations.gateway_responses import GatewayResponseOperations
from lgtui.emulator.gateway.operations.resources import ResourceOperations
from lgtui.emulator.gateway.operations.responses import ResponseOperations
from lgtui.emulator.gateway.operations.validation import ValidationOperations

ENDPOINT_TYPES = "endpointConfigurationTypes"
IGNORE = "ignore"
"""The parameter with which `documentation` is left out (API reference, ImportRestApi)."""


class ImportOperations(
    RestApiOperations,
    ResourceOperations,
    ResponseOperations,
    GatewayResponseOperations,
    ValidationOperations,
    AuthorizerOperations,
    DocumentationOperations,
):
    """ImportRestApi, PutRestApi."""

    def import_rest_api(self, request: ImportRestApiRequest) -> RestApi:
        """Make an API from an OpenAPI document; nothing is left of it where the document is refused.

        Raises:
            BadRequestException: the document is none of OpenAPI's, something in it is not allowed, or there are
                warnings and the request fails on them.
        """
        document = parse(request.body)
        read = _read(document, request.parameters, fails=request.fail_on_warnings)
        parts = _documentation(document, request.parameters)
        settings = read.settings
        wanted = CreateRestApiRequest(
            name=settings.title or "untitled",
            description=settings.description or None,
            version=settings.version,
            binary_media_types=settings.binary_media_types,
            minimum_compression_size=settings.minimum_compression_size,
            api_key_source=read.definitions.api_key_source,
            endpoint_configuration=_endpoint(read, request.parameters) or EndpointConfiguration(),
            disable_execute_api_endpoint=settings.disable_execute_api_endpoint or False,
            policy=settings.policy,
            tags=settings.tags,
        )
        with _at(POLICY):  # all else of it is in order by now
            api = self.create_rest_api(wanted)
        try:
            lay_document(self, api.id, read)
        except ServiceError:
            self.delete_rest_api(RestApiRequest(rest_api_id=api.id))
            raise
        self._lay_documentation(self._store.api(api.id), parts, overwrite=False)
        return _with_warnings(api, read)

    def put_rest_api(self, request: PutRestApiRequest) -> RestApi:
        """Put an OpenAPI document into an API; where it is refused, the API stays as it was.

        With the mode `overwrite` what the document does not hold goes. With `merge` it stays, and what both have is
        as the document says.

        Raises:
            BadRequestException: as said of `import_rest_api`.
        """
        state = self._store.api(request.rest_api_id)
        check_import_mode(request.mode)
        document = parse(request.body)
        read = _read(document, request.parameters, fails=request.fail_on_warnings)
        parts = _documentation(document, request.parameters)
        resources, children = dict(state.resources), {parent: dict(named) for parent, named in state.children.items()}
        definitions = state.definitions.copy()
        overwrite = request.mode == "overwrite"
        described = _described(state.api, read, request.parameters, overwrite=overwrite)
        with _at(POLICY):
            policy = self._settled_policy(described.policy, described.id)
        try:
            lay_document(self, request.rest_api_id, read, overwrite=overwrite)
        except ServiceError:
            state.resources.restore(resources)
            state.children = children
            state.definitions.restore(definitions)
            self._changed(request.rest_api_id)
            raise
        self._lay_documentation(state, parts, overwrite=overwrite)
        state.api = msgspec.structs.replace(described, policy=policy)
        self._changed(request.rest_api_id)
        return _with_warnings(state.api, read)


def _read(document: object, parameters: Mapping[str, str], *, fails: bool) -> ApiDocument:
    """What the document of a request says of the API itself.

    Raises:
        BadRequestException: it is none, or there are warnings and the request fails on them.
    """
    read = read_openapi(document, base_path_mode(parameters.get("basepath", "ignore")))
    if fails and isinstance(document, dict) and "paths" not in document:
        raise BadRequestException(
            "Failed to parse the uploaded OpenAPI document due to: 'paths' is a required property"
        )
    if fails and read.warnings:
        told = "".join(f"\n\t{warning.text}" for warning in read.warnings)
        raise BadRequestException(f"Warnings found during import:{told}")
    _check_compression(read)
    return read


def _documentation(document: object, parameters: Mapping[str, str]) -> list[ReadPart]:
    """The documentation parts that are to be taken over."""
    return [] if parameters.get(IGNORE) == "documentation" else documentation_of(document)


def _with_warnings(api: RestApi, read: ApiDocument) -> RestApi:
    """The answer: the API with what was passed over, in AWS's own words where they are known."""
    return msgspec.structs.replace(api, warnings=[warning.text for warning in read.warnings])


def _endpoint(read: ApiDocument, parameters: Mapping[str, str]) -> EndpointConfiguration | None:
    """What the request or the document says of the endpoint, or None.

    Raises:
        BadRequestException: no API can have it.
    """
    types = [each for each in parameters.get(ENDPOINT_TYPES, "").split(",") if each]
    said = read.settings.endpoint
    if types:
        return settled(msgspec.structs.replace(said or EndpointConfiguration(), types=types))
    with _at(ENDPOINT):
        return settled(said) if said else None


def _check_compression(read: ApiDocument) -> None:
    size = read.settings.minimum_compression_size
    with _at(COMPRESSION):
        if size is not None:
            check_compression(size)


@contextmanager
def _at(member: str) -> Iterator[None]:
    """Say of what is refused within which member of the document says it."""
    try:
        yield
    except BadRequestException as error:
        raise BadRequestException(f"{error.message} ({pointer((member,))})") from error


def _described(api: RestApi, read: ApiDocument, parameters: Mapping[str, str], *, overwrite: bool) -> RestApi:
    """`api` with what the document says of the API as a whole.

    What it does not say stays where it is merged, and otherwise goes, but for name, endpoint and tags [guess].

    Raises:
        BadRequestException: a setting is none that an API can have.
    """
    settings = read.settings
    kept = api if not overwrite else msgspec.structs.replace(api, description="", policy="")
    media_types = settings.binary_media_types
    if not overwrite:
        media_types = list(dict.fromkeys([*api.binary_media_types, *media_types]))
    compression = settings.minimum_compression_size
    disabled = settings.disable_execute_api_endpoint
    return msgspec.structs.replace(
        api,
        name=settings.title or api.name,
        description=settings.description or kept.description,
        version=settings.version or api.version,
        binary_media_types=media_types,
        minimum_compression_size=api.minimum_compression_size if compression is None else compression,
        api_key_source=read.definitions.api_key_source,
        endpoint_configuration=_endpoint(read, parameters) or api.endpoint_configuration,
        disable_execute_api_endpoint=api.disable_execute_api_endpoint if disabled is None else disabled,
        policy=settings.policy or kept.policy,
        tags={**(api.tags or {}), **settings.tags},
    )
