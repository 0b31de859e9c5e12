"""Compression of answers, for APIs that have a minimum size for it (guide, enable-disable-compression)."""

import gzip
import zlib

from lgtui.emulator.gateway.exchange import HttpResponse
from lgtui.emulator.gateway.lifecycle.context import RequestContext

CODINGS = ("gzip", "deflate")
"""What API Gateway compresses with; where a client takes several alike, the first here [guess]."""


def compressed(context: RequestContext, response: HttpResponse) -> HttpResponse:
    """The answer, compressed where the API's deployment asks for it and the client takes it."""
    least = context.live.snapshot.api.minimum_compression_size if context.resolved else None
    if least is None or not response.body or len(response.body) < least or _is_coded(response):
        return response
    coding = _wanted(context)
    if coding is None:
        return response
    body = gzip.compress(response.body, mtime=0) if coding == "gzip" else zlib.compress(response.body)
    kept = [(name, value) for name, value in response.headers if name.lower() != b"content-length"]
    return HttpResponse(response.status, [*kept, (b"Content-Encoding", coding.encode())], body)


def _is_coded(response: HttpResponse) -> bool:
    """Whether the endpoint has compressed the answer itself."""
    return any(name.lower() == b"content-encoding" for name, _ in response.headers)


def _wanted(context: RequestContext) -> str | None:
    """The coding that the client takes most gladly, None where it takes none of them."""
    weights: dict[str, float] = {}
    for name, value in context.request.headers:
        if name.lower() == "accept-encoding":
            weights |= dict(map(_weighted, value.split(",")))
    ranked = sorted(CODINGS, key=lambda coding: -weights.get(coding, weights.get("*", 0.0)))
    return ranked[0] if weights.get(ranked[0], weights.get("*", 0.0)) > 0 else None


def _weighted(part: str) -> tuple[str, float]:
    """A coding and its weight: `gzip;q=0.5`."""
    coding, _, parameter = part.partition(";")
    _, _, weight = parameter.partition("=")
    try:
        return coding.strip().lower(), float(weight) if weight.strip() else 1.0
    except ValueError:
        return coding.strip().lower(), 0.0
