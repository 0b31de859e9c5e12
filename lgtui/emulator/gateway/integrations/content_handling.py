"""Content handling: when a body is text, when it is binary, and when base64 stands between the two.

The two tables are the guide's (api-gateway-payload-encodings-workflow).
"""

import base64

from lgtui.emulator.gateway.failures import GatewayFailure, configuration_error
from lgtui.emulator.shown import brief

TO_BINARY = "CONVERT_TO_BINARY"
TO_TEXT = "CONVERT_TO_TEXT"

Body = str | bytes
"""What templates and endpoints get: text, or bytes where it is binary."""


def request_body(body: bytes, *, is_binary: bool, handling: str) -> Body:
    """The integration request's payload.

    Args:
        is_binary: whether the request's Content-Type is one of the API's binary media types.
        handling: the integration's `contentHandling`, empty where it has none.

    Raises:
        GatewayFailure: 500, a text that shall become binary is no base64.
    """
    if is_binary:
        return base64.b64encode(body).decode() if handling == TO_TEXT else body
    return _decoded(body, "request's body") if handling == TO_BINARY else _text(body)


def response_body(body: bytes, *, is_binary: bool, takes_binary: bool, handling: str) -> Body:
    """The method response's payload, before a template.

    Args:
        is_binary: whether the answer's Content-Type is one of the API's binary media types.
        takes_binary: whether the first media type of the client's Accept is.
        handling: the integration response's `contentHandling`, empty where it has none.

    Raises:
        GatewayFailure: 500, a text that shall become binary is no base64.
    """
    if is_binary:
        stays = handling == TO_BINARY or (takes_binary and handling != TO_TEXT)
        return body if stays else base64.b64encode(body).decode()
    decodes = handling == TO_BINARY or (takes_binary and handling != TO_TEXT)
    return _decoded(body, "endpoint's answer") if decodes else _text(body)


def as_text(body: Body) -> str:
    """A body as mappings and traces read it."""
    return body if isinstance(body, str) else _text(body)


def as_bytes(body: Body) -> bytes:
    """A body as it is sent."""
    return body.encode("utf-8", "replace") if isinstance(body, str) else body


def needs_text(template: str) -> GatewayFailure:
    """The 500 of a mapping template that is given a binary body, an empty one too.

    Logs of AWS's own show it for CORS preflights of APIs with the binary media type */*
    (aws/serverless-application-model#553).
    """
    return configuration_error(
        "Unable to transform request",
        f"The body is binary, and the template for {template} can only read text. Set contentHandling to {TO_TEXT}: "
        "the template then reads the body as base64.",
    )


def _text(body: bytes) -> str:
    """What is not UTF-8 becomes U+FFFD (fact svc-003)."""
    return body.decode("utf-8", "replace")


def _decoded(body: bytes, what: str) -> bytes:
    try:
        return base64.b64decode(body, validate=True)
    except ValueError as error:
        raise configuration_error(
            "Unable to base64 decode the body.",
            f"The {what} is text that shall become binary, and it is no base64 ({error}): {brief(body)}. That is so "
            f"where contentHandling is {TO_BINARY}, or where the client's Accept names a binary media type and the "
            f"answer's Content-Type does not; {TO_TEXT} leaves text as it is.",
        ) from None
