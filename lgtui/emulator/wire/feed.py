"""The feed: what changed in the region, in batches of frames, at most 20 times a second and only to listeners."""

import asyncio
from collections.abc import AsyncIterator, Callable

from lgtui.emulator.functions.asynchronous.queue import QueueChanged
from lgtui.emulator.functions.environment import Environment
from lgtui.emulator.functions.events import EnvironmentChanged, FunctionsChanged
from lgtui.emulator.gateway.events import ApisChanged
from lgtui.emulator.region import Region
from lgtui.emulator.wire import views
from lgtui.emulator.wire.changes import MOST_TOLD, change_views
from lgtui.frames import (
    AliasView,
    BucketsChanged,
    ClockChanged,
    ConcurrencyChanged,
    CountersChanged,
    EnvironmentsChanged,
    Frame,
    Heartbeat,
    Hello,
    LogsWritten,
    ProjectChanged,
    ProjectView,
    ResourcesChanged,
    encode_frame,
)

INTERVAL = 0.05
"""Real seconds between two batches."""

ACTIVITY_INTERVAL = 1.0
"""Real seconds between two looks at what the functions do."""

HEARTBEAT = 1.0
"""Real seconds after which a quiet feed says that it lives."""

LINES_PER_BATCH = 500
"""Log lines sent at most in one batch; the rest is counted as dropped."""

QUEUED_BATCHES = 64
"""Batches kept for a listener that reads slowly."""


class Listener:
    """One reader of the feed, with a bounded queue of encoded batches."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUED_BATCHES)

    def offer(self, batch: bytes) -> bool:
        """Queue `batch`; False where the listener reads too slowly and its stream is ended."""
        if self._queue.full():
            self.close()
            return False
        self._queue.put_nowait(batch)
        return True

    def close(self) -> None:
        """End the stream; what is still queued is dropped."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def batches(self) -> AsyncIterator[bytes]:
        """Encoded frames, a line each, until the stream is closed."""
        while (batch := await self._queue.get()) is not None:
            yield batch


class Feed:
    """Collects what changed and hands it, encoded once, to every listener.

    While nobody listens nothing is collected: the first frame of a listener holds the whole state.
    """

    def __init__(self, region: Region, hello: Callable[[], Hello], url: views.ApiUrl) -> None:
        self._region = region
        self._hello = hello
        self._url = url
        self._listeners: set[Listener] = set()
        self._environments: dict[str, Environment] = {}
        self._frames: dict[type[Frame], Frame] = {}
        self._resources_changed = False
        self._lines_seen = 0
        self._counters = views.counters(region)
        self._activity = region.functions.activity()
        self._activity_due = 0.0
        self._activity_moved = False
        self._aliases = self._look_at_aliases()
        self._ticker: asyncio.Task[None] | None = None
        region.bus.subscribe(EnvironmentChanged, self._note_environment)
        region.bus.subscribe(ApisChanged, lambda _: self.note_resources())
        region.bus.subscribe(FunctionsChanged, lambda _: self.note_resources())
        for moves in (QueueChanged, FunctionsChanged):
            region.bus.subscribe(moves, self._note_activity)

    def note_resources(self) -> None:
        """APIs, stages or functions changed: send them whole with the next batch."""
        self._resources_changed = True

    def note_project(self, project: ProjectView) -> None:
        """The project was loaded again, or failed to."""
        self._frames[ProjectChanged] = ProjectChanged(project)

    def note_clock(self) -> None:
        """The clock was paused, resumed, stepped or set to another speed."""
        self._frames[ClockChanged] = ClockChanged(views.clock_view(self._region))

    def listen(self) -> Listener:
        """A new listener, whose first frame is a `Hello`."""
        listener = Listener()
        self._flush()
        listener.offer(encode_frame(self._hello()) + b"\n")
        self._listeners.add(listener)
        if self._ticker is None:
            self._ticker = asyncio.create_task(self._tick(), name="feed")
        return listener

    def leave(self, listener: Listener) -> None:
        """End `listener`'s stream."""
        self._listeners.discard(listener)
        listener.close()

    def stop(self) -> None:
        """End every listener's stream."""
        if self._ticker is not None:
            self._ticker.cancel()
        for listener in list(self._listeners):
            self.leave(listener)

    def _note_activity(self, _: object) -> None:
        self._activity_moved = True

    def _note_environment(self, event: EnvironmentChanged) -> None:
        if self._listeners:
            self._activity_moved = True
            self._environments[event.environment.id] = event.environment

    async def _tick(self) -> None:
        """Send a batch whenever something changed, a heartbeat where nothing did, until nobody listens."""
        quiet = 0.0
        while self._listeners:
            await self._region.clock.sleep_real(INTERVAL)
            quiet = 0.0 if self._flush() else quiet + INTERVAL
            if quiet >= HEARTBEAT:
                self._send([Heartbeat(self._region.clock.time())])
                quiet = 0.0
        self._ticker = None

    def _flush(self) -> bool:
        """Send what changed since the last batch; False where nothing did."""
        frames = self._collect()
        if frames:
            self._send(frames)
        return bool(frames)

    def _collect(self) -> list[Frame]:
        """Frames for all that changed since the last call."""
        frames = list(self._frames.values())
        self._frames.clear()
        if self._resources_changed:
            self._resources_changed = False
            apis, functions = views.api_views(self._region, self._url), self._region.functions.summaries()
            frames.append(ResourcesChanged(apis, functions, change_views(self._region, MOST_TOLD)))
        throttles = self._region.gateway.throttles
        touched, removed = throttles.drain_touched(), throttles.drain_removed()
        if touched or removed:
            frames.append(BucketsChanged(touched, removed))
        if self._environments:
            changed = [views.environment_view(environment) for environment in self._environments.values()]
            frames.append(EnvironmentsChanged(changed))
            self._environments.clear()
        lines, dropped = self._region.logs.after(self._lines_seen, LINES_PER_BATCH)
        self._lines_seen = self._region.logs.written
        if lines or dropped:
            frames.append(LogsWritten([views.log_line(line) for line in lines], dropped))
        counters = views.counters(self._region)
        if counters != self._counters:
            self._counters = counters
            frames.append(CountersChanged(self._region.clock.time(), counters))
        if (now := self._region.clock.perf_counter()) >= self._activity_due:
            self._activity_due = now + ACTIVITY_INTERVAL
            if self._activity_moved or self._activity.functions:
                self._activity_moved = False
                frames += self._look_at_activity()
        return frames

    def _look_at_aliases(self) -> list[dict[str, AliasView]]:
        return [function.aliases for function in self._region.functions.summaries()]

    def _look_at_activity(self) -> list[Frame]:
        """What the functions do, where it is not what was sent last; what aliases picked goes with the next batch."""
        if (aliases := self._look_at_aliases()) != self._aliases:
            self._aliases = aliases
            self.note_resources()
        activity = self._region.functions.activity()
        if activity == self._activity:
            return []
        self._activity = activity
        return [ConcurrencyChanged(self._region.clock.time(), activity)]

    def _send(self, frames: list[Frame]) -> None:
        """Offer one batch to every listener; one that cannot keep up loses its stream and may connect again."""
        batch = b"".join(encode_frame(frame) + b"\n" for frame in frames)
        self._listeners = {listener for listener in self._listeners if listener.offer(batch)}
