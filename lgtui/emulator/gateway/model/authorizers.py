"""Authorizers, as the operations on them take and give them."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from lgtui.emulator.gateway.model.base import PatchOperation, Shape

AuthorizerType = Literal["TOKEN", "REQUEST", "COGNITO_USER_POOLS"]


class Authorizer(Shape, frozen=True, kw_only=True):
    """Who decides whether a request may pass.

    Attributes:
        identity_source: `method.request.header.Authorization`, several divided by commas for a REQUEST authorizer.
        authorizer_result_ttl_in_seconds: how long a decision is kept, 0 to 3,600; 0 asks each time.
        provider_arns: user pools, for COGNITO_USER_POOLS.
    """

    id: str
    name: str
    type: AuthorizerType
    auth_type: str = ""
    authorizer_uri: str = ""
    authorizer_credentials: str = ""
    identity_source: str = ""
    identity_validation_expression: str = ""
    authorizer_result_ttl_in_seconds: int | None = None
    provider_arns: list[str] = msgspec.field(default_factory=list, name="providerARNs")


class CreateAuthorizerRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateAuthorizer."""

    rest_api_id: str
    name: str
    type: AuthorizerType
    auth_type: str = ""
    authorizer_uri: str = ""
    authorizer_credentials: str = ""
    identity_source: str = ""
    identity_validation_expression: str = ""
    authorizer_result_ttl_in_seconds: int | None = None
    provider_arns: list[str] = msgspec.field(default_factory=list, name="providerARNs")


class AuthorizerRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name an authorizer."""

    rest_api_id: str
    authorizer_id: str


class Authorizers(Shape, frozen=True, kw_only=True):
    """Output of GetAuthorizers: a page of them."""

    items: list[Authorizer]
    position: str = ""


class UpdateAuthorizerRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateAuthorizer."""

    rest_api_id: str
    authorizer_id: str
    patch_operations: list[PatchOperation] = []


class TestInvokeAuthorizerRequest(Shape, frozen=True, kw_only=True):
    """Input of TestInvokeAuthorizer."""

    __test__ = False

    rest_api_id: str
    authorizer_id: str
    headers: dict[str, str] = {}
    multi_value_headers: dict[str, list[str]] = {}
    path_with_query_string: str = ""
    body: str = ""
    stage_variables: dict[str, str] = {}
    additional_context: dict[str, str] = {}


class TestInvokeAuthorizerResponse(Shape, frozen=True, kw_only=True):
    """Output of TestInvokeAuthorizer.

    Attributes:
        client_status: what a client would have got; 0 where the authorizer gave a policy.
        latency: milliseconds.
        policy: the policy document, JSON.
        claims: of a user pool's token.
    """

    __test__ = False

    client_status: int
    log: str
    latency: int
    principal_id: str = ""
    policy: str = ""
    claims: Mapping[str, str] = {}
