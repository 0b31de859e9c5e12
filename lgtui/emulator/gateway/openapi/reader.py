"""Reads OpenAPI documents: Swagger 2.0, OpenAPI 3.0 and 3.1, as people, SAM and API Gateway's export write them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import EndpointConfiguration, GatewayResponse, Method
from lgtui.emulator.gateway.openapi.base_path import BasePath, prefix
from lgtui.emulator.gateway.openapi.definitions import DefinitionReader, Definitions
from lgtui.emulator.gateway.openapi.methods import ANY_METHOD, VERBS, MethodReader
from lgtui.emulator.gateway.openapi.node import DocumentError, Node, Remark, Trail, written
from lgtui.emulator.gateway.openapi.security import Security

BINARY_MEDIA_TYPES = "x-amazon-apigateway-binary-media-types"
COMPRESSION = "x-amazon-apigateway-minimum-compression-size"
ENDPOINT = "x-amazon-apigateway-endpoint-configuration"
GATEWAY_RESPONSES = "x-amazon-apigateway-gateway-responses"
POLICY = "x-amazon-apigateway-policy"
TAG_VALUE = "x-amazon-apigateway-tag-value"

MethodKey = tuple[str, str]
"""A whole path and an HTTP method: `/orders`, `GET`."""


@dataclass(frozen=True)
class Settings:
    """What a document says of an API as a whole; None where it says nothing.

    Attributes:
        policy: the resource policy, JSON.
        tags: of the root's `tags`, those with `x-amazon-apigateway-tag-value`.
    """

    title: str = ""
    description: str = ""
    version: str = ""
    binary_media_types: list[str] = field(default_factory=list)
    minimum_compression_size: int | None = None
    endpoint: EndpointConfiguration | None = None
    disable_execute_api_endpoint: bool | None = None
    policy: str = ""
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ApiDocument:
    """What an OpenAPI document says of an API.

    Attributes:
        methods: by path and method (`GET`, …, `ANY`), in the document's order.
        gateway_responses: those that are customised.
        definitions: models, validators and authorizers, which methods name.
        bare_paths: paths without a method, which still are resources.
        trails: where the document has each method.
        warnings: what was passed over.
    """

    settings: Settings = field(default_factory=Settings)
    methods: dict[MethodKey, Method] = field(default_factory=dict)
    gateway_responses: list[GatewayResponse] = field(default_factory=list)
    definitions: Definitions = field(default_factory=Definitions)
    bare_paths: list[str] = field(default_factory=list)
    trails: dict[MethodKey, Trail] = field(default_factory=dict)
    warnings: list[Remark] = field(default_factory=list)


def read_openapi(document: object, base_path: BasePath = "ignore", *, rename_models: bool = False) -> ApiDocument:
    """Read an OpenAPI document that has been parsed already.

    Args:
        base_path: what of the document's base path comes before its paths.
        rename_models: call models whose names AWS refuses otherwise, with a warning, where AWS refuses them.

    Raises:
        BadRequestException: it is no OpenAPI document.
        DocumentError: something of it cannot be read; every such thing is named.
    """
    if not isinstance(document, dict) or not ("swagger" in document or "openapi" in document):
        raise BadRequestException("Invalid OpenAPI input.")
    _check_version(Node.document(document))
    return _Reading(Node.document(document), base_path, rename_models).all()


def _check_version(document: Node) -> None:
    """Refuse versions of OpenAPI that AWS does not import.

    Raises:
        DocumentError: it is neither 2.0 nor one of 3.
    """
    if document.has("openapi"):
        if not document.get("openapi").text().startswith("3."):
            raise BadRequestException("Only OpenAPI 3.x.x are currently supported")
    elif document.get("swagger").text() not in ("2.0", "2"):
        raise document.get("swagger").error("Invalid OpenAPI input: the version of Swagger is 2.0")


class _Reading:
    """The reading of one document, which goes on after a fault, so that all of them are told."""

    def __init__(self, document: Node, base_path: BasePath, rename_models: bool) -> None:
        self._document = document
        self._prefix = prefix(document, base_path)
        self._faults: list[Remark] = []
        self._security = Security(document)
        self._definitions = DefinitionReader(document, rename=rename_models)
        self._methods = MethodReader(self._security, self._definitions)
        self._trails: dict[MethodKey, Trail] = {}

    def all(self) -> ApiDocument:
        if not self._document.has("paths"):
            self._document.warn("attribute paths is missing")
        methods = dict(self._read_methods())
        bare = [path for path, _ in self._paths() if not any(of == path for of, _ in self._trails)]
        authorizers = dict(self._read_authorizers())
        settings = self._settings()
        responses = list(self._gateway_responses())
        if self._faults:
            raise DocumentError(self._faults)
        definitions = self._definitions.definitions()
        return ApiDocument(
            settings=settings,
            methods=methods,
            gateway_responses=responses,
            definitions=replace(definitions, authorizers=authorizers),
            bare_paths=bare,
            trails=self._trails,
            warnings=list(dict.fromkeys(self._document.warnings)),
        )

    def _paths(self) -> Iterator[tuple[str, Node]]:
        """Whole path and path item; extensions among the paths are passed over."""
        for path, item in self._document.get("paths").entries():
            if path.startswith("/"):
                yield f"{self._prefix}{path}" if path != "/" else self._prefix or "/", item
            elif not path.startswith("x-"):
                item.warn(f"attribute paths.{path} is unexpected")

    def _read_methods(self) -> Iterator[tuple[MethodKey, Method]]:
        for path, written_item in self._paths():
            try:
                item = written_item.resolved()
            except DocumentError as error:
                self._faults += error.remarks
                continue
            for name, operation in item.entries():
                if name.lower() in VERBS:
                    verb = "ANY" if name.lower() == ANY_METHOD else name.upper()
                    self._trails[path, verb] = operation.trail
                    try:
                        yield (path, verb), self._methods.read(path, verb, operation, item.get("parameters"))
                    except DocumentError as error:
                        self._faults += error.remarks

    def _read_authorizers(self) -> Iterator[tuple[str, Any]]:
        for name, node, read in self._security.authorizers():
            if isinstance(read, DocumentError):
                self._faults += read.remarks
                continue
            self._definitions.trails["authorizer", name] = node.trail
            yield name, read

    def _settings(self) -> Settings:
        document, info = self._document, self._document.get("info")
        endpoint = self._endpoint()
        policy = document.get(POLICY)
        return Settings(
            title=info.get("title").text(),
            description=info.get("description").text(),
            version=info.get("version").text(),
            binary_media_types=[item.text() for item in document.get(BINARY_MEDIA_TYPES).items()],
            minimum_compression_size=self._compression(),
            endpoint=_endpoint_configuration(endpoint),
            disable_execute_api_endpoint=_truth(endpoint.get("disableExecuteApiEndpoint")),
            policy=policy.value if isinstance(policy.value, str) else written(policy.value) if policy else "",
            tags={
                tag.get("name").text(): tag.get(TAG_VALUE).text()
                for tag in document.get("tags").items()
                if tag.has(TAG_VALUE)
            },
        )

    def _compression(self) -> int | None:
        try:
            return self._document.get(COMPRESSION).number()
        except DocumentError as error:
            self._faults += error.remarks
            return None

    def _endpoint(self) -> Node:
        """Where the endpoint's settings are: at the root, or, of OpenAPI 3, in a server."""
        servers = (server.get(ENDPOINT) for server in self._document.get("servers").items())
        return next((node for node in servers if node), self._document.get(ENDPOINT))

    def _gateway_responses(self) -> Iterator[GatewayResponse]:
        """The customised gateway responses; a status may be written as a number."""
        for name, response in self._document.get(GATEWAY_RESPONSES).entries():
            yield GatewayResponse(
                response_type=name,
                status_code=response.get("statusCode").text() or None,
                response_parameters=response.get("responseParameters").texts(),
                response_templates=response.get("responseTemplates").texts(),
            )
            self._definitions.trails["gateway response", name] = response.trail


def _endpoint_configuration(node: Node) -> EndpointConfiguration | None:
    """What a document says of the endpoint."""
    said = EndpointConfiguration(
        types=[item.text() for item in node.get("types").items()] or None,
        ip_address_type=node.get("ipAddressType").text() or None,
        vpc_endpoint_ids=[item.text() for item in node.get("vpcEndpointIds").items()] or None,
    )
    return None if said == EndpointConfiguration() else said


def _truth(node: Node) -> bool | None:
    return None if node.value is None else node.flag()
