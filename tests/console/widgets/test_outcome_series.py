"""Outcomes second by second, without a screen."""

from lgtui.console.widgets.outcome_series import OutcomeSeries, blocks
from lgtui.frames import Counters


def test_what_is_more_than_before_happened_in_that_second() -> None:
    series = OutcomeSeries()
    series.restart(Counters(100, 90, 10), 1_000.2)
    series.count(Counters(104, 93, 11), 1_000.9)
    series.count(Counters(106, 93, 12, 1), 1_002.5)
    assert [(s.sent, s.ok, s.throttled, s.errors) for s in series.columns(4)] == [
        (0, 0, 0, 0),
        (4, 3, 1, 0),
        (0, 0, 0, 0),
        (2, 0, 1, 1),
    ]


def test_time_alone_moves_outcomes_out_until_all_is_quiet() -> None:
    series = OutcomeSeries()
    series.restart(Counters(), 1_000.0)
    series.count(Counters(5, 5), 1_000.0)
    series.advance(1_059.0)
    assert not series.quiet
    series.advance(1_060.0)
    assert series.quiet


def test_a_leap_of_years_is_cheap_and_time_never_goes_back() -> None:
    series = OutcomeSeries()
    series.restart(Counters(), 0.0)
    series.advance(1e9)
    series.count(Counters(3, 3), 5.0)
    assert series.columns(1)[0].ok == 3


def test_the_rate_is_a_mean_of_the_newest_seconds_or_the_present_one() -> None:
    series = OutcomeSeries()
    series.restart(Counters(), 0.0)
    series.count(Counters(30, 30), 1.0)
    series.advance(3.5)
    assert series.rate() == 10.0
    series.count(Counters(70, 70), 3.9)
    assert series.rate() == 40.0


def test_in_slow_motion_a_column_is_a_real_second_and_tells_of_an_emulated_one() -> None:
    series = OutcomeSeries()
    series.restart(Counters(), 1_000.0)
    series.count(Counters(10, 10), 1_000.5)
    series.set_speed(0.01, 1_000.505)
    series.count(Counters(160, 110, 50), 1_000.5075)
    series.count(Counters(310, 210, 100), 1_000.5175)
    assert [(column.seconds, column.sent) for column in series.columns(3)] == [(1.0, 10), (0.01, 150), (0.01, 150)]
    assert series.rate() == 15_000


def test_at_full_speed_a_column_holds_what_came_in_a_hundred_seconds() -> None:
    series = OutcomeSeries()
    series.restart(Counters(), 1_000.0)
    series.set_speed(100.0, 1_000.0)
    series.count(Counters(50, 50), 1_050.0)
    series.advance(1_100.0)
    assert [column.sent for column in series.columns(2)] == [50, 0]


def test_hits_and_misses_are_counted_a_second() -> None:
    series = OutcomeSeries()
    series.restart(Counters(hits=7, misses=7), 1_000.0)
    series.count(Counters(hits=19, misses=10), 1_000.0)
    assert (series.rate("hits"), series.rate("misses")) == (12.0, 3.0)


def test_whatever_is_not_nothing_can_be_seen() -> None:
    assert blocks([0, 1, 50, 100], 100) == "▁▂▅█"
    assert blocks([0, 0], 0) == "▁▁"
