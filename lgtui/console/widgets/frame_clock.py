"""The frame clock that all live widgets share: it ticks only while one of them has something to draw."""

import asyncio
import time
from collections.abc import Callable

Frame = Callable[[], float | None]
"""Draws what changed and returns the seconds until it wants the next frame, or None to sleep until woken."""

FRAMES_PER_SECOND = 30.0


class FrameClock:
    """Calls its subscribers, at most `frames_per_second` times a second.

    A widget that got news calls `wake`; one that is animating returns the delay of its next frame. While neither
    happens there is no timer at all, so an idle screen costs nothing.

    The subscribers of one place are called together, and places take turns: Textual looks at every widget between two
    that changed at once, so that a key would have to wait for the whole screen.

    Args:
        frames_per_second: the most frames drawn in a second.
        now: the real seconds that animations read.
        manual: never tick by itself, for tests, which call `tick`.
    """

    def __init__(
        self,
        frames_per_second: float = FRAMES_PER_SECOND,
        now: Callable[[], float] = time.monotonic,
        manual: bool = False,
    ) -> None:
        self.interval = 1 / frames_per_second
        self.now = now
        self._manual = manual
        self._frames: dict[str, list[Frame]] = {}
        self._wanted: dict[str, float] = {}
        self._last_tick = float("-inf")
        self._due = float("inf")
        self._timer: asyncio.TimerHandle | None = None

    @property
    def ticking(self) -> bool:
        """Whether a frame is due; False while nothing is dirty or animating."""
        return self._timer is not None

    def subscribe(self, frame: Frame, place: str = "") -> Callable[[], None]:
        """Call `frame` at every tick of its place on the screen; the returned function ends it."""
        frames = self._frames.setdefault(place, [])
        frames.append(frame)
        return lambda: frames.remove(frame)

    def wake(self, delay: float = 0.0, place: str = "") -> None:
        """Draw a place after `delay` real seconds, or when the next frame is due if that is later."""
        if self._manual:
            return
        self._wanted[place] = min(self.now() + delay, self._wanted.get(place, float("inf")))
        self._plan()

    def tick(self) -> None:
        """Draw one frame of every subscriber now, and plan the next if one of them wants it."""
        self._cancel()
        for place in tuple(self._frames):
            self._draw(place)

    def stop(self) -> None:
        """Tick no more by itself; `tick` goes on working."""
        self._cancel()
        self._wanted.clear()
        self._manual = True

    def _take_turn(self) -> None:
        """Draw the place that has waited longest, and plan the next one's turn."""
        self._cancel()
        self._draw(min(self._wanted, key=self._wanted.__getitem__))
        self._plan()

    def _plan(self) -> None:
        due = max(min(self._wanted.values(), default=float("inf")), self._last_tick + self.interval)
        if due < self._due:
            self._cancel()
            self._due = due
            self._timer = asyncio.get_running_loop().call_later(due - self.now(), self._take_turn)

    def _draw(self, place: str) -> None:
        self._wanted.pop(place, None)
        self._last_tick = self.now()
        delays = [delay for frame in tuple(self._frames.get(place, ())) if (delay := frame()) is not None]
        if delays:
            self.wake(min(delays), place)

    def _cancel(self) -> None:
        self._due = float("inf")
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
