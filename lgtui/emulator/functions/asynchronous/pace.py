"""How many events of one queue run at once.

On AWS pollers read a queue, more of them the longer it is. Their numbers are not documented; those of the pollers of
SQS event sources stand in [guess]. They grow in real time and while cores are idle: every execution is a real process
on this machine, and more of them than it can run at once only slow each other.
"""

import asyncio
from collections.abc import Callable

from lgtui.emulator.clock import Clock, Timer
from lgtui.emulator.functions.asynchronous.cores import Load

FIRST = 5
"""Executions at once while the queue keeps empty."""

GROWTH = 5
"""Executions more, for each real second in which events wait and cores are idle (300 a minute)."""

REST = 1.0
"""Emulated seconds for which a queue is not read after a throttle, unless an execution ends before."""


class Pace:
    """The number of executions that one queue may have.

    Args:
        on_more: called when there may be more of them.
        load: how busy the machine is.
    """

    def __init__(self, clock: Clock, on_more: Callable[[], None], load: Load) -> None:
        self._clock = clock
        self._on_more = on_more
        self._load = load
        self._limit = FIRST
        self._growth: asyncio.TimerHandle | None = None
        self._rest: Timer | None = None

    def allows(self, running: int) -> bool:
        """Whether another event may be attempted beside `running` ones."""
        return running < self._limit and self._rest is None

    def note_waiting(self, waiting: bool) -> None:
        """Grow while events wait for an execution; begin anew once none does."""
        if not waiting:
            self._limit = FIRST
        elif self._growth is None and self._rest is None:
            self._load.note()
            self._growth = self._clock.call_later_real(1.0, self._grow)

    def note_throttle(self, running: int) -> None:
        """Attempt no more than what runs already, and rest."""
        self._limit = max(1, running)
        if self._rest is None:
            self._rest = self._clock.call_later(REST, self._wake)

    def note_end(self) -> None:
        """An execution has ended: what it held is free."""
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def stop(self) -> None:
        """Forget every timer."""
        self.note_end()
        if self._growth is not None:
            self._growth.cancel()

    def _grow(self) -> None:
        self._growth = None
        if self._load.has_spare():
            self._limit += GROWTH
        self._on_more()

    def _wake(self) -> None:
        self._rest = None
        self._on_more()
