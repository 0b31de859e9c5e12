"""How many events of a queue run at once."""

import asyncio

import pytest

from lgtui.emulator.clock import Clock
from lgtui.emulator.functions.asynchronous.cores import Cores
from lgtui.emulator.functions.asynchronous.pace import FIRST, GROWTH, REST, Pace


@pytest.fixture
def clock() -> Clock:
    """A clock that moves only when it is stepped."""
    clock = Clock()
    clock.pause()
    return clock


class Machine:
    """A machine that is as busy as a test wants it."""

    def __init__(self, spare: bool) -> None:
        self._spare = spare

    def note(self) -> None:
        """Nothing to remember."""

    def has_spare(self) -> bool:
        """As the test wants it."""
        return self._spare


async def test_a_queue_begins_with_a_few_and_gets_more_while_events_wait(clock: Clock) -> None:
    more = asyncio.Event()
    pace = Pace(clock, more.set, Machine(spare=True))
    assert pace.allows(FIRST - 1) and not pace.allows(FIRST)
    pace.note_waiting(True)
    await asyncio.wait_for(more.wait(), 20)
    assert pace.allows(FIRST + GROWTH - 1) and not pace.allows(FIRST + GROWTH)
    pace.note_waiting(False)
    assert not pace.allows(FIRST)


async def test_a_busy_machine_gets_no_more(clock: Clock) -> None:
    more = asyncio.Event()
    pace = Pace(clock, more.set, Machine(spare=False))
    pace.note_waiting(True)
    await asyncio.wait_for(more.wait(), 20)
    assert not pace.allows(FIRST)


async def test_a_throttle_rests_the_queue_until_an_execution_ends(clock: Clock) -> None:
    pace = Pace(clock, lambda: None, Cores())
    pace.note_throttle(2)
    assert not pace.allows(0)
    pace.note_end()
    assert pace.allows(1) and not pace.allows(2)


async def test_a_rest_ends_on_the_clock(clock: Clock) -> None:
    ended: list[bool] = []
    pace = Pace(clock, lambda: ended.append(pace.allows(0)), Cores())
    pace.note_throttle(0)
    clock.step(REST)
    assert ended == [True]
