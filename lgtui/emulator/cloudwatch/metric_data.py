"""GetMetricData: several metrics at once, a page at a time."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lgtui.emulator.cloudwatch.errors import InvalidNextToken
from lgtui.emulator.cloudwatch.expressions import Series, evaluate
from lgtui.emulator.cloudwatch.model import (
    GetMetricDataRequest,
    GetMetricDataResponse,
    MessageData,
    MetricDataQuery,
    MetricDataResult,
    MetricStat,
)
from lgtui.emulator.cloudwatch.sources import MetricId, Source
from lgtui.emulator.cloudwatch.statistics import begin_of, by_period, check_period, check_statistic
from lgtui.emulator.errors import ValidationException
from lgtui.emulator.series import Datapoint

_ID = re.compile(r"[a-z]\w*")


class MetricData:
    """What GetMetricData answers, and what reads metrics wherever they come from."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources

    def values(self, metric: MetricId, unit: str, start: float, end: float) -> Mapping[str, list[Datapoint]]:
        """A metric's values second by second, by their units: those in `unit`, or in all of them where it is empty."""
        return {
            each: source.values(metric, each, start, end)
            for source in self.sources
            for each in source.units(metric)
            if unit in {"", each}
        }

    def answer(self, request: GetMetricDataRequest) -> GetMetricDataResponse:
        """GetMetricData: from the newest period back unless the oldest is wanted first.

        Raises:
            ValidationException: of the times, or of a query.
            InvalidParameterValueException: of a period or a statistic.
            InvalidNextToken: the token is none.
            NotImplementedException: an expression has a function that lgtui has not, or a statistic is none here.
        """
        _check(request)
        labels = _labels(request.metric_data_queries)
        found = {
            query.id: self._find(query.metric_stat, request)
            for query in request.metric_data_queries
            if query.metric_stat is not None
        }
        expressions = _Expressions(request.metric_data_queries, {id_: each.series for id_, each in found.items()})
        results = [
            _result(labels[query.id], query, found.get(query.id) or _Found(expressions.series(query.id), []), request)
            for query in request.metric_data_queries
        ]
        wanted = [
            result for query, result in zip(request.metric_data_queries, results, strict=True) if query.return_data
        ]
        start = int(request.next_token or "0")
        end = start + request.max_datapoints
        more = end < sum(len(result.values) for result in wanted)
        return GetMetricDataResponse(
            metric_data_results=_page(wanted, start, end), next_token=str(end) if more else None
        )

    def _find(self, stat: MetricStat, request: GetMetricDataRequest) -> "_Found":
        """A metric's statistic by period, and the units that its values have."""
        metric = MetricId(
            stat.metric.namespace, stat.metric.metric_name, {each.name: each.value for each in stat.metric.dimensions}
        )
        begin = begin_of(request.start_time, stat.period)
        values = self.values(metric, stat.unit, begin, request.end_time)
        units = sorted(unit for unit, points in values.items() if points)
        # Which of several units AWS answers in is not documented: [guess], the first one by name.
        points = by_period(values[units[0]], begin, stat.period) if units else []
        return _Found({point.time: point.values.statistic(stat.stat) for point in points}, units)


class _Found(NamedTuple):
    """What a query gives: values by period, and the units that there are."""

    series: Series
    units: list[str]


class _Expressions:
    """The expressions of one request, each worked out once; `metrics` are the series of its metrics, by id."""

    def __init__(self, queries: Sequence[MetricDataQuery], metrics: Mapping[str, Series]) -> None:
        self._texts = {query.id: query.expression for query in queries if query.expression}
        self._metrics = metrics
        self._known = dict(metrics)
        self._asked: list[str] = []

    def series(self, id_: str) -> Series:
        """What an id stands for.

        Raises:
            ValidationException: there is none, or it refers to itself.
            NotImplementedException: lgtui cannot work it out.
        """
        if id_ in self._asked:
            raise ValidationException(f"Error in expression '{id_}': it refers to itself")
        if id_ not in self._known:
            if id_ not in self._texts:
                raise ValidationException(f"Error in expression '{self._texts[self._asked[-1]]}': there is no {id_}")
            self._asked.append(id_)
            self._known[id_] = evaluate(self._texts[id_], self.series, self._metrics)
            self._asked.pop()
        return self._known[id_]


