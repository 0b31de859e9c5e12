"""Counts of what the region did: requests by outcome, in one-second slots of the last hour."""

from collections import deque
from dataclasses import dataclass

SLOTS = 3_600
"""One-second slots kept: the last hour."""


@dataclass(slots=True)
class Slot:
    """What happened in one emulated second, `second` since the epoch."""

    second: int
    sent: int = 0
    ok: int = 0
    throttled: int = 0
    client_errors: int = 0
    server_errors: int = 0


class Metrics:
    """Requests by outcome, in total and second by second."""

    def __init__(self) -> None:
        self.total = Slot(0)
        self._slots: deque[Slot] = deque(maxlen=SLOTS)

    def count(self, at: float, status: int) -> None:
        """Count one answered request with HTTP `status` at emulated time `at`."""
        for slot in (self.total, self._slot(int(at))):
            slot.sent += 1
            if status == 429:
                slot.throttled += 1
            elif status < 400:
                slot.ok += 1
            elif status < 500:
                slot.client_errors += 1
            else:
                slot.server_errors += 1

    def slots(self) -> list[Slot]:
        """The kept slots, oldest first; a second without requests has none."""
        return list(self._slots)

    def _slot(self, second: int) -> Slot:
        if not self._slots or self._slots[-1].second < second:
            self._slots.append(Slot(second))
        return self._slots[-1]
