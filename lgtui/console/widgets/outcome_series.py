"""How requests came out, column by column: without anything of the screen."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from lgtui.frames import Counters

COLUMNS = 60
"""Columns kept."""

RATE_OVER = 3
"""The request rate is taken over so many of the newest full columns, or over the present one."""

BLOCKS = "▁▂▃▄▅▆▇█"


@dataclass(slots=True)
class Column:
    """Requests that came out in so many emulated seconds."""

    seconds: float = 1.0
    sent: int = 0
    ok: int = 0
    throttled: int = 0
    errors: int = 0
    hits: int = 0
    misses: int = 0


class OutcomeSeries:
    """The last columns of outcomes, from counters that only grow.

    A column takes about a real second whatever the region's speed, so that neither slow motion crams a whole burst
    into one nor fast forward leaves it no time to be seen; what it holds is told by the emulated second.
    """

    def __init__(self) -> None:
        self.counters = Counters()
        self._width = 1.0
        self._columns: deque[Column] = deque([Column()], maxlen=COLUMNS)
        self._newest: float | None = None

    @property
    def width(self) -> float:
        """Emulated seconds of the newest column."""
        return self._width

    def restart(self, counters: Counters, at: float) -> None:
        """Begin with `counters` as they are at emulated time `at`, and no past."""
        self.counters = counters
        self._columns = deque([Column(self._width)], maxlen=COLUMNS)
        self._newest = at // self._width

    def set_speed(self, speed: float, at: float) -> None:
        """Let columns from emulated time `at` on take a real second each at `speed` emulated seconds a second."""
        if speed != self._width:
            self.advance(at)
            self._width = speed
            self._newest = at // speed
            self._columns.append(Column(speed))

    def advance(self, at: float) -> None:
        """Let time pass to emulated time `at`; it never goes back."""
        newest = at // self._width
        if self._newest is None:
            self._newest = newest
        passed = min(int(newest - self._newest), COLUMNS)
        self._columns.extend(Column(self._width) for _ in range(passed))
        self._newest = max(self._newest, newest)

    def count(self, counters: Counters, at: float) -> None:
        """Take the counters of emulated time `at`: what is more than before happened in that column."""
        self.advance(at)
        before, self.counters = self.counters, counters
        column = self._columns[-1]
        column.sent += max(0, counters.sent - before.sent)
        column.ok += max(0, counters.ok - before.ok)
        column.throttled += max(0, counters.throttled - before.throttled)
        column.errors += max(0, errors(counters) - errors(before))
        column.hits += max(0, counters.hits - before.hits)
        column.misses += max(0, counters.misses - before.misses)

    def columns(self, count: int) -> list[Column]:
        """The newest `count` columns, oldest first; those before the first are empty."""
        newest = list(self._columns)[-count:] if count else []
        return [Column(newest[0].seconds) for _ in range(min(count, COLUMNS) - len(newest))] + newest

    @property
    def quiet(self) -> bool:
        """Whether nothing happened in all the columns kept."""
        return not any(column.sent or column.hits or column.misses for column in self._columns)

    def rate(self, of: str = "sent") -> float:
        """So many a second of late, emulated: the newest full columns' mean, or the present one's if higher.

        Args:
            of: the member of a column that counts them.
        """
        *full, present = self.columns(RATE_OVER + 1)
        counted, seconds = sum(getattr(column, of) for column in full), sum(column.seconds for column in full)
        return max(float(counted / seconds), float(getattr(present, of) / present.seconds))


def errors(counters: Counters) -> int:
    """Answers with 4xx, but for 429, and with 5xx."""
    return counters.client_errors + counters.server_errors


def blocks(values: Sequence[float], highest: float) -> str:
    """Values as a line of eighth-blocks; 0 is the lowest, and whatever is not 0 is higher than that."""
    if highest <= 0:
        return BLOCKS[0] * len(values)
    return "".join(BLOCKS[min(7, int(-(-value * 7 // highest)))] for value in values)
