"""Looks again at environments after they changed and while they work: one timer for all, none for each request."""

import asyncio
from collections import deque
from typing import Protocol

from lgtui.emulator.clock import Clock

FOLLOW_INTERVAL = 0.05
FOLLOWED_AT_ONCE = 16
"""Real seconds between looks at environments that are busy for long, and how many are looked at each time.

A look takes about 0.1 ms, so that it costs 3 % of a core at most; with more busy environments each waits longer.
"""


class Settling(Protocol):
    """What can be looked at again."""

    changed_at: float
    """Real time (`perf_counter`) of the last change."""

    def settle(self) -> None:
        """Do what is due a grace after the last change."""

    def inspect(self) -> bool:
        """Do what is due now and then while it works; False once it does not."""


class Settler:
    """Calls `settle` on each noted environment once `grace` real seconds have passed since its last change.

    Environments that work for longer are followed: `inspect` is called on them now and then.
    """

    def __init__(self, clock: Clock, grace: float) -> None:
        self._clock = clock
        self._grace = grace
        self._noted: deque[Settling] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._followed: deque[Settling] = deque()
        self._follow_timer: asyncio.TimerHandle | None = None

    def note(self, environment: Settling) -> None:
        """Look at `environment` when its grace is over; the caller notes each one once until it is settled."""
        self._noted.append(environment)
        if self._timer is None:
            self._timer = self._clock.call_later_real(self._grace, self._look)

    def follow(self, environment: Settling) -> None:
        """Inspect `environment` now and then until it says that it does not work any more."""
        if environment not in self._followed:
            self._followed.append(environment)
        if self._follow_timer is None:
            self._follow_timer = self._clock.call_later_real(FOLLOW_INTERVAL, self._inspect)

    def stop(self) -> None:
        """Forget all."""
        self._noted.clear()
        self._followed.clear()
        for timer in (self._timer, self._follow_timer):
            if timer is not None:
                timer.cancel()
        self._timer = self._follow_timer = None

    def _inspect(self) -> None:
        """Inspect those that have waited longest."""
        self._follow_timer = None
        for _ in range(min(len(self._followed), FOLLOWED_AT_ONCE)):
            environment = self._followed.popleft()
            if environment.inspect():
                self._followed.append(environment)
        if self._followed and self._follow_timer is None:
            self._follow_timer = self._clock.call_later_real(FOLLOW_INTERVAL, self._inspect)

    def _look(self) -> None:
        """Settle those whose grace is over; the others are looked at again a grace after their last change."""
        self._timer = None
        due = self._clock.perf_counter() - self._grace
        waiting = [environment for environment in self._noted if environment.changed_at > due]
        settled = [environment for environment in self._noted if environment.changed_at <= due]
        self._noted = deque(waiting)
        for environment in settled:
            environment.settle()
        if self._noted and self._timer is None:
            delay = min(environment.changed_at for environment in self._noted) - due
            self._timer = self._clock.call_later_real(max(delay, self._grace / 10), self._look)
