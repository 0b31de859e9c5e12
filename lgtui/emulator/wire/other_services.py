"""Services that lgtui does not emulate: their requests go on to the services endpoint, or are refused by name."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from lgtui.emulator.errors import NotImplementedException, ServiceError
from lgtui.emulator.gateway.integrations.http_client import CHUNK, open_session
from lgtui.emulator.random_bytes import RandomBytes, uuid4
from lgtui.emulator.wire.addressee import Addressee
from lgtui.emulator.wire.http import ClientDisconnected, Receive, Scope, Send, send_answer
from lgtui.emulator.wire.json_rpc import TARGET
from lgtui.emulator.wire.refusals import refuse

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

CONNECT_TIMEOUT = 5.0
"""Real seconds until the services endpoint takes a connection; its answer may take as long as it likes."""

OF_ONE_CONNECTION = frozenset(
    {b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade", b"expect"}
)
"""Headers that are about one connection and are not passed on (RFC 9110, 7.6.1); no signature covers them."""


class BadGatewayException(ServiceError):
    """The services endpoint does not answer."""

    code, status = "BadGatewayException", 502


class OtherServices:
    """Passes requests on as they came, `Host` and signature too, and answers back as they come.

    Args:
        endpoint: URL of what emulates the other services, or is them; empty where there is none.
    """

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._random = RandomBytes()
        self._session: ClientSession | None = None

    async def handle(
        self, addressee: Addressee, headers: dict[str, str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Answer one request that is none of the emulated services'.

        Args:
            headers: header values by lower-case name.
        """
        try:
            if not self._endpoint:
                raise NotImplementedException(_not_emulated(addressee, headers, scope))
            await self._pass_on(scope, receive, send)
        except ServiceError as error:
            await send_answer(send, refuse(addressee.service, headers, error, uuid4(self._random.take(16))))

    async def stop(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a request to the endpoint and its answer to the client, each piece as it comes.

        Raises:
            BadGatewayException: the endpoint does not answer.
            ClientDisconnected: it stopped in the midst of its answer, so the client's connection ends too.
        """
        import aiohttp  # It takes a tenth of a second to import, and most projects never need it.
        from yarl import URL

        self._session = self._session or open_session()
        started = False
        try:
            async with self._session.request(
                scope["method"],
                URL(self._endpoint + _target(scope), encoded=True),
                headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in _passed(scope)],
                data=_pieces(receive) if _has_body(scope) else None,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT),
            ) as response:
                kept = [(name, value) for name, value in response.raw_headers if name.lower() not in OF_ONE_CONNECTION]
                await send({"type": "http.response.start", "status": response.status, "headers": kept})
                started = True
                await _send_on(response, receive, send)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if started:
                raise ClientDisconnected from error
            raise BadGatewayException(
                f"The services endpoint {self._endpoint} did not answer: {error}. "
                "Is it running, and is --services-endpoint its address?"
            ) from error


async def _send_on(response: "ClientResponse", receive: Receive, send: Send) -> None:
    """Send the answer's body, and stop where the client goes away before its end."""
    sending = asyncio.create_task(_send_body(response, send), name="answer of another service")
    leaving = asyncio.create_task(_gone(receive), name="client of another service")
    try:
        await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if sending.done():
            sending.result()
    finally:
        sending.cancel()
        leaving.cancel()


async def _send_body(response: "ClientResponse", send: Send) -> None:
    async for chunk in response.content.iter_chunked(CHUNK):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    """The request's body as it comes in."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnected
        if body := message.get("body", b""):
            yield body
        more = message.get("more_body", False)


def _target(scope: Scope) -> str:
    query: str = scope["query_string"].decode("latin-1")
    path: str = scope["raw_path"].decode("latin-1")
    return f"{path}?{query}" if query else path


def _passed(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in scope["raw_headers"] if name.lower() not in OF_ONE_CONNECTION]


def _has_body(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"


def _not_emulated(addressee: Addressee, headers: dict[str, str], scope: Scope) -> str:
    """Names what a request is for, and says how it would be answered."""
    what = addressee.service or headers.get(TARGET) or f"{scope['method']} {scope['raw_path'].decode('latin-1')}"
    return (
        f"lgtui does not emulate {what}. Start it with --services-endpoint URL, the address of what does "
        "(a moto server, LocalStack, AWS), and such requests are passed on there."
    )
