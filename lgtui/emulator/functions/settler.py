"""Looks again at environments some milliseconds after they changed: one timer for all, none for each request."""

import asyncio
from collections import deque
from typing import Protocol

from lgtui.emulator.clock import Clock


class Settling(Protocol):
    """What can be looked at again."""

    changed_at: float
    """Real time (`perf_counter`) of the last change."""

    def settle(self) -> None:
        """Do what is due a grace after the last change."""


class Settler:
    """Calls `settle` on each noted environment once `grace` real seconds have passed since its last change."""

    def __init__(self, clock: Clock, grace: float) -> None:
        self._clock = clock
        self._grace = grace
        self._noted: deque[Settling] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def note(self, environment: Settling) -> None:
        """Look at `environment` when its grace is over; the caller notes each one once until it is settled."""
        self._noted.append(environment)
        if self._timer is None:
            self._timer = self._clock.call_later_real(self._grace, self._look)

    def stop(self) -> None:
        """Forget all."""
        self._noted.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

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
