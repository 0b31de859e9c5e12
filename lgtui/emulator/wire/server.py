"""A server on a socket: uvicorn's HTTP protocol with API Gateway's limits, which sends whole answers in one piece."""

import asyncio
import logging
import socket
from functools import lru_cache
from typing import Any

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    HEADER_VALUE_RE,
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)
from uvicorn.server import ServerState

from lgtui.emulator.clock import Clock
from lgtui.emulator.wire.http import (
    ANSWER,
    BODY_TOO_LONG,
    HEADERS_TOO_LONG,
    MALFORMED,
    MAX_BODY,
    MAX_HEADERS,
    MAX_URL,
    URL_TOO_LONG,
    AnswerRefused,
    App,
    ClientDisconnected,
    HttpAnswer,
    Receive,
    Refusal,
    Refused,
    Scope,
    Send,
    plain_refusal,
)

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

FRAMING = frozenset({b"connection", b"content-length", b"transfer-encoding"})
"""Headers that the connection itself decides: of a whole response's own, none is sent."""


class _Refused(Exception):
    """Ends the parsing of a request; the protocol's `refusal` says why."""


class _Cycle(RequestResponseCycle):
    """uvicorn's request and response, which also sends a response as a whole: in one piece and one system call."""

    async def send(self, message: Any) -> None:
        """Send a part of the response, or all of it.

        Raises:
            ValueError: HTTP cannot carry a header of it.
        """
        if message["type"] != ANSWER:
            await super().send(message)
            return
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        self.transport.write(self._on_the_wire(message["answer"]))
        self.response_started = self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()

    def _on_the_wire(self, answer: HttpAnswer) -> bytes:
        pieces = [STATUS_LINE[answer.status]]
        for name, value in answer.headers:
            if HEADER_VALUE_RE.search(value):
                raise ValueError(f"the header {name!r} has a value that HTTP cannot carry")
            if field := _field(name):
                pieces += (field, value, b"\r\n")
        if not self.keep_alive:
            pieces.append(b"connection: close\r\n")
        if answer.status in NO_BODY:
            pieces.append(b"\r\n")
        else:
            pieces.append(b"content-length: %d\r\n\r\n" % len(answer.body))
            if self.scope["method"] != "HEAD":
                pieces.append(answer.body)
        return b"".join(pieces)


@lru_cache(maxsize=1_000)
def _field(name: bytes) -> bytes:
    """A header's name as it is sent, with the colon; empty for FRAMING.

    Raises:
        ValueError: it is no name.
    """
    if HEADER_RE.search(name):
        raise ValueError(f"{name!r} is no name of a header")
    lower = name.lower()
    return b"" if lower in FRAMING else b"%b: " % lower


class LimitedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol, which also keeps header names as they were sent and refuses what is over a limit.

    `scope["raw_headers"]` holds the headers with the client's casing; uvicorn's `scope["headers"]` are in lower case.
    """

    max_body = MAX_BODY
    answer_refused: AnswerRefused = staticmethod(plain_refusal)
    refusal: Refusal | None = None
    _unparsed = 0
    _in_head = False
    _idle_since: float | None = None
    _raw_headers: list[tuple[bytes, bytes]]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Send every write at once: asyncio leaves Nagle's delay on where a listening socket was made by hand."""
        super().connection_made(transport)
        self.url, self._raw_headers = b"", []
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        """Parse `data`, or drop it where the request is refused already."""
        self._idle_since = None
        if self.refusal is not None:
            return
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            return  # The request was answered as any other: this server speaks nothing else.
        except httptools.HttpParserError:
            self.send_400_response("")
            return
        if self._in_head:
            self._unparsed += len(data)
            if self._unparsed > MAX_UNPARSED_HEAD and self.refusal is None:
                self.refusal = HEADERS_TOO_LONG
                self.send_400_response("")

    def on_message_begin(self) -> None:
        """Start a request."""
        self.expect_100_continue = False
        self.headers, self._raw_headers = [], []
        self.scope = {
            "type": "http",
            "http_version": "1.1",
            "client": self.client,
            "headers": self.headers,
            "raw_headers": self._raw_headers,
        }  # type: ignore[typeddict-item, typeddict-unknown-key]
        self._in_head = True
        self._unparsed = self._header_bytes = self._body_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Take a piece of the request's target."""
        self.url += url
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
        """Start the application, unless the body is announced to be too long; a pipelined request waits."""
        self._in_head = False
        for name, value in self.headers:
            if name == b"content-length" and value.isdigit() and int(value) > self.max_body:
                self._refuse(BODY_TOO_LONG)
        version, url, before = self.parser.get_http_version(), httptools.parse_url(self.url), self.cycle
        self.scope["http_version"] = version
        self.scope["method"] = self.parser.get_method().decode("ascii")
        self.scope["raw_path"] = url.path
        self.scope["query_string"] = url.query or b""
        self.cycle = _Cycle(
            self.scope,
            self.transport,
            self.flow,
            self.logger,
            self.access_logger,
            access_log=False,
            default_headers=[],
            message_event=asyncio.Event(),
            expect_100_continue=self.expect_100_continue,
            keep_alive=version != "1.0" and self.parser.should_keep_alive(),
            on_response=self.on_response_complete,
        )
        if before is None or before.response_complete:
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def on_message_complete(self) -> None:
        """End a request; what comes next is another."""
        super().on_message_complete()
        self.url, self._raw_headers = b"", []

    def on_response_complete(self) -> None:
        """Start the request that has come meanwhile, or let the connection be idle.

        One timer looks after the idle time of many requests: setting one for each is a tenth of a request's time.
        """
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
            return
        self._idle_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._look_again_in(KEEP_ALIVE)

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that has been idle for long enough."""
        self.timeout_keep_alive_task = None
        if self._idle_since is None:
            return  # The response that is to come sets the timer anew.
        left = self._idle_since + KEEP_ALIVE - self.loop.time()
        if left > 0:
            self._look_again_in(left)
        else:
            self.transport.close()

    def _look_again_in(self, seconds: float) -> None:
        self.timeout_keep_alive_task = Clock.call_later_real(seconds, self.timeout_keep_alive_handler)

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


def _ending_quietly(app: App) -> App:
    """`app`, for which a client that goes away and a server that stops are nothing to tell of."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except (ClientDisconnected, asyncio.CancelledError):
            return

    return serve
