"""Reads the methods out of an OpenAPI document: Swagger 2.0 and OpenAPI 3, as people and SAM write them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import (
    GatewayResponse,
    Integration,
    IntegrationResponse,
    IntegrationType,
    Method,
    MethodResponse,
)
from lgtui.emulator.gateway.openapi.definitions import DefinitionReader, Definitions
from lgtui.emulator.gateway.openapi.security import Security

ANY_METHOD = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"
GATEWAY_RESPONSES = "x-amazon-apigateway-gateway-responses"
BINARY_MEDIA_TYPES = "x-amazon-apigateway-binary-media-types"

_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", ANY_METHOD)
_REQUEST_PLACES = {"path": "path", "query": "querystring", "header": "header"}


@dataclass(frozen=True)
class ApiDocument:
    """What an OpenAPI document says of an API.

    Attributes:
        title, description: of the API.
        binary_media_types: what the gateway treats as binary.
        methods: by path and method (`GET`, …, `ANY`), in the document's order.
        gateway_responses: those that are customised.
        definitions: models, validators and authorizers, which methods name.
        bare_paths: paths without a method, which still are resources.
        unread: members of the document that describe what is not imported (`x-amazon-apigateway-policy`, …).
    """

    title: str
    description: str
    binary_media_types: list[str]
    methods: dict[tuple[str, str], Method]
    gateway_responses: list[GatewayResponse] = field(default_factory=list)
    definitions: Definitions = field(default_factory=Definitions)
    bare_paths: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_openapi(document: object) -> ApiDocument:
    """Read an OpenAPI document that has been parsed already.

    Raises:
        BadRequestException: it is no OpenAPI document, or a method's integration is not one.
    """
    if not isinstance(document, Mapping) or not ("swagger" in document or "openapi" in document):
        raise BadRequestException("Invalid OpenAPI input.")
    info = _mapping(document.get("info"))
    paths = _mapping(document.get("paths"))
    security = Security(document)
    reader = DefinitionReader(document)
    methods = {(path, verb): _method(verb, raw, security, reader) for path, verb, raw in _operations(paths)}
    return ApiDocument(
        title=str(info.get("title") or ""),
        description=str(info.get("description") or ""),
        binary_media_types=[str(media_type) for media_type in _list(document.get(BINARY_MEDIA_TYPES))],
        methods=methods,
        gateway_responses=list(_gateway_responses(_mapping(document.get(GATEWAY_RESPONSES)))),
        definitions=replace(reader.definitions(), authorizers=security.authorizers()),
        bare_paths=[path for path in paths if path.startswith("/") and not any(of == path for of, _ in methods)],
        unread=_unread(document),
    )


def _gateway_responses(responses: Mapping[str, Any]) -> Iterator[GatewayResponse]:
    """The customised gateway responses; a status may be written as a number."""
    for name, response in responses.items():
        fields = _mapping(response)
        status = fields.get("statusCode")
        yield GatewayResponse(
            response_type=name,
            status_code=None if status is None else str(status),
            response_parameters=_texts(fields.get("responseParameters")),
            response_templates=_texts(fields.get("responseTemplates")),
        )


def _operations(paths: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every path, method and operation, with the path's own parameters handed down to the operation."""
    for path, item in paths.items():
        if not path.startswith("/") or not isinstance(item, Mapping):
            continue
        shared = _list(item.get("parameters"))
        for name, operation in item.items():
            if name.lower() in _VERBS:
                verb = "ANY" if name.lower() == ANY_METHOD else name.upper()
                own = _mapping(operation)
                yield path, verb, {**own, "parameters": [*shared, *_list(own.get("parameters"))]}


def _method(verb: str, operation: Mapping[str, Any], security: Security, reader: DefinitionReader) -> Method:
    required = security.of(operation)
    integration = operation.get(INTEGRATION)
    return Method(
        http_method=verb,
        authorization_type=required.authorization,
        authorizer_id=required.authorizer,
        api_key_required=required.api_key,
        operation_name=str(operation.get("operationId") or ""),
        request_parameters=dict(_request_parameters(map(reader.resolved, operation["parameters"]))),
        request_models=reader.request_models_of(operation),
        request_validator_id=reader.validator_of(operation),
        method_responses=dict(_method_responses(_mapping(operation.get("responses")))),
        method_integration=read_integration(_mapping(integration)) if integration else None,
    )


