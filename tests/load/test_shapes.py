"""When the requests of a burst are due, by its shape."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.load.shapes import SHAPES, Shape, profile, profile_of_count


def due(shape: Shape, rate: float, base: float, seconds: float) -> list[float]:
    wanted = profile(shape, rate, base, seconds)
    return list(wanted.due(wanted.requests))


def per_second(times: list[float]) -> list[int]:
    return [sum(1 for _ in same) for _, same in itertools.groupby(times, key=int)]


def test_a_constant_rate_spaces_requests_evenly() -> None:
    assert due("constant", 4.0, 0.0, 2.0) == [0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75]


def test_a_ramp_sends_more_every_second() -> None:
    assert per_second(due("ramp", 40.0, 0.0, 4.0)) == [5, 15, 25, 35]


def test_a_spike_stands_between_two_calm_thirds() -> None:
    assert per_second(due("spike", 100.0, 10.0, 6.0)) == [10, 10, 100, 100, 10, 10]


def test_steps_rise_from_the_base_to_the_rate() -> None:
    assert per_second(due("steps", 50.0, 10.0, 5.0)) == [10, 20, 30, 40, 50]


def test_the_rate_of_a_moment_is_told() -> None:
    ramp = profile("ramp", 100.0, 20.0, 8.0)

    assert [ramp.rate_at(at) for at in (0.0, 4.0, 8.0)] == [20.0, 60.0, 0.0]


@given(
    shape=st.sampled_from(SHAPES),
    rate=st.floats(0.1, 10_000),
    share=st.floats(0, 1),
    count=st.integers(1, 500),
)
def test_as_many_requests_are_due_as_were_asked_for_in_order_and_in_time(
    shape: Shape, rate: float, share: float, count: int
) -> None:
    wanted = profile_of_count(shape, rate, rate * share, count)
    times = list(wanted.due(count))

    assert len(times) == count
    assert times == sorted(times)
    assert times[0] == pytest.approx(0.0, abs=wanted.seconds)
    assert times[-1] <= wanted.seconds * (1 + 1e-9)
