"""Metrics of the region, by CloudWatch's own operations: which there are, and how one ran."""

import json
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from lgtui.console.region.outcomes import Answer, Failure, read
from lgtui.console.requests.drafts import Request

_HEADERS = (("Content-Type", "application/x-amz-json-1.0"),)
_TARGET = "GraniteServiceVersion20100801"

LEVELS = frozenset({"Duration", "Latency", "IntegrationLatency", "PostRuntimeExtensionsDuration", "InitDuration"})
"""Metrics whose values are durations: their mean and their 99th percentile say something, their sum nothing."""

HIGHEST = frozenset(
    {
        *("ConcurrentExecutions", "UnreservedConcurrentExecutions", "ProvisionedConcurrentExecutions"),
        *("ProvisionedConcurrencyUtilization", "AsyncEventAge", "ClaimedAccountConcurrency"),
    }
)
"""Metrics that are levels: their highest value counts."""


class Metric(NamedTuple):
    """A metric: `dimensions` are pairs of name and value, in the order they came."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]

    @property
    def subject(self) -> str:
        """What it is about: `orders`, `orders · live`, the whole account where it has no dimensions."""
        return " · ".join(value for _, value in self.dimensions) or "the account"

    @property
    def statistics(self) -> tuple[str, ...]:
        """The statistics that are shown, the first as columns."""
        if self.name in LEVELS:
            return ("Average", "p99")
        return ("Maximum",) if self.name in HIGHEST else ("Sum",)

    @property
    def unit(self) -> str:
        """What its values are in, or empty for counts."""
        return "ms" if self.name in LEVELS else ""


class Point(NamedTuple):
    """A value of the period that begins at `at`, in emulated seconds since the epoch."""

    at: float
    value: float


class _Dimension(msgspec.Struct, rename="pascal"):
    name: str
    value: str


class _Metric(msgspec.Struct, rename="pascal"):
    namespace: str
    metric_name: str
    dimensions: list[_Dimension] = []


class _Listed(msgspec.Struct, rename="pascal"):
    metrics: list[_Metric] = []
    next_token: str = ""


class _Series(msgspec.Struct, rename="pascal"):
    timestamps: list[float] = []
    values: list[float] = []


class _Data(msgspec.Struct, rename="pascal"):
    metric_data_results: list[_Series] = []


def list_request(control_url: str, token: str = "") -> Request:
    """ListMetrics; `token` asks for the next page."""
    return _request(control_url, "ListMetrics", {"NextToken": token} if token else {})


def data_request(
    control_url: str, curves: Sequence[tuple[Metric, str]], begin: float, end: float, period: int
) -> Request:
    """GetMetricData of metrics, each with a statistic, between two emulated times, for each `period` seconds."""
    queries = [
        {"Id": f"m{number}", "MetricStat": {"Metric": _described(metric), "Period": period, "Stat": statistic}}
        for number, (metric, statistic) in enumerate(curves)
    ]
    times = {"StartTime": begin, "EndTime": end, "ScanBy": "TimestampAscending"}
    return _request(control_url, "GetMetricData", {"MetricDataQueries": queries, **times})


def _described(metric: Metric) -> dict[str, object]:
    return {
        "Namespace": metric.namespace,
        "MetricName": metric.name,
        "Dimensions": [{"Name": name, "Value": value} for name, value in metric.dimensions],
    }


def read_list(answer: Answer | Failure) -> tuple[list[Metric], str] | Failure:
    """The metrics of a page, and the token of the next; empty where there is none."""
    listed = read(answer, _Listed)
    if isinstance(listed, Failure):
        return listed
    metrics = [
        Metric(each.namespace, each.metric_name, tuple((pair.name, pair.value) for pair in each.dimensions))
        for each in listed.metrics
    ]
    return metrics, listed.next_token


def read_data(answer: Answer | Failure) -> list[list[Point]] | Failure:
    """The points of each curve that was asked for, oldest first."""
    data = read(answer, _Data)
    if isinstance(data, Failure):
        return data
    return [
        [Point(at, value) for at, value in zip(series.timestamps, series.values, strict=False)]
        for series in data.metric_data_results
    ]


def _request(control_url: str, operation: str, document: dict[str, object]) -> Request:
    headers = (*_HEADERS, ("X-Amz-Target", f"{_TARGET}.{operation}"))
    return Request("POST", f"{control_url}/", headers, json.dumps(document).encode())
