"""The canonical request of Signature Version 4 (IAM guide, create-signed-request)."""

import hashlib
from urllib.parse import quote

from lgtui.emulator.sigv4.message import Signature, SignedRequest

UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
CONTENT_HASH = "x-amz-content-sha256"


def canonical_request(request: SignedRequest, signature: Signature, *, unsigned_payload: bool) -> str:
    """The text whose hash is signed.

    Args:
        unsigned_payload: whether a client may leave the body out by signing the header `x-amz-content-sha256` with
            `UNSIGNED-PAYLOAD`.
    """
    headers = "".join(f"{name}:{_header(request, name)}\n" for name in signature.signed_headers)
    return "\n".join(
        (
            request.method,
            _path(request.path),
            _query(request),
            headers,
            ";".join(signature.signed_headers),
            _payload(request, signature, unsigned_payload),
        )
    )


def _path(path: str) -> str:
    """The path without `.`, `..` and empty segments, its escapes escaped once more."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    end = "/" if kept and path.endswith("/") else ""
    return quote(f"/{'/'.join(kept)}{end}", safe="/~", encoding="latin-1", errors="replace")


def _query(request: SignedRequest) -> str:
    """The query's pairs, sorted, without the signature itself."""
    pairs = (
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in request.parameters()
        if name != "X-Amz-Signature"
    )
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def _header(request: SignedRequest, name: str) -> str:
    """The values of a header, blanks taken together; empty where it is missing."""
    return ",".join(" ".join(value.split()) for value in request.values_of(name))


def _payload(request: SignedRequest, signature: Signature, unsigned_payload: bool) -> str:
    """The body's hash, whatever the client says it is."""
    said = request.header(CONTENT_HASH) if CONTENT_HASH in signature.signed_headers else ""
    if unsigned_payload and said == UNSIGNED_PAYLOAD:
        return UNSIGNED_PAYLOAD
    return hashlib.sha256(request.body).hexdigest()
