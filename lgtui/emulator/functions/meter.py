"""Lambda's metrics: what every function, version and alias did in each second of the last hour."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from lgtui.emulator.clock import Clock
from lgtui.emulator.functions.concurrency import Concurrency, Lease
from lgtui.emulator.functions.model import InvocationReport
from lgtui.emulator.series import SECONDS, Datapoint, Distribution, Gauge, Slots, datapoints

MAX_SERIES = 1_000
"""Series that are kept; beyond, the one that began first goes."""

MILLISECONDS = 1_000

MEGABYTES = 1_024
"""In a gigabyte."""


class Slot:
    """What one series did in one second, by the second in which its invocations began."""

    __slots__ = (
        "cold_starts", "duration", "errors", "init", "invocations", "kept", "recursions", "second", "spilled",
        "throttles",
    )  # fmt: skip

    def __init__(self, second: int) -> None:
        self.second = second
        self.invocations = self.errors = self.throttles = self.cold_starts = 0
        self.kept = self.spilled = self.recursions = 0
        self.duration = Distribution()
        self.init: Distribution | None = None


class Series:
    """Invocations of one function by one qualifier that one version ran.

    Attributes:
        function_name: the function.
        resource: `orders`, or with the qualifier that was invoked `orders:live`.
        version: that ran them.
        slots: by second.
        gauges: concurrent executions of this resource, of the function and of the account.
    """

    __slots__ = ("function_name", "gauges", "resource", "slots", "version")

    def __init__(self, resource: str, version: str, gauges: tuple[Gauge, ...]) -> None:
        self.function_name = resource.partition(":")[0]
        self.resource = resource
        self.version = version
        self.slots: dict[int, Slot] = {}
        self.gauges = gauges

    def matches(self, dimensions: Mapping[str, str]) -> bool:
        """Whether its invocations have these dimensions."""
        own = {"FunctionName": self.function_name, "Resource": self.resource, "ExecutedVersion": self.version}
        return all(own.get(name) == value for name, value in dimensions.items())


class Activity(NamedTuple):
    """A function's last seconds: invocations a second, their mean duration in seconds, counts of the others."""

    rate: float
    duration: float
    throttled: int
    spilled: int


class Tally(NamedTuple):
    """Counts of a stretch of time, and how many seconds its invocations that have ended took together."""

    invocations: int
    ended: int
    seconds: float
    throttled: int
    spilled: int

    def __sub__(self, other: "Tally") -> "Tally":
        """What came after `other`, of the same beginning."""
        return Tally(
            self.invocations - other.invocations,
            self.ended - other.ended,
            self.seconds - other.seconds,
            self.throttled - other.throttled,
            self.spilled - other.spilled,
        )

    def over(self, seconds: float) -> Activity:
        """The same by the second, where it took so many emulated seconds; none at all have no rate."""
        return Activity(
            rate=self.invocations / seconds if seconds > 0 else 0.0,
            duration=self.seconds / self.ended if self.ended else 0.0,
            throttled=self.throttled,
            spilled=self.spilled,
        )


