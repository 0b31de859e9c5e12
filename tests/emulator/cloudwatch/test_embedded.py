"""Metrics in lines of a log, and lines that have none."""

import json
from typing import Any

import pytest

from lgtui.emulator.cloudwatch.embedded import Embedded, embedded_metrics
from lgtui.emulator.cloudwatch.sources import MetricId


def line(*, dimensions: Any = (("service", "stage"), ("service",)), **members: Any) -> str:
    """A line as AWS Lambda Powertools writes it."""
    metrics = [{"Name": "orders", "Unit": "Count"}, {"Name": "wait", "StorageResolution": 1}]
    directive = {"Namespace": "shop", "Dimensions": dimensions, "Metrics": metrics}
    metadata = {"Timestamp": 1_700_000_000_123, "CloudWatchMetrics": [directive]}
    return json.dumps({"_aws": metadata, "service": "checkout", "stage": "dev", "orders": 3, **members})


def test_each_metric_is_taken_by_each_set_of_dimensions() -> None:
    both, one = {"service": "checkout", "stage": "dev"}, {"service": "checkout"}

    assert list(embedded_metrics(line(wait=[1, 2.5]))) == [
        Embedded(MetricId("shop", "orders", both), "Count", 1_700_000_000, [3.0]),
        Embedded(MetricId("shop", "wait", both), "None", 1_700_000_000, [1.0, 2.5]),
        Embedded(MetricId("shop", "orders", one), "Count", 1_700_000_000, [3.0]),
        Embedded(MetricId("shop", "wait", one), "None", 1_700_000_000, [1.0, 2.5]),
    ]
    assert [each.metric.dimensions for each in embedded_metrics(line(dimensions=[]))] == [{}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "INFO a line",
        '{"orders": 3}',
        '{"_aws": 5}',
        '{"_aws": {"Timestamp": 1, "CloudWatchMetrics": [{}]}}',
        '{"_aws": {"CloudWatchMetrics": []}}',
        line()[:-1],
        line(orders="three"),
        line(orders=[1, "two"]),
        line(orders=True),
        line(service=5),
        line(dimensions="service"),
        line().replace('"shop"', '"AWS/Lambda"'),
    ],
)
def test_a_line_that_keeps_not_to_the_format_has_none(text: str) -> None:
    assert list(embedded_metrics(text)) == []
