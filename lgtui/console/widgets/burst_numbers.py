"""How many requests a burst sends and how fast, and what a throttle will make of it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lgtui.console.region.throttles import Throttle
from lgtui.load.plan import DEFAULT_CONNECTIONS, MOST_CONNECTIONS
from lgtui.load.shapes import Profile, Shape, profile_of_count

DEFAULT_COUNT, DEFAULT_RATE = 50, 25.0
MOST_REQUESTS, MOST_RATE = 1_000_000, 10_000.0
MOST_SECONDS = 3_600.0

SUGGESTED_AT_MOST = 15_000
"""No more requests than this are suggested, whatever it would take to drain a bucket."""


@dataclass(frozen=True, slots=True)
class BurstSize:
    """`count` requests at `rate` a second.

    Attributes:
        count: requests in all.
        rate: requests a second, at the highest where the shape is not constant.
        shape: how the rate runs over time.
        base: requests a second where another shape begins.
        connections: open at once at most.
    """

    count: int
    rate: float
    shape: Shape = "constant"
    base: float = 0.0
    connections: int = DEFAULT_CONNECTIONS

    @property
    def profile(self) -> Profile:
        """The rate over time."""
        return profile_of_count(self.shape, self.rate, self.base, self.count)


def suggested(throttles: Sequence[Throttle] = (), speed: float = 1.0) -> BurstSize:
    """A burst that makes the tightest throttle refuse some requests, or the default one where that takes too many.

    Args:
        throttles: the buckets on its way.
        speed: emulated seconds a real one, in which they refill.
    """
    default = BurstSize(DEFAULT_COUNT, DEFAULT_RATE)
    tightest = min(throttles, key=lambda throttle: throttle.rate, default=None)
    if tightest is None:
        return default
    refill = tightest.rate * speed
    rate = max(DEFAULT_RATE, math.ceil(refill * 4))
    count = max(DEFAULT_COUNT, math.ceil(2 * tightest.burst / (1 - refill / rate)))
    return BurstSize(count, rate) if count <= SUGGESTED_AT_MOST and rate <= MOST_RATE else default


def count_problem(text: str) -> str:
    """Why `text` is no number of requests, or empty."""
    wanted = "a whole number, such as 50", f"from 1 to {MOST_REQUESTS:,}"
    return _problem(text, int, lambda count: 1 <= count <= MOST_REQUESTS, *wanted)


def rate_problem(text: str) -> str:
    """Why `text` is no rate, or empty."""
    wanted = "a number per second, such as 25 or 0.5", f"over 0 and at most {MOST_RATE:,.0f}"
    return _problem(text, float, lambda rate: 0 < rate <= MOST_RATE, *wanted)


def base_problem(text: str, rate: float) -> str:
    """Why `text` is no rate to begin from below `rate`, or empty."""
    wanted = "a number per second, such as 2 or 0", f"from 0 to the rate, {rate:g}"
    return _problem(text, float, lambda base: 0 <= base <= rate, *wanted)


def seconds_problem(text: str) -> str:
    """Why `text` is no duration, or empty."""
    wanted = "a number of seconds, such as 10", f"over 0 and at most {MOST_SECONDS:,.0f}"
    return _problem(text, float, lambda seconds: 0 < seconds <= MOST_SECONDS, *wanted)


def connections_problem(text: str) -> str:
    """Why `text` is no number of connections, or empty."""
    wanted = "a whole number, such as 100", f"from 1 to {MOST_CONNECTIONS:,}"
    return _problem(text, int, lambda connections: 1 <= connections <= MOST_CONNECTIONS, *wanted)


def _problem(text: str, number: Callable[[str], float], fits: Callable[[float], bool], what: str, bounds: str) -> str:
    """`what` is wanted where `text` is no number, `bounds` where it does not fit; empty where it does."""
    try:
        value = number(text.replace(",", ""))
    except ValueError:
        return what
    return "" if fits(value) else bounds
