"""Where metrics come from: the meters of functions and of APIs."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from lgtui.emulator.functions.meter import METRICS as LAMBDA_METRICS
from lgtui.emulator.functions.meter import Meter as FunctionMeter
from lgtui.emulator.gateway.meter import METRICS as API_METRICS
from lgtui.emulator.gateway.meter import Meter as ApiMeter
from lgtui.emulator.series import Datapoint

LAMBDA, API_GATEWAY, OWN = "AWS/Lambda", "AWS/ApiGateway", "lgtui/Lambda"

OWN_METRICS = frozenset({"ColdStarts", "InitDuration"})
"""What AWS has no metrics for."""

IN_MILLISECONDS = frozenset({"Duration", "InitDuration", "Latency", "IntegrationLatency"})


class MetricId(NamedTuple):
    """A metric; two are the same where all of it is."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]


class Source(Protocol):
    """Something that has metrics."""

    def published(self) -> Iterator[MetricId]:
        """Every metric that has any values."""

    def units(self, metric: MetricId) -> list[str]:
        """The units that a metric's values have; none where there is no such metric."""

    def values(self, metric: MetricId, unit: str, start: float, end: float) -> list[Datapoint]:
        """A metric's values in that unit, second by second, from `start` until before `end`."""


class Meter(Protocol):
    """What counts and measures: the meters of functions and of APIs."""

    def dimension_sets(self) -> list[dict[str, str]]:
        """The dimensions by which there are metrics."""

    def has_values(self, metric: str, dimensions: Mapping[str, str]) -> bool:
        """Whether a metric has any values."""

    def statistics(self, metric: str, dimensions: Mapping[str, str], start: float, end: float) -> list[Datapoint]:
        """A metric's values, second by second, from `start` until before `end`."""


class MeterSource:
    """The metrics of a meter.

    Args:
        namespaces: of each metric, by its name.
    """

    def __init__(self, meter: Meter, namespaces: Mapping[str, str]) -> None:
        self._meter = meter
        self._namespaces = namespaces

    def published(self) -> Iterator[MetricId]:
        """Every metric that has any values."""
        for dimensions in self._meter.dimension_sets():
            for name, namespace in self._namespaces.items():
                if self._meter.has_values(name, dimensions):
                    yield MetricId(namespace, name, dimensions)

    def units(self, metric: MetricId) -> list[str]:
        """The units that a metric's values have; none where there is no such metric."""
        known = self._namespaces.get(metric.name) == metric.namespace
        return [_unit(metric.name)] if known and metric.dimensions in self._meter.dimension_sets() else []

    def values(self, metric: MetricId, _unit: str, start: float, end: float) -> list[Datapoint]:
        """A metric's values, second by second."""
        return self._meter.statistics(metric.name, metric.dimensions, start, end)


def function_source(meter: FunctionMeter) -> MeterSource:
    """Metrics of functions (guide, monitoring-metrics-types), and lgtui's own."""
    return MeterSource(meter, {name: OWN if name in OWN_METRICS else LAMBDA for name in LAMBDA_METRICS})


def api_source(meter: ApiMeter) -> MeterSource:
    """Metrics of REST APIs (guide, api-gateway-metrics-and-dimensions)."""
    return MeterSource(meter, dict.fromkeys(API_METRICS, API_GATEWAY))


def _unit(name: str) -> str:
    return "Milliseconds" if name in IN_MILLISECONDS else "Count"
