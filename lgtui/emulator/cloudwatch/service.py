"""CloudWatch as a whole: ListMetrics, GetMetricStatistics, GetMetricData and PutMetricData."""

import math
from collections.abc import Mapping, Sequence

from lgtui.emulator.clock import Clock
from lgtui.emulator.cloudwatch.custom import CustomMetrics
from lgtui.emulator.cloudwatch.embedded import OF_SERVICES, embedded_metrics
from lgtui.emulator.cloudwatch.errors import (
    InvalidNextToken,
    InvalidParameterCombinationException,
    InvalidParameterValueException,
)
from lgtui.emulator.cloudwatch.metric_data import MetricData
from lgtui.emulator.cloudwatch.model import (
    Datapoint,
    Dimension,
    Empty,
    GetMetricDataRequest,
    GetMetricDataResponse,
    GetMetricStatisticsRequest,
    GetMetricStatisticsResponse,
    ListMetricsRequest,
    ListMetricsResponse,
    Metric,
    MetricDatum,
    PutMetricDataRequest,
)
from lgtui.emulator.cloudwatch.sources import MetricId, api_source, function_source
from lgtui.emulator.cloudwatch.statistics import (
    begin_of,
    by_period,
    check_period,
    check_size,
    check_statistic,
)
from lgtui.emulator.functions.meter import Meter as FunctionMeter
from lgtui.emulator.gateway.meter import Meter as ApiMeter
from lgtui.emulator.log_store import LogStore
from lgtui.emulator.series import Datapoint as Summary

PAGE = 500
"""Metrics that ListMetrics gives at a time (API reference)."""

MAX_DATAPOINTS = 1_440
"""Periods that GetMetricStatistics gives (API reference)."""

LARGEST = 2.0**360
"""Of values that may be put."""

OLDEST, NEWEST = 14 * 86_400, 7_200
"""Seconds that values which are put may be past or to come (API reference)."""


class CloudWatch(MetricData):
    """The region's metrics.

    Every operation takes one typed request and gives a typed answer, or raises ServiceError.
    """

    def __init__(self, clock: Clock, log_store: LogStore, functions: FunctionMeter, apis: ApiMeter) -> None:
        self._clock = clock
        self._log_store = log_store
        self._custom = CustomMetrics()
        log_store.readers.append(self._take_embedded)
        super().__init__((function_source(functions), api_source(apis), self._custom))

    async def list_metrics(self, request: ListMetricsRequest) -> ListMetricsResponse:
        """ListMetrics: those that have values.

        Raises:
            InvalidNextToken: the token is none.
        """
        if request.next_token and not request.next_token.isdecimal():
            raise InvalidNextToken("The value for parameter NextToken is invalid.")
        await self._log_store.flush()
        found = [metric for source in self.sources for metric in source.published() if _is_wanted(metric, request)]
        found.sort(key=lambda metric: (metric.namespace, metric.name, sorted(metric.dimensions.items())))
        start = int(request.next_token or "0")
        end = start + PAGE
        return ListMetricsResponse(
            metrics=[_metric(metric) for metric in found[start:end]], next_token=str(end) if end < len(found) else None
        )

    async def get_metric_statistics(self, request: GetMetricStatisticsRequest) -> GetMetricStatisticsResponse:
        """GetMetricStatistics: from the oldest period on; a metric that does not exist has no datapoints.

        Raises:
            InvalidParameterValueException: of the times, the period or a statistic.
            InvalidParameterCombinationException: no statistic is asked for, or more than there may be.
        """
        statistics = [*request.statistics, *request.extended_statistics]
        if not statistics:
            raise InvalidParameterCombinationException("Must specify either Statistics or ExtendedStatistics")
        for name in statistics:
            check_statistic(name, "ExtendedStatistics")
        if request.start_time >= request.end_time:
            raise InvalidParameterValueException("The parameter StartTime must be less than the parameter EndTime.")
        check_period(request.period)
        check_size(request.start_time, request.end_time, request.period, MAX_DATAPOINTS)
        await self._log_store.flush()
        metric = MetricId(request.namespace, request.metric_name, dimensions_of(request.dimensions))
        begin = begin_of(request.start_time, request.period)
        points = [
            _datapoint(point, unit, request)
            for unit, values in self.values(metric, request.unit, begin, request.end_time).items()
            for point in by_period(values, begin, request.period)
        ]
        return GetMetricStatisticsResponse(label=request.metric_name, datapoints=points)

    async def get_metric_data(self, request: GetMetricDataRequest) -> GetMetricDataResponse:
        """GetMetricData, with what is in the log by now.

        Raises:
            ServiceError: as `MetricData.answer` does.
        """
        await self._log_store.flush()
        return self.answer(request)

    def put_metric_data(self, request: PutMetricDataRequest) -> Empty:
        """PutMetricData: what is put is there at once, and ends with the region.

        Raises:
            InvalidParameterValueException: a value is none, or too old or too new.
            InvalidParameterCombinationException: a value and others are given.
        """
        if request.namespace.startswith(OF_SERVICES):
            raise InvalidParameterValueException(
                "The value AWS/ for parameter Namespace is invalid: namespaces of services are not written to."
            )
        now = self._clock.time()
        for number, datum in enumerate(request.metric_data, 1):
            _check(datum, f"MetricData.member.{number}", now)
        for datum in request.metric_data:
            metric = MetricId(request.namespace, datum.metric_name, dimensions_of(datum.dimensions))
            second = int(now if datum.timestamp is None else datum.timestamp)
            slot = self._custom.slot(metric, datum.unit, second)
            if datum.statistic_values is not None:
                summary = datum.statistic_values
                slot.add_summary(int(summary.sample_count), summary.sum, summary.minimum, summary.maximum)
            elif datum.value is not None:
                slot.add_many(datum.value, 1)
            for value, count in zip(datum.values, datum.counts or [1.0] * len(datum.values), strict=True):
                slot.add_many(value, int(count))
        return Empty()

    def _take_embedded(self, text: str) -> None:
        """Keep the metrics in a line of the log."""
        for embedded in embedded_metrics(text):
            slot = self._custom.slot(embedded.metric, embedded.unit, embedded.second)
            for value in embedded.values:
                slot.add_many(value, 1)


