"""Signature Version 4 of requests to an API, which methods with the authorization AWS_IAM ask for."""

import hashlib
import hmac
from time import gmtime, strftime
from urllib.parse import quote, unquote, urlsplit

import msgspec

ALGORITHM = "AWS4-HMAC-SHA256"
SERVICE = "execute-api"

SIGNATURE_HEADERS = frozenset({"authorization", "x-amz-date", "x-amz-security-token"})
"""Headers that a signature consists of, in lower case."""

_UNRESERVED = "-_.~"


class Signing(msgspec.Struct, frozen=True):
    """With what a request is to be signed; without an access key id, with the region's own key.

    Attributes:
        session_token: of a session that AssumeRole gave, else empty.
    """

    access_key_id: str = ""
    secret_access_key: str = ""
    session_token: str = ""


def signature(
    key: Signing, region: str, http_method: str, url: str, body: bytes, at: float
) -> tuple[tuple[str, str], ...]:
    """The headers that sign a request: its method, host, path, query and body (IAM guide, create-signed-request).

    Args:
        url: as it is sent, percent-encoded.
        at: seconds since the epoch, by the clock of whoever verifies.
    """
    stamp = strftime("%Y%m%dT%H%M%SZ", gmtime(at))
    parts = urlsplit(url)
    headers = {"host": parts.netloc, "x-amz-date": stamp}
    if key.session_token:
        headers["x-amz-security-token"] = key.session_token
    names = ";".join(headers)
    canonical = "\n".join(
        (
            http_method,
            _path(parts.path),
            _query(parts.query),
            *(f"{name}:{value}" for name, value in headers.items()),
            "",
            names,
            hashlib.sha256(body).hexdigest(),
        )
    )
    scope = f"{stamp[:8]}/{region}/{SERVICE}/aws4_request"
    to_sign = "\n".join((ALGORITHM, stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    secret = f"AWS4{key.secret_access_key}".encode()
    for part in scope.split("/"):
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    signed = hmac.new(secret, to_sign.encode(), hashlib.sha256).hexdigest()
    credential = f"{key.access_key_id}/{scope}"
    token = (("X-Amz-Security-Token", key.session_token),) if key.session_token else ()
    return (
        ("X-Amz-Date", stamp),
        *token,
        ("Authorization", f"{ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signed}"),
    )


def _path(path: str) -> str:
    """The path without `.`, `..` and empty segments, encoded once more."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    end = "/" if kept and path.endswith("/") else ""
    return quote(f"/{'/'.join(kept)}{end}", safe="/~")


def _query(query: str) -> str:
    pairs = (part.partition("=") for part in query.split("&") if part)
    encoded = ((_encoded(name), _encoded(value)) for name, _, value in pairs)
    return "&".join(f"{name}={value}" for name, value in sorted(encoded))


def _encoded(text: str) -> str:
    return quote(unquote(text), safe=_UNRESERVED)
