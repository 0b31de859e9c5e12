"""The arithmetic of gauges, without a screen."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.console.widgets.bucket_levels import (
    REFUSAL_SHOWN,
    BucketTable,
    FeedClock,
    bar,
    eighths,
    next_change,
    rate_text,
    seconds_to_next_token,
    tokens_at,
    tokens_text,
    wait_text,
)
from lgtui.frames import BucketView, ClockView


def bucket(bucket_id: str = "b", scope: str = "method", **members: float | int | str) -> BucketView:
    given = {"tokens": 0.0, "at": 0.0, "rate": 5.0, "burst": 10, "refused": 0} | members
    return BucketView(id=bucket_id, scope=scope, label=bucket_id, **given)  # type: ignore[arg-type]


def test_a_bucket_refills_at_its_rate_up_to_its_burst() -> None:
    assert tokens_at(bucket(tokens=1.0), 1.0) == pytest.approx(6.0)
    assert tokens_at(bucket(tokens=1.0), 60.0) == 10.0


def test_a_frame_from_just_ahead_takes_no_tokens_away() -> None:
    assert tokens_at(bucket(tokens=4.0, at=10.0), 9.5) == 4.0


def test_emulated_time_runs_at_the_clocks_speed_and_stands_while_paused() -> None:
    assert FeedClock(ClockView(50.0, 2.0, False), seen=7.0).at(10.0) == 56.0
    assert FeedClock(ClockView(50.0, 2.0, True), seen=7.0).at(10.0) == 50.0


@given(st.floats(0, 5_000), st.integers(1, 5_000), st.integers(1, 200))
def test_a_bar_fills_its_width_exactly_and_is_full_only_when_the_bucket_is(
    tokens: float, burst: int, width: int
) -> None:
    tokens = min(tokens, burst)
    level = eighths(tokens, burst, width)
    filled, empty = bar(level, width)
    assert len(filled + empty) == width
    assert (level == width * 8) == (tokens == burst)


def test_an_eighth_of_a_cell_is_drawn_as_one() -> None:
    assert bar(17, 4) == ("██▏", " ")


def test_a_bucket_without_burst_is_an_empty_bar() -> None:
    assert eighths(0.0, 0, 10) == 0


@pytest.mark.parametrize(
    ("tokens", "rate", "burst", "seconds"),
    [(1.0, 5.0, 10, 0.0), (0.5, 5.0, 10, 0.1), (0.0, 0.0, 10, math.inf), (0.0, 5.0, 0, math.inf)],
)
def test_the_time_to_the_next_token(tokens: float, rate: float, burst: int, seconds: float) -> None:
    assert seconds_to_next_token(bucket(tokens=tokens, rate=rate, burst=burst), 0.0) == pytest.approx(seconds)


def test_numbers_are_as_exact_as_the_bucket_is_small() -> None:
    assert [tokens_text(4987.6, 5000), tokens_text(49.9, 80), tokens_text(1.29, 10), tokens_text(10.0, 10)] == [
        "4,987",
        "49",
        "1.2",
        "10",
    ]


def test_rates_and_waits_read_as_people_write_them() -> None:
    assert [rate_text(10_000.0), rate_text(0.5)] == ["10,000/s", "0.5/s"]
    assert [wait_text(0.164), wait_text(2.04), wait_text(math.inf)] == ["164 ms", "2.0 s", "never"]


def test_only_a_bucket_that_refills_wants_another_frame() -> None:
    assert next_change(bucket(tokens=10.0), 0.0, 20, 1.0) is None
    assert next_change(bucket(tokens=1.0), 0.0, 20, 0.0) is None
    assert next_change(bucket(tokens=1.0), 0.0, 20, 2.0) == pytest.approx(10 / 160 / 10)


def test_a_slow_large_bucket_wants_few_frames() -> None:
    slow = next_change(bucket(tokens=1.0, rate=0.1, burst=100), 0.0, 20, 1.0)
    assert slow is not None
    assert slow > 1.0


def test_rows_are_account_stages_methods_and_refusing_ones_first_within() -> None:
    table = BucketTable()
    for view in (bucket("m1"), bucket("m2"), bucket("s", "stage"), bucket("a", "account")):
        table.put(view, 0.0)
    assert table.arrange()
    assert table.order == ["a", "s", "m1", "m2"]
    table.put(bucket("m2", refused=1), 1.0)
    assert table.arrange()
    assert table.order == ["a", "s", "m2", "m1"]
    table.put(bucket("m1", refused=9), 2.0)
    table.arrange()
    assert table.order == ["a", "s", "m1", "m2"]
    table.put(bucket("m2", refused=99), 3.0)
    assert not table.arrange()


def test_a_refusal_is_shown_for_a_while_and_an_old_count_is_none() -> None:
    table = BucketTable()
    table.put(bucket(refused=3), 0.0)
    table.arrange()
    assert not table.refusing(0, 0.0)
    table.put(bucket(refused=4), 10.0)
    assert table.refusing(0, 10.0 + REFUSAL_SHOWN / 2)
    assert not table.refusing(0, 10.0 + REFUSAL_SHOWN)


def test_a_removed_bucket_leaves_its_row() -> None:
    table = BucketTable()
    table.put(bucket("m1"), 0.0)
    table.remove("m1")
    table.remove("never seen")
    table.arrange()
    assert len(table) == 0
