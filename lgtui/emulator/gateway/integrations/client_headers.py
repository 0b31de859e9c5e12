"""Under which name an integration's header reaches the client."""

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
        b"x-amzn-trace-id",
    }
)
"""Headers of an integration that reach the client as `x-amzn-Remapped-…` (fact http-003, known issues of the guide).

Which of the guide's list are remapped and which dropped is [guess] beside Server.
"""

DROPPED = frozenset({b"expect", b"proxy-authenticate", b"te", b"trailer", b"transfer-encoding", b"upgrade"})
"""Headers of an integration that do not reach the client."""


def name_for_client(name: bytes) -> bytes | None:
    """The name under which a header of an integration reaches the client; None where it does not."""
    lower = name.lower()
    if lower in DROPPED:
        return None
    return b"x-amzn-Remapped-" + name if lower in REMAPPED else name
