"""Step 5: a body that the client has compressed, as it was before (guide, make-request-with-compressed-payload)."""

import zlib

import msgspec

from lgtui.emulator.gateway.failures import REQUEST_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, GatewayFailure
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.frames import TraceEntry

NAME = "decompression"

HEADER = "content-encoding"
LARGEST = 10 * 1024 * 1024
"""Bytes of a body, which hold for the decompressed one too [guess]."""

_WINDOWS = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


def run(context: RequestContext) -> None:
    """Decompress the body; those who read it from here on see neither the coding nor its header [guess].

    Raises:
        GatewayFailure: 415 for a coding that is not known or not kept to, 413 for what grows over the limit.
    """
    request = context.request
    if not request.body:
        return
    coding = next((value.strip().lower() for name, value in request.headers if name.lower() == HEADER), "identity")
    if coding == "identity":
        return
    headers = [(name, value) for name, value in request.headers if name.lower() != HEADER]
    context.request = msgspec.structs.replace(request, body=_inflated(request.body, coding), headers=headers)


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """Nothing of its own: the steps after it tell of the body."""
    return []


def _inflated(body: bytes, coding: str) -> bytes:
    window = _WINDOWS.get(coding)
    if window is None:
        raise _unsupported(
            f"API Gateway decompresses {', '.join(_WINDOWS)}, and not the content coding {coding!r}. Send the body as "
            "it is."
        )
    inflater = zlib.decompressobj(window)
    try:
        inflated = inflater.decompress(body, LARGEST + 1)
    except zlib.error as error:
        raise _unsupported(
            f"The body is not what its Content-Encoding {coding} says: {error}. Take the header away, or compress the "
            "body."
        ) from None
    if len(inflated) > LARGEST:
        raise GatewayFailure(
            REQUEST_TOO_LARGE,
            "Request Too Long",
            explanation=f"The body is over {LARGEST // 1024**2} MB once it is decompressed. Send less, or have the "
            "client upload to S3 and send where it lies.",
        )
    if not inflater.eof:
        raise _unsupported(f"The body ends before its Content-Encoding {coding} does. Send all of it.")
    return inflated


def _unsupported(explanation: str) -> GatewayFailure:
    return GatewayFailure(UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type", explanation=explanation)
