"""What is charted, written into files for other programs."""

import csv
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from lgtui.console.figures.metric_series import Metric, Point

COLUMNS = ("time", "namespace", "metric", "dimensions", "statistic", "value")

Curve = tuple[Metric, str, Sequence[Point]]
"""A metric, a statistic of it, and its points."""


def export(curves: Sequence[Curve], folder: Path) -> list[Path] | str:
    """Write points as CSV and as JSON into a folder; gives the files, or in words why it failed."""
    stem = folder / time.strftime("metrics-%Y%m%d-%H%M%S")
    table, document = stem.with_suffix(".csv"), stem.with_suffix(".json")
    rows = [_row(metric, statistic, point) for metric, statistic, curve in curves for point in curve]
    try:
        with table.open("w", newline="") as stream:
            csv.writer(stream).writerows([COLUMNS, *rows])
        points = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        document.write_bytes(msgspec.json.format(msgspec.json.encode(points)))
    except OSError as error:
        return f"{error.filename} cannot be written: {error.strerror}."
    return [table, document]


def _row(metric: Metric, statistic: str, point: Point) -> tuple[str, str, str, str, str, float]:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(point.at))
    dimensions = ",".join(f"{name}={value}" for name, value in metric.dimensions)
    return at, metric.namespace, metric.name, dimensions, statistic, point.value
