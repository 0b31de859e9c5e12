"""The region's one clock: emulated time that can change its speed, pause and step, and real time for measuring."""

import asyncio
import heapq
import itertools
import time as machine
from collections.abc import Callable


class Timer:
    """A callback due at an instant of emulated time; `cancel` keeps it from running."""

    __slots__ = ("callback", "due")

    def __init__(self, due: float, callback: Callable[[], None]) -> None:
        self.due = due
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        """Forget the callback. Cancelling twice, or after the timer ran, changes nothing."""
        self.callback = None


class Clock:
    """Emulated time, in seconds.

    Buckets, idle limits, retries and time stamps read this clock; it runs at `speed` times real time.
    Durations of real work (an invocation, a step of the life cycle) are measured with `perf_counter`,
    and limits on real work (a function's timeout) are kept with the event loop's own timers through
    `call_later_real`, because a handler runs at the machine's speed whatever the emulated clock does.
    """

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._paused = False
        self._real_mark = machine.perf_counter()
        self._emulated_mark = 0.0
        self._epoch = machine.time()
        self._timers: list[tuple[float, int, Timer]] = []
        self._sequence = itertools.count()
        self._wake: asyncio.TimerHandle | None = None

    @property
    def speed(self) -> float:
        """Emulated seconds per real second while not paused."""
        return self._speed

    @property
    def paused(self) -> bool:
        """Whether emulated time stands still."""
        return self._paused

    def monotonic(self) -> float:
        """Emulated seconds since the clock was made; never goes backwards."""
        if self._paused:
            return self._emulated_mark
        return self._emulated_mark + (machine.perf_counter() - self._real_mark) * self._speed

    def time(self) -> float:
        """Emulated seconds since 1970-01-01 UTC."""
        return self._epoch + self.monotonic()

    perf_counter = staticmethod(machine.perf_counter)
    """Real seconds of the machine's monotonic counter, for durations of real work."""

    real_time = staticmethod(machine.time)
    """Real seconds since 1970-01-01 UTC, for deadlines that are told to another process."""

    def set_speed(self, speed: float) -> None:
        """Run at `speed` emulated seconds per real second (greater than 0).

        Raises:
            ValueError: `speed` is not positive.
        """
        if speed <= 0:
            raise ValueError(f"a clock's speed is greater than 0, not {speed}")
        self._remark()
        self._speed = speed
        self._arm()

    def pause(self) -> None:
        """Stop emulated time where it is."""
        self._remark()
        self._paused = True
        self._arm()

    def resume(self) -> None:
        """Let emulated time run on from where it stopped; a clock that runs is left alone."""
        if not self._paused:
            return
        self._real_mark = machine.perf_counter()
        self._paused = False
        self._arm()

    def step(self, seconds: float) -> None:
        """Move emulated time forward by `seconds` at once and run what falls due on the way, in order."""
        self._remark()
        target = self._emulated_mark + seconds
        while self._timers and self._timers[0][0] <= target:
            due, _, timer = heapq.heappop(self._timers)
            self._emulated_mark = max(self._emulated_mark, due)
            if timer.callback is not None:
                timer.callback()
        self._emulated_mark = max(self._emulated_mark, target)
        self._arm()

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Run `callback` on the event loop after `delay` emulated seconds."""
        timer = Timer(self.monotonic() + delay, callback)
        heapq.heappush(self._timers, (timer.due, next(self._sequence), timer))
        if self._timers[0][2] is timer:
            self._arm()
        return timer

    @staticmethod
    def call_later_real(delay: float, callback: Callable[[], None]) -> asyncio.TimerHandle:
        """Run `callback` after `delay` real seconds, for limits on real work such as a function's timeout."""
        return asyncio.get_running_loop().call_later(delay, callback)

    @staticmethod
    async def sleep_real(seconds: float) -> None:
        """Wait for `seconds` of real time, for work that serves people at the machine's own pace."""
        await asyncio.sleep(seconds)

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds` of emulated time."""
        done = asyncio.Event()
        timer = self.call_later(seconds, done.set)
        try:
            await done.wait()
        finally:
            timer.cancel()

    def _remark(self) -> None:
        """Take the present as the new mark, so that a change of speed bends time from here on."""
        now = self.monotonic()
        self._real_mark = machine.perf_counter()
        self._emulated_mark = now

    def _arm(self) -> None:
        """Ask the event loop to wake this clock when its first timer falls due."""
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        while self._timers and self._timers[0][2].callback is None:
            heapq.heappop(self._timers)
        if self._timers and not self._paused:
            real_delay = max(0.0, (self._timers[0][0] - self.monotonic()) / self._speed)
            self._wake = asyncio.get_running_loop().call_later(real_delay, self._run_due)

    def _run_due(self) -> None:
        """Run every timer that is due by now."""
        self._wake = None
        now = self.monotonic()
        while self._timers and self._timers[0][0] <= now:
            timer = heapq.heappop(self._timers)[2]
            if timer.callback is not None:
                timer.callback()
        self._arm()
