"""Recorded facts of asynchronous invocation, asked of the emulator: a test's name begins with the fact's id."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lgtui.emulator.errors import InvalidParameterValueException, ResourceNotFoundException
from lgtui.emulator.functions.asynchronous.retry import LONGEST_BACK_OFF
from lgtui.emulator.functions.model import (
    DeadLetterConfig,
    FunctionNameRequest,
    PutFunctionEventInvokeConfigRequest,
    UpdateFunctionCodeRequest,
)
from tests.emulator.functions.asynchronous.event_bench import DEAD_LETTERS, ECHO, FAIL, QUEUE, WAIT, EventBench

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function"


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[EventBench]:
    """A Lambda that is stopped after the test."""
    bench = EventBench(tmp_path)
    yield bench
    await bench.stop()


async def test_con_002_a_reservation_of_zero_sends_the_event_to_the_failure_destination(bench: EventBench) -> None:
    bench.create(ECHO)
    bench.configure(failure=QUEUE)
    bench.reserve(0)
    assert (await bench.send()).status_code == 202
    record = await bench.record()
    context = record["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("ZeroReservedConcurrency", 0)
    assert (context["functionArn"], record["requestPayload"], record["version"]) == (f"{FUNCTION}:f:$LATEST", {}, "1.0")
    assert "responseContext" not in record and "responsePayload" not in record


async def test_ver_004_queued_events_run_the_new_code(bench: EventBench, tmp_path: Path) -> None:
    bench.create(WAIT)
    bench.configure(success=QUEUE)
    bench.reserve(1)
    event = {"gate": str(tmp_path / "gate")}
    await bench.send(event)
    await bench.until_state("busy")
    for _ in range(9):
        await bench.send(event)
    source = "def handler(event, context): return 'new code'"
    bench.functions.update_function_code(UpdateFunctionCodeRequest(function_name="f", source=source))
    for _ in range(5):
        await bench.send(event)
    (tmp_path / "gate").touch()
    answers = []
    for _ in range(15):
        bench.clock.step(2.0)
        answers.append((await bench.record())["responsePayload"])
    assert answers == ["waited", *["new code"] * 14]


async def test_dst_003_and_doc_007_two_retries_after_one_and_two_minutes(bench: EventBench) -> None:
    bench.create(FAIL)
    bench.configure(failure=QUEUE)
    await bench.send()
    for failures, wait in ((1, 60.0), (2, 120.0)):
        await bench.until_rows(("f", failures, 0))
        bench.clock.step(wait - 5.0)
        assert (await bench.rows(), len(bench.request_ids())) == ([("f", failures, 0)], failures)
        bench.clock.step(6.0)
    context = (await bench.record())["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("RetriesExhausted", 3)
    assert bench.request_ids() == [context["requestId"]] * 3


async def test_dst_005_an_age_that_admits_one_retry(bench: EventBench) -> None:
    bench.create(FAIL)
    bench.configure(failure=QUEUE, maximum_event_age_in_seconds=90)
    await bench.send()
    await bench.until_rows(("f", 1, 0))
    bench.clock.step(61.0)
    context = (await bench.record())["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("EventAgeExceeded", 2)


async def test_dst_006_a_dead_letter_is_the_event_with_three_attributes(bench: EventBench) -> None:
    bench.create(
        "def handler(event, context): raise Exception('Test exception (this is intentional)')",
        dead_letter_config=DeadLetterConfig(target_arn=DEAD_LETTERS),
    )
    bench.configure(maximum_retry_attempts=0)
    await bench.send({"raise_error": 1})
    message = await bench.message()
    assert (message.arn, message.body) == (DEAD_LETTERS, b'{"raise_error": 1}')
    assert message.attributes == {
        "RequestID": ("String", bench.request_ids()[0]),
        "ErrorCode": ("Number", "200"),
        "ErrorMessage": ("String", "Test exception (this is intentional)"),
    }


@pytest.mark.parametrize(
    ("function_name", "destination", "words"),
    [
        ("doesnotexist", None, "You must specify at least one of error handling or destination setting."),
        ("f", f"{FUNCTION}:f", "You can't specify the function as a destination for itself."),
        ("f", f"{FUNCTION}:doesnotexist", f"The destination ARN {FUNCTION}:doesnotexist is invalid."),
    ],
)
async def test_dst_008_what_a_configuration_may_not_be(
    bench: EventBench, function_name: str, destination: str | None, words: str
) -> None:
    bench.create(ECHO)
    with pytest.raises(InvalidParameterValueException) as raised:
        if destination is None:
            request = PutFunctionEventInvokeConfigRequest(function_name=function_name)
            bench.functions.put_function_event_invoke_config(request)
        else:
            bench.configure(name=function_name, success=destination)
    assert raised.value.message == words


async def test_dst_009_a_configuration_that_was_not_set(bench: EventBench) -> None:
    bench.create(ECHO)
    name = FunctionNameRequest(function_name="f")
    for operation in (
        bench.functions.get_function_event_invoke_config,
        bench.functions.delete_function_event_invoke_config,
    ):
        with pytest.raises(ResourceNotFoundException) as raised:
            operation(name)
        words = f"The function {FUNCTION}:f:$LATEST doesn't have an EventInvokeConfig"
        assert (raised.value.status, raised.value.message) == (404, words)


async def test_cap_002_a_success_after_one_failure_counts_one_invocation(bench: EventBench) -> None:
    bench.create(FAIL)
    bench.configure(success=QUEUE)
    await bench.send()
    await bench.until_rows(("f", 1, 0))
    bench.functions.update_function_code(UpdateFunctionCodeRequest(function_name="f", source=ECHO))
    bench.clock.step(61.0)
    context = (await bench.record())["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("Success", 1)


async def test_cap_004_an_event_that_was_throttled_until_it_is_given_up(bench: EventBench, tmp_path: Path) -> None:
    bench.create(WAIT, dead_letter_config=DeadLetterConfig(target_arn=DEAD_LETTERS))
    bench.configure(failure=QUEUE, maximum_event_age_in_seconds=60)
    bench.reserve(1)
    gate = {"gate": str(tmp_path / "gate")}
    holder = asyncio.ensure_future(bench.invoke(gate))
    await bench.until_state("busy")
    await bench.send(gate)
    for setbacks in range(1, 6):
        await bench.until_rows(("f", 0, setbacks))
        bench.clock.step(2.0 ** (setbacks - 1) + 0.1)
    record = await bench.record()
    assert record["responseContext"] == {"statusCode": 429}
    assert record["requestContext"]["approximateInvokeCount"] == 0
    assert "responsePayload" not in record
    attributes = (await bench.message()).attributes
    assert (attributes["ErrorCode"], attributes["ErrorMessage"]) == (("Number", "429"), ("String", "Rate Exceeded."))
    (tmp_path / "gate").touch()
    await holder


async def test_doc_007_throttled_attempts_are_never_more_than_five_minutes_apart(
    bench: EventBench, tmp_path: Path
) -> None:
    bench.create(WAIT)
    bench.reserve(1)
    gate = {"gate": str(tmp_path / "gate")}
    holder = asyncio.ensure_future(bench.invoke(gate))
    await bench.until_state("busy")
    await bench.send(gate)
    for setbacks in range(1, 12):
        await bench.until_rows(("f", 0, setbacks))
        bench.clock.step(LONGEST_BACK_OFF + 0.1)
    (tmp_path / "gate").touch()
    await holder
