"""A small HTTP/1.1 server on a free loopback port, which answers as a test wants and remembers what it was sent."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Answer = Callable[[int], Awaitable[bytes]]
"""From a request's number (counted from 0) to the bytes of its answer; empty ones break the connection."""


@dataclass
class Server:
    """What the server has seen."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    in_flight: int = 0
    most_in_flight: int = 0
    busy: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/Prod/hello"


async def always_ok(_: int) -> bytes:
    """Answer 200 at once."""
    return OK


@asynccontextmanager
async def serving(answer: Answer = always_ok, close_after: bool = False) -> AsyncIterator[Server]:
    """Serve until the block ends; with `close_after` every answer ends its connection."""
    seen = Server()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        try:
            while request := await _read_request(reader):
                if not await _answer(seen, request, answer, writer) or close_after:
                    break
        except ConnectionError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    seen.port = server.sockets[0].getsockname()[1]
    async with server:
        yield seen


async def _answer(seen: Server, request: bytes, answer: Answer, writer: asyncio.StreamWriter) -> bool:
    number = len(seen.requests)
    seen.requests.append(request)
    seen.in_flight += 1
    seen.most_in_flight = max(seen.most_in_flight, seen.in_flight)
    seen.busy.set()
    try:
        data = await answer(number)
    finally:
        seen.in_flight -= 1
    writer.write(data)
    await writer.drain()
    return bool(data)


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    """One request, head and body; empty at the connection's end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return head + await reader.readexactly(int(lengths[0]) if lengths else 0)