def _result(label: str, query: MetricDataQuery, found: _Found, request: GetMetricDataRequest) -> MetricDataResult:
    times = sorted(found.series, reverse=request.scan_by == "TimestampDescending")
    several = MessageData(code="MultipleUnits", value=f"Multiple units returned: '[{', '.join(found.units)}]'")
    return MetricDataResult(
        id=query.id,
        label=label,
        timestamps=times,
        values=[found.series[time] for time in times],
        status_code="Complete",
        messages=[several] if len(found.units) > 1 else None,
    )


def _check(request: GetMetricDataRequest) -> None:
    """Refuse what AWS refuses."""
    if request.start_time == request.end_time:
        raise ValidationException("The parameter StartTime must not equal parameter EndTime.")
    if request.start_time > request.end_time:
        raise ValidationException("The parameter EndTime must be greater than StartTime.")
    if request.next_token and not request.next_token.isdecimal():
        raise InvalidNextToken("The value for parameter NextToken is invalid.")
    if request.max_datapoints < 1:
        raise ValidationException("The parameter MaxDatapoints must be greater than 0.")
    seen: set[str] = set()
    for number, query in enumerate(request.metric_data_queries, 1):
        place = f"MetricDataQueries.member.{number}"
        if _ID.fullmatch(query.id) is None:
            raise ValidationException(
                f"The value {query.id} for parameter {place}.Id is not valid: it begins with a lower-case letter, and "
                "has letters, digits and underscores."
            )
        if query.id in seen:
            raise ValidationException("The values for parameter id in MetricDataQueries are not unique.")
        seen.add(query.id)
        if query.expression:
            if query.metric_stat is not None:
                raise ValidationException(
                    f"The parameters {place}.Expression and {place}.MetricStat exclude each other."
                )
            continue
        if query.metric_stat is None:
            raise ValidationException(f"The parameter {place}.MetricStat is required.\n")
        check_period(query.metric_stat.period)
        check_statistic(query.metric_stat.stat, f"{place}.MetricStat.Stat")


def _labels(queries: Sequence[MetricDataQuery]) -> dict[str, str]:
    """What each result is called: what the query says, or the metric's name and what tells it from the others.

    Recorded on AWS: localstack, test_cloudwatch, test_label_generation. Expressions have their ids.
    """
    stats = [query.metric_stat for query in queries if query.metric_stat is not None]
    alike = len({stat.metric.metric_name for stat in stats}) < len(stats)
    by_stat = alike and len({stat.stat for stat in stats}) > 1
    by_time = alike and len({stat.period for stat in stats}) > 1
    labels = {}
    for query in queries:
        stat, parts = query.metric_stat, [query.id]
        if stat is not None:
            parts = [stat.metric.metric_name, *([stat.stat] * by_stat), *([str(stat.period)] * by_time)]
        labels[query.id] = query.label or " ".join(parts)
    return labels


def _page(results: Sequence[MetricDataResult], start: int, end: int) -> list[MetricDataResult]:
    """The datapoints from number `start` to `end`, of all results one after another."""
    page = []
    for result in results:
        size = len(result.values)
        part = slice(start, end)
        if (start < size and end > 0) or (start == 0 and size == 0):
            page.append(
                MetricDataResult(
                    id=result.id,
                    label=result.label,
                    timestamps=result.timestamps[part],
                    values=result.values[part],
                    status_code="Complete" if end >= size else "PartialData",
                    messages=result.messages,
                )
            )
        start, end = max(0, start - size), max(0, end - size)
    return page
