"""Token buckets: limits on how often something may happen, taken together in one step or not at all."""

from collections.abc import Iterable
from typing import TypeVar

_ROUNDING = 1e-9
"""Tokens by which floating point may miss a whole token."""


class Bucket:
    """A bucket that holds at most `burst` tokens and gains `rate` a second, continuously; it starts full.

    Starting full and refilling continuously are [guess] of the spec (aws_behaviour, section 1).
    """

    __slots__ = ("at", "burst", "rate", "refused", "tokens")

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self.rate = rate
        self.burst = burst
        self.tokens = float(burst)
        self.at = now
        self.refused = 0

    def refill(self, now: float) -> float:
        """Bring the level to emulated instant `now` and return it, in tokens."""
        level = self.tokens + (now - self.at) * self.rate
        self.tokens = level = self.burst if level > self.burst else level
        self.at = now
        return level

    def resize(self, rate: float, burst: int, now: float) -> None:
        """Take other limits from `now` on; the level stays, cut to the new burst."""
        self.refill(now)
        self.rate = rate
        self.burst = burst
        self.tokens = min(self.tokens, float(burst))

    def wait(self) -> float | None:
        """Seconds until the bucket holds a whole token, or None where it never will."""
        if self.burst < 1 or (self.rate <= 0 and self.tokens < 1):
            return None
        return max(0.0, (1 - self.tokens) / self.rate)


AnyBucket = TypeVar("AnyBucket", bound=Bucket)


def take_together(buckets: Iterable[AnyBucket], now: float) -> AnyBucket | None:
    """Take one token from every bucket, or none from any.

    Whether AWS keeps tokens of buckets that would have given one is not documented: [guess], nothing is taken.

    Returns:
        The first bucket that refused, or None when all gave.
    """
    for bucket in buckets:
        if bucket.refill(now) < 1 - _ROUNDING:
            bucket.refused += 1
            return bucket
    for bucket in buckets:
        bucket.tokens -= 1
    return None
