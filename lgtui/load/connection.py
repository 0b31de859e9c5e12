"""One keep-alive HTTP/1.1 connection that carries one request at a time and keeps nothing of the answer but its status.

A raw protocol over httptools, because an HTTP client library spends more on a request than the emulator does, and
would take the processor from what it measures.
"""

import asyncio
import ssl

import httptools

from lgtui.load.plan import BurstPlan
from lgtui.load.target import Target


class AnswerFailed(Exception):
    """A request got no answer; the message says why, in few words."""


def request_bytes(plan: BurstPlan, target: Target) -> bytes:
    """The request as it goes over the wire; a `Host`, length or `User-Agent` of the plan's own wins."""
    own = {name.lower() for name, _ in plan.headers}
    headers = [(name, value) for name, value in _defaults(plan, target) if name.lower() not in own]
    lines = [f"{plan.method} {target.path} HTTP/1.1", *(f"{n}: {v}" for n, v in (*headers, *plan.headers)), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace") + plan.body


def _defaults(plan: BurstPlan, target: Target) -> list[tuple[str, str]]:
    defaults = [("Host", target.host_header), ("User-Agent", "lgtui-burst"), ("Accept", "*/*")]
    if plan.body or plan.method in ("POST", "PUT", "PATCH"):
        defaults.append(("Content-Length", str(len(plan.body))))
    return defaults


class Connection(asyncio.Protocol):
    """A connection to the target.

    Args:
        bodiless: whether answers have no body whatever their headers say, as those to HEAD.
    """

    def __init__(self, bodiless: bool) -> None:
        self._bodiless = bodiless
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[int] | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._delimited = False

    @property
    def usable(self) -> bool:
        """Whether another request can be sent."""
        return self._transport is not None and not self._transport.is_closing()

    async def send(self, request: bytes) -> int:
        """Send a request and wait for the whole answer.

        Returns:
            The answer's status.

        Raises:
            AnswerFailed: the connection broke, or what came is no HTTP.
        """
        assert self._transport is not None
        self._parser = httptools.HttpResponseParser(self)
        self._delimited = False
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Break the connection off."""
        if self._transport is not None:
            self._transport.abort()

    # What asyncio and the parser call

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Feed the parser; bytes nobody asked for end the connection."""
        if self._parser is None:
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(f"the answer is no HTTP ({error})")
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the answer that only the connection's end ends, or fail it."""
        if exc is None and self._status >= 200 and not self._delimited:
            self.on_message_complete()
        self._fail("the connection broke before the answer's end")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Note whether the answer says where its body ends."""
        self._delimited |= name.lower() in (b"content-length", b"transfer-encoding")

    def on_headers_complete(self) -> None:
        """An answer without a body is complete here."""
        if self._bodiless and self._status >= 200:
            self.on_message_complete()

    def on_message_complete(self) -> None:
        """Hand the status to who sent the request; interim answers (1xx) are passed over."""
        if self._parser is None or self._status < 200:
            return
        status, keep = self._status, self._parser.should_keep_alive()
        self._parser = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(status)
        if not keep:
            self.close()

    @property
    def _status(self) -> int:
        return int(self._parser.get_status_code()) if self._parser is not None else 0

    def _fail(self, reason: str) -> None:
        self._parser = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(AnswerFailed(reason))


async def connect(target: Target, plan: BurstPlan) -> Connection:
    """Open a connection to the target.

    Raises:
        AnswerFailed: it cannot be opened; the message says why.
    """
    context = ssl.create_default_context() if target.scheme == "https" else None
    try:
        _, connection = await asyncio.get_running_loop().create_connection(
            lambda: Connection(plan.method == "HEAD"), target.host, target.port, ssl=context
        )
    except ssl.SSLError as error:
        raise AnswerFailed(f"TLS failed: {error.reason}") from error
    except OSError as error:
        raise AnswerFailed(_connect_reason(error)) from error
    return connection


def _connect_reason(error: OSError) -> str:
    """Why no connection could be opened, in few words."""
    if isinstance(error, ConnectionRefusedError) or "Connect call failed" in str(error):
        return "connection refused"
    return f"no connection: {error.strerror or error}"
