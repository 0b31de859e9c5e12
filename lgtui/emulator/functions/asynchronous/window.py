"""The part of a queue that is in memory: the events due first; the others wait in the store."""

import math
from collections import deque
from collections.abc import Callable

from lgtui.emulator.clock import Clock, Timer
from lgtui.emulator.functions.asynchronous.chores import Chores
from lgtui.emulator.functions.asynchronous.event import Event, Place
from lgtui.emulator.functions.asynchronous.rows import Rows

MOST_EVENTS = 2_000
"""Events of one queue that are in memory, those that run included."""

MOST_BYTES = 16 * 1024 * 1024
"""Bytes of their payloads, and one page more at most."""

PAGE = 500
"""Events that are read from the store at once."""

REFILL_BELOW = MOST_EVENTS // 2
"""Events in memory below which more are read."""


class Window:
    """What of one queue is in memory.

    Every event of the queue up to a certain place is here or over, every later one is in the store alone. A new event
    comes in directly while nothing in the store is due before it and there is room. At first nothing is known of the
    store, so that what an earlier run has left is read like any other event.

    Attributes:
        ready: events that may be attempted now.
    """

    def __init__(
        self, function_name: str, rows: Rows, clock: Clock, chores: Chores, on_ready: Callable[[], None]
    ) -> None:
        self.ready: deque[Event] = deque()
        self._function_name = function_name
        self._rows = rows
        self._clock = clock
        self._chores = chores
        self._on_ready = on_ready
        self._events = 0
        self._bytes = 0
        self._end = Place(-math.inf, 0)
        self._next_due = -math.inf
        self._loading = False
        self._timer: Timer | None = None
        self._timer_due = math.inf
        self._reads = False

    def admit(self, event: Event) -> bool:
        """Whether a new event is held here from now on; else it waits in the store for its turn."""
        if self._loading or self._next_due <= event.due or self._events >= MOST_EVENTS or self._bytes >= MOST_BYTES:
            self.expect(event.due)
            return False
        self._hold(event)
        return True

    def expect(self, due: float) -> None:
        """The store holds an event that is due then."""
        self._next_due = min(self._next_due, due)

    def release(self, event: Event) -> None:
        """An event that was held is over or was put off."""
        self._events -= 1
        self._bytes -= len(event.request.payload)

    def refill(self) -> None:
        """Read events from the store where some are due and there is room, now or as soon as one is."""
        if not self._reads or self._loading or self._events >= REFILL_BELOW or self._bytes >= MOST_BYTES // 2:
            return
        wait = self._next_due - self._clock.time()
        if wait <= 0:
            self._loading = True
            self._chores.start(self._load(), f"{self._function_name}: reading queued events")
        elif wait < math.inf:
            self._look_again(wait)

    def open(self) -> None:
        """Begin to read the store; until then every event waits there."""
        self._reads = True
        self.refill()

    def stop(self) -> None:
        """Read no more."""
        self._reads = False
        self.ready.clear()
        if self._timer is not None:
            self._timer.cancel()

    def _hold(self, event: Event) -> None:
        self._events += 1
        self._bytes += len(event.request.payload)
        self._end = event.place

    def _look_again(self, wait: float) -> None:
        """Refill in `wait` emulated seconds; a timer that is due before is kept."""
        if self._timer_due <= self._next_due:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_due = self._next_due
        self._timer = self._clock.call_later(wait, self._due)

    def _due(self) -> None:
        self._timer_due = math.inf
        self.refill()

    async def _load(self) -> None:
        # What the store gets from here on is not in the page: it is noted by `expect` while the page is read.
        self._next_due = math.inf
        now, room = self._clock.time(), MOST_BYTES - self._bytes
        page = await self._rows.page(self._function_name, self._end, now, PAGE, room)
        for event in page.events:
            self._hold(event)
        self.expect(page.next_due)
        self._loading = False
        if self._reads:
            self.ready.extend(page.events)
            self._on_ready()
            self.refill()
