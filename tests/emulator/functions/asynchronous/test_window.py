"""A queue holds some events in memory and reads the others from the store: in order, and each once."""

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest

from lgtui.emulator.clock import Clock
from lgtui.emulator.functions.asynchronous.chores import Chores
from lgtui.emulator.functions.asynchronous.event import Event
from lgtui.emulator.functions.asynchronous.rows import Rows
from lgtui.emulator.functions.asynchronous.window import MOST_BYTES, MOST_EVENTS, PAGE, Window
from lgtui.emulator.functions.model import InvocationRequest
from lgtui.emulator.store import Store


class Queue:
    """A window on a store of its own, and a consumer."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.clock.pause()
        self.store = Store()
        self.problems: list[str] = []
        self.chores = Chores(self.problems.append)
        self.rows = Rows(self.store, self.problems.append)
        self._moved = asyncio.Event()
        self.window = Window("f", self.rows, self.clock, self.chores, self._moved.set)
        self.window.open()
        self._numbers = itertools.count(1)

    def add(self, payload: bytes = b"{}", wait: float = 0.0) -> bool:
        """Add an event that is due now or in `wait` seconds; whether it is in memory."""
        now = self.clock.time()
        number = next(self._numbers)
        event = Event(number, str(number), now, now + wait, InvocationRequest(function_name="f", payload=payload))
        direct = wait == 0 and self.window.admit(event)
        self.rows.add("f", event)
        if wait:
            self.window.expect(event.due)
        if direct:
            self.window.ready.append(event)
            self._moved.set()
        self.window.refill()
        return direct

    async def take(self, count: int) -> list[int]:
        """The numbers of the next events; each is over at once."""
        taken: list[int] = []
        async with asyncio.timeout(20):
            while len(taken) < count:
                while not self.window.ready:
                    self._moved.clear()
                    await self._moved.wait()
                event = self.window.ready.popleft()
                taken.append(event.number)
                self.rows.remove(event)
                self.window.release(event)
                self.window.refill()
        return taken


@pytest.fixture
async def queue() -> AsyncIterator[Queue]:
    """A queue that is stopped after the test, and has reported no problem."""
    queue = Queue()
    yield queue
    queue.window.stop()
    await queue.chores.stop()
    await queue.store.stop()
    assert queue.problems == []


async def test_once_the_store_is_read_new_events_come_in_directly(queue: Queue) -> None:
    assert not queue.add()
    assert await queue.take(1) == [1]
    assert queue.add()
    assert await queue.take(1) == [2]


async def test_memory_holds_a_part_and_every_event_comes_once_in_order(queue: Queue) -> None:
    queue.add()
    await queue.take(1)
    direct = [queue.add() for _ in range(3 * MOST_EVENTS)]
    assert sum(direct) == MOST_EVENTS
    assert await queue.take(3 * MOST_EVENTS) == list(range(2, 3 * MOST_EVENTS + 2))
    assert len(queue.window.ready) == 0


async def test_large_events_are_few_in_memory(queue: Queue) -> None:
    queue.add()
    await queue.take(1)
    payload = b" " * (1024 * 1024)
    direct = sum(queue.add(payload) for _ in range(40))
    assert direct == MOST_BYTES // len(payload)
    assert await queue.take(40) == list(range(2, 42))


async def test_events_added_while_a_page_is_read_are_not_lost(queue: Queue) -> None:
    for _ in range(PAGE + 10):
        queue.add()
    late = asyncio.get_running_loop()
    for delay in range(20):
        late.call_later(delay / 2_000, queue.add)
    assert await queue.take(PAGE + 30) == list(range(1, PAGE + 31))


async def test_an_event_that_is_due_later_comes_then_and_lets_others_pass(queue: Queue) -> None:
    queue.add()
    await queue.take(1)
    queue.add(wait=60.0)
    queue.add(wait=30.0)
    assert queue.add()
    assert await queue.take(1) == [4]
    queue.clock.step(60.0)
    assert not queue.add()
    assert await queue.take(3) == [3, 2, 5]
