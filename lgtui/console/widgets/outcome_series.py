"""How requests came out, second by second: without anything of the screen."""

from collections import deque
from dataclasses import dataclass

from lgtui.frames import Counters

SECONDS = 60
"""Emulated seconds kept."""

RATE_OVER = 3
"""The request rate is taken over so many of the newest full seconds and the present one."""

BLOCKS = "▁▂▃▄▅▆▇█"


@dataclass(slots=True)
class Second:
    """Requests that came out in one emulated second."""

    sent: int = 0
    ok: int = 0
    throttled: int = 0
    errors: int = 0


class OutcomeSeries:
    """The last minute of outcomes, from counters that only grow."""

    def __init__(self) -> None:
        self.counters = Counters()
        self._seconds: deque[Second] = deque([Second()], maxlen=SECONDS)
        self._newest: float | None = None

    def restart(self, counters: Counters, at: float) -> None:
        """Begin with `counters` as they are at emulated time `at`, and no past."""
        self.counters = counters
        self._seconds = deque([Second()], maxlen=SECONDS)
        self._newest = at // 1

    def advance(self, at: float) -> None:
        """Let time pass to emulated time `at`; it never goes back."""
        if self._newest is None:
            self._newest = at // 1
        passed = min(int(at // 1 - self._newest), SECONDS)
        self._seconds.extend(Second() for _ in range(passed))
        self._newest = max(self._newest, at // 1)

    def count(self, counters: Counters, at: float) -> None:
        """Take the counters of emulated time `at`: what is more than before happened in that second."""
        self.advance(at)
        before, self.counters = self.counters, counters
        second = self._seconds[-1]
        second.sent += max(0, counters.sent - before.sent)
        second.ok += max(0, counters.ok - before.ok)
        second.throttled += max(0, counters.throttled - before.throttled)
        second.errors += max(0, _errors(counters) - _errors(before))

    def seconds(self, count: int) -> list[Second]:
        """The newest `count` seconds, oldest first; those before the first are empty."""
        newest = list(self._seconds)[-count:] if count else []
        return [Second()] * (min(count, SECONDS) - len(newest)) + newest

    @property
    def quiet(self) -> bool:
        """Whether nothing happened in all the seconds kept."""
        return not any(second.sent for second in self._seconds)

    def rate(self) -> float:
        """Requests per emulated second of late: the newest full seconds' mean, or the present one's if higher."""
        *full, present = self.seconds(RATE_OVER + 1)
        return max(sum(second.sent for second in full) / RATE_OVER, float(present.sent))


def _errors(counters: Counters) -> int:
    return counters.client_errors + counters.server_errors


def blocks(values: list[int], highest: int) -> str:
    """Values as a line of eighth-blocks; 0 is the lowest, and whatever is not 0 is higher than that."""
    if highest <= 0:
        return BLOCKS[0] * len(values)
    return "".join(BLOCKS[-(-value * 7 // highest)] for value in values)
