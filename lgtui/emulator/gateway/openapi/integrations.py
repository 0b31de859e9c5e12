"""Reads integrations, as OpenAPI documents and CloudFormation templates write them."""

from collections.abc import Iterator
from typing import Any, get_args

from lgtui.emulator.gateway.model import ConnectionType, Integration, IntegrationResponse, IntegrationType, TlsConfig
from lgtui.emulator.gateway.openapi.node import DocumentError, Node, shortened

PASSTHROUGH = ("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")
CONTENT_HANDLING = ("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")


def read_integration(node: Node, owner: str = "") -> Integration:
    """An integration, whatever the case of its members: people write `passthroughBehaviour` and `URI`, CloudFormation
    writes `IntegrationHttpMethod` for what OpenAPI calls `httpMethod`.

    Args:
        owner: the method's, as warnings name it: `resource '/orders' and method 'GET'`.

    Raises:
        DocumentError: a member is none of what it may be.
    """
    integration_type = _one_of(node.find("type"), get_args(IntegrationType), "integration type")
    http_method = _text(node.find("httpMethod")) or _text(node.find("integrationHttpMethod"))
    passthrough = node.find("passthroughBehavior") or node.find("passthroughBehaviour")
    return Integration(
        type=integration_type,  # type: ignore[arg-type]  # one of the literal's values, as just seen
        http_method="" if integration_type == "MOCK" else http_method.upper(),
        uri=_text(node.find("uri")),
        connection_type=_connection_type(node.find("connectionType"), integration_type),
        connection_id=_text(node.find("connectionId")),
        credentials=_text(node.find("credentials")),
        request_parameters=_parameters(node.find("requestParameters"), "requestParameters", owner),
        request_templates=node.find("requestTemplates").texts(),
        passthrough_behavior=_one_of(passthrough, PASSTHROUGH, "passthrough behavior") or "WHEN_NO_MATCH",
        content_handling=_one_of(node.find("contentHandling"), CONTENT_HANDLING, "content handling"),
        timeout_in_millis=_milliseconds(node.find("timeoutInMillis")),
        cache_namespace=_text(node.find("cacheNamespace")),
        cache_key_parameters=[_text(item) for item in node.find("cacheKeyParameters").items()],
        tls_config=_tls(node.find("tlsConfig")),
        integration_responses=dict(_responses(node, owner)),
    )


def _responses(node: Node, owner: str) -> Iterator[tuple[str, IntegrationResponse]]:
    """The responses by status code.

    OpenAPI has them by pattern, the one without called `default`; CloudFormation has a list of them.
    """
    by_pattern = [("" if name == "default" else name, each) for name, each in node.find("responses").entries()]
    listed = [(_text(each.find("selectionPattern")), each) for each in node.find("integrationResponses").items()]
    for pattern, response in (*by_pattern, *listed):
        status_code = _text(response.find("statusCode")) or "200"
        yield (
            status_code,
            IntegrationResponse(
                status_code=status_code,
                selection_pattern=pattern or None,
                response_parameters=_parameters(response.find("responseParameters"), "responseParameters", owner),
                response_templates=_templates(response.find("responseTemplates")),
                content_handling=_one_of(response.find("contentHandling"), CONTENT_HANDLING, "content handling"),
            ),
        )


def _one_of(node: Node, allowed: tuple[Any, ...], what: str) -> str:
    """A member that has one of a few values, in capitals; empty where it is not there.

    Raises:
        DocumentError: it is another, or the integration type is missing.
    """
    value = _text(node).upper()
    if value in allowed or (not value and what != "integration type"):
        return value
    raise node.error(f"Invalid {what} '{shortened(node.value or '')}'")


def _connection_type(node: Node, integration_type: str) -> ConnectionType | None:
    """Over what the endpoint is reached; of HTTP endpoints the internet, where nothing is said (recorded on AWS)."""
    match _one_of(node, get_args(ConnectionType), "connection type"):
        case "VPC_LINK":
            return "VPC_LINK"
        case "INTERNET":
            return "INTERNET"
    return "INTERNET" if integration_type in ("HTTP", "HTTP_PROXY") else None


def _tls(node: Node) -> TlsConfig | None:
    if not node.is_mapping:
        return None
    return TlsConfig(insecure_skip_verification=node.find("insecureSkipVerification").flag())


def _milliseconds(node: Node) -> int:
    """An integration's timeout: the most there is where it is not said.

    Raises:
        DocumentError: it is no number.
    """
    try:
        given = node.number()
    except DocumentError:
        raise node.error("Timeout should be between 50 ms and 29000 ms") from None
    return 29_000 if given is None else given


def _parameters(node: Node, member: str, owner: str) -> dict[str, str]:
    """Parameter mappings; a value that is no text is passed over, with AWS's warning."""
    mapped = {}
    for name, value in node.entries():
        if isinstance(value.value, str):
            mapped[name] = value.value
        else:
            of = f" of {owner}" if owner else ""
            value.warn(
                f"Invalid format for '{member}'. Expected type string for property '{name}'{of} "
                f"but got '{shortened(value.value)}'"
            )
    return mapped


def _text(node: Node) -> str:
    """A text, or a number written out.

    Raises:
        DocumentError: it is a mapping or a list.
    """
    if isinstance(node.value, dict | list):
        raise node.error(f"Expected a text, but got {shortened(node.value)}")
    return node.text()


def _templates(node: Node) -> dict[str, str | None]:
    """Templates by content type; one that is null passes the endpoint's body on."""
    unset = {name: None for name, item in node.entries() if item.value is None}
    return {**node.texts(), **unset}
