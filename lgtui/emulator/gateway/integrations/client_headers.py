"""Under which name an integration's header reaches the client, and which headers can be sent at all."""

import re

REMAPPED = frozenset(
    {
        b"authorization",
        b"connection",
        b"content-length",
        b"content-md5",
        b"date",
        b"host",
        b"max-forwards",
        b"server",
        b"user-agent",
        b"via",
        b"warn",
        b"www-authenticate",
        b"x-amz-apigw-id",
        b"x-amzn-requestid",
    }
)
"""Headers of an integration that reach the client as `x-amzn-Remapped-…` (fact http-003, known issues of the guide).

Which of the guide's list are remapped and which dropped is [guess] beside Server.
"""

REMAPPED_WHERE_MAPPED = (REMAPPED - {b"via", b"warn"}) | {b"expect", b"proxy-authenticate", b"trailer", b"upgrade"}
"""The same for headers that custom integrations map, as LocalStack recorded it on AWS (TestApiGatewayHeaderRemapping).
"""

DROPPED = frozenset({b"expect", b"proxy-authenticate", b"te", b"trailer", b"transfer-encoding", b"upgrade"})
"""Headers of an integration that do not reach the client."""

_PREFIX = b"x-amzn-Remapped-"
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BAD_VALUE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


def name_for_client(name: bytes) -> bytes | None:
    """The name under which a header of a proxy integration reaches the client; None where it does not."""
    lower = name.lower()
    if lower in DROPPED:
        return None
    return _PREFIX + name if lower in REMAPPED else name


def name_where_mapped(name: bytes) -> bytes | None:
    """The name under which a header that a custom integration maps reaches the client; None where it does not."""
    lower = name.lower()
    if lower == b"transfer-encoding":
        return None
    return _PREFIX + name if lower in REMAPPED_WHERE_MAPPED else name


def is_sendable(name: bytes, value: bytes) -> bool:
    """Whether HTTP can carry that header: no other one, and no other response, hides in it (RFC 9110, 5)."""
    return _NAME.fullmatch(name) is not None and _BAD_VALUE.search(value) is None
