"""The Lambda Runtime API over HTTP: one listener on loopback for each execution environment.

A port of its own is how an environment is known whatever runtime client runs in it: `AWS_LAMBDA_RUNTIME_API` has no
room for a path. Answers that a client has not waited for (it asked for the next event in the same segment) are held
back and written together with that event: one system call and one wake-up less for each invocation.
"""

import asyncio
import socket

import httptools

from lgtui.emulator.functions.runtime import RESPONSE_LIMIT, RuntimeEvent, RuntimeHost, ShutdownEvent, Verdict
from lgtui.emulator.wire import extensions_api
from lgtui.emulator.wire.extensions_api import ExtensionRequest
from lgtui.emulator.wire.runtime_answers import ACCEPTED, error

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
    """One environment's Runtime API: its listening socket, its connections and the requests that wait for an event.

    Attributes:
        waiting: the runtime's connection while it asks for the next event; `extensions` those of extensions, by id.
    """

    def __init__(self, host: RuntimeHost) -> None:
        self.host = host
        self.connections: set[RuntimeConnection] = set()
        self.waiting: RuntimeConnection | None = None
        self.extensions: dict[str, RuntimeConnection] = {}
        self._untold: dict[str, bytes] = {}
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

    def tell(self, identifier: str, event: RuntimeEvent | ShutdownEvent) -> None:
        """Answer an extension's request for the next event; where it does not ask yet, as soon as it does."""
        answer = extensions_api.event(event)
        connection = self.extensions.pop(identifier, None)
        if connection is None:
            self._untold[identifier] = answer
        else:
            connection.send(answer)

    def await_event(self, identifier: str, connection: "RuntimeConnection") -> bytes:
        """An extension asks for the next event: the answer that waits for it, or nothing yet."""
        answer = self._untold.pop(identifier, b"")
        if not answer:
            self.extensions[identifier] = connection
        return answer

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
        for identifier in [key for key, connection in self._api.extensions.items() if connection is self]:
            del self._api.extensions[identifier]

    def data_received(self, data: bytes) -> None:
        """Parse what came; bytes that are no HTTP request close the connection."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserCallbackError:
            raise  # A fault of ours, not of the client.
        except httptools.HttpParserError:
            self._held += error(400, "InvalidRequest", "the request is not HTTP/1.1")
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
        """One header; those of Lambda's matter here, and that no web page is asking."""
        lower = name.lower()
        if lower.startswith(b"lambda-") or lower == b"origin":
            self._headers[lower] = value.decode("latin-1")

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
        self._headers: dict[bytes, str] = {}
        self._pieces: list[bytes] = []
        self._length = 0

    def _act(self, method: bytes, path: bytes) -> bytes:
        """Carry out one request and return its answer; the next event's comes later."""
        if b"origin" in self._headers:
            return error(403, "Forbidden", "the Runtime API is for runtimes, not for web pages")
        if not path.startswith(PREFIX):
            return self._act_for_extension(method, path)
        resource = path[len(PREFIX) :].decode("latin-1")
        if method == b"GET" and resource == "invocation/next":
            return self._next()
        kind, _, rest = resource.partition("/")
        request_id, _, report = rest.partition("/")
        if method == b"POST" and kind == "invocation" and report == "response":
            return self._respond(request_id)
        if method == b"POST" and kind == "invocation" and report == "error":
            return VERDICTS[self._api.host.runtime_failed(request_id, self._error_type, b"".join(self._pieces))]
        if method == b"POST" and resource == "init/error":
            return VERDICTS[self._api.host.runtime_init_failed(self._error_type, b"".join(self._pieces))]
        return error(404, "NotFound", f"the Runtime API has no {method.decode()} of this path")

    def _next(self) -> bytes:
        """The runtime asks for the next event; where it must not, it hears so at once."""
        before, self._api.waiting = self._api.waiting, self
        verdict = self._api.host.runtime_ready()
        if verdict is Verdict.ACCEPTED:
            return b""
        self._api.waiting = before
        return VERDICTS[verdict]

    def _respond(self, request_id: str) -> bytes:
        host = self._api.host
        if self._headers.get(b"lambda-runtime-function-response-mode", "").lower() == "streaming":
            host.runtime_refused(NO_STREAMING)
            return error(400, "InvalidFunctionResponseMode", NO_STREAMING)
        if self._length <= RESPONSE_LIMIT:
            return VERDICTS[host.runtime_responded(request_id, b"".join(self._pieces))]
        verdict = host.runtime_response_too_large(request_id)
        return TOO_LARGE if verdict is Verdict.ACCEPTED else VERDICTS[verdict]

    @property
    def _error_type(self) -> str:
        return self._headers.get(b"lambda-runtime-function-error-type", "")

    def _act_for_extension(self, method: bytes, path: bytes) -> bytes:
        request = ExtensionRequest(method.decode("latin-1"), path.decode("latin-1"), self._headers, self._pieces)
        answer = extensions_api.answer(self._api.host, request)
        if answer is None:
            return self._await_event(request.identifier)
        return answer

    def _await_event(self, identifier: str) -> bytes:
        """An extension asks for the next event: that may complete an invocation, and begin the next one."""
        answer = self._api.await_event(identifier, self)
        self._api.host.extensions.asks_for_next(self._api.host.extensions.find(identifier))
        return answer

    def _flush(self) -> None:
        if self._held and self._transport is not None:
            self._transport.write(self._held)
            self._held = b""


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


NO_STREAMING = "lgtui does not emulate response streaming: send the whole response in the buffered mode"
TOO_LARGE = error(413, "RequestEntityTooLarge", f"Exceeded maximum allowed payload size ({RESPONSE_LIMIT} bytes).")
VERDICTS = {
    Verdict.ACCEPTED: ACCEPTED,
    Verdict.UNKNOWN: error(400, "InvalidRequestID", "Invalid request ID"),
    Verdict.OUT_OF_TURN: error(403, "InvalidStateTransition", "State transition is not allowed"),
}
