"""Figures over the last hour in one-second slots: distributions of values, and gauges that go up and down."""

import math
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

SECONDS = 3_600
"""Slots that are kept."""

RESOLUTION = 16
"""Buckets for each doubling of a value: a percentile is off by 4.4 % at most."""


class Distribution:
    """Values as CloudWatch keeps them: how many, their sum, least and greatest, and enough for percentiles."""

    __slots__ = ("_buckets", "count", "maximum", "minimum", "sum")

    def __init__(self) -> None:
        self.count = 0
        self.sum = 0.0
        self.minimum = math.inf
        self.maximum = -math.inf
        self._buckets: dict[float, int] = {}

    def add(self, value: float) -> None:
        """Note one value greater than 0."""
        self.count += 1
        self.sum += value
        if value < self.minimum:
            self.minimum = value
        if value > self.maximum:
            self.maximum = value
        bucket = int(math.log2(value) * RESOLUTION) if value > 0 else 0
        self._buckets[bucket] = self._buckets.get(bucket, 0) + 1

    def add_many(self, value: float, count: int) -> None:
        """Note the same value `count` times; for percentiles everything below 0 is 0."""
        if count:
            self.add_summary(count, value * count, value, value)
            bucket = int(math.log2(value) * RESOLUTION) if value > 0 else -math.inf
            self._buckets[bucket] = self._buckets.get(bucket, 0) + count

    def add_summary(self, count: int, total: float, minimum: float, maximum: float) -> None:
        """Note values of which no more is known; percentiles do not see them."""
        self.count += count
        self.sum += total
        self.minimum = min(self.minimum, minimum)
        self.maximum = max(self.maximum, maximum)

    def merge(self, other: "Distribution") -> None:
        """Note all values of `other`."""
        self.count += other.count
        self.sum += other.sum
        self.minimum = min(self.minimum, other.minimum)
        self.maximum = max(self.maximum, other.maximum)
        for bucket, count in other._buckets.items():
            self._buckets[bucket] = self._buckets.get(bucket, 0) + count

    def percentile(self, percent: float) -> float:
        """The value that `percent` of all values do not exceed, within a bucket's width; NaN where there is none."""
        wanted = self.count * percent / 100
        seen = 0
        for bucket in sorted(self._buckets):
            seen += self._buckets[bucket]
            if seen >= wanted:
                middle = math.exp2((bucket + 0.5) / RESOLUTION)
                return float(min(max(middle, self.minimum), self.maximum))
        return float(self.maximum) if self.count else math.nan

    def statistic(self, name: str) -> float:
        """One of CloudWatch's statistics: `SampleCount`, `Sum`, `Average`, `Minimum`, `Maximum`, `p99`, `p99.9`.

        Raises:
            ValueError: there is no such statistic.
        """
        if name == "Average":
            return self.sum / self.count if self.count else math.nan
        members = {"SampleCount": self.count, "Sum": self.sum, "Minimum": self.minimum, "Maximum": self.maximum}
        if name in members:
            return float(members[name])
        if name.startswith("p"):
            return self.percentile(float(name[1:]))
        raise ValueError(f"there is no statistic {name}")


class Datapoint(NamedTuple):
    """A metric's values from emulated `time` (seconds since the epoch) on, for one period."""

    time: int
    values: Distribution


def datapoints(values: Iterable[tuple[int, Distribution]], period: int, begin: int = 0) -> list[Datapoint]:
    """Values of seconds, summed up in periods that begin at `begin` and multiples of `period` from there on."""
    points: dict[int, Distribution] = {}
    for second, distribution in values:
        if distribution.count:
            points.setdefault(second - (second - begin) % period, Distribution()).merge(distribution)
    return [Datapoint(time, points[time]) for time in sorted(points)]


Slot = TypeVar("Slot")

MAX_SLOTS = 40_000
"""Slots of all series together: ten that are busy all the time keep their hour."""


class Slots(Generic[Slot]):
    """What many series did, a slot for each second of each; an hour old ones go, and the oldest of too many."""

    def __init__(self, make: Callable[[int], Slot]) -> None:
        self._make = make
        self._order: deque[tuple[dict[int, Slot], int]] = deque()

    def open(self, series: dict[int, Slot], second: int) -> Slot:
        """A new slot of a series, which has its slots by second."""
        slot = series[second] = self._make(second)
        self._order.append((series, second))
        while len(self._order) > MAX_SLOTS or self._order[0][1] <= second - SECONDS:
            oldest, its_second = self._order.popleft()
            oldest.pop(its_second, None)
        return slot


class Gauge:
    """A number that goes up and down, and its greatest value in each second of the last hour.

    Attributes:
        value: the present one.
        high: the greatest one of the present second. Who raises the value raises this, and calls `advance` before the
            first change of each second.
    """

    __slots__ = ("_born", "_highs", "_second", "high", "value")

    def __init__(self, second: int) -> None:
        self.value = 0
        self.high = 0
        self._born = self._second = second
        self._highs = array("L", bytes(array("L").itemsize * SECONDS))

    def advance(self, second: int) -> None:
        """Let `second` be the present one: keep the one that is over, and those without a change since."""
        self._highs[self._second % SECONDS] = self.high
        for quiet in range(max(self._second + 1, second - SECONDS), second):
            self._highs[quiet % SECONDS] = self.value
        self._second = second
        self.high = self.value

    def maxima(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """(second, greatest value) from `first` to `last`, as far as they are kept."""
        oldest = max(self._born, self._second - SECONDS + 1)
        for second in range(max(first, oldest), last + 1):
            if second > self._second:
                yield second, self.value
            else:
                yield second, self.high if second == self._second else self._highs[second % SECONDS]
