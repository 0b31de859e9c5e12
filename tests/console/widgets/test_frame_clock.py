"""The frame clock ticks while someone wants it to, and not otherwise."""

import asyncio
from functools import partial

from lgtui.console.widgets.frame_clock import FrameClock


class Counting:
    """A subscriber that wants so many more frames."""

    def __init__(self, wanted: int) -> None:
        self.frames = 0
        self.wanted = wanted
        self.done = asyncio.Event()

    def __call__(self) -> float | None:
        self.frames += 1
        if self.frames <= self.wanted:
            return 0.0
        self.done.set()
        return None


async def test_a_wake_draws_one_frame_and_the_clock_sleeps_again() -> None:
    clock, subscriber = FrameClock(500), Counting(0)
    clock.subscribe(subscriber)
    clock.wake()
    clock.wake()
    await subscriber.done.wait()
    assert subscriber.frames == 1
    assert not clock.ticking


async def test_an_animation_gets_frames_until_it_ends() -> None:
    clock, subscriber = FrameClock(500), Counting(3)
    clock.subscribe(subscriber)
    clock.wake()
    await subscriber.done.wait()
    assert subscriber.frames == 4
    assert not clock.ticking


async def test_frames_keep_their_distance_however_often_it_is_woken() -> None:
    clock, subscriber = FrameClock(50), Counting(1)
    clock.subscribe(subscriber)
    start = clock.now()
    clock.wake()
    await subscriber.done.wait()
    assert clock.now() - start >= clock.interval * 0.9


async def test_an_earlier_wake_overtakes_a_later_one() -> None:
    clock, subscriber = FrameClock(500), Counting(0)
    clock.subscribe(subscriber)
    clock.wake(3600.0)
    clock.wake()
    await asyncio.wait_for(subscriber.done.wait(), 5)
    assert subscriber.frames == 1


async def test_what_changes_at_two_places_is_drawn_in_two_frames() -> None:
    clock, last = FrameClock(50), Counting(0)
    order: list[tuple[str, float]] = []

    def note(name: str) -> None:
        order.append((name, clock.now()))

    for name, place in (("gauges", "side"), ("log", "bottom"), ("cells", "side")):
        clock.subscribe(partial(note, name), place)
    clock.subscribe(last, "bottom")
    clock.wake(place="side")
    clock.wake(place="bottom")
    await last.done.wait()
    assert [name for name, _ in order] == ["gauges", "cells", "log"]
    assert order[2][1] - order[1][1] >= clock.interval * 0.9


async def test_a_place_that_animates_leaves_the_other_its_turn() -> None:
    clock, animated, seldom = FrameClock(500), Counting(1_000), Counting(0)
    clock.subscribe(animated, "side")
    clock.subscribe(seldom, "bottom")
    clock.wake(place="side")
    clock.wake(place="bottom")
    await asyncio.wait_for(seldom.done.wait(), 5)
    assert animated.frames < 3
    clock.stop()


async def test_who_unsubscribed_is_not_called() -> None:
    clock, gone, stays = FrameClock(500), Counting(0), Counting(0)
    unsubscribe = clock.subscribe(gone)
    clock.subscribe(stays)
    unsubscribe()
    clock.tick()
    assert (gone.frames, stays.frames) == (0, 1)


def test_a_manual_clock_ticks_only_when_told() -> None:
    clock, subscriber = FrameClock(manual=True), Counting(5)
    clock.subscribe(subscriber)
    clock.wake()
    assert subscriber.frames == 0
    clock.tick()
    assert subscriber.frames == 1


async def test_a_stopped_clock_wakes_no_more() -> None:
    clock, subscriber = FrameClock(500), Counting(0)
    clock.subscribe(subscriber)
    clock.wake(0.001)
    clock.stop()
    clock.wake()
    assert not clock.ticking
