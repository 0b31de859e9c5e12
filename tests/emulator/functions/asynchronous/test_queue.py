"""Events are accepted, attempted, put off on the clock, and given up."""

import asyncio
from pathlib import Path

from lgtui.emulator.functions.model import (
    AliasRequest,
    CreateAliasRequest,
    FunctionNameRequest,
    PublishVersionRequest,
    UpdateAliasRequest,
)
from tests.emulator.functions.asynchronous.event_bench import ECHO, FAIL, QUEUE, WAIT, EventBench

VERSION = "def handler(event, context): return context.function_version"


async def test_an_event_is_answered_202_without_payload_and_runs(bench: EventBench) -> None:
    bench.create(ECHO)
    bench.configure(success=QUEUE)
    answer = await bench.send({"a": 1})
    assert (answer.status_code, answer.payload, answer.executed_version) == (202, b"", "")
    assert (await bench.record())["responsePayload"] == {"a": 1}


async def test_an_event_without_payload_is_an_empty_object(bench: EventBench) -> None:
    bench.create(ECHO)
    bench.configure(success=QUEUE)
    await bench.send()
    record = await bench.record()
    assert (record["requestPayload"], record["responsePayload"]) == ({}, {})


async def test_an_event_is_in_the_store_until_it_is_over(bench: EventBench, tmp_path: Path) -> None:
    bench.create(WAIT)
    await bench.send({"gate": str(tmp_path / "gate")})
    await bench.until_state("busy")
    assert await bench.rows() == [("f", 0, 0)]
    (tmp_path / "gate").touch()
    await bench.until_rows()


async def test_an_event_over_one_megabyte_is_refused(bench: EventBench) -> None:
    bench.create(ECHO)
    error = await bench.refused("x" * (1_048_576 - 1))
    words = "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)"
    assert (error.status, error.message) == (413, words)
    assert (await bench.send("x" * (1_048_576 - 2))).status_code == 202


async def test_an_event_that_is_no_json_is_refused_before_it_is_queued(bench: EventBench) -> None:
    bench.create(ECHO)
    error = await bench.refused(qualifier="nobody")
    assert error.status == 404
    assert await bench.rows() == []


async def test_the_figures_tell_what_waits_and_what_has_failed(bench: EventBench, tmp_path: Path) -> None:
    bench.create(FAIL)
    assert bench.functions.waiting("f") == (0, 0)
    await bench.send()
    await bench.until(lambda: bench.functions.waiting("f") == (1, 1))
    bench.create(WAIT, name="g")
    bench.reserve(1, "g")
    for _ in range(3):
        await bench.send({"gate": str(tmp_path / "gate")}, name="g")
    await bench.until(lambda: bench.functions.waiting("g") == (2, 0))


async def test_a_configuration_without_retries_gives_up_at_once(bench: EventBench) -> None:
    bench.create(FAIL)
    bench.configure(failure=QUEUE, maximum_retry_attempts=0)
    await bench.send()
    assert (await bench.record())["requestContext"]["approximateInvokeCount"] == 1
    await bench.until_rows()


async def test_what_is_set_for_latest_says_nothing_of_an_alias(bench: EventBench) -> None:
    bench.create(FAIL)
    await bench.functions.publish_version(PublishVersionRequest(function_name="f"))
    bench.functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="1"))
    bench.configure(failure=QUEUE, maximum_retry_attempts=0)
    await bench.send(qualifier="live")
    await bench.until_rows(("f", 1, 0))
    await bench.send()
    assert (await bench.record())["requestContext"]["functionArn"].endswith(":f:$LATEST")


async def test_a_throttled_event_backs_off_from_one_second_on_and_runs_at_last(
    bench: EventBench, tmp_path: Path
) -> None:
    bench.create(WAIT)
    bench.configure(success=QUEUE)
    bench.reserve(1)
    holder = asyncio.ensure_future(bench.invoke({"gate": str(tmp_path / "gate")}))
    await bench.until_state("busy")
    await bench.send({"gate": str(tmp_path)})
    for setbacks in range(1, 5):
        await bench.until_rows(("f", 0, setbacks))
        bench.clock.step(2.0 ** (setbacks - 1) * 0.9)
        assert await bench.rows() == [("f", 0, setbacks)]
        bench.clock.step(2.0 ** (setbacks - 1) * 0.2)
    (tmp_path / "gate").touch()
    await holder
    bench.clock.step(16.1)
    assert (await bench.record())["requestContext"]["approximateInvokeCount"] == 1
    await bench.until_rows()


async def test_a_missing_alias_is_waited_for_like_a_system_error(bench: EventBench) -> None:
    bench.create(FAIL)
    live = CreateAliasRequest(function_name="f", name="live", function_version="$LATEST")
    bench.functions.create_alias(live)
    bench.configure(qualifier="live", success=QUEUE)
    await bench.send(qualifier="live")
    await bench.until_rows(("f", 1, 0))
    bench.functions.delete_alias(AliasRequest(function_name="f", name="live"))
    bench.clock.step(60.1)
    await bench.until_rows(("f", 1, 1))
    bench.write("app.py", ECHO)
    bench.functions.retire("f", "reload")
    bench.functions.create_alias(live)
    bench.clock.step(1.1)
    assert (await bench.record())["requestContext"]["condition"] == "Success"


async def test_each_attempt_goes_where_the_alias_points_then(bench: EventBench) -> None:
    bench.create(FAIL)
    await bench.functions.publish_version(PublishVersionRequest(function_name="f"))
    bench.functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="1"))
    bench.configure(qualifier="live", success=QUEUE)
    await bench.send(qualifier="live")
    await bench.until_rows(("f", 1, 0))
    bench.write("app.py", VERSION)
    await bench.functions.publish_version(PublishVersionRequest(function_name="f"))
    bench.functions.update_alias(UpdateAliasRequest(function_name="f", name="live", function_version="2"))
    bench.clock.step(60.1)
    record = await bench.record()
    assert (record["responsePayload"], record["responseContext"]["executedVersion"]) == ("2", "2")


async def test_events_that_grow_too_old_while_they_wait_are_given_up_unseen(bench: EventBench, tmp_path: Path) -> None:
    bench.create(WAIT)
    bench.configure(failure=QUEUE, maximum_event_age_in_seconds=60)
    bench.reserve(1)
    for _ in range(3):
        await bench.send({"gate": str(tmp_path / "gate")})
    await bench.until_state("busy")
    bench.clock.step(61.0)
    for _ in range(2):
        context = (await bench.record())["requestContext"]
        assert (context["condition"], context["approximateInvokeCount"]) == ("EventAgeExceeded", 0)
    (tmp_path / "gate").touch()
    await bench.until_rows()


async def test_deleting_a_function_drops_its_queue_aloud(bench: EventBench) -> None:
    bench.create(FAIL)
    await bench.send()
    await bench.until_rows(("f", 1, 0))
    bench.functions.delete_function(FunctionNameRequest(function_name="f"))
    await bench.until_rows()
    assert "f was deleted: its 1 queued events are dropped" in bench.lines("warn")


async def test_a_thousand_events_run_once_each_in_a_few_environments(bench: EventBench) -> None:
    bench.create(ECHO)
    await asyncio.gather(*(bench.send() for _ in range(1_000)))
    await bench.until_rows()
    assert len(set(bench.request_ids())) == len(bench.request_ids()) == 1_000
    assert len({identifier for identifier, _ in bench.changes}) < 100
