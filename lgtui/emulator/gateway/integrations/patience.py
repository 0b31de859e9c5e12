"""Waiting for an endpoint no longer than allowed."""

import asyncio
from itertools import takewhile
from typing import Any, TypeVar

from lgtui.emulator.clock import Clock

Result = TypeVar("Result")


class Patience:
    """Waits for answers, for each at most the same time: one timer serves all, because the oldest is due first.

    Args:
        seconds: real seconds that an answer may take.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: dict[asyncio.Future[Any], float] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def wait_for(self, answer: asyncio.Future[Result]) -> Result:
        """The result of `answer`.

        Raises:
            TimeoutError: it takes too long; whoever works on it finds the future done.
        """
        self._waiting[answer] = Clock.perf_counter() + self._seconds
        if self._timer is None:
            self._timer = Clock.call_later_real(self._seconds, self._look)
        try:
            return await answer
        finally:
            del self._waiting[answer]

    def _look(self) -> None:
        """End the waits that are over, and look again when the next one is due."""
        now = Clock.perf_counter()
        for answer, _ in takewhile(lambda waiting: waiting[1] <= now, self._waiting.items()):
            if not answer.done():
                answer.set_exception(TimeoutError())
        due = next((deadline for deadline in self._waiting.values() if deadline > now), None)
        self._timer = None if due is None else Clock.call_later_real(due - now, self._look)
