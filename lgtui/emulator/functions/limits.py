"""The times of an execution environment: what init and an invocation may take, and how long it may stand idle."""

import asyncio
from collections.abc import Callable

from lgtui.emulator.clock import Clock, Timer


class Deadline:
    """A limit on real work. Arming it again puts it off; the timer that runs already is kept and looks again."""

    def __init__(self, clock: Clock, on_due: Callable[[], None]) -> None:
        self._clock = clock
        self._on_due = on_due
        self._at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def arm(self, seconds: float) -> None:
        """Call `on_due` in `seconds` of real time. What was due earlier is forgotten; to shorten it, cancel first."""
        self._at = self._clock.perf_counter() + seconds
        if self._timer is None:
            self._timer = self._clock.call_later_real(seconds, self._look)

    def cancel(self) -> None:
        """Forget it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        self._timer = None
        remaining = self._at - self._clock.perf_counter()
        if remaining > 0:
            self._timer = self._clock.call_later_real(remaining, self._look)
        else:
            self._on_due()


class Idleness:
    """A limit on emulated time without work. One timer serves however often the work is taken up again."""

    def __init__(self, clock: Clock, limit: float, on_due: Callable[[], None]) -> None:
        self._clock = clock
        self._limit = limit
        self._on_due = on_due
        self._timer: Timer | None = None

    def watch(self, since: float) -> None:
        """Call `on_due` `limit` seconds after `since` at the earliest; the caller looks whether it still stands idle.

        Args:
            since: emulated seconds since the epoch.
        """
        if self._timer is None:
            self._timer = self._clock.call_later(max(0.0, since + self._limit - self._clock.time()), self._look)

    def over(self, since: float) -> bool:
        """Whether the limit has passed since `since`."""
        return self._clock.time() >= since + self._limit

    def cancel(self) -> None:
        """Forget it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        self._timer = None
        self._on_due()
