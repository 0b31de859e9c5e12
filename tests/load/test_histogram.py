"""Percentiles in bounded memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.load.histogram import GROWTH, Histogram


def test_without_durations_every_percentile_is_nothing() -> None:
    assert Histogram().percentile(0.5) == 0.0


@given(st.lists(st.floats(1e-5, 100.0), min_size=1, max_size=200), st.sampled_from([0.5, 0.95, 0.99, 1.0]))
def test_a_percentile_is_one_of_the_durations_within_two_percent(durations: list[float], share: float) -> None:
    histogram = Histogram()
    for seconds in durations:
        histogram.add(seconds)
    rank = -(-len(durations) * int(share * 100) // 100)
    exact = sorted(durations)[rank - 1]
    assert exact == pytest.approx(histogram.percentile(share), rel=GROWTH - 1 + 1e-6)
