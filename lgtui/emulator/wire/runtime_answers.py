"""The answers of the Runtime API and the Extensions API as bytes of HTTP/1.1."""

import json
from http import HTTPStatus


def answer(status: int, body: bytes, *headers: str) -> bytes:
    """An answer of JSON; `headers` are whole lines without their end."""
    lines = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *headers,
    )
    return "\r\n".join((*lines, "", "")).encode() + body


def error(status: int, error_type: str, message: str) -> bytes:
    """An answer with AWS's error object of these APIs."""
    return answer(status, json.dumps({"errorMessage": message, "errorType": error_type}).encode())


ACCEPTED = answer(202, b'{"status":"OK"}')
