"""API Gateway's metrics: what every API, stage and method did in each second of the last hour."""

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping

from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.run import endpoint_seconds
from lgtui.emulator.series import SECONDS, Datapoint, Distribution, Slots, datapoints

MAX_SERIES = 1_000
"""Stages and methods that are counted apart; beyond, the one that began first goes."""

MILLISECONDS = 1_000


class Slot:
    """What one series did in one second."""

    __slots__ = ("client_errors", "count", "endpoint", "hits", "latency", "misses", "second", "server_errors")

    def __init__(self, second: int) -> None:
        self.second = second
        self.count = self.client_errors = self.server_errors = self.hits = self.misses = 0
        self.latency = Distribution()
        self.endpoint: Distribution | None = None


class Series:
    """Requests to one stage, or where its metrics are detailed to one method of it; `dimensions` are CloudWatch's."""

    __slots__ = ("dimensions", "slots")

    def __init__(self, dimensions: dict[str, str]) -> None:
        self.dimensions = dimensions
        self.slots: dict[int, Slot] = {}


class Meter:
    """Every series."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._series: OrderedDict[tuple[str, ...], Series] = OrderedDict()
        self._book = Slots(Slot)

    def count(self, context: RequestContext) -> None:
        """Count a finished request to a stage that exists."""
        if not context.resolved:
            return
        second = int(self._clock.time())
        stage = context.live.key, context.stage_name
        self._note(context, self._slot(stage, context, second))
        if context.routed and context.plan.setting.metrics_enabled:
            route = context.route
            self._note(context, self._slot((*stage, route.http_method, route.resource_path), context, second))

    def statistics(
        self, metric: str, dimensions: Mapping[str, str], start: float, end: float, period: int = 1
    ) -> list[Datapoint]:
        """A metric over time, in the form that GetMetricData needs.

        Args:
            metric: one of `METRICS`.
            dimensions: `ApiName`; with `Stage`; with `Method` and `Resource` where metrics are detailed.
            start: emulated seconds since the epoch, the first one wanted.
            end: the first one not wanted any more.
            period: seconds that one datapoint sums up.

        Returns:
            From the oldest on; periods without a value are left out. Latencies are in milliseconds.

        Raises:
            KeyError: there is no such metric.
        """
        read = METRICS[metric]
        slots = self._slots(dimensions, math.floor(start), math.ceil(end) - 1)
        return datapoints(((slot.second, read(slot)) for slot in slots), period)

    def dimension_sets(self) -> list[dict[str, str]]:
        """The dimensions by which CloudWatch has metrics: of an API, of a stage, of a method with detailed metrics."""
        sets = dict.fromkeys(tuple(series.dimensions.items()) for series in self._series.values())
        apis = dict.fromkeys(pairs[:1] for pairs in sets)
        return [dict(pairs) for pairs in (*apis, *sets)]

    def has_values(self, metric: str, dimensions: Mapping[str, str]) -> bool:
        """Whether a metric has any values."""
        now = int(self._clock.time())
        return any(METRICS[metric](slot).count for slot in self._slots(dimensions, now - SECONDS, now))

    def _note(self, context: RequestContext, slot: Slot) -> None:
        slot.count += 1
        if context.status >= 500:
            slot.server_errors += 1
        elif context.status >= 400:
            slot.client_errors += 1
        slot.latency.add((context.finished - context.started) * MILLISECONDS)
        waited = endpoint_seconds(context)
        if waited is not None:
            slot.endpoint = slot.endpoint or Distribution()
            slot.endpoint.add(waited * MILLISECONDS)
        if context.cache_use is not None:
            slot.hits += context.cache_use.hit
            slot.misses += not context.cache_use.hit

    def _slot(self, key: tuple[str, ...], context: RequestContext, second: int) -> Slot:
        series = self._series.get(key) or self._open_series(key, context)
        return series.slots.get(second) or self._book.open(series.slots, second)

    def _open_series(self, key: tuple[str, ...], context: RequestContext) -> Series:
        while len(self._series) >= MAX_SERIES:
            self._series.popitem(last=False)
        names = ("ApiName", "Stage", "Method", "Resource")
        values = (context.live.snapshot.api.name, *key[1:])
        series = self._series[key] = Series(dict(zip(names, values, strict=False)))
        return series

    def _slots(self, dimensions: Mapping[str, str], first: int, last: int) -> Iterator[Slot]:
        """The slots of what has these dimensions: methods are not counted twice, as parts of their stage."""
        detailed = "Method" in dimensions
        for series in self._series.values():
            own = series.dimensions
            if ("Method" in own) == detailed and all(own.get(name) == value for name, value in dimensions.items()):
                yield from (slot for slot in tuple(series.slots.values()) if first <= slot.second <= last)


Read = Callable[[Slot], Distribution]


def _share(member: str) -> Read:
    """1 for each request that counts as `member`, 0 for each other: the sum is a count, the average a share."""

    def read(slot: Slot) -> Distribution:
        values, count = Distribution(), getattr(slot, member)
        values.add_many(1, count)
        values.add_many(0, slot.count - count)
        return values

    return read


def _number(member: str) -> Read:
    """1 for each request that counts as `member`."""

    def read(slot: Slot) -> Distribution:
        values = Distribution()
        values.add_many(1, getattr(slot, member))
        return values

    return read


METRICS: dict[str, Read] = {
    "Count": _number("count"),
    "4XXError": _share("client_errors"),
    "5XXError": _share("server_errors"),
    "CacheHitCount": _number("hits"),
    "CacheMissCount": _number("misses"),
    "Latency": lambda slot: slot.latency,
    "IntegrationLatency": lambda slot: slot.endpoint or Distribution(),
}
"""CloudWatch's metrics of REST APIs by name (guide, api-gateway-metrics-and-dimensions)."""
