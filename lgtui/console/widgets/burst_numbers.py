"""How many requests a burst sends and how fast, and what a throttle will make of it."""

import math
from dataclasses import dataclass

from lgtui.frames import ThrottleView

DEFAULT_COUNT, DEFAULT_RATE = 50, 25.0
MOST_REQUESTS, MOST_RATE = 1_000_000, 10_000.0
SUGGESTED_AT_MOST = 2_000
"""No more requests than this are suggested, whatever it would take to drain a bucket."""


@dataclass(frozen=True, slots=True)
class BurstSize:
    """`count` requests at `rate` a second."""

    count: int
    rate: float


def suggested(throttle: ThrottleView | None) -> BurstSize:
    """A burst that makes `throttle` refuse some requests, or the default one where that takes too many."""
    default = BurstSize(DEFAULT_COUNT, DEFAULT_RATE)
    if throttle is None:
        return default
    rate = max(DEFAULT_RATE, math.ceil(throttle.rate * 4))
    count = max(DEFAULT_COUNT, math.ceil(2 * throttle.burst / (1 - throttle.rate / rate)))
    return BurstSize(count, rate) if count <= SUGGESTED_AT_MOST and rate <= MOST_RATE else default


def expected_refusals(size: BurstSize, throttle: ThrottleView) -> int:
    """Requests that a full bucket with this throttle refuses: those over its burst and what refills meanwhile."""
    refilled = throttle.rate * size.count / size.rate
    return max(0, math.ceil(size.count - throttle.burst - refilled))


def count_problem(text: str) -> str:
    """Why `text` is no number of requests, or empty."""
    try:
        count = int(text.replace(",", ""))
    except ValueError:
        return "a whole number, such as 50"
    return "" if 1 <= count <= MOST_REQUESTS else f"from 1 to {MOST_REQUESTS:,}"


def rate_problem(text: str) -> str:
    """Why `text` is no rate, or empty."""
    try:
        rate = float(text.replace(",", ""))
    except ValueError:
        return "a number per second, such as 25 or 0.5"
    return "" if 0 < rate <= MOST_RATE else f"over 0 and at most {MOST_RATE:,.0f}"
