"""What the throttles on its way will make of a burst, in numbers and in words."""

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lgtui.console.region.throttles import Throttle
from lgtui.console.widgets.bucket_levels import rate_text
from lgtui.console.widgets.burst_numbers import BurstSize

FORECAST = 20_000
"""Requests that a forecast goes through one by one; what comes after is taken to go on alike."""


class Forecast(NamedTuple):
    """Requests that are answered 429, and the throttle that refuses most of them; None where none is refused."""

    refused: int
    by: Throttle | None


def forecast(size: BurstSize, throttles: Sequence[Throttle], speed: float) -> Forecast:
    """What comes of a burst where every bucket is full at first and refills while requests come.

    A request takes a token of each bucket, or of none where one of them is empty.

    Args:
        size: the burst, which is sent in real time.
        throttles: the buckets on its way.
        speed: emulated seconds a real one, in which buckets refill; 0 while time is paused.
    """
    levels = [float(throttle.burst) for throttle in throttles]
    refused: Counter[Throttle] = Counter()
    before = 0.0
    for due in itertools.islice(size.profile.due(size.count), FORECAST):
        passed, before = (due - before) * speed, due
        levels = [
            min(throttle.burst, level + passed * throttle.rate)
            for throttle, level in zip(throttles, levels, strict=True)
        ]
        empty = next((throttle for throttle, level in zip(throttles, levels, strict=True) if level < 1), None)
        if empty is None:
            levels = [level - 1 for level in levels]
        else:
            refused[empty] += 1
    most = max(refused, key=lambda throttle: refused[throttle], default=None)
    return Forecast(math.ceil(refused.total() * size.count / min(size.count, FORECAST)), most)


def forecast_words(size: BurstSize, throttles: Sequence[Throttle], speed: float) -> str:
    """A forecast in words, and in what time it is made where that does not run as usual."""
    if not throttles:
        return "No gateway is on the way: concurrency is what limits a direct invocation."
    expected = forecast(size, throttles, speed)
    if expected.by is None:
        buckets = ", ".join(f"{each.name} {each.burst:,} and {rate_text(each.rate)}" for each in throttles)
        said = f"The buckets on the way ({buckets}) let all of them through."
    else:
        bucket = f"{expected.by.name}'s bucket of {expected.by.burst:,}, refilled with {expected.by.rate:,g} a second,"
        through = size.count - expected.refused
        said = f"The {bucket} lets {through:,} through and answers 429 to about {expected.refused:,}."
    return f"{said} {_time_words(size.rate, speed)}".rstrip()


def _time_words(rate: float, speed: float) -> str:
    if not speed:
        return "Time is paused: no token comes back."
    if speed == 1:
        return ""
    return f"Time runs at ×{speed:g}: {rate:,g} a second are {rate / speed:,.5g} a second of the region's."
