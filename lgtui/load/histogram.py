"""Latencies in bounded memory: a histogram with logarithmic buckets."""

import math
from collections import Counter

GROWTH = 1.02
"""Each bucket's upper end over its lower one: percentiles are right within 2 %."""


class Histogram:
    """Counts durations, however many, in some hundred buckets."""

    def __init__(self) -> None:
        self._buckets: Counter[int] = Counter()

    def add(self, seconds: float) -> None:
        """Count one duration."""
        self._buckets[math.ceil(math.log(max(seconds, 1e-6), GROWTH))] += 1

    def percentile(self, share: float) -> float:
        """The duration in seconds that `share` (0 to 1) of those counted do not exceed; 0 where none was."""
        wanted = math.ceil(share * self._buckets.total())
        for bucket, count in sorted(self._buckets.items()):
            wanted -= count
            if wanted <= 0:
                return GROWTH**bucket
        return 0.0
