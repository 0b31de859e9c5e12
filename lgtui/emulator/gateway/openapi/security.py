"""Reads an OpenAPI document's security schemes: which authorization an operation asks for, and by which authorizer."""

from collections.abc import Iterator
from typing import NamedTuple, get_args

import msgspec

from lgtui.emulator.gateway.model import Authorizer, AuthorizerType
from lgtui.emulator.gateway.openapi.node import DocumentError, Node, shortened

AUTH = "x-amazon-apigateway-auth"
AUTHORIZER = "x-amazon-apigateway-authorizer"
AUTH_TYPE = "x-amazon-apigateway-authtype"

_AUTHORIZATIONS = {"awsSigv4": "AWS_IAM", "cognito_user_pools": "COGNITO_USER_POOLS", "custom": "CUSTOM"}


class Required(NamedTuple):
    """What an operation asks for; `authorizer` is the scheme's name, `scopes` those of which a token needs one."""

    authorization: str = "NONE"
    authorizer: str = ""
    scopes: tuple[str, ...] = ()
    api_key: bool = False


class Security:
    """The security schemes of one document, and what it asks of operations that do not say."""

    def __init__(self, document: Node) -> None:
        self._default = document.get("security")
        swagger = document.get("securityDefinitions")
        schemes = swagger or document.get("components").get("securitySchemes")
        self._schemes = {name: scheme.resolved() for name, scheme in schemes.entries()}

    def of(self, operation: Node) -> Required:
        """What an operation asks for; schemes that are none of API Gateway's ask for nothing.

        `x-amazon-apigateway-auth` comes before them (guide, api-gateway-swagger-extensions-auth).
        """
        found = Required()
        required = operation.get("security") if operation.has("security") else self._default
        for name, scopes in (entry for requirement in required.items() for entry in requirement.entries()):
            scheme = self._schemes.get(name)  # there is none for SAM's `NONE`
            if scheme is None:
                continue
            authorization = _authorization(scheme)
            if authorization:
                named = "" if authorization == "AWS_IAM" else name
                asked = tuple(scope.text() for scope in scopes.items()) if named else ()
                found = found._replace(authorization=authorization, authorizer=named, scopes=asked)
            elif scheme.get("type").value == "apiKey" and not scheme.get(AUTH_TYPE):
                found = found._replace(api_key=True)
        match operation.get(AUTH).get("type").text().upper():
            case "AWS_IAM":
                return found._replace(authorization="AWS_IAM", authorizer="", scopes=())
            case "NONE":
                return Required(api_key=found.api_key)
        return found

    def authorizers(self) -> Iterator[tuple[str, Node, Authorizer | DocumentError]]:
        """The authorizers that the schemes define: the scheme's name, where it is, and what it says or why not."""
        for name, scheme in self._schemes.items():
            if not scheme.has(AUTHORIZER):
                continue
            node = scheme.get(AUTHORIZER)
            try:
                yield name, node, _authorizer(name, scheme)
            except DocumentError as error:
                yield name, node, error


def read_authorizer(name: str, node: Node, auth_type: str = "") -> Authorizer:
    """An authorizer, as OpenAPI or, with capital initials, CloudFormation writes it.

    Args:
        name: its name, which is its id too until it is made.
        node: its members.
        auth_type: the scheme's, for those that do not say.

    Raises:
        DocumentError: its type or its time to live is none.
    """
    return Authorizer(
        id=name,
        name=name,
        type=_type(node.find("type")),
        auth_type=node.find("authType").text() or auth_type,
        authorizer_uri=node.find("authorizerUri").text(),
        authorizer_credentials=node.find("authorizerCredentials").text(),
        identity_source=node.find("identitySource").text(),
        identity_validation_expression=node.find("identityValidationExpression").text(),
        authorizer_result_ttl_in_seconds=_seconds(node.find("authorizerResultTtlInSeconds")),
        provider_arns=[arn.text() for arn in node.find("providerARNs").items()],
    )


def _authorizer(name: str, scheme: Node) -> Authorizer:
    """The authorizer of a scheme: a token is in the header that the scheme names (recorded on AWS)."""
    authorizer = read_authorizer(name, scheme.get(AUTHORIZER), scheme.get(AUTH_TYPE).text())
    header = scheme.get("name").text() if scheme.get("in").value in (None, "header") else ""
    if authorizer.type == "REQUEST" or not header:
        return authorizer
    return msgspec.structs.replace(authorizer, identity_source=f"method.request.header.{header}")


def _type(node: Node) -> AuthorizerType:
    kind = node.text().upper()
    for known in get_args(AuthorizerType):
        if kind == known:
            return kind  # type: ignore[return-value]  # one of the literal's values, as just seen
    raise node.error(f"Invalid authorizer type '{shortened(kind.lower())}'")


def _seconds(node: Node) -> int | None:
    try:
        return node.number()
    except DocumentError:
        raise node.error(f"Invalid authorizer result TTL '{shortened(node.value)}'") from None


def _authorization(scheme: Node) -> str:
    """The authorization type of a scheme; empty where it has none."""
    if scheme.has(AUTHORIZER):
        kind = str(scheme.get(AUTHORIZER).get("type").value or "").lower()
        return _AUTHORIZATIONS.get(kind, "CUSTOM")
    return _AUTHORIZATIONS.get(scheme.get(AUTH_TYPE).text(), "")
