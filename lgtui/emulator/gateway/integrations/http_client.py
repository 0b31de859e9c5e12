"""Requests to web servers of the user's: bounded in time and size, and never more than was asked for."""

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from lgtui.emulator.gateway.integrations.http_failures import failure_of, too_large

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

ANSWER_LIMIT = 10 * 1024 * 1024
"""Bytes of an endpoint's answer (fact doc-006)."""

CHUNK = 64 * 1024
"""Bytes that are read at once."""


class HttpAnswer(NamedTuple):
    """A web server's answer; header names as it wrote them."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class HttpClient:
    """A region's connections to web servers, opened when the first request needs one."""

    def __init__(self) -> None:
        self._session: ClientSession | None = None

    async def send(
        self,
        http_method: str,
        url: str,
        headers: list[tuple[str, str]],
        body: bytes,
        seconds: float,
        *,
        verify_tls: bool = True,
    ) -> HttpAnswer:
        """Send one request; a redirect is an answer like any other.

        Args:
            url: as it goes over the wire; escapes and dots in its path stay.
            seconds: real seconds until the whole answer must be there.
            verify_tls: whether the server's certificate must be one of this host's and of an authority that is trusted.

        Raises:
            GatewayFailure: 504 without an answer or not in time, 502 for one that is too large, 500 for no URL or a
                certificate that is refused.
        """
        import aiohttp  # It takes a tenth of a second to import, and most projects never need it.
        from yarl import URL

        try:
            async with asyncio.timeout(seconds):
                async with self._opened().request(
                    http_method,
                    URL(url, encoded=True),
                    headers=headers,
                    data=body or None,
                    allow_redirects=False,
                    ssl=verify_tls,
                ) as response:
                    content = await _read(response, url)
                    raw = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers]
                    return HttpAnswer(response.status, raw, content)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise failure_of(error, url, seconds) from None

    async def stop(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> "ClientSession":
        if self._session is None:
            self._session = open_session()
        return self._session


def open_session() -> "ClientSession":
    """A client that adds nothing to requests and takes nothing from answers, on as many connections as it needs."""
    import aiohttp

    return aiohttp.ClientSession(
        auto_decompress=False,
        connector=aiohttp.TCPConnector(limit=0),
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
    )


async def _read(response: "ClientResponse", url: str) -> bytes:
    """The whole body, unless it is too large."""
    content = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > ANSWER_LIMIT:
            raise too_large(url, ANSWER_LIMIT)
    return bytes(content)
