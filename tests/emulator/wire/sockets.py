"""Raw HTTP for tests: bytes in, bytes out, without a client library's manners."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from lgtui.emulator.wire.http import App
from lgtui.emulator.wire.ports import ADDRESS, bind_exactly
from lgtui.emulator.wire.server import RunningServer, serve_socket

PATIENCE = 20.0
"""Seconds an answer may take before the test fails."""


class RawAnswer(NamedTuple):
    """A response as it came over the wire; header names as sent."""

    status: int
    head: bytes
    body: bytes


class Connection:
    """One connection to the server under test."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def ask(self, request: bytes) -> RawAnswer:
        """Send bytes and read one response, with the body that its `content-length` announces."""
        self.writer.write(request)
        return await self.answer(with_body=not request.startswith(b"HEAD "))

    async def answer(self, *, with_body: bool = True) -> RawAnswer:
        """Read one response."""
        async with asyncio.timeout(PATIENCE):
            head = await self.reader.readuntil(b"\r\n\r\n")
            lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            length = int(lengths[0].partition(b":")[2]) if lengths and with_body else 0
            return RawAnswer(int(head.split(b" ")[1]), head, await self.reader.readexactly(length))

    async def rest(self) -> bytes:
        """What comes until the server ends the connection."""
        async with asyncio.timeout(PATIENCE):
            return await self.reader.read()


@asynccontextmanager
async def listening(app: App) -> AsyncIterator[tuple[int, RunningServer]]:
    """Serve `app` for a moment; its port and its server."""
    bound = bind_exactly(0)
    port: int = bound.getsockname()[1]
    server = await serve_socket(app, bound)
    try:
        yield port, server
    finally:
        await server.stop()


@asynccontextmanager
async def served(app: App) -> AsyncIterator[int]:
    """Serve `app` for a moment; its port."""
    async with listening(app) as (port, _):
        yield port


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    """A connection to `port`."""
    reader, writer = await asyncio.open_connection(ADDRESS, port)
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()
