"""What a function may return to its URL, and the HTTP response it becomes (guide, urls-invocation)."""

import base64
import binascii
import re
from typing import Any

import msgspec

from lgtui.emulator.gateway.exchange import HttpResponse, RawHeaders
from lgtui.emulator.gateway.integrations.client_headers import name_for_client

JSON_TYPE = (b"Content-Type", b"application/json")

_HEADER_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BAD_VALUE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class MalformedResponse(Exception):
    """The function's answer has a `statusCode`, but is no response; the message says why."""


class UrlResponse(msgspec.Struct, rename="camel", frozen=True):
    """An answer that says its own status; `cookies` are `Set-Cookie` values."""

    status_code: int | str
    headers: dict[str, str | bool | int | float | None] | None = None
    body: Any = None
    is_base64_encoded: bool | None = msgspec.field(default=None, name="isBase64Encoded")
    cookies: list[str] | None = None


def read_response(payload: bytes) -> HttpResponse:
    """The HTTP response that a function's answer stands for.

    An object with a `statusCode` is a response. Everything else is the body of a 200, a text without its quotes
    (recorded in LocalStack's test_lambda_url_invocation).

    Args:
        payload: what the function returned, JSON.

    Raises:
        MalformedResponse: it cannot be sent.
    """
    answer = msgspec.json.decode(payload) if payload else None
    if not isinstance(answer, dict) or "statusCode" not in answer:
        return HttpResponse(200, [JSON_TYPE], answer.encode() if isinstance(answer, str) else payload)
    try:
        response = msgspec.convert(answer, UrlResponse)
        return HttpResponse(_status(response.status_code), _headers(response), _body(response))
    except (msgspec.ValidationError, binascii.Error) as error:
        raise MalformedResponse(str(error)) from None


def _status(code: int | str) -> int:
    if not str(code).isdecimal() or not 200 <= int(code) <= 599:
        raise MalformedResponse(f"statusCode {code!r} is no status of a final HTTP response")
    return int(code)


def _headers(response: UrlResponse) -> RawHeaders:
    """The response's headers, those of HTTP's own machinery under another name, as API Gateway does it too."""
    lines = [(name.encode(), _text(value)) for name, value in (response.headers or {}).items() if value is not None]
    lines += [(b"Set-Cookie", cookie.encode()) for cookie in response.cookies or ()]
    for name, value in lines:
        if not _HEADER_NAME.fullmatch(name) or _BAD_VALUE.search(value):
            raise MalformedResponse(f"the header {name.decode()!r} cannot be sent over HTTP")
    sent = [(reaching, value) for name, value in lines if (reaching := name_for_client(name)) is not None]
    return sent if any(name.lower() == b"content-type" for name, _ in sent) else [*sent, JSON_TYPE]


def _text(value: str | bool | int | float) -> bytes:
    return (str(value).lower() if isinstance(value, bool) else str(value)).encode()


def _body(response: UrlResponse) -> bytes:
    """The body's bytes; one that is no text is sent as JSON [guess]."""
    body = response.body
    if body is None:
        return b""
    if not isinstance(body, str):
        return msgspec.json.encode(body)
    return base64.b64decode(body, validate=True) if response.is_base64_encoded else body.encode()
