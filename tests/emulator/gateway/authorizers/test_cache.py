"""The cache of authorizers' answers."""

import pytest

from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.authorizers.cache import GrantCache
from lgtui.emulator.gateway.authorizers.grant import Grant, read_grant

GRANT = read_grant(b'{"policyDocument":{"Statement":[]}}')


def named(principal: str) -> Grant:
    return read_grant(b'{"principalId":"%s","policyDocument":{"Statement":[]}}' % principal.encode())


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.pause()
    return clock


def test_an_answer_counts_until_its_time_is_over(clock: Clock) -> None:
    cache = GrantCache(clock)
    cache.keep(("a/prod", "x"), GRANT, 60)

    clock.step(59)
    before = cache.find(("a/prod", "x"))
    clock.step(1)

    assert (before, cache.find(("a/prod", "x")), len(cache)) == (GRANT, None, 0)


def test_the_least_recently_used_goes_first(clock: Clock) -> None:
    cache = GrantCache(clock, capacity=2)
    for name in "ab":
        cache.keep((name,), GRANT, 60)
    cache.find(("a",))
    cache.keep(("c",), GRANT, 60)

    assert [cache.find((name,)) is not None for name in "abc"] == [True, False, True]


def test_its_bytes_are_bounded_too(clock: Clock) -> None:
    cache = GrantCache(clock, max_bytes=200)
    for number in range(100):
        cache.keep((f"key {number}",), named("x" * 100), 60)

    assert len(cache) == 1


def test_a_newer_answer_takes_the_place_of_the_older(clock: Clock) -> None:
    cache = GrantCache(clock)
    for name in ("old", "new"):
        cache.keep(("a",), named(name), 60)

    found = cache.find(("a",))
    assert found is not None
    assert (found.principal_id, len(cache)) == ("new", 1)


def test_flushing_leaves_other_stages_alone(clock: Clock) -> None:
    cache = GrantCache(clock)
    cache.keep(("a/prod", "x"), GRANT, 60)
    cache.keep(("a/test", "x"), GRANT, 60)

    cache.flush("a/prod")

    assert (cache.find(("a/prod", "x")), cache.find(("a/test", "x"))) == (None, GRANT)
