"""The buckets of the account, of stages and of methods."""

import pytest

from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.model import MethodSetting
from lgtui.emulator.gateway.throttle import Throttles


def setting(rate: float, burst: int) -> MethodSetting:
    """Limits as a stage sets them."""
    return MethodSetting(throttling_rate_limit=rate, throttling_burst_limit=burst)


@pytest.fixture
def clock() -> Clock:
    """A clock that moves only when it is stepped."""
    clock = Clock()
    clock.pause()
    return clock


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
