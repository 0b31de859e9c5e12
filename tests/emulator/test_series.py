"""Distributions and gauges: their statistics, and that they keep an hour and no more."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.emulator.series import SECONDS, Distribution, Gauge


@given(values=st.lists(st.floats(0.01, 900_000), min_size=1, max_size=200), percent=st.sampled_from([50, 90, 99, 100]))
def test_a_percentile_is_within_a_buckets_width_of_the_value(values: list[float], percent: int) -> None:
    distribution = _of(values)
    exact = sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]

    assert distribution.percentile(percent) == pytest.approx(exact, rel=0.05)
    assert distribution.statistic("Average") == pytest.approx(statistics.mean(values))


@given(parts=st.lists(st.lists(st.floats(0.01, 1_000), max_size=20), max_size=5))
def test_merged_distributions_are_that_of_all_their_values(parts: list[list[float]]) -> None:
    merged = Distribution()
    for part in parts:
        merged.merge(_of(part))
    whole = _of([value for part in parts for value in part])

    for name in ("SampleCount", "Sum", "Minimum", "Maximum", "p50", "p99"):
        assert merged.statistic(name) == pytest.approx(whole.statistic(name), nan_ok=True)


def test_there_is_no_statistic_of_another_name() -> None:
    with pytest.raises(ValueError, match="Median"):
        Distribution().statistic("Median")


def test_a_gauge_keeps_its_greatest_value_of_each_second_and_carries_it_on() -> None:
    gauge = Gauge(100)
    gauge.value, gauge.high = 1, 3
    gauge.advance(103)
    gauge.value, gauge.high = 0, 2

    assert list(gauge.maxima(98, 105)) == [(100, 3), (101, 1), (102, 1), (103, 2), (104, 0), (105, 0)]


def test_a_gauge_keeps_an_hour() -> None:
    gauge = Gauge(0)
    gauge.value = gauge.high = 7
    gauge.advance(2 * SECONDS)

    kept = list(gauge.maxima(0, 2 * SECONDS))
    assert [len(kept), kept[0], kept[-1]] == [SECONDS, (SECONDS + 1, 7), (2 * SECONDS, 7)]


def _of(values: list[float]) -> Distribution:
    distribution = Distribution()
    for value in values:
        distribution.add(value)
    return distribution
