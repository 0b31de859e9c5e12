"""The console's HTTP: the feed, AWS's operations, and requests through the gateway's own port.

Nothing here raises for what a network or an emulator does; it comes back as a `Failure`.
"""

import time
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import aiohttp
import msgspec
from multidict import CIMultiDict
from yarl import URL

from lgtui import frames
from lgtui.console.drafts import Request
from lgtui.console.gateway_views import Deployment, DeploymentPage, StageSettings
from lgtui.console.outcomes import Answer, Failure, read
from lgtui.console.undo import Undo, alias_undo, reservation_undo, stage_undo

FEED_SILENCE = 5.0
"""Seconds without a frame after which the feed counts as lost; the region sends a heartbeat every second."""

UNDOS = 50
"""Changes that can be taken back, the newest."""

REQUEST_TIMEOUT = 910.0
"""Seconds for one request: above the longest timeout of a function."""

PAGE = 500
"""Deployments asked for at once: AWS's most."""


class RegionClient:
    """A client of one region's control port; `close` it in the end."""

    def __init__(self, control_url: str) -> None:
        self.control_url = control_url.rstrip("/")
        self._undos: deque[Undo] = deque(maxlen=UNDOS)
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=REQUEST_TIMEOUT), auto_decompress=False
        )

    async def close(self) -> None:
        """Drop every connection."""
        await self._session.close()

    async def follow(self, on_frames: Callable[[list[frames.AnyFrame]], object]) -> Failure:
        """Hand over the feed's frames, in batches as they arrive, until it breaks off; returns why it did."""
        silence = aiohttp.ClientTimeout(total=None, sock_connect=FEED_SILENCE, sock_read=FEED_SILENCE)
        try:
            async with self._session.get(f"{self.control_url}/_lgtui/feed", timeout=silence) as response:
                if response.status != 200:
                    return Failure(f"the feed answered {response.status}", response.status)
                rest = b""
                async for chunk in response.content.iter_any():
                    *lines, rest = (rest + chunk).split(b"\n")
                    if batch := [frames.decode_frame(line) for line in lines if line]:
                        on_frames(batch)
        except msgspec.DecodeError as error:
            return Failure(f"the feed speaks another version of lgtui: {error}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Failure(_in_words(error))
        return Failure("the emulator closed the feed")

    async def send(self, request: Request) -> Answer | Failure:
        """Send a request exactly as it is: the URL unquoted, headers in order, redirects not followed."""
        started = time.perf_counter()
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
            return Failure(_in_words(error))

    async def trace(self, request_id: str) -> frames.Trace | Failure:
        """The life cycle of a request the region has answered."""
        answer = await self.send(_control(self.control_url, "GET", f"/_lgtui/traces/{quote(request_id, safe='')}"))
        return read(answer, frames.Trace)

    async def ask(self, path: str) -> dict[str, Any] | Failure:
        """What a read operation of the control plane answers; `path` is whole, with its query."""
        return await self._ask("GET", path, None)

    async def update_stage(self, api_id: str, stage: str, operations: list[dict[str, str]]) -> Failure | None:
        """AWS's `UpdateStage`: patch a running stage; None when it is done."""
        path = f"/restapis/{api_id}/stages/{stage}"
        before = await self.ask(path)
        failure = await self._order("PATCH", path, {"patchOperations": operations})
        if failure is None and not isinstance(before, Failure):
            self._remember(stage_undo(stage, path, before, operations))
        return failure

    async def create_deployment(self, api_id: str, stage: str, description: str) -> Failure | None:
        """AWS's `CreateDeployment` onto a stage; None when it is done."""
        document = {"stageName": stage, "description": description}
        return await self._order("POST", f"/restapis/{api_id}/deployments", document)

    async def deployments(self, api_id: str) -> list[Deployment] | Failure:
        """AWS's `GetDeployments`, every page of it: an API's deployments, oldest first."""
        found: list[Deployment] = []
        position = ""
        while True:
            query = f"?limit={PAGE}" + (f"&position={quote(position, safe='')}" if position else "")
            answer = await self.send(_control(self.control_url, "GET", f"/restapis/{api_id}/deployments{query}"))
            page = read(answer, DeploymentPage)
            if isinstance(page, Failure):
                return page
            found += page.item
            position = page.position
            if not position:
                return found

    async def differences(self, api_id: str, deployment: str, against: str = "") -> frames.DeploymentDiff | Failure:
        """What a deployment has otherwise than another, or than the one before it."""
        path = f"/_lgtui/deployments/{api_id}/{deployment}/diff" + (f"?against={against}" if against else "")
        answer = await self.send(_control(self.control_url, "GET", path))
        return read(answer, frames.DeploymentDiff)

    async def stage(self, api_id: str, stage: str) -> StageSettings | Failure:
        """AWS's `GetStage`: what of a stage the feed does not tell."""
        answer = await self.send(_control(self.control_url, "GET", f"/restapis/{api_id}/stages/{stage}"))
        return read(answer, StageSettings)

    async def flush_cache(self, api_id: str, stage: str) -> Failure | None:
        """AWS's `FlushStageCache`: forget every cached response; None when it is done."""
        return await self._order("DELETE", f"/restapis/{api_id}/stages/{stage}/cache/data", None)

    async def cache_contents(self, api_id: str, stage: str) -> frames.CacheContents | Failure:
        """What a stage's response cache holds."""
        path = f"/_lgtui/caches/{quote(api_id, safe='')}/{quote(stage, safe='')}"
        return read(await self.send(_control(self.control_url, "GET", path)), frames.CacheContents)

    async def cloudwatch_role(self) -> str | Failure:
        """AWS's `GetAccount`: the role by which logs are written, empty where there is none."""
        answer = await self._ask("GET", "/account", None)
        return answer if isinstance(answer, Failure) else str(answer.get("cloudwatchRoleArn") or "")

    async def set_cloudwatch_role(self, arn: str) -> Failure | None:
        """AWS's `UpdateAccount`: the role by which logs are written; None when it is done."""
        operation = {"op": "replace", "path": "/cloudwatchRoleArn", "value": arn}
        return await self._order("PATCH", "/account", {"patchOperations": [operation]})

    async def update_alias(self, function: str, alias: str, document: dict[str, object]) -> Failure | None:
        """AWS's `UpdateAlias`: the version an alias points to and its routing; None when it is done."""
        path = f"/2015-03-31/functions/{quote(function, safe='')}/aliases/{quote(alias, safe='')}"
        before = await self.ask(path)
        failure = await self._order("PUT", path, document)
        if failure is None and not isinstance(before, Failure):
            self._remember(alias_undo(f"{function}:{alias}", path, before))
        return failure

    async def publish_version(self, function: str, description: str) -> str | Failure:
        """AWS's `PublishVersion`; returns the version, which is the last one where nothing has changed since."""
        path = f"/2015-03-31/functions/{quote(function, safe='')}/versions"
        answer = await self._ask("POST", path, {"Description": description})
        return answer if isinstance(answer, Failure) else str(answer.get("Version", ""))

    async def reserved_concurrency(self, function: str) -> int | Failure | None:
        """AWS's `GetFunctionConcurrency`: what a function has of its own, None where it has nothing."""
        answer = await self._ask("GET", f"/2019-09-30/functions/{quote(function, safe='')}/concurrency", None)
        return answer if isinstance(answer, Failure) else answer.get("ReservedConcurrentExecutions")

    async def reserve_concurrency(self, function: str, executions: int | None) -> Failure | None:
        """AWS's `PutFunctionConcurrency`, or with None `DeleteFunctionConcurrency`; None when it is done."""
        path = f"/2017-10-31/functions/{quote(function, safe='')}/concurrency"
        before = await self.reserved_concurrency(function)
        document = None if executions is None else {"ReservedConcurrentExecutions": executions}
        failure = await self._order("PUT" if document else "DELETE", path, document)
        if failure is None and not isinstance(before, Failure):
            self._remember(reservation_undo(function, path, before))
        return failure

    async def undo(self) -> str | Failure:
        """Take the last change back that this client has made; gives in words which that was."""
        if not self._undos:
            return Failure("nothing that was changed here can be undone")
        last = self._undos.pop()
        failure = await self._order(last.http_method, last.path, last.document)
        if failure:
            self._undos.append(last)
        return failure or last.what

    def _remember(self, undo: Undo | None) -> None:
        """Keep what takes a change back; what cannot be taken back ends all undoing before it."""
        if undo is None:
            self._undos.clear()
        else:
            self._undos.append(undo)

    async def integration(self, api_id: str, resource_id: str, http_method: str) -> dict[str, Any] | Failure:
        """AWS's `GetIntegration`: a method's integration with its mapping templates."""
        path = f"/restapis/{api_id}/resources/{quote(resource_id, safe='')}/methods/{http_method}/integration"
        return await self._ask("GET", path, None)

    async def render(self, template: str, event: str) -> frames.Rendering | Failure:
        """Render a mapping template; `event` is JSON, sent as it is."""
        document = {"template": template, "event": msgspec.Raw(event.encode(errors="replace"))}
        answer = await self.send(_control(self.control_url, "POST", "/_lgtui/render", document))
        return read(answer, frames.Rendering)

    async def set_clock(self, change: dict[str, float | bool]) -> Failure | None:
        """Pause, resume or change the speed of the region's clock."""
        return await self._order("POST", "/_lgtui/clock", change)

    async def reload(self) -> Failure | None:
        """Load the project again."""
        return await self._order("POST", "/_lgtui/reload", {})

    async def _order(self, method: str, path: str, document: dict[str, Any] | None) -> Failure | None:
        answer = await self.send(_control(self.control_url, method, path, document))
        if isinstance(answer, Failure):
            return answer
        return None if answer.status < 300 else Failure(answer.message, answer.status)

    async def _ask(self, method: str, path: str, document: dict[str, Any] | None) -> dict[str, Any] | Failure:
        answer = await self.send(_control(self.control_url, method, path, document))
        return read(answer, dict[str, Any])


def _control(control_url: str, method: str, path: str, document: dict[str, Any] | None = None) -> Request:
    body = b"" if document is None else msgspec.json.encode(document)
    return Request(method, control_url + path, (("Content-Type", "application/json"),) if body else (), body)


def _text(octets: bytes) -> str:
    return octets.decode("latin-1")


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"nobody listens at {error.host}:{error.port}"
    return str(error) or type(error).__name__