class Meter:
    """Every series.

    Attributes:
        concurrency: who is executing what.
        account, unreserved: concurrent executions, all of them and those that nobody has reserved.
        invocations: that have ended, of all functions since the start.
        gigabyte_seconds: memory of their functions, times what they were billed for.
    """

    def __init__(self, clock: Clock, concurrency: Concurrency) -> None:
        self._clock = clock
        self.concurrency = concurrency
        self._second = int(clock.time())
        self.account = Gauge(self._second)
        self.unreserved = Gauge(self._second)
        self.invocations = 0
        self.gigabyte_seconds = 0.0
        self._gauges: dict[str, Gauge] = {}
        self._series: dict[tuple[str, str], Series] = {}
        self._of_function: dict[str, list[Series]] = {}
        self._book = Slots(Slot)

    def series(self, arn: str, version: str) -> Series:
        """The series of invocations of `arn` that `version` runs."""
        series = self._series.get((arn, version))
        return series or self._open_series(arn, version)

    def begun(self, series: Series, lease: Lease) -> Slot:
        """An invocation is placed; the slot counts it."""
        second = int(self._clock.time())
        slot = series.slots.get(second) or self._book.open(series.slots, second)
        slot.invocations += 1
        if lease.kept:
            slot.kept += 1
        elif lease.spilled:
            slot.spilled += 1
        if second != self._second:
            self._advance(second)
        for gauge in series.gauges:
            gauge.value += 1
            if gauge.value > gauge.high:
                gauge.high = gauge.value
        unreserved = self.unreserved
        unreserved.value = self.concurrency.unreserved_running
        if unreserved.value > unreserved.high:
            unreserved.high = unreserved.value
        return slot

    def ended(self, series: Series, slot: Slot, report: InvocationReport) -> None:
        """It is over, and its lease given back."""
        self.invocations += 1
        self.gigabyte_seconds += report.memory_size / MEGABYTES * report.billed_ms / MILLISECONDS
        if report.end != "ok":
            slot.errors += 1
        slot.duration.add(report.duration * MILLISECONDS)
        if report.init_duration is not None:
            slot.cold_starts += 1
            slot.init = slot.init or Distribution()
            slot.init.add(report.init_duration * MILLISECONDS)
        second = int(self._clock.time())
        if second != self._second:
            self._advance(second)
        for gauge in series.gauges:
            gauge.value -= 1
        self.unreserved.value = self.concurrency.unreserved_running

    def throttled(self, series: Series) -> None:
        """An invocation was refused with 429."""
        self._present_slot(series).throttles += 1

    def recursion_stopped(self, series: Series) -> None:
        """An invocation was refused because it was one of a loop."""
        self._present_slot(series).recursions += 1

    def tally(self, function_name: str, first: int, last: int) -> Tally:
        """What a function did from second `first` to second `last`."""
        slots = list(self._slots(self._of_function.get(function_name, ()), first, last))
        return Tally(
            invocations=sum(slot.invocations for slot in slots),
            ended=sum(slot.duration.count for slot in slots),
            seconds=sum(slot.duration.sum for slot in slots) / MILLISECONDS,
            throttled=sum(slot.throttles for slot in slots),
            spilled=sum(slot.spilled for slot in slots),
        )

    def statistics(
        self, metric: str, dimensions: Mapping[str, str], start: float, end: float, period: int = 1
    ) -> list[Datapoint]:
        """A metric over time, in the form that GetMetricData needs.

        Args:
            metric: one of `METRICS`.
            dimensions: of `FunctionName`, `Resource` and `ExecutedVersion` those that matter; none sums up all.
            start: emulated seconds since the epoch, the first one wanted.
            end: the first one not wanted any more.
            period: seconds that one datapoint sums up; datapoints begin at its multiples.

        Returns:
            From the oldest on; periods without a value are left out. Durations are in milliseconds.

        Raises:
            KeyError: there is no such metric.
        """
        read = METRICS[metric]
        last = min(math.ceil(end) - 1, int(self._clock.time()))
        return datapoints(read(self, dimensions, math.floor(start), last), period)

    def dimension_sets(self) -> list[dict[str, str]]:
        """The dimensions by which CloudWatch has metrics: of all functions, of one, of what was invoked.

        Of aliases the versions that ran are told apart too (guide, monitoring-metrics-types).
        """
        if not self._series:
            return []
        sets: list[dict[str, str]] = [{}]
        for function_name, family in self._of_function.items():
            sets.append({"FunctionName": function_name})
            for resource in dict.fromkeys(series.resource for series in family):
                sets.append({"FunctionName": function_name, "Resource": resource})
            sets += [
                {"FunctionName": function_name, "Resource": series.resource, "ExecutedVersion": series.version}
                for series in family
                if ":" in series.resource
            ]
        return sets

    def has_values(self, metric: str, dimensions: Mapping[str, str]) -> bool:
        """Whether a metric has any values."""
        now = int(self._clock.time())
        return any(values.count for _, values in METRICS[metric](self, dimensions, now - SECONDS, now))

    # Reading ----------------------------------------------------------------------------------------------------

    def slots(self, dimensions: Mapping[str, str], first: int, last: int) -> Iterator[Slot]:
        """The slots from second `first` to `last` of all series that have `dimensions`."""
        name = dimensions.get("FunctionName")
        family = self._series.values() if name is None else self._of_function.get(name, ())
        return self._slots((each for each in family if each.matches(dimensions)), first, last)

    def gauge(self, dimensions: Mapping[str, str]) -> Gauge | None:
        """Executions of the account, of a function or of what was invoked; which version ran them is not told apart."""
        if not dimensions:
            return self.account
        name = dimensions.get("Resource") or f"{dimensions.get('FunctionName', '')}/"
        return None if "ExecutedVersion" in dimensions else self._gauges.get(name)

    def _slots(self, among: Iterable[Series], first: int, last: int) -> Iterator[Slot]:
        for series in among:
            if last - first < len(series.slots):
                found = (series.slots.get(second) for second in range(first, last + 1))
                yield from (slot for slot in found if slot is not None)
            else:
                yield from (slot for slot in tuple(series.slots.values()) if first <= slot.second <= last)

    # Writing ----------------------------------------------------------------------------------------------------

    def _advance(self, second: int) -> None:
        """The first change in a second: every gauge keeps what was."""
        self._second = second
        for gauge in (self.account, self.unreserved, *self._gauges.values()):
            gauge.advance(second)

    def _present_slot(self, series: Series) -> Slot:
        second = int(self._clock.time())
        return series.slots.get(second) or self._book.open(series.slots, second)

    def _open_series(self, arn: str, version: str) -> Series:
        if len(self._series) >= MAX_SERIES:
            self._drop_oldest_series()
        resource = arn.partition(":function:")[2]
        function_name = resource.partition(":")[0]
        gauges = self._gauge(resource), self._gauge(f"{function_name}/"), self.account
        series = Series(resource, version, gauges)
        self._series[arn, version] = series
        self._of_function.setdefault(function_name, []).append(series)
        return series

    def _drop_oldest_series(self) -> None:
        oldest = self._series.pop(next(iter(self._series)))
        family = self._of_function[oldest.function_name]
        family.remove(oldest)
        if not any(series.resource == oldest.resource for series in family):
            self._gauges.pop(oldest.resource, None)
        if not family:
            del self._of_function[oldest.function_name]
            self._gauges.pop(f"{oldest.function_name}/", None)

    def _gauge(self, name: str) -> Gauge:
        """The gauge of a resource; a function's own is named with a slash at the end."""
        if name not in self._gauges:
            self._gauges[name] = Gauge(self._second)
        return self._gauges[name]


