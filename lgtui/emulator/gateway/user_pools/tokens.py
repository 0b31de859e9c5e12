"""Tokens of user pools: JSON Web Tokens, signed with RS256, for who somebody is or for what they may do."""

import json
from collections import OrderedDict
from time import gmtime, strftime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

ALGORITHM = "RS256"

CAPACITY = 1_000
"""Tokens that are remembered; one has 10 KB at most."""

TokenUse = Literal["id", "access"]

Claims = dict[str, Any]

_DATES = ("exp", "iat")
"""Claims that API Gateway hands on as dates (events in eranmeda's and other public recordings of 2017 to 2023)."""


class TokenRefused(Exception):
    """A token lets nobody pass; the message says why, in words that go behind its name."""


class TokenExpired(TokenRefused):
    """A token has been good."""


class Unverified(NamedTuple):
    """What a token says of itself, which anybody may have written."""

    kid: str
    issuer: str


def look_into(token: str) -> Unverified:
    """What a token says of itself.

    Raises:
        TokenRefused: it is no token, is not signed with RS256, or names no key.
    """
    import jwt

    try:
        parts = jwt.decode_complete(token, options={"verify_signature": False})
    except (jwt.InvalidTokenError, RecursionError, ValueError) as error:
        raise TokenRefused(f"is no JSON Web Token: {error}") from None
    header, claims = parts["header"], parts["payload"]
    if header.get("alg") != ALGORITHM:
        raise TokenRefused(f"is signed with {header.get('alg')}, and user pools sign with {ALGORITHM}")
    if not isinstance(header.get("kid"), str):
        raise TokenRefused("does not name its key: its header has no kid")
    return Unverified(header["kid"], str(claims.get("iss")))


def verify(token: str, key: "RSAPublicKey") -> Claims:
    """The claims of a token that `look_into` has seen.

    Raises:
        TokenRefused: it was not signed with that key.
    """
    import jwt

    try:
        claims: Claims = jwt.decode(token, key, algorithms=[ALGORITHM], options=_SIGNATURE_ALONE)
    except jwt.InvalidTokenError:
        raise TokenRefused("was not signed with that key, or was changed afterwards") from None
    return claims


_SIGNATURE_ALONE: Any = {f"verify_{name}": False for name in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}
"""Times are held against the emulated clock, and the rest against the authorizer."""


class VerifiedTokens:
    """Tokens whose signatures have been seen: verifying one takes a tenth of a millisecond, and clients send it often.

    Args:
        capacity: tokens; the least recently used go first.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._seen: OrderedDict[str, tuple[Unverified, RSAPublicKey, Claims]] = OrderedDict()

    def look_into(self, token: str) -> Unverified:
        """As the function of that name says."""
        seen = self._seen.get(token)
        return look_into(token) if seen is None else seen[0]

    def verify(self, token: str, said: Unverified, key: "RSAPublicKey") -> Claims:
        """As the function of that name says, by the very same key.

        Args:
            token: a token.
            said: what it says of itself.
            key: the key that it names, as it is now.
        """
        seen = self._seen.get(token)
        if seen is not None and seen[1] is key:
            self._seen.move_to_end(token)
            return seen[2]
        claims = verify(token, key)
        self._seen[token] = said, key, claims
        if len(self._seen) > self._capacity:
            self._seen.popitem(last=False)
        return claims


def check_time(claims: Claims, now: float) -> None:
    """Refuse a token that is over.

    Args:
        now: emulated seconds since the epoch.

    Raises:
        TokenExpired: it is.
        TokenRefused: it does not say until when it counts.
    """
    expires = claims.get("exp")
    if isinstance(expires, bool) or not isinstance(expires, int | float):
        raise TokenRefused("does not say until when it counts: it has no exp, seconds since the epoch")
    if expires <= now:
        raise TokenExpired(f"expired {now - expires:,.0f} s ago by the emulated clock")


def check_use(claims: Claims, wanted: TokenUse) -> None:
    """Refuse a token of the other kind (guide, apigateway-enable-cognito-user-pool).

    Raises:
        TokenRefused: it is one.
    """
    if claims.get("token_use") == wanted:
        return
    why = (
        "has no OAuth scopes, so it takes ID tokens"
        if wanted == "id"
        else "has OAuth scopes, so it takes access tokens"
    )
    raise TokenRefused(f'has {json.dumps(claims.get("token_use"))} for its token_use; the method {why} ("{wanted}")')


def check_scopes(claims: Claims, wanted: list[str]) -> None:
    """Refuse an access token that has none of the method's scopes (guide, apigateway-enable-cognito-user-pool).

    Raises:
        TokenRefused: it has none.
    """
    scopes = str(claims.get("scope") or "").split()
    if wanted and not set(scopes) & set(wanted):
        has = ", ".join(scopes) or "no scopes"
        raise TokenRefused(f"has {has}; the method takes tokens with {' or '.join(wanted)}")


def texts(claims: Claims) -> dict[str, str]:
    """Claims as API Gateway hands them on: texts, lists joined by commas, and two of the times as Java prints dates."""
    known = {name: value for name, value in claims.items() if value is not None}
    return {name: (name in _DATES and _date(value)) or _text(value) for name, value in known.items()}


def _date(value: Any) -> str:
    """`Tue Jun 04 04:23:31 UTC 2019`; empty for what is no time."""
    try:
        return strftime("%a %b %d %H:%M:%S UTC %Y", gmtime(value))
    except (OSError, OverflowError, TypeError, ValueError):
        return ""


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
