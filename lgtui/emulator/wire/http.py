"""HTTP as the ASGI applications here have it: API Gateway's limits, refusals, requests' bodies and whole answers."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Protocol

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_HEADERS = 10_240
"""Bytes of all header names and values together (fact doc-006)."""

MAX_URL = 10_240
"""Bytes of a request's target (guide: limits)."""

MAX_BODY = 10 * 1024 * 1024
"""Bytes of a request's body (fact doc-006)."""

ANSWER = "lgtui.answer"
"""The type of an ASGI message that holds a whole response, as `answer`."""


class HttpAnswer(Protocol):
    """A whole response: `headers` lack nothing but `content-length`."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Headers in order."""

    @property
    def body(self) -> bytes:
        """The body."""


class ClientDisconnected(Exception):
    """The client went away before its request was complete."""


class Refusal(NamedTuple):
    """An answer to a request that never becomes one."""

    status: int
    message: str


MALFORMED = Refusal(400, "Bad Request")
BODY_TOO_LONG = Refusal(413, "Request Too Long")
URL_TOO_LONG = Refusal(414, f"The request's target is over {MAX_URL} bytes")
HEADERS_TOO_LONG = Refusal(431, f"The request's headers are over {MAX_HEADERS} bytes")


class Refused(NamedTuple):
    """A request that never becomes one, as far as it was read.

    Attributes:
        method: empty where not even the first line can be read.
        target: path and query as sent, cut where they are too long.
        headers: with the client's casing.
        client: its address.
    """

    method: str
    target: str
    headers: list[tuple[str, str]]
    client: str


AnswerRefused = Callable[[Refusal, Refused], HttpAnswer]
"""Answers in an application's own words what is no request; the connection ends with that."""


class PlainAnswer(NamedTuple):
    """A whole response."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def plain_refusal(refusal: Refusal, _: Refused) -> HttpAnswer:
    """The answer where nobody has other words."""
    body = f'{{"message":"{refusal.message}"}}'.encode()
    return PlainAnswer(refusal.status, [(b"content-type", b"application/json")], body)


async def read_body(receive: Receive, limit: int) -> bytes | None:
    """The request's body, or None where it is over `limit` bytes; the rest of such a one is left unread.

    Raises:
        ClientDisconnected: the client went away before its end.
    """
    message = await receive()
    body: bytes = message.get("body", b"")
    pieces, size = [body], len(body)
    while message.get("more_body") and size <= limit:
        message = await receive()
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
    if message["type"] == "http.disconnect":
        raise ClientDisconnected
    if size > limit:
        return None
    return body if len(pieces) == 1 else b"".join(pieces)


async def send_answer(send: Send, answer: HttpAnswer) -> None:
    """Send a whole response with its `content-length`."""
    await send({"type": ANSWER, "answer": answer})
