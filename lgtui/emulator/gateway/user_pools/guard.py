"""A user pool authorizer at work: what it looks for in a request, and what it found out about one."""

from collections.abc import Mapping

from lgtui.emulator.gateway.authorizers.identity import parse_sources
from lgtui.emulator.gateway.model import Authorizer
from lgtui.emulator.gateway.user_pools.keys import pool_id

DEFAULT_HEADER = "Authorization"
"""Where the token is for an authorizer that does not say."""


class PoolGuard:
    """A user pool authorizer.

    Attributes:
        header: where its token is.
        pools: the ids of its pools.
    """

    def __init__(self, authorizer: Authorizer) -> None:
        self.authorizer = authorizer
        sources = parse_sources(authorizer.identity_source)
        self.header = sources[0].name if sources else DEFAULT_HEADER
        self.pools = tuple(map(pool_id, authorizer.provider_arns))


class PoolAuthorization:
    """What a user pool authorizer found out about a request.

    Attributes:
        token: as it was sent, without `Bearer`.
        pool: the pool that issued it.
        claims: of a token that is good, as they are handed on.
    """

    __slots__ = ("claims", "guard", "pool", "token")

    def __init__(self, guard: PoolGuard) -> None:
        self.guard = guard
        self.token = ""
        self.pool = ""
        self.claims: Mapping[str, str] | None = None


def bare_token(header: str) -> str:
    """The token in a header's value: as it is, or behind `Bearer` [guess: in whatever case]."""
    scheme, _, token = header.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else header.strip()