def _request_parameters(parameters: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, bool]]:
    """`method.request.querystring.page` → whether it is required; bodies are passed over."""
    for fields in parameters:
        place = _REQUEST_PLACES.get(str(fields.get("in")))
        if place and fields.get("name"):
            yield f"method.request.{place}.{fields['name']}", fields.get("required") is True


def _method_responses(responses: Mapping[str, Any]) -> Iterator[tuple[str, MethodResponse]]:
    """The statuses that an operation declares with their headers; `default` is no status."""
    for status_code, response in responses.items():
        if status_code.isdecimal():
            headers = _mapping(_mapping(response).get("headers"))
            parameters = {f"method.response.header.{name}": False for name in headers}
            yield status_code, MethodResponse(status_code=status_code, response_parameters=parameters)


def read_integration(raw: Mapping[str, Any]) -> Integration:
    """An integration, whatever the case of its members: people write `passthroughBehaviour` and `URI`, CloudFormation
    writes `IntegrationHttpMethod` for what OpenAPI calls `httpMethod`.

    Raises:
        BadRequestException: its type or its timeout is none.
    """
    fields = {name.lower(): value for name, value in raw.items()}
    integration_type = str(fields.get("type", "")).upper()
    if integration_type not in get_args(IntegrationType):
        raise BadRequestException(f"Invalid integration type '{fields.get('type', '')}'")
    passthrough = fields.get("passthroughbehavior", fields.get("passthroughbehaviour"))
    return Integration(
        type=integration_type,  # type: ignore[arg-type]  # one of the literal's values, as just seen
        http_method=str(fields.get("httpmethod") or fields.get("integrationhttpmethod") or "").upper(),
        uri=str(fields.get("uri") or ""),
        credentials=str(fields.get("credentials") or ""),
        request_parameters=_texts(fields.get("requestparameters")),
        request_templates=_texts(fields.get("requesttemplates")),
        passthrough_behavior=str(passthrough or "WHEN_NO_MATCH").upper(),
        content_handling=str(fields.get("contenthandling") or "").upper(),
        timeout_in_millis=_milliseconds(fields.get("timeoutinmillis")),
        cache_namespace=str(fields.get("cachenamespace") or ""),
        cache_key_parameters=[str(name) for name in _list(fields.get("cachekeyparameters"))],
        integration_responses=dict(_integration_responses(fields)),
    )


def _integration_responses(integration: Mapping[str, Any]) -> Iterator[tuple[str, IntegrationResponse]]:
    """The responses by status code.

    OpenAPI has them by pattern, the one without called `default`; CloudFormation has a list of them.
    """
    by_pattern = _mapping(integration.get("responses")).items()
    listed = [(None, response) for response in _list(integration.get("integrationresponses"))]
    for pattern, response in (*by_pattern, *listed):
        fields = {name.lower(): value for name, value in _mapping(response).items()}
        status_code = str(fields.get("statuscode") or "200")
        selection = str(fields.get("selectionpattern") or "") if pattern is None else pattern
        yield (
            status_code,
            IntegrationResponse(
                status_code=status_code,
                selection_pattern="" if selection == "default" else selection,
                response_parameters=_texts(fields.get("responseparameters")),
                response_templates=_templates(fields.get("responsetemplates")),
                content_handling=str(fields.get("contenthandling") or "").upper(),
            ),
        )


def _milliseconds(value: Any) -> int:
    """An integration's timeout: the most there is where it is not said.

    Raises:
        BadRequestException: it is no number.
    """
    try:
        return int(value) if value is not None else 29_000
    except (TypeError, ValueError) as error:
        raise BadRequestException("Timeout should be between 50 ms and 29000 ms") from error


def _unread(document: Mapping[str, Any]) -> list[str]:
    """Members of the document that change how requests are answered and are not imported."""
    names = ("x-amazon-apigateway-policy",)
    return [name for name in names if document.get(name)]


def _mapping(value: Any) -> dict[str, Any]:
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _texts(value: Any) -> dict[str, str]:
    """A mapping of texts; a template that was written as an object becomes its JSON."""
    return {name: item if isinstance(item, str) else _json(item) for name, item in _mapping(value).items()}


def _templates(value: Any) -> dict[str, str | None]:
    """Templates by content type; one that is null passes the endpoint's body on."""
    unset = {name: None for name, item in _mapping(value).items() if item is None}
    return {**_texts(value), **unset}


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