def dimensions_of(dimensions: Sequence[Dimension]) -> dict[str, str]:
    """Dimensions by name."""
    return {dimension.name: dimension.value for dimension in dimensions}


def _is_wanted(metric: MetricId, request: ListMetricsRequest) -> bool:
    return (
        request.namespace in {"", metric.namespace}
        and request.metric_name in {"", metric.name}
        and all(_has(metric.dimensions, each.name, each.value) for each in request.dimensions)
    )


def _has(dimensions: Mapping[str, str], name: str, value: str | None) -> bool:
    return name in dimensions if value is None else dimensions.get(name) == value


def _metric(metric: MetricId) -> Metric:
    return Metric(
        namespace=metric.namespace,
        metric_name=metric.name,
        dimensions=[Dimension(name=name, value=value) for name, value in metric.dimensions.items()],
    )


def _datapoint(point: Summary, unit: str, request: GetMetricStatisticsRequest) -> Datapoint:
    def wanted(name: str) -> float | None:
        return point.values.statistic(name) if name in request.statistics else None

    return Datapoint(
        timestamp=point.time,
        sample_count=wanted("SampleCount"),
        average=wanted("Average"),
        sum=wanted("Sum"),
        minimum=wanted("Minimum"),
        maximum=wanted("Maximum"),
        unit=unit,
        extended_statistics={name: point.values.statistic(name) for name in request.extended_statistics} or None,
    )


def _check(datum: MetricDatum, place: str, now: float) -> None:
    """Refuse values that cannot be kept (API reference, PutMetricData)."""
    given = [name for name, value in _kinds(datum).items() if value]
    if len(given) > 1:
        refusal = InvalidParameterCombinationException if "StatisticValues" in given else InvalidParameterValueException
        raise refusal(
            f"The parameters {place}.{given[0]} and {place}.{given[1]} are mutually exclusive and you have "
            "specified both."
        )
    if not given:
        raise InvalidParameterCombinationException(
            f"One of the parameters {place}.Value, {place}.Values and {place}.StatisticValues must be specified."
        )
    if datum.counts and len(datum.counts) != len(datum.values):
        raise InvalidParameterValueException(
            f"The parameters {place}.Values and {place}.Counts must be of the same size."
        )
    for value in (*datum.values, *([] if datum.value is None else [datum.value])):
        if not math.isfinite(value) or abs(value) > LARGEST:
            raise InvalidParameterValueException(f"The value {value} for parameter {place}.{given[0]} is invalid.")
    if datum.timestamp is not None and not now - OLDEST <= datum.timestamp <= now + NEWEST:
        raise InvalidParameterValueException(
            f"The parameter {place}.Timestamp must specify a time within the past two weeks or the next two hours."
        )


def _kinds(datum: MetricDatum) -> dict[str, bool]:
    return {
        "Value": datum.value is not None,
        "Values": bool(datum.values),
        "StatisticValues": datum.statistic_values is not None,
    }
