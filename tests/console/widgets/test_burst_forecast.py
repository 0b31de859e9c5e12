"""What throttles will make of a burst, and which burst makes them refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.console.region.throttles import Throttle
from lgtui.console.widgets.burst_forecast import FORECAST, forecast, forecast_words
from lgtui.console.widgets.burst_numbers import DEFAULT_COUNT, DEFAULT_RATE, BurstSize, suggested

ACCOUNT = Throttle("account", 10_000.0, 5_000)
STAGE = Throttle("stage", 5.0, 10)


@given(st.floats(0.1, 200.0), st.integers(1, 500))
def test_a_suggestion_drains_any_modest_throttle(rate: float, burst: int) -> None:
    throttles = ACCOUNT, Throttle("stage", rate, burst)
    assert forecast(suggested(throttles), throttles, 1.0).refused > 0


def test_no_suggestion_to_drain_the_account_at_the_speed_of_the_day() -> None:
    assert suggested([ACCOUNT]) == BurstSize(DEFAULT_COUNT, DEFAULT_RATE)


def test_in_slow_motion_a_suggestion_drains_the_account() -> None:
    size = suggested([ACCOUNT], 0.01)
    assert size.rate == 400
    assert forecast(size, [ACCOUNT], 0.01).refused > 0


def test_a_burst_within_the_bucket_is_not_refused() -> None:
    assert forecast(BurstSize(10, 1000.0), [STAGE], 1.0) == (0, None)


def test_the_throttle_that_refuses_is_named() -> None:
    assert forecast(BurstSize(30, 10.0), [ACCOUNT, STAGE], 1.0).by == STAGE


def test_a_bucket_refills_in_the_regions_time() -> None:
    size = BurstSize(10_000, 400.0)
    assert forecast(size, [ACCOUNT], 1.0).refused == 0
    assert forecast(size, [ACCOUNT], 0.01).refused == pytest.approx(2_500, abs=5)
    assert forecast(size, [ACCOUNT], 0.0).refused == 5_000


def test_a_long_burst_is_taken_to_go_on_as_it_began() -> None:
    size = BurstSize(2 * FORECAST, 1_000.0)
    assert forecast(size, [STAGE], 1.0).refused == 2 * forecast(BurstSize(FORECAST, 1_000.0), [STAGE], 1.0).refused


@pytest.mark.parametrize(
    ("throttles", "speed", "said"),
    [
        ([STAGE], 1.0, "The stage's bucket of 10, refilled with 5 a second, lets 19 through and answers 429 to about"),
        ([ACCOUNT], 1.0, "The buckets on the way (account 5,000 and 10,000/s) let all of them through."),
        ([ACCOUNT], 0.01, "Time runs at ×0.01: 25 a second are 2,500 a second of the region's."),
        ([STAGE], 0.0, "Time is paused: no token comes back."),
        ([], 1.0, "No gateway is on the way"),
    ],
    ids=["refused", "through", "slow", "paused", "none"],
)
def test_a_forecast_in_words(throttles: list[Throttle], speed: float, said: str) -> None:
    assert said in forecast_words(BurstSize(50, 25.0), throttles, speed)
