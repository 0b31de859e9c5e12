"""What functions did of late, told in a measure of time that can be watched at any speed of the clock."""

from collections import deque
from typing import NamedTuple

from lgtui.emulator.clock import Clock
from lgtui.emulator.functions.meter import Activity, Meter, Tally

SECONDS = 10
"""Emulated seconds that are looked back; where time runs slower than usual, as many looks."""


class Look(NamedTuple):
    """What there was of a function's present second at an instant."""

    at: float
    second: int
    tally: Tally


class Recent:
    """The activity of each function.

    The meter counts by the second of emulated time, of which slow motion makes minutes. There the looks themselves
    are the measure: what was counted since the tenth look before, which comes about ten real seconds ago.
    """

    def __init__(self, clock: Clock, meter: Meter) -> None:
        self._clock = clock
        self._meter = meter
        self._looks: dict[str, deque[Look]] = {}

    def activity(self, function_name: str) -> Activity:
        """What a function did of late; to be asked about once a real second."""
        now = self._clock.time()
        if self._clock.speed >= 1:
            self._looks.pop(function_name, None)
            first = int(now) - SECONDS + 1
            return self._meter.tally(function_name, first, int(now)).over(now - first)
        looks = self._looks.setdefault(function_name, deque(maxlen=SECONDS + 1))
        looks.append(Look(now, int(now), self._meter.tally(function_name, int(now), int(now))))
        while looks[0].at < now - SECONDS:
            looks.popleft()
        before = looks[0]
        since = self._meter.tally(function_name, before.second, int(now)) - before.tally
        return since.over(now - before.at)
