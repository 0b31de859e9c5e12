"""Writes security schemes, and what of them an operation asks for."""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from lgtui.emulator.gateway.model import Authorizer, Method
from lgtui.emulator.gateway.openapi.security import AUTH_TYPE, AUTHORIZER

API_KEY = "api_key"
SIGNATURE = "sigv4"
HEADER = "method.request.header."


class SecurityWriter:
    """Writes the schemes of one API.

    Args:
        authorizers: by id.
        methods: all of the API's.
        whole: whether authorizers are written out, and not only that there are some.
    """

    def __init__(self, authorizers: Mapping[str, Authorizer], methods: list[Method], *, whole: bool) -> None:
        self._authorizers = authorizers
        self._methods = methods
        self._whole = whole
        names = {authorizer.name for authorizer in authorizers.values()}
        self._api_key, self._signature = _free(API_KEY, names), _free(SIGNATURE, names)

    def schemes(self) -> dict[str, Any]:
        """The schemes by name: those that a method asks for, and, where they are written out, every authorizer."""
        made: dict[str, Any] = {}
        if any(method.api_key_required for method in self._methods):
            made[self._api_key] = _scheme("x-api-key")
        if any(method.authorization_type == "AWS_IAM" for method in self._methods):
            made[self._signature] = {**_scheme("Authorization"), AUTH_TYPE: "awsSigv4"}
        asked = {method.authorizer_id for method in self._methods}
        for authorizer in self._authorizers.values():
            if self._whole or authorizer.id in asked:
                made[authorizer.name] = self._scheme_of(authorizer)
        return made

    def requirements(self, method: Method) -> dict[str, Any]:
        """The member `security` of an operation that asks for something."""
        required = [{name: scopes} for name, scopes in self._required(method)]
        return {"security": required} if required else {}

    def _required(self, method: Method) -> Iterator[tuple[str, list[str]]]:
        if method.authorization_type == "AWS_IAM":
            yield self._signature, []
        elif method.authorizer_id in self._authorizers:
            yield self._authorizers[method.authorizer_id].name, method.authorization_scopes
        if method.api_key_required:
            yield self._api_key, []

    def _scheme_of(self, authorizer: Authorizer) -> dict[str, Any]:
        written = {AUTHORIZER: _written(authorizer)} if self._whole else {}
        auth_type = authorizer.auth_type or _AUTH_TYPES.get(authorizer.type, "custom")
        return {**_scheme(_header(authorizer)), AUTH_TYPE: auth_type, **written}


_AUTH_TYPES = {"COGNITO_USER_POOLS": "cognito_user_pools"}


def _free(name: str, taken: Container[str]) -> str:
    """A scheme's name that no authorizer has."""
    while name in taken:
        name += "_"
    return name


def _scheme(name: str) -> dict[str, Any]:
    return {"type": "apiKey", "name": name, "in": "header"}


def _header(authorizer: Authorizer) -> str:
    """The header that a token is in; of authorizers that look at the whole request AWS says `Unused`."""
    if authorizer.type == "REQUEST":
        return "Unused"
    return authorizer.identity_source.removeprefix(HEADER) or "Authorization"


def _written(authorizer: Authorizer) -> dict[str, Any]:
    members = {
        "identitySource": authorizer.identity_source if authorizer.type == "REQUEST" else "",
        "authorizerUri": authorizer.authorizer_uri,
        "authorizerCredentials": authorizer.authorizer_credentials,
        "identityValidationExpression": authorizer.identity_validation_expression,
        "authorizerResultTtlInSeconds": authorizer.authorizer_result_ttl_in_seconds,
        "providerARNs": authorizer.provider_arns,
        "type": authorizer.type.lower(),
    }
    return {name: value for name, value in members.items() if value or value == 0}
