"""Quotas: the periods they count in, and what is left of them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lgtui.emulator.gateway.model import QuotaSettings
from lgtui.emulator.gateway.usage.quota import DAY, HISTORY, KeyUsage, Quota, period_of


def at(text: str) -> float:
    """An instant in UTC, in seconds since the epoch."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


SUNDAY, SATURDAY = at("2026-11-22"), at("2026-11-28T23:59:59")


@pytest.mark.parametrize(
    ("period", "time", "begin", "end"),
    [
        ("DAY", "2026-11-22T21:40", "2026-11-22", "2026-11-23"),
        ("DAY", "2026-11-22T00:00", "2026-11-22", "2026-11-23"),
        ("WEEK", "2026-11-22T00:00", "2026-11-22", "2026-11-29"),
        ("WEEK", "2026-11-28T23:59", "2026-11-22", "2026-11-29"),
        ("MONTH", "2026-02-28T12:00", "2026-02-01", "2026-03-01"),
        ("MONTH", "2026-12-31T23:59", "2026-12-01", "2027-01-01"),
    ],
)
def test_periods_are_those_of_the_calendar(period: Any, time: str, begin: str, end: str) -> None:
    assert period_of(period, at(time)) == (at(begin), at(end))


def quota(limit: int, period: Any = "WEEK", offset: int = 0) -> Quota:
    """A quota that counts from Sunday on."""
    return Quota.since(QuotaSettings(limit=limit, period=period, offset=offset), SUNDAY)


def used(count: int, own: Quota, time: float) -> KeyUsage:
    """The usage of a key that made `count` requests at `time`."""
    usage = KeyUsage()
    for _ in range(count):
        usage.count(own, time)
    return usage


def test_a_period_ends_with_what_was_used_in_it() -> None:
    own = quota(10)
    usage = used(4, own, SATURDAY)

    assert usage.remaining(own, SATURDAY) == 6
    assert usage.remaining(own, SATURDAY + 1) == 10


def test_the_offset_is_taken_from_the_first_period_alone() -> None:
    own = quota(10, offset=3)
    usage = KeyUsage()

    assert [usage.remaining(own, SUNDAY), usage.remaining(own, SUNDAY + 7 * DAY)] == [7, 10]


def test_a_grant_is_for_the_rest_of_its_period() -> None:
    own = quota(10)
    usage = used(10, own, SUNDAY)
    usage.grant(own, 5, SUNDAY)

    assert [usage.remaining(own, SATURDAY), usage.remaining(own, SATURDAY + 1)] == [5, 10]


def test_another_period_counts_what_was_used_since_it_began() -> None:
    usage = used(4, quota(10, "DAY"), SUNDAY)
    usage.count(quota(10, "DAY"), SUNDAY + DAY)

    assert usage.remaining(quota(10, "WEEK"), SUNDAY + DAY) == 5


def test_the_usage_of_each_day_is_what_was_used_and_what_was_left_after_it() -> None:
    own = quota(10)
    usage = used(3, own, SUNDAY)
    usage.count(own, SUNDAY + 2 * DAY)
    first = int(SUNDAY // DAY)

    assert list(usage.by_day(own, first - 1, first + 7, SUNDAY + 2 * DAY)) == [
        (0, 10),
        (3, 7),
        (0, 7),
        (1, 6),
        (0, 6),
        (0, 6),
        (0, 6),
        (0, 6),
        (0, 10),
    ]


def test_what_is_left_today_follows_a_quota_that_was_changed() -> None:
    usage = used(3, quota(10), SUNDAY)
    usage.count(quota(10), SUNDAY + DAY)
    first = int(SUNDAY // DAY)

    assert list(usage.by_day(quota(100), first, first + 1, SUNDAY + DAY)) == [(3, 7), (1, 96)]


def test_days_are_forgotten_after_the_history_that_is_kept() -> None:
    own = quota(10, "DAY")
    usage = KeyUsage()
    for day in range(HISTORY + 10):
        usage.count(own, SUNDAY + day * DAY)
    first = int(SUNDAY // DAY)

    by_day = list(usage.by_day(own, first, first + HISTORY + 9, SUNDAY))

    assert [count for count, _ in by_day] == [0] * 10 + [1] * HISTORY
