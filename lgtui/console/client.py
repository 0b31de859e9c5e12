"""The console's client of a region: its feed, its clock, and the operations by which AWS's things are changed."""

from collections.abc import Callable
from urllib.parse import quote

import aiohttp
import msgspec

from lgtui import frames
from lgtui.console.changes.function_orders import FunctionOrders
from lgtui.console.changes.stage_orders import StageOrders
from lgtui.console.changes.usage_orders import UsageOrders
from lgtui.console.region.outcomes import Failure, read
from lgtui.console.wire import in_words

FEED_SILENCE = 5.0
"""Seconds without a frame after which the feed counts as lost; the region sends a heartbeat every second."""


class RegionClient(StageOrders, FunctionOrders, UsageOrders):
    """A client of one region's control port; `close` it in the end."""

    async def follow(self, on_frames: Callable[[list[frames.AnyFrame]], object]) -> Failure:
        """Hand over the feed's frames, in batches as they arrive, until it breaks off; returns why it did."""
        silence = aiohttp.ClientTimeout(total=None, sock_connect=FEED_SILENCE, sock_read=FEED_SILENCE)
        try:
            async with self._session.get(f"{self.control_url}/_lgtui/feed", timeout=silence) as response:
                if response.status != 200 or response.content_type != frames.FEED_TYPE:
                    return Failure(f"{self.control_url} is no control port of lgtui", response.status)
                rest = b""
                async for chunk in response.content.iter_any():
                    *lines, rest = (rest + chunk).split(b"\n")
                    if batch := [frame for line in lines if line and (frame := frames.read_frame(line))]:
                        on_frames(batch)
        except msgspec.DecodeError as error:
            return Failure(f"the feed speaks another version of lgtui: {error}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Failure(in_words(error))
        return Failure("the emulator closed the feed")

    async def trace(self, request_id: str) -> frames.Trace | Failure:
        """The life cycle of a request the region has answered."""
        return read(await self.call("GET", f"/_lgtui/traces/{quote(request_id, safe='')}"), frames.Trace)

    async def render(self, template: str, event: str) -> frames.Rendering | Failure:
        """Render a mapping template; `event` is JSON, sent as it is."""
        document = {"template": template, "event": msgspec.Raw(event.encode(errors="replace"))}
        return read(await self.call("POST", "/_lgtui/render", document), frames.Rendering)

    async def set_clock(self, change: dict[str, float | bool]) -> Failure | None:
        """Pause, resume or change the speed of the region's clock."""
        return await self.order("POST", "/_lgtui/clock", change)

    async def async_events(self) -> frames.AsyncEvents | Failure:
        """The events of asynchronous invocations that are not over, and what became of others of late."""
        return read(await self.call("GET", "/_lgtui/events"), frames.AsyncEvents)

    async def reload(self) -> Failure | None:
        """Load the project again."""
        return await self.order("POST", "/_lgtui/reload", {})
