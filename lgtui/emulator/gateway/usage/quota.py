"""Quotas: the periods they count in, and what a key has used of one, by period and by day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from lgtui.emulator.gateway.model import Period, QuotaSettings

DAY = 86_400
HISTORY = 90
"""Days of which the usage is kept (API reference: GetUsage covers 90)."""


def period_of(period: Period, time: float) -> tuple[float, float]:
    """The begin and the end of the period that `time` is in, all three in seconds since the epoch.

    Periods are those of the calendar in UTC. The instant of the reset is not documented: midnight, weeks from Sunday
    and months from their first day are [guess].
    """
    today = datetime.fromtimestamp(time, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "DAY":
        begin, end = today, today + timedelta(days=1)
    elif period == "WEEK":
        begin = today - timedelta(days=(today.weekday() + 1) % 7)
        end = begin + timedelta(days=7)
    else:
        begin = today.replace(day=1)
        end = (begin + timedelta(days=31)).replace(day=1)
    return begin.timestamp(), end.timestamp()


class Quota:
    """A plan's quota, and the end of the first period it counts in."""

    __slots__ = ("first_end", "settings")

    def __init__(self, settings: QuotaSettings, first_end: float) -> None:
        self.settings = settings
        self.first_end = first_end

    @classmethod
    def since(cls, settings: QuotaSettings, time: float) -> "Quota":
        """A quota whose first period is that of `time`."""
        return cls(settings, period_of(settings.period, time)[1])

    def allowance(self, end: float) -> int:
        """Requests that a key may make in the period which ends at `end`."""
        first = end <= self.first_end
        return max(0, self.settings.limit - (self.settings.offset if first else 0))


class QuotaLeft(NamedTuple):
    """A quota as one request met it: requests left before it, and the period's end in seconds since the epoch."""

    settings: QuotaSettings
    left: int
    end: float


class UsageRecord(msgspec.Struct, frozen=True):
    """What lasts of a key's usage; the members are those of `KeyUsage`."""

    used: int = 0
    granted: int = 0
    begin: float = 0.0
    end: float = 0.0
    period: Period | None = None
    days: dict[int, tuple[int, int]] = {}


UNUSED = UsageRecord()


class KeyUsage:
    """What one key has used of one plan.

    Attributes:
        used: requests of this period.
        granted: requests that UpdateUsage has added to the period.
        begin, end: of the period, in seconds since the epoch.
    """

    __slots__ = ("_days", "_period", "begin", "end", "granted", "used")

    def __init__(self, left: UsageRecord = UNUSED) -> None:
        self.used = left.used
        self.granted = left.granted
        self.begin, self.end = left.begin, left.end
        self._period: Period | None = left.period
        self._days = dict(left.days)

    @property
    def record(self) -> UsageRecord:
        """What lasts of it."""
        return UsageRecord(self.used, self.granted, self.begin, self.end, self._period, dict(self._days))

    def remaining(self, quota: Quota, time: float) -> int:
        """Requests that are left in the period of `time`."""
        if time >= self.end or self._period != quota.settings.period:
            self._begin(quota.settings.period, time)
        return quota.allowance(self.end) + self.granted - self.used

    def count(self, quota: Quota | None, time: float) -> None:
        """Note one request at `time`."""
        remaining = 0
        if quota is not None:
            remaining = self.remaining(quota, time) - 1
            self.used += 1
        day = int(time // DAY)
        self._days[day] = self._days.get(day, (0, 0))[0] + 1, remaining
        if len(self._days) > HISTORY:
            del self._days[min(self._days)]

    def grant(self, quota: Quota, remaining: int, time: float) -> None:
        """Leave `remaining` requests for the rest of the period."""
        self.granted += remaining - self.remaining(quota, time)
        day = int(time // DAY)
        self._days[day] = self._days.get(day, (0, 0))[0], remaining

    def by_day(self, quota: Quota | None, first: int, last: int, time: float) -> Iterator[tuple[int, int]]:
        """Used and remaining requests of each day, from `first` to `last` (days since the epoch).

        What remains on the day of `time` follows the quota as it is now; that of other days is as it was then.
        """
        end, left = 0.0, 0
        for day in range(min([first, *self._days]), last + 1):
            if quota is not None and day * DAY >= end:
                end = period_of(quota.settings.period, day * DAY)[1]
                left = quota.allowance(end)
            used, left = self._days.get(day, (0, left))
            if quota is not None and day == int(time // DAY):
                left = self.remaining(quota, time)
            if day >= first:
                yield used, left

    def _begin(self, period: Period, time: float) -> None:
        """Enter another period; days of it that were counted already count in it."""
        self._period = period
        self.begin, self.end = period_of(period, time)
        self.granted = 0
        first = int(self.begin // DAY)
        self.used = sum(used for day, (used, _) in self._days.items() if day >= first)
