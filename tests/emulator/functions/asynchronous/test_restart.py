"""What a region leaves in its queues, the next one on the same state folder delivers."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from lgtui.emulator.functions.model import FunctionNameRequest
from tests.emulator.functions.asynchronous.event_bench import ECHO, FAIL, QUEUE, WAIT, EventBench

NewRegion = Callable[[], EventBench]


@pytest.fixture
async def new_region(tmp_path: Path) -> AsyncIterator[NewRegion]:
    """Makes regions on one state folder, one after the other."""
    benches: list[EventBench] = []

    def make() -> EventBench:
        benches.append(EventBench(tmp_path, state_folder=tmp_path / "state"))
        return benches[-1]

    yield make
    await benches[-1].stop()


async def test_events_wait_for_the_next_region_and_its_function(new_region: NewRegion, tmp_path: Path) -> None:
    before = new_region()
    before.create(WAIT)
    for number in range(20):
        await before.send({"gate": str(tmp_path / "gate"), "number": number})
    await before.stop()

    after = new_region()
    (tmp_path / "gate").touch()
    after.configure(success=QUEUE)
    await after.functions.start()
    assert sorted([(await after.record())["requestPayload"]["number"] for _ in range(20)]) == list(range(20))
    await after.until_rows()
    assert "f: 20 events were left in its queue, and are delivered now" in after.lines("info")
    assert after.functions.waiting("f") == (0, 0)


async def test_a_retry_keeps_its_time_and_its_failures(new_region: NewRegion) -> None:
    before = new_region()
    before.create(FAIL)
    await before.send()
    await before.until_rows(("f", 1, 0))
    await before.stop()

    after = new_region()
    after.write("app.py", ECHO)
    after.configure(success=QUEUE)
    await after.until(lambda: after.functions.waiting("f") == (1, 1))
    assert after.request_ids() == []
    await after.functions.start()
    after.clock.step(61.0)
    assert (await after.record())["requestContext"]["condition"] == "Success"


async def test_a_clock_that_was_ahead_delays_nothing_in_the_next_region(new_region: NewRegion) -> None:
    before = new_region()
    before.create(FAIL)
    before.clock.step(86_400.0)
    await before.send()
    await before.until_rows(("f", 1, 0))
    await before.stop()

    after = new_region()
    after.write("app.py", ECHO)
    after.configure(success=QUEUE)
    await after.until(lambda: after.functions.waiting("f") == (1, 1))
    await after.functions.start()
    after.clock.step(61.0)
    await after.record()


async def test_events_of_functions_that_are_gone_are_dropped_aloud(new_region: NewRegion) -> None:
    before = new_region()
    before.create(FAIL)
    before.create(FAIL, name="gone")
    for name in ("f", "gone", "gone"):
        await before.send(name=name)
    for table in ("function", "version"):
        await before.store.write("DELETE FROM object WHERE kind = ? AND 'gone' IN (owner, name)", table)
    await before.stop()

    after = new_region()
    await after.functions.start()
    await after.until_rows(("f", 1, 0))
    assert "gone does not exist any more: its 2 queued events are dropped" in after.lines("warn")


async def test_nothing_of_before_is_attempted_until_all_functions_are_as_they_shall_be(new_region: NewRegion) -> None:
    before = new_region()
    before.create(FAIL)
    await before.send()
    await before.until_rows(("f", 1, 0))
    await before.stop()

    after = new_region()
    after.write("app.py", ECHO)
    after.clock.step(61.0)
    await after.until(lambda: after.functions.waiting("f") == (1, 1))
    await after.call()
    assert len(after.request_ids()) == 1
    after.configure(success=QUEUE)
    await after.functions.start()
    assert (await after.record())["requestContext"]["condition"] == "Success"


async def test_a_function_that_is_deleted_before_takes_its_queue_along(new_region: NewRegion) -> None:
    before = new_region()
    before.create(FAIL)
    await before.send()
    await before.until_rows(("f", 1, 0))
    await before.stop()

    after = new_region()
    await after.until(lambda: after.functions.waiting("f") == (1, 1))
    after.functions.delete_function(FunctionNameRequest(function_name="f"))
    after.create(FAIL)
    await after.functions.start()
    await after.send()
    await after.until_rows(("f", 1, 0))
    assert len(after.request_ids()) == 1
