"""What is told of events that wait, run or are over."""

from pathlib import Path

from lgtui.emulator.functions.asynchronous.overview import MOST_ENDED, PAYLOAD_SHOWN
from lgtui.emulator.functions.model import DeadLetterConfig
from tests.emulator.functions.asynchronous.event_bench import DEAD_LETTERS, ECHO, FAIL, QUEUE, WAIT, EventBench


async def test_an_event_that_failed_is_told_with_its_next_attempt_and_its_end(bench: EventBench) -> None:
    bench.create(FAIL, dead_letter_config=DeadLetterConfig(target_arn=DEAD_LETTERS))
    bench.configure(failure=QUEUE)
    accepted = bench.clock.time()
    await bench.send({"order": 7})
    await bench.until_rows(("f", 1, 0))

    told = await bench.functions.async_events()
    (event,) = told.events
    assert (told.queued, told.retrying, told.running) == (1, 1, 0)
    assert (event.function, event.qualifier, event.running) == ("f", "$LATEST", False)
    assert (event.attempt, event.attempts, event.setbacks) == (2, 3, 0)
    assert (event.accepted, event.due, event.expires) == (accepted, accepted + 60, accepted + 21_600)
    assert (event.size, event.payload) == (12, '{"order": 7}')
    assert (event.on_failure, event.dead_letter) == (QUEUE, DEAD_LETTERS)


async def test_an_event_whose_attempt_runs_is_told_as_running(bench: EventBench, tmp_path: Path) -> None:
    bench.create(WAIT)
    await bench.send({"gate": str(tmp_path / "gate")})
    await bench.until_state("busy")

    told = await bench.functions.async_events()
    assert (told.queued, told.running) == (0, 1)
    assert [(event.running, event.attempt) for event in told.events] == [(True, 1)]
    (tmp_path / "gate").touch()
    await bench.until_rows()
    assert (await bench.functions.async_events()).events == []


async def test_a_throttled_attempt_is_no_attempt(bench: EventBench, tmp_path: Path) -> None:
    bench.create(WAIT)
    bench.reserve(1)
    for _ in range(2):
        await bench.send({"gate": str(tmp_path / "gate")})
    await bench.until_rows(("f", 0, 0), ("f", 0, 1))

    events = (await bench.functions.async_events()).events
    assert sorted((event.running, event.attempt, event.setbacks) for event in events) == [(False, 1, 1), (True, 1, 0)]
    (tmp_path / "gate").touch()


async def test_what_was_given_up_is_remembered_with_whom_it_was_told(bench: EventBench) -> None:
    bench.create(FAIL)
    bench.configure(failure=QUEUE, maximum_retry_attempts=0)
    await bench.send()
    await bench.message()
    await bench.until_rows()

    told = await bench.functions.async_events()
    (ended,) = told.ended
    assert (ended.function, ended.condition, ended.invocations, ended.told) == ("f", "RetriesExhausted", 1, [QUEUE])
    assert (told.queued, told.events) == (0, [])


async def test_a_success_that_nobody_is_told_of_is_not_remembered(bench: EventBench) -> None:
    bench.create(ECHO)
    await bench.send()
    await bench.until_rows()
    assert (await bench.functions.async_events()).ended == []


async def test_only_the_beginning_of_a_payload_is_told_and_the_newest_endings(bench: EventBench) -> None:
    bench.create(FAIL)
    await bench.send("x" * 10_000)
    await bench.until_rows(("f", 1, 0))
    (event,) = (await bench.functions.async_events()).events
    assert (event.size, len(event.payload)) == (10_002, PAYLOAD_SHOWN)

    bench.create(ECHO, name="g")
    bench.configure(success=QUEUE, name="g")
    for number in range(MOST_ENDED + 1):
        await bench.send({"number": number}, name="g")
        await bench.message()
    assert len((await bench.functions.async_events()).ended) == MOST_ENDED
