"""Authorizers, as the operations on them take and give them."""

from typing import Literal

import msgspec

from lgtui.emulator.gateway.model.base import Shape


class Authorizer(Shape, frozen=True, kw_only=True):
    """Who decides whether a request may pass.

    Attributes:
        identity_source: `method.request.header.Authorization`, several divided by commas for a REQUEST authorizer.
        authorizer_result_ttl_in_seconds: how long a decision is kept, 0 to 3,600; 0 asks each time.
        provider_arns: user pools, for COGNITO_USER_POOLS.
    """

    id: str
    name: str
    type: Literal["TOKEN", "REQUEST", "COGNITO_USER_POOLS"]
    auth_type: str = ""
    authorizer_uri: str = ""
    authorizer_credentials: str = ""
    identity_source: str = ""
    identity_validation_expression: str = ""
    authorizer_result_ttl_in_seconds: int | None = None
    provider_arns: list[str] = msgspec.field(default_factory=list, name="providerARNs")
