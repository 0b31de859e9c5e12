"""Metrics that programs write into their log (guide, CloudWatch_Embedded_Metric_Format_Specification)."""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from lgtui.emulator.cloudwatch.sources import MetricId

MAX_VALUES = 100
"""Values of one metric in one line, which are taken (specification)."""


OF_SERVICES = "AWS/"
"""Namespaces that programs do not write to begin so."""


class _Definition(msgspec.Struct, frozen=True, rename="pascal"):
    """A metric: the member that has its values, and their unit."""

    name: str
    unit: str = "None"


class _Directive(msgspec.Struct, frozen=True, rename="pascal"):
    """Metrics of a namespace, each by every set of dimensions; those are members of the line too."""

    namespace: str
    metrics: list[_Definition]
    dimensions: list[list[str]] = []


class _Metadata(msgspec.Struct, frozen=True, rename="pascal"):
    """What `_aws` holds; the time in milliseconds since the epoch."""

    timestamp: float
    cloud_watch_metrics: list[_Directive]


class _Line(msgspec.Struct, frozen=True):
    metadata: _Metadata = msgspec.field(name="_aws")


class Embedded(NamedTuple):
    """Values of a metric in one second."""

    metric: MetricId
    unit: str
    second: int
    values: list[float]


_read = msgspec.json.Decoder(_Line).decode


def embedded_metrics(text: str) -> Iterator[Embedded]:
    """The metrics in a line of a log; a line that keeps not to the format has none."""
    if not text.startswith("{") or '"_aws"' not in text:
        return
    try:
        metadata, members = _read(text).metadata, msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return
    for directive in metadata.cloud_watch_metrics:
        if directive.namespace.startswith(OF_SERVICES):
            continue
        for names in directive.dimensions or [[]]:
            dimensions = {name: members.get(name) for name in names}
            if all(isinstance(value, str) for value in dimensions.values()):
                for definition in directive.metrics:
                    metric = MetricId(directive.namespace, definition.name, dimensions)
                    values = _numbers(members.get(definition.name))
                    if values:
                        yield Embedded(metric, definition.unit, int(metadata.timestamp // 1_000), values)


def _numbers(value: Any) -> list[float]:
    found = value[:MAX_VALUES] if isinstance(value, list) else [value]
    numbers = [each for each in found if isinstance(each, int | float) and not isinstance(each, bool)]
    return [float(each) for each in numbers if math.isfinite(each)] if len(numbers) == len(found) else []
