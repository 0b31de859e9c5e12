"""The Lambda Runtime API over HTTP: one listener on loopback for each execution environment.

A port of its own is how an environment is known whatever runtime client runs in it: `AWS_LAMBDA_RUNTIME_API` has no
room for a path. Answers that a client has not waited for (it asked for the next event in the same segment) are held
back and written together with that event: one system call and one wake-up less for each invocation.
"""

import asyncio
import json
import socket

import httptools

from lgtui.emulator.functions.runtime import RESPONSE_LIMIT, RuntimeEvent, RuntimeHost

PREFIX = b"/2018-06-01/runtime/"
BACKLOG = 16


async def listen(host: RuntimeHost) -> "RuntimeApi":
    """Open the Runtime API of one environment on a free loopback port.

    Args:
        host: the environment that the runtime's requests are passed to.
    """
    server = RuntimeApi(host)
    await server.start()
    return server


class RuntimeApi:
    """One environment's Runtime API: its listening socket, its connections and the request that waits for an event."""

    def __init__(self, host: RuntimeHost) -> None:
        self.host = host
        self.connections: set[RuntimeConnection] = set()
        self.waiting: RuntimeConnection | None = None
        self._server: asyncio.Server | None = None
        self._address = ""

    @property
    def address(self) -> str:
        """`host:port`, for `AWS_LAMBDA_RUNTIME_API`."""
        return self._address

    async def start(self) -> None:
        """Listen on a free loopback port."""
        listening = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        self._address = f"127.0.0.1:{listening.getsockname()[1]}"
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: RuntimeConnection(self), sock=listening)

    def deliver(self, event: RuntimeEvent) -> None:
        """Answer the waiting request for the next event; a client that went away in between gets nothing."""
        if self.waiting is not None:
            connection, self.waiting = self.waiting, None
            connection.send(_event_head(event) + event.payload)

    def close(self) -> None:
        """Stop listening and drop the connections."""
        if self._server is not None:
            self._server.close()
        for connection in tuple(self.connections):
            connection.abort()


class RuntimeConnection(asyncio.Protocol):
    """One connection of a runtime client: requests in order, possibly several in one segment."""

    def __init__(self, api: RuntimeApi) -> None:
        self._api = api
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpRequestParser(self)
        self._held = b""
        self._begin()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._api.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection; an event cannot be delivered to it any more."""
        self._transport = None
        self._api.connections.discard(self)
        if self._api.waiting is self:
            self._api.waiting = None

    def data_received(self, data: bytes) -> None:
        """Parse what came; bytes that are no HTTP request close the connection."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._held += _answer(400, _error("InvalidRequest", "the request is not HTTP/1.1"))
            self._flush()
            self.abort()
            return
        if self._api.waiting is not self:
            self._flush()

    def send(self, answer: bytes) -> None:
        """Write `answer` after whatever was held back."""
        self._held += answer
        self._flush()

    def abort(self) -> None:
        """Drop the connection once what was written has gone out."""
        if self._transport is not None:
            self._transport.close()

    # The parser's callbacks, in their order for each request

    def on_url(self, url: bytes) -> None:
        """The request line's path."""
        self._path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header; an error's type matters here, and that no web page is asking."""
        lower = name.lower()
        if lower == b"lambda-runtime-function-error-type":
            self._error_type = value.decode("latin-1")
        elif lower == b"origin":
            self._from_page = True

    def on_body(self, body: bytes) -> None:
        """A piece of the body; past the limit the rest is read and dropped."""
        self._length += len(body)
        if self._length <= RESPONSE_LIMIT:
            self._pieces.append(body)
        else:
            self._pieces.clear()

    def on_message_complete(self) -> None:
        """A whole request is here: act on it."""
        answer = self._act(self._parser.get_method(), self._path)
        self._held += answer
        self._begin()

    def _begin(self) -> None:
        self._path = b""
        self._error_type = ""
        self._from_page = False
        self._pieces: list[bytes] = []
        self._length = 0

    def _act(self, method: bytes, path: bytes) -> bytes:
        """Carry out one request and return its answer; the next event's comes later."""
        if self._from_page:
            return _answer(403, _error("Forbidden", "the Runtime API is for runtimes, not for web pages"))
        if not path.startswith(PREFIX):
            return _answer(404, _error("NotFound", "the Runtime API begins with /2018-06-01/runtime/"))
        resource = path[len(PREFIX) :].decode("latin-1")
        kind, _, rest = resource.partition("/")
        request_id, _, report = rest.partition("/")
        host = self._api.host
        if method == b"GET" and resource == "invocation/next":
            self._api.waiting = self
            host.runtime_ready()
            return b""
        if method == b"POST" and kind == "invocation" and report == "response":
            return self._respond(request_id)
        if method == b"POST" and kind == "invocation" and report == "error":
            known = host.runtime_failed(request_id, self._error_type, b"".join(self._pieces))
            return ACCEPTED if known else UNKNOWN_REQUEST
        if method == b"POST" and resource == "init/error":
            host.runtime_init_failed(self._error_type, b"".join(self._pieces))
            return ACCEPTED
        return _answer(404, _error("NotFound", f"the Runtime API has no {method.decode()} of this path"))

    def _respond(self, request_id: str) -> bytes:
        host = self._api.host
        if self._length > RESPONSE_LIMIT:
            return TOO_LARGE if host.runtime_response_too_large(request_id) else UNKNOWN_REQUEST
        return ACCEPTED if host.runtime_responded(request_id, b"".join(self._pieces)) else UNKNOWN_REQUEST

    def _flush(self) -> None:
        if self._held and self._transport is not None:
            self._transport.write(self._held)
            self._held = b""


REASONS = {202: "Accepted", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 413: "Payload Too Large"}


def _answer(status: int, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _error(error_type: str, message: str) -> bytes:
    return json.dumps({"errorMessage": message, "errorType": error_type}).encode()


def _event_head(event: RuntimeEvent) -> bytes:
    context = f"Lambda-Runtime-Client-Context: {event.client_context}\r\n" if event.client_context else ""
    return (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        f"Lambda-Runtime-Aws-Request-Id: {event.request_id}\r\n"
        f"Lambda-Runtime-Deadline-Ms: {event.deadline_ms}\r\n"
        f"Lambda-Runtime-Invoked-Function-Arn: {event.function_arn}\r\n"
        f"Lambda-Runtime-Trace-Id: {event.trace_id}\r\n{context}"
        f"Content-Length: {len(event.payload)}\r\n\r\n"
    ).encode()


ACCEPTED = _answer(202, b'{"status":"OK"}')
UNKNOWN_REQUEST = _answer(400, _error("InvalidRequestID", "Invalid request ID"))
TOO_LARGE = _answer(
    413, _error("RequestEntityTooLarge", f"Exceeded maximum allowed payload size ({RESPONSE_LIMIT} bytes).")
)
