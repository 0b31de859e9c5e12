"""Reads an OpenAPI document's security schemes: which authorization an operation asks for, and by which authorizer."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import Authorizer, AuthorizerType

AUTHORIZER = "x-amazon-apigateway-authorizer"
AUTH_TYPE = "x-amazon-apigateway-authtype"

_AUTHORIZATIONS = {"awsSigv4": "AWS_IAM", "cognito_user_pools": "COGNITO_USER_POOLS", "custom": "CUSTOM"}


class Required(NamedTuple):
    """What an operation asks for; `authorizer` is the scheme's name."""

    authorization: str = "NONE"
    authorizer: str = ""
    api_key: bool = False


class Security:
    """The security schemes of one document, and what it asks of operations that do not say."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._default = _list(document.get("security"))
        components = _mapping(document.get("components"))
        schemes = _mapping(document.get("securityDefinitions") or components.get("securitySchemes"))
        self._schemes = {name: _mapping(scheme) for name, scheme in schemes.items()}

    def of(self, operation: Mapping[str, Any]) -> Required:
        """What an operation asks for; schemes that are none of API Gateway's ask for nothing."""
        required = _list(operation.get("security")) if "security" in operation else self._default
        found = Required()
        for name in (name for requirement in required for name in _mapping(requirement)):
            scheme = self._schemes.get(name, {})  # there is none for SAM's `NONE`
            authorization = _authorization(scheme)
            if authorization:
                named = "" if authorization == "AWS_IAM" else name
                found = found._replace(authorization=authorization, authorizer=named)
            elif scheme.get("type") == "apiKey" and not scheme.get(AUTH_TYPE):
                found = found._replace(api_key=True)
        return found

    def authorizers(self) -> dict[str, Authorizer]:
        """The authorizers that the schemes define, by the scheme's name.

        Raises:
            BadRequestException: a type or a time to live is none.
        """
        return dict(self._authorizers())

    def _authorizers(self) -> Iterator[tuple[str, Authorizer]]:
        for name, scheme in self._schemes.items():
            if AUTHORIZER in scheme:
                yield name, read_authorizer(name, _mapping(scheme[AUTHORIZER]), str(scheme.get("name") or ""))


def read_authorizer(name: str, written: Mapping[str, Any], header: str = "") -> Authorizer:
    """An authorizer, as OpenAPI or, with capital initials, CloudFormation writes it.

    Args:
        name: its name, which is its id too until it is made.
        written: the members.
        header: where the token is, for those that do not say.

    Raises:
        BadRequestException: its type or its time to live is none.
    """
    fields = {key.lower(): value for key, value in written.items()}
    return Authorizer(
        id=name,
        name=name,
        type=_type(str(fields.get("type") or "").upper()),
        auth_type=str(fields.get("authtype") or ""),
        authorizer_uri=str(fields.get("authorizeruri") or ""),
        authorizer_credentials=str(fields.get("authorizercredentials") or ""),
        identity_source=str(fields.get("identitysource") or (f"method.request.header.{header}" if header else "")),
        identity_validation_expression=str(fields.get("identityvalidationexpression") or ""),
        authorizer_result_ttl_in_seconds=_seconds(fields.get("authorizerresultttlinseconds")),
        provider_arns=[str(arn) for arn in _list(fields.get("providerarns"))],
    )


def _type(written: str) -> AuthorizerType:
    for known in get_args(AuthorizerType):
        if written == known:
            return written  # type: ignore[return-value]  # one of the literal's values, as just seen
    raise BadRequestException(f"Invalid authorizer type '{written.lower()}'")


def _seconds(value: Any) -> int | None:
    try:
        return None if value is None else int(value)
    except (TypeError, ValueError):
        raise BadRequestException(f"Invalid authorizer result TTL '{value}'") from None


def _authorization(scheme: Mapping[str, Any]) -> str:
    """The authorization type of a scheme; empty where it has none."""
    if AUTHORIZER in scheme:
        kind = str(_mapping(scheme[AUTHORIZER]).get("type") or "").lower()
        return _AUTHORIZATIONS.get(kind, "CUSTOM")
    return _AUTHORIZATIONS.get(str(scheme.get(AUTH_TYPE) or ""), "")


def _mapping(value: Any) -> dict[str, Any]:
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []
