"""The CORS headers of a function URL, which Lambda answers itself (guide, urls-configuration).

How wildcards are answered is [guess]: with credentials the request's own words are repeated, because browsers take no
wildcard then; without them the wildcard is.
"""

from collections.abc import Mapping

from lgtui.emulator.functions.model import Cors
from lgtui.emulator.gateway.exchange import HttpResponse, RawHeaders

PREFIX = b"access-control-"


def is_preflight(http_method: str, headers: Mapping[str, str]) -> bool:
    """Whether a browser asks what it may do."""
    return http_method == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers


def preflight_response(cors: Cors, headers: Mapping[str, str]) -> HttpResponse:
    """The answer to a preflight request; without CORS headers where origin or method are not allowed."""
    method = headers["access-control-request-method"]
    allowed = _allowed_origin(cors, headers["origin"])
    if allowed is None or not _matches(cors.allow_methods, method):
        return HttpResponse(200, [], b"")
    lines = [
        *_common(cors, allowed),
        _line("allow-methods", _words(cors, cors.allow_methods, method)),
        _line("allow-headers", _words(cors, cors.allow_headers, headers.get("access-control-request-headers", ""))),
        _line("max-age", str(cors.max_age) if cors.max_age else ""),
    ]
    return HttpResponse(200, [line for line in lines if line[1]], b"")


def with_cors(cors: Cors, origin: str | None, response: HttpResponse) -> HttpResponse:
    """`response` with the CORS headers of the configuration in place of the function's own."""
    allowed = None if origin is None else _allowed_origin(cors, origin)
    if allowed is None:
        return response
    own = [line for line in response.headers if not line[0].lower().startswith(PREFIX)]
    exposed = [_line("expose-headers", ",".join(cors.expose_headers))] if cors.expose_headers else []
    return HttpResponse(response.status, [*own, *_common(cors, allowed), *exposed], response.body)


def _common(cors: Cors, allowed: str) -> RawHeaders:
    credentials = [_line("allow-credentials", "true")] if cors.allow_credentials else []
    return [_line("allow-origin", allowed), *credentials, (b"vary", b"Origin")]


def _allowed_origin(cors: Cors, origin: str) -> str | None:
    """What `Access-Control-Allow-Origin` says; None where the origin is not allowed."""
    if "*" in cors.allow_origins and not cors.allow_credentials:
        return "*"
    return origin if _matches(cors.allow_origins, origin) else None


def _matches(allowed: list[str], asked: str) -> bool:
    return "*" in allowed or asked.lower() in (word.lower() for word in allowed)


def _words(cors: Cors, allowed: list[str], asked: str) -> str:
    return asked if "*" in allowed and cors.allow_credentials else ",".join(allowed)


def _line(name: str, value: str) -> tuple[bytes, bytes]:
    return PREFIX + name.encode(), value.encode()
