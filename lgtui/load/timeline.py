"""What became of a burst's requests over time, in a bounded number of slots."""

import math

from lgtui.load.histogram import Histogram
from lgtui.load.plan import BurstSlot, Outcome

MOST_SLOTS = 600
"""Slots kept at most: a longer burst has wider ones."""


def slot_width(seconds: float) -> int:
    """Seconds that one slot of a burst of this length covers."""
    return max(1, math.ceil(seconds / MOST_SLOTS))


class Timeline:
    """Counts requests by the moment they were due, so that a slow answer is seen where it was asked for.

    Args:
        width: seconds a slot covers.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self._slots: list[_Slot] = []

    def sent(self, due: float) -> None:
        """Count a request that was due so many seconds after the start."""
        self._at(due).sent += 1

    def answered(self, due: float, outcome: Outcome, seconds: float) -> None:
        """Count what became of it, and its latency."""
        slot = self._at(due)
        slot.outcomes[outcome] = slot.outcomes.get(outcome, 0) + 1
        if outcome != "failed":
            slot.latencies.add(seconds)

    def slots(self, newest: int | None = None) -> tuple[BurstSlot, ...]:
        """All slots, or the newest ones, oldest first."""
        begins = 0 if newest is None else max(0, len(self._slots) - newest)
        return tuple(slot.told((begins + number) * self.width) for number, slot in enumerate(self._slots[begins:]))

    def _at(self, due: float) -> "_Slot":
        number = int(due // self.width)
        while len(self._slots) <= number:
            self._slots.append(_Slot())
        return self._slots[number]


class _Slot:
    __slots__ = ("latencies", "outcomes", "sent")

    def __init__(self) -> None:
        self.sent = 0
        self.outcomes: dict[Outcome, int] = {}
        self.latencies = Histogram()

    def told(self, at: int) -> BurstSlot:
        percentile = self.latencies.percentile
        return BurstSlot(
            at=at,
            sent=self.sent,
            outcomes=dict(self.outcomes),
            p50=percentile(0.50),
            p95=percentile(0.95),
            p99=percentile(0.99),
        )
