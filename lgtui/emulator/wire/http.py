"""HTTP on a socket: uvicorn's protocol with API Gateway's limits, and what the ASGI applications here share."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Protocol, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from lgtui.emulator.clock import Clock

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

MAX_UNPARSED_HEAD = 64 * 1024
"""Bytes of a request's head that may come before it ends."""

LINGER = 2.0
"""Real seconds in which a refused client may go on sending, so that it reads the refusal and not a reset."""

GRACE = 1.0
"""Real seconds that running requests have when a server stops."""

KEEP_ALIVE = 75
"""Real seconds that a connection may be idle."""

NO_BODY = frozenset({204, 304})
"""Statuses whose responses have no body."""


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


class _Refused(Exception):
    """Ends the parsing of a request; the protocol's `refusal` says why."""


class _WholeWrites:
    """A transport for one response, which sends the head together with the first piece of the body.

    uvicorn writes them one after the other; one system call instead of two is a tenth of a warm request's time.
    """

    __slots__ = ("_head", "_head_sent", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""
        self._head_sent = False

    def write(self, data: bytes) -> None:
        """Send `data`; a response's head waits for what comes after it."""
        if self._head_sent or data.startswith(b"HTTP/1.1 100"):
            self._transport.write(data)
        elif not self._head:
            self._head = data
        else:
            self._transport.write(self._head + data)
            self._head_sent = True

    def close(self) -> None:
        """Send a head that still waits, and close."""
        if not self._head_sent:
            self._transport.write(self._head)
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether the connection is being closed."""
        return self._transport.is_closing()


class LimitedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol, which also keeps header names as they were sent and refuses what is over a limit.

    `scope["raw_headers"]` holds the headers with the client's casing; uvicorn's `scope["headers"]` are in lower case.
    """

    max_body = MAX_BODY
    answer_refused: AnswerRefused = staticmethod(plain_refusal)
    refusal: Refusal | None = None
    _unparsed = 0
    _in_head = False
    _raw_headers: list[tuple[bytes, bytes]]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Send every write at once: asyncio leaves Nagle's delay on where a listening socket was made by hand."""
        super().connection_made(transport)
        self.url, self._raw_headers = b"", []
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        """Parse `data`, or drop it where the request is refused already."""
        if self.refusal is not None:
            return
        super().data_received(data)
        if self._in_head:
            self._unparsed += len(data)
            if self._unparsed > MAX_UNPARSED_HEAD and self.refusal is None:
                self.refusal = HEADERS_TOO_LONG
                self.send_400_response("")

    def on_message_begin(self) -> None:
        """Start a request."""
        super().on_message_begin()
        self._raw_headers = []
        self.scope["raw_headers"] = self._raw_headers  # type: ignore[typeddict-unknown-key]
        self._in_head = True
        self._unparsed = self._header_bytes = self._body_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Take a piece of the request's target."""
        super().on_url(url)
        if len(self.url) > MAX_URL:
            self._refuse(URL_TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one header."""
        super().on_header(name, value)
        self._raw_headers.append((name, value))
        self._header_bytes += len(name) + len(value)
        if self._header_bytes > MAX_HEADERS:
            self._refuse(HEADERS_TOO_LONG)

    def on_headers_complete(self) -> None:
        """Start the application, unless the body is announced to be too long."""
        self._in_head = False
        for name, value in self.headers:
            if name == b"content-length" and value.isdigit() and int(value) > self.max_body:
                self._refuse(BODY_TOO_LONG)
        super().on_headers_complete()
        if self.scope["method"] != "HEAD":
            self.cycle.transport = cast("asyncio.Transport", _WholeWrites(self.transport))

    def on_message_complete(self) -> None:
        """End a request; what comes next is another."""
        super().on_message_complete()
        self.url, self._raw_headers = b"", []

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        self._body_bytes += len(body)
        if self._body_bytes > self.max_body:
            self._refuse(BODY_TOO_LONG)
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be parsed or is over a limit, and close once the client has had time to read that."""
        refusal = self.refusal or MALFORMED
        self.refusal = refusal
        answer = self.answer_refused(refusal, self._read_so_far())
        lines = [b"%b: %b\r\n" % header for header in answer.headers]
        end = b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(answer.body)
        self.transport.write(b"".join((STATUS_LINE[answer.status], *lines, end, answer.body)))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = Clock.call_later_real(LINGER, self.transport.close)
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def _read_so_far(self) -> Refused:
        """What is known of a request that is refused; a parser without a first line makes one up."""
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in self._raw_headers]
        method = self.parser.get_method().decode("latin-1") if self.url else ""
        return Refused(method, self.url[:MAX_URL].decode("latin-1"), headers, self.client[0] if self.client else "")

    def _refuse(self, refusal: Refusal) -> None:
        """Stop parsing: the parser hands the exception to `data_received`, which calls `send_400_response`."""
        self.refusal = refusal
        raise _Refused


class RunningServer:
    """A server that listens until it is stopped."""

    def __init__(self, server: asyncio.Server, state: ServerState) -> None:
        self._server = server
        self._state = state

    async def stop(self) -> None:
        """Take no more connections, let running requests end for a moment, then close every connection."""
        self._server.close()
        for connection in list(self._state.connections):
            connection.shutdown()
        if self._state.tasks:
            await asyncio.wait(list(self._state.tasks), timeout=GRACE)
        for connection in list(self._state.connections):
            connection.transport.abort()
        for task in list(self._state.tasks):
            task.cancel()
        await self._server.wait_closed()


async def serve_socket(
    app: App, bound: socket.socket, *, max_body: int = MAX_BODY, answer_refused: AnswerRefused = plain_refusal
) -> RunningServer:
    """Serve an ASGI application on a bound socket, in this event loop and without touching its signals.

    Args:
        app: gets HTTP scopes only; those of data-plane requests have `raw_headers`.
        bound: a socket that is bound; the server closes it.
        max_body: bytes of a request's body from which on it is refused with 413.
        answer_refused: answers what never reaches `app`.
    """
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    config = Config(
        _ending_quietly(app),
        interface="asgi3",
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
    )
    config.load()
    state = ServerState()

    def connect() -> LimitedProtocol:
        protocol = LimitedProtocol(config, state, {})
        protocol.max_body = max_body
        protocol.answer_refused = answer_refused
        return protocol

    server = await asyncio.get_running_loop().create_server(connect, sock=bound, backlog=config.backlog)
    return RunningServer(server, state)


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
    headers, body = answer.headers, answer.body
    if answer.status in NO_BODY:
        body = b""
    else:
        headers = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _ending_quietly(app: App) -> App:
    """`app`, for which a client that goes away and a server that stops are nothing to tell of."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except (ClientDisconnected, asyncio.CancelledError):
            return

    return serve
