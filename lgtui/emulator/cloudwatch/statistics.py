"""Statistics of a metric for each period, as GetMetricStatistics and GetMetricData ask for them."""

import re

from lgtui.emulator.cloudwatch.errors import InvalidParameterCombinationException, InvalidParameterValueException
from lgtui.emulator.errors import NotImplementedException
from lgtui.emulator.series import Datapoint, datapoints

STATISTICS = ("SampleCount", "Average", "Sum", "Minimum", "Maximum")

HIGH_RESOLUTION = (1, 5, 10, 20, 30)
MINUTE = 60

_PERCENTILE = re.compile(r"p(100|\d{1,2}(\.\d{1,10})?)")
_OF_AWS_ALONE = re.compile(r"(tm|tc|ts|wm|pr|TM|TC|TS|WM|PR)(\d|\()|IQM")
"""Trimmed means and the like (guide, Statistics-definitions)."""


def check_statistic(name: str, parameter: str) -> None:
    """Refuse what is no statistic, and what is none here.

    Raises:
        InvalidParameterValueException: AWS has none of that name.
        NotImplementedException: AWS has it, lgtui has not.
    """
    if name in STATISTICS or _PERCENTILE.fullmatch(name):
        return
    if _OF_AWS_ALONE.match(name):
        raise NotImplementedException(
            f"lgtui does not emulate the statistic {name}: use {', '.join(STATISTICS)} or a percentile such as p99."
        )
    raise InvalidParameterValueException(f"The value {name} for parameter {parameter} is not supported.")


def check_period(period: int) -> None:
    """Refuse a period that is none.

    Raises:
        InvalidParameterValueException
    """
    if period not in HIGH_RESOLUTION and (period < 1 or period % MINUTE):
        raise InvalidParameterValueException(
            "The parameter Period must be a value of 1, 5, 10, 20, 30, or any multiple of 60."
        )


def check_size(start: float, end: float, period: int, limit: int) -> None:
    """Refuse to answer with more periods than there may be.

    Raises:
        InvalidParameterCombinationException
    """
    count = int((end - start) / period)
    if count > limit:
        raise InvalidParameterCombinationException(
            f"You have requested up to {count:,} datapoints, which exceeds the limit of {limit:,}. You may reduce the "
            "datapoints requested by increasing Period, or decreasing the time range."
        )


def begin_of(start: float, period: int) -> int:
    """Where the first period begins: at the whole minute, or the whole period where that is shorter (API reference)."""
    second = int(start)
    return second - second % min(period, MINUTE)


def by_period(values: list[Datapoint], begin: int, period: int) -> list[Datapoint]:
    """Values of seconds summed up in periods, the first of which begins at `begin`."""
    return datapoints(((point.time, point.values) for point in values), period, begin)
