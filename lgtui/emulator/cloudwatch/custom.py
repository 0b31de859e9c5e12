"""Metrics that programs put, as PutMetricData takes them."""

from collections import deque
from collections.abc import Iterator

from lgtui.emulator.cloudwatch.sources import MetricId
from lgtui.emulator.series import Datapoint, Distribution

MAX_SLOTS = 40_000
"""Seconds with values, of all metrics together; the oldest that were put go first."""

_Key = tuple[str, str, tuple[tuple[str, str], ...], str]
"""Namespace, name, dimensions by name, unit."""


class CustomMetrics:
    """What was put since the region started."""

    def __init__(self) -> None:
        self._series: dict[_Key, dict[int, Distribution]] = {}
        self._order: deque[tuple[_Key, int]] = deque()

    def slot(self, metric: MetricId, unit: str, second: int) -> Distribution:
        """The values of a metric in one second, to which more can be added."""
        key = _key(metric, unit)
        series = self._series.setdefault(key, {})
        if second not in series:
            series[second] = Distribution()
            self._order.append((key, second))
            if len(self._order) > MAX_SLOTS:
                self._drop(*self._order.popleft())
        return series[second]

    def published(self) -> Iterator[MetricId]:
        """Every metric that has any values."""
        found = {key[:3]: None for key in self._series}
        return (MetricId(namespace, name, dict(dimensions)) for namespace, name, dimensions in found)

    def units(self, metric: MetricId) -> list[str]:
        """The units in which a metric was put."""
        wanted = _key(metric, "")[:3]
        return [key[3] for key in self._series if key[:3] == wanted]

    def values(self, metric: MetricId, unit: str, start: float, end: float) -> list[Datapoint]:
        """A metric's values in that unit, second by second."""
        series = self._series.get(_key(metric, unit), {})
        return [Datapoint(second, values) for second, values in sorted(series.items()) if start <= second < end]

    def _drop(self, key: _Key, second: int) -> None:
        series = self._series[key]
        del series[second]
        if not series:
            del self._series[key]


def _key(metric: MetricId, unit: str) -> _Key:
    return metric.namespace, metric.name, tuple(sorted(metric.dimensions.items())), unit
