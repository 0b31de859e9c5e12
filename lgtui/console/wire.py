"""HTTP to a region's control port, and the memory of what was changed over it.

Nothing here raises for what a network or an emulator does; it comes back as a `Failure`.
"""

import time
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import aiohttp
import msgspec
from multidict import CIMultiDict
from yarl import URL

from lgtui.console.changes.undo import NoUndo, Order, Undo, Undos
from lgtui.console.region.outcomes import Answer, Failure, read
from lgtui.console.requests.drafts import Request

REQUEST_TIMEOUT = 910.0
"""Seconds for one request: above the longest timeout of a function."""

PAGE = 500
"""Things asked for at once: the most that API Gateway's lists give."""

Thing = TypeVar("Thing")


class Page(msgspec.Struct, Generic[Thing], frozen=True):
    """A page of one of API Gateway's lists; `position` is empty on the last one."""

    item: list[Thing] = []
    position: str = ""


class Wire:
    """The connections to one region; `close` them in the end."""

    def __init__(self, control_url: str) -> None:
        self.control_url = control_url.rstrip("/")
        self._undos = Undos()
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=REQUEST_TIMEOUT), auto_decompress=False
        )

    async def close(self) -> None:
        """Drop every connection."""
        await self._session.close()

    async def send(self, request: Request) -> Answer | Failure:
        """Send a request exactly as it is: the URL unquoted, headers in order, redirects not followed."""
        started = time.perf_counter()
        if self._session.closed:
            return Failure("this connection was closed: another emulator runs by now")
        try:
            async with self._session.request(
                request.http_method,
                URL(request.url, encoded=True),
                headers=CIMultiDict(request.headers),
                data=request.body or None,
                skip_auto_headers=("User-Agent", "Content-Type", "Accept-Encoding"),
                allow_redirects=False,
            ) as response:
                body = await response.read()
                headers = tuple((_text(name), _text(value)) for name, value in response.raw_headers)
                return Answer(response.status, response.reason or "", headers, body, time.perf_counter() - started)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return Failure(in_words(error))

    async def call(self, http_method: str, path: str, document: dict[str, Any] | None = None) -> Answer | Failure:
        """What an operation of the control plane answers, whatever it is; `path` is whole, with its query."""
        return await self.send(_control(self.control_url, http_method, path, document))

    async def ask(
        self, path: str, http_method: str = "GET", document: dict[str, Any] | None = None
    ) -> dict[str, Any] | Failure:
        """The document that an operation answers with; one that reads, unless `http_method` says otherwise."""
        return read(await self.call(http_method, path, document), dict[str, Any])

    async def every(self, path: str, kind: type[Page[Thing]]) -> list[Thing] | Failure:
        """All that one of API Gateway's lists holds, page by page.

        Args:
            path: of the operation, which may have a query.
            kind: what its pages hold.
        """
        found: list[Thing] = []
        first = f"{path}{'&' if '?' in path else '?'}limit={PAGE}"
        position = ""
        while True:
            page = read(await self.call("GET", first + position), kind)
            if isinstance(page, Failure):
                return page
            found += page.item
            if not page.position:
                return found
            position = f"&position={quote(page.position, safe='')}"

    async def order(self, http_method: str, path: str, document: dict[str, Any] | None = None) -> Failure | None:
        """Carry an operation out whose answer is not needed; None when it is done."""
        answer = await self.call(http_method, path, document)
        if isinstance(answer, Failure):
            return answer
        return None if answer.status < 300 else Failure(answer.message, answer.status)

    def remember(self, change: Undo | NoUndo | None) -> None:
        """Keep what takes a change back, or why nothing does."""
        self._undos.remember(change)

    async def undo(self) -> str | Failure:
        """Take the last change back that was made here and is not undone yet; gives in words which that was.

        A change that cannot be taken back, or no longer, says so once; the next undo goes on with the one before it.
        """
        match self._undos.take():
            case None:
                return Failure("nothing that was changed here can be undone")
            case NoUndo() as fixed:
                return Failure(str(fixed))
            case Undo(what=what, orders=orders) as undo:
                failure = await self._carry_out(orders)
        if failure is None:
            return what
        if not failure.status:  # nobody answered: it can be tried again
            self.remember(undo)
        return Failure(str(NoUndo(what, failure.message)), failure.status)

    async def _carry_out(self, orders: tuple[Order, ...]) -> Failure | None:
        for order in orders:
            if failure := await self.order(*order):
                return failure
        return None


def _control(control_url: str, method: str, path: str, document: dict[str, Any] | None = None) -> Request:
    body = b"" if document is None else msgspec.json.encode(document)
    return Request(method, control_url + path, (("Content-Type", "application/json"),) if body else (), body)


def _text(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def in_words(error: Exception) -> str:
    """Why nobody answered."""
    match error:
        case TimeoutError():
            return "no answer in time"
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return f"{error} is no URL like http://127.0.0.1:4566"
        case aiohttp.ClientSSLError():
            return f"{error.host}:{error.port} cannot be reached by https ({error.os_error}): try http://"
        case aiohttp.ClientConnectorDNSError():
            return f"no address is known for {error.host}"
        case aiohttp.ClientConnectorError():
            return f"nobody listens at {error.host}:{error.port}"
        case aiohttp.ClientResponseError():
            return f"what answers at {error.request_info.real_url} speaks no HTTP"
        case aiohttp.ClientConnectionError() | aiohttp.ClientPayloadError():
            return "the connection broke off before the answer was whole"
    return str(error) or type(error).__name__