Read = Callable[[Meter, Mapping[str, str], int, int], Iterator[tuple[int, Distribution]]]
"""Reads a metric of some dimensions, from one second to another: (second, values)."""


def _counter(member: str, whole: str = "") -> Read:
    """1 for each that counts as `member` of Slot; 0 for each other one of `whole`, so that the average is a share."""

    def read(meter: Meter, dimensions: Mapping[str, str], first: int, last: int) -> Iterator[tuple[int, Distribution]]:
        for slot in meter.slots(dimensions, first, last):
            count = getattr(slot, member)
            values = Distribution()
            values.add_many(1, count)
            values.add_many(0, getattr(slot, whole) - count if whole else 0)
            yield slot.second, values

    return read


def _measure(member: str) -> Read:
    def read(meter: Meter, dimensions: Mapping[str, str], first: int, last: int) -> Iterator[tuple[int, Distribution]]:
        for slot in meter.slots(dimensions, first, last):
            values: Distribution | None = getattr(slot, member)
            if values is not None:
                yield slot.second, values

    return read


def _maxima(gauge: Gauge | None, first: int, last: int) -> Iterator[tuple[int, Distribution]]:
    """A gauge's greatest value of each second."""
    for second, highest in gauge.maxima(first, last) if gauge is not None else ():
        values = Distribution()
        values.add_many(highest, 1)
        yield second, values


METRICS: dict[str, Read] = {
    "Invocations": _counter("invocations"),
    "Errors": _counter("errors", "invocations"),
    "Throttles": _counter("throttles"),
    "Duration": _measure("duration"),
    "ConcurrentExecutions": lambda meter, *where: _maxima(meter.gauge(where[0]), *where[1:]),
    "UnreservedConcurrentExecutions": lambda meter, *where: _maxima(None if where[0] else meter.unreserved, *where[1:]),
    "ProvisionedConcurrencyInvocations": _counter("kept"),
    "ProvisionedConcurrencySpilloverInvocations": _counter("spilled"),
    "RecursiveInvocationsDropped": _counter("recursions"),
    "ColdStarts": _counter("cold_starts", "invocations"),
    "InitDuration": _measure("init"),
}
"""CloudWatch's metrics of Lambda by name, and two of lgtui's own: ColdStarts and InitDuration."""
