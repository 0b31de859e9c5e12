"""Token buckets: their levels, and that several are taken together or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.emulator.buckets import Bucket, take_together


def bucket(rate: float, burst: int) -> Bucket:
    """A bucket made at instant 0."""
    return Bucket(rate, burst, 0.0)


def test_a_new_bucket_gives_its_burst_at_once_and_then_refuses() -> None:
    full = bucket(rate=1, burst=3)

    assert [take_together([full], 0.0) for _ in range(4)] == [None, None, None, full]
    assert full.refused == 1


def test_a_bucket_refills_continuously() -> None:
    empty = bucket(rate=10, burst=1)
    take_together([empty], 0.0)

    assert take_together([empty], 0.05) is empty
    assert empty.wait() == pytest.approx(0.05)
    assert take_together([empty], 0.1) is None


@pytest.mark.parametrize(("rate", "burst"), [(0, 0), (5, 0)])
def test_a_bucket_without_burst_refuses_for_ever(rate: float, burst: int) -> None:
    closed = bucket(rate, burst)

    assert take_together([closed], 1e6) is closed
    assert closed.wait() is None


@given(
    limits=st.lists(st.tuples(st.floats(0, 50), st.integers(0, 20)), min_size=1, max_size=4),
    gaps=st.lists(st.floats(0, 2), min_size=1, max_size=60),
)
def test_no_bucket_gives_more_than_its_burst_and_its_refill(limits: list[tuple[float, int]], gaps: list[float]) -> None:
    buckets = [bucket(rate, burst) for rate, burst in limits]
    now, given_out = 0.0, 0

    for gap in gaps:
        now += gap
        given_out += take_together(buckets, now) is None

    for rate, burst in limits:
        assert given_out <= burst + rate * now + 1e-6


@given(
    limits=st.lists(st.tuples(st.floats(0, 50), st.integers(0, 5)), min_size=2, max_size=4),
    gaps=st.lists(st.floats(0, 0.5), min_size=1, max_size=40),
)
def test_a_refused_request_takes_nothing_from_any_bucket(limits: list[tuple[float, int]], gaps: list[float]) -> None:
    buckets = [bucket(rate, burst) for rate, burst in limits]
    now = 0.0
    for gap in gaps:
        now += gap
        before = [each.refill(now) for each in buckets]

        refused = take_together(buckets, now) is not None

        taken = [level - each.tokens for level, each in zip(before, buckets, strict=True)]
        assert taken == pytest.approx([0.0 if refused else 1.0] * len(buckets))


@given(
    tokens_taken=st.integers(0, 10),
    resized=st.tuples(st.floats(0, 50), st.integers(0, 20)),
    later=st.floats(0, 100),
)
def test_a_resized_bucket_keeps_its_level_and_never_exceeds_its_new_burst(
    tokens_taken: int, resized: tuple[float, int], later: float
) -> None:
    live = bucket(rate=1, burst=10)
    for _ in range(tokens_taken):
        take_together([live], 0.0)

    live.resize(*resized, 0.0)

    assert live.tokens == pytest.approx(min(10 - tokens_taken, resized[1]))
    assert live.refill(later) <= resized[1]
