"""Token buckets: their levels, and that several are taken together or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.model import MethodSetting
from lgtui.emulator.gateway.throttle import Throttles, TokenBucket, take_together


def bucket(rate: float, burst: int, name: str = "b") -> TokenBucket:
    """A bucket made at instant 0."""
    return TokenBucket(name, "method", name, setting(rate, burst), 0.0)


def setting(rate: float, burst: int) -> MethodSetting:
    """Limits as a stage sets them."""
    return MethodSetting(throttling_rate_limit=rate, throttling_burst_limit=burst)


@pytest.fixture
def clock() -> Clock:
    """A clock that moves only when it is stepped."""
    clock = Clock()
    clock.pause()
    return clock


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

    live.resize(setting(*resized), 0.0)

    assert live.tokens == pytest.approx(min(10 - tokens_taken, resized[1]))
    assert live.refill(later) <= resized[1]


def test_a_request_asks_its_method_then_its_stage_then_the_account(clock: Clock) -> None:
    throttles = Throttles(clock, 100, 100)
    throttles.settle("api/Prod", {"*/*": setting(5, 10), "orders~1{id}/GET": setting(1, 2)})

    buckets = throttles.for_method("api/Prod", "orders~1{id}/GET")

    assert [each.id for each in buckets] == ["method/api/Prod/GET /orders/{id}", "stage/api/Prod", "account"]
    assert [each.label for each in buckets] == ["GET /orders/{id}", "stage Prod", "account"]


def test_settings_that_go_take_their_buckets_with_them(clock: Clock) -> None:
    throttles = Throttles(clock, 100, 100)
    throttles.settle("api/Prod", {"*/*": setting(5, 10)})

    throttles.settle("api/Prod", {})

    assert [view.id for view in throttles.buckets()] == ["account"]
    assert throttles.drain_removed() == ["stage/api/Prod"]
    assert throttles.drain_removed() == []


def test_a_stage_whose_name_begins_as_anothers_keeps_its_buckets(clock: Clock) -> None:
    throttles = Throttles(clock, 100, 100)
    throttles.settle("api/Prod2", {"*/*": setting(5, 10), "x/GET": setting(1, 1)})

    throttles.settle("api/Prod", {})

    assert len(throttles.buckets()) == 3


def test_the_feed_is_told_of_buckets_that_were_asked_once(clock: Clock) -> None:
    throttles = Throttles(clock, 1, 2)
    throttles.drain_touched()
    for _ in range(3):
        throttles.take(throttles.for_method("api/Prod", "x/GET"))

    (view,) = throttles.drain_touched()

    assert (view.id, view.tokens, view.refused) == ("account", 0.0, 1)
    assert view.at == pytest.approx(clock.time())
    assert throttles.drain_touched() == []


def test_buckets_follow_the_emulated_clock(clock: Clock) -> None:
    throttles = Throttles(clock, 1, 2)
    account = throttles.for_method("api/Prod", "x/GET")
    for _ in range(2):
        throttles.take(account)

    clock.step(1.0)

    assert throttles.take(account) is None
    assert throttles.take(account) is not None
