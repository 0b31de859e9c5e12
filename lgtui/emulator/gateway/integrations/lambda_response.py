"""What a function may return to a Lambda proxy integration, and the HTTP response it becomes (facts presp-*)."""

import base64
from typing import NamedTuple

import msgspec

from lgtui.emulator.gateway.binary import BinaryTypes
from lgtui.emulator.gateway.exchange import RawHeaders
from lgtui.emulator.gateway.failures import BAD_INTEGRATION_ANSWER, GatewayFailure, configuration_error
from lgtui.emulator.gateway.integrations.client_headers import is_sendable, name_for_client
from lgtui.emulator.gateway.integrations.proxy_rules import broken_rule
from lgtui.emulator.shown import brief

VALID_RESPONSE = (
    'A Lambda proxy response is a JSON object with no other members than "statusCode" (a number), "headers", '
    '"multiValueHeaders", "body" (a string: serialise JSON yourself) and "isBase64Encoded".'
)

Scalar = str | bool | int | float | None


class ProxyResponse(msgspec.Struct, rename="camel", forbid_unknown_fields=True, gc=False):
    """What the function returned; every member may be absent (fact presp-014)."""

    status_code: int | str | None = None
    headers: dict[str, Scalar] | None = None
    multi_value_headers: dict[str, list[Scalar]] | None = None
    body: str | None = None
    is_base64_encoded: bool | None = msgspec.field(default=None, name="isBase64Encoded")


class ReadResponse(NamedTuple):
    """The HTTP response of a function's answer."""

    status: int
    headers: RawHeaders
    body: bytes


_DEFAULT_TYPE = (b"Content-Type", b"application/json")
_decode = msgspec.json.Decoder(ProxyResponse).decode


def read_response(payload: bytes, accept: str | None, binary_types: BinaryTypes) -> ReadResponse:
    """The HTTP response that `payload` stands for.

    Args:
        payload: what the function returned, JSON.
        accept: the client's `Accept` header, whose first media type decides about binary answers.

    Raises:
        GatewayFailure: 502 for a malformed response, 500 for a binary body that is no base64 (fact bin-009).
    """
    try:
        response = _decode(payload)
    except (msgspec.DecodeError, RecursionError) as error:
        raise malformed(broken_rule(payload) or f"{error}: {brief(payload)}.") from None
    status = _status(response.status_code)
    headers = _headers(response)
    if not any(name.lower() == b"content-type" for name, _ in headers):
        headers.append(_DEFAULT_TYPE)
    return ReadResponse(status, headers, _body(response, accept, binary_types))


def malformed(problem: str) -> GatewayFailure:
    """The 502 of an answer that is no proxy response (fact perr-002).

    Args:
        problem: the rule that it breaks, a sentence with the value.
    """
    return GatewayFailure(
        BAD_INTEGRATION_ANSWER,
        "Internal server error",
        log="Execution failed due to configuration error: Malformed Lambda proxy response",
        explanation=f"{problem} {VALID_RESPONSE}",
    )


def _status(code: int | str | None) -> int:
    """The status: absent is 200, text is read as a number (facts presp-012, presp-014); the bounds are [guess]."""
    try:
        status = 200 if code is None else int(code)
    except ValueError:
        shown = brief(msgspec.json.encode(code))
        raise malformed(f"statusCode must be a whole number, and is a text: {shown}.") from None
    if not 200 <= status <= 599:
        raise malformed(f"statusCode {status} is no status of a final HTTP response: those are 200 to 599.")
    return status


def _headers(response: ProxyResponse) -> RawHeaders:
    """The function's headers: those of `multiValueHeaders` win over `headers` of the same name."""
    multi = response.multi_value_headers or {}
    lines: RawHeaders = []
    for name, value in (response.headers or {}).items():
        if name not in multi:
            _add(lines, name, value)
    for name, values in multi.items():
        for value in values:
            _add(lines, name, value)
    return lines


def _add(lines: RawHeaders, name: str, value: Scalar) -> None:
    """Append one header, under the name it reaches the client by; null stands for no header [guess]."""
    raw_name, raw_value = name.encode(), _text(value).encode()
    if not is_sendable(raw_name, raw_value):
        raise malformed(f"The header {name[:200]!r} with the value {_text(value)[:200]!r} cannot be sent over HTTP.")
    reaching = name_for_client(raw_name)
    if value is not None and reaching is not None:
        lines.append((reaching, raw_value))


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _body(response: ProxyResponse, accept: str | None, binary_types: BinaryTypes) -> bytes:
    """The body's bytes: base64 is decoded only where `Accept` names a binary media type (facts bin-001 to bin-009)."""
    text = response.body or ""
    if not (response.is_base64_encoded and binary_types.match(accept)):
        return text.encode()
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise configuration_error(
            "Unable to base64 decode the body.",
            f"The function set isBase64Encoded, but its body is no base64 ({error}): {brief(text.encode())}",
        ) from None
