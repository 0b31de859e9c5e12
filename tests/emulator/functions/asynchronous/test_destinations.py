"""Records of events reach other functions; what cannot be delivered is said, never lost in silence."""

import json
import re
from pathlib import Path

import pytest

from lgtui.emulator.errors import InvalidParameterValueException
from lgtui.emulator.functions.model import (
    DeadLetterConfig,
    FunctionNameRequest,
    PublishVersionRequest,
    UpdateFunctionConfigurationRequest,
)
from tests.emulator.functions.asynchronous.event_bench import DEAD_LETTERS, ECHO, FAIL, QUEUE, EventBench

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function"


async def test_a_record_is_the_event_of_the_function_that_is_the_destination(bench: EventBench) -> None:
    bench.create(ECHO)
    bench.create(ECHO, name="audit")
    bench.configure(success=f"{FUNCTION}:audit")
    bench.configure(name="audit", success=QUEUE)
    await bench.send({"order": 7})
    audited = await bench.record()
    record = audited["requestPayload"]
    assert list(record) == [
        *("version", "timestamp", "requestContext", "requestPayload", "responseContext", "responsePayload")
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", record["timestamp"])
    assert record == {
        "version": "1.0",
        "timestamp": record["timestamp"],
        "requestContext": {
            "requestId": bench.request_ids()[0],
            "functionArn": f"{FUNCTION}:f:$LATEST",
            "condition": "Success",
            "approximateInvokeCount": 1,
        },
        "requestPayload": {"order": 7},
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
        "responsePayload": {"order": 7},
    }
    await bench.until_rows()


async def test_a_record_of_a_failure_has_the_error_object(bench: EventBench) -> None:
    bench.create(FAIL)
    bench.configure(failure=QUEUE, success=QUEUE, maximum_retry_attempts=0)
    await bench.send()
    record = await bench.record()
    assert record["responseContext"] == {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    }
    assert record["responsePayload"]["errorMessage"] == "as always"
    assert record["requestContext"]["condition"] == "RetriesExhausted"


async def test_a_destination_that_is_not_emulated_is_told_when_set_and_each_time_it_would_act(tmp_path: Path) -> None:
    bench = EventBench(tmp_path, mailbox=False)
    bench.create(ECHO, dead_letter_config=DeadLetterConfig(target_arn=DEAD_LETTERS))
    bench.configure(success=QUEUE, failure=QUEUE)
    told = bench.lines("warn")
    assert f"f: lgtui does not emulate sns, so its dead letters will not reach {DEAD_LETTERS}" in told
    assert f"f: lgtui does not emulate sqs, so its onSuccess records will not reach {QUEUE}" in told
    assert f"f: lgtui does not emulate sqs, so its onFailure records will not reach {QUEUE}" in told
    for _ in range(2):
        await bench.send()
        await bench.until_rows()
    lost = [line for line in bench.lines("warn") if line.startswith(f"{FUNCTION}:f:$LATEST: the record of event ")]
    assert lost == [
        f"{FUNCTION}:f:$LATEST: the record of event {request_id} does not reach {QUEUE}: "
        "lgtui does not emulate sqs as a destination."
        for request_id in bench.request_ids()
    ]
    await bench.stop()


async def test_a_destination_that_was_deleted_meanwhile_is_told(bench: EventBench) -> None:
    bench.create(ECHO)
    bench.create(ECHO, name="audit")
    bench.configure(success=f"{FUNCTION}:audit")
    bench.functions.delete_function(FunctionNameRequest(function_name="audit"))
    await bench.send()
    await bench.until_line(f"does not reach {FUNCTION}:audit: Function not found: {FUNCTION}:audit:$LATEST")
    await bench.until_rows()


async def test_a_loop_through_destinations_is_stopped(bench: EventBench) -> None:
    bench.create("def handler(event, context): pass")
    bench.create("def handler(event, context): pass", name="g")
    bench.configure(name="f", success=f"{FUNCTION}:g", failure=QUEUE)
    bench.configure(name="g", success=f"{FUNCTION}:f", failure=QUEUE)
    await bench.send()
    context = (await bench.record())["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("RetriesExhausted", 0)
    assert len(bench.request_ids()) == 32
    await bench.until_rows()


async def test_a_record_that_is_too_large_for_an_event_is_told(bench: EventBench) -> None:
    bench.create(ECHO)
    bench.create(ECHO, name="audit")
    bench.configure(success=f"{FUNCTION}:audit")
    await bench.send("x" * 900_000)
    await bench.until_line("too large for the Event invocation type")
    await bench.until_rows()


async def test_dead_letters_go_where_the_version_says(bench: EventBench) -> None:
    bench.create(FAIL, dead_letter_config=DeadLetterConfig(target_arn=DEAD_LETTERS))
    await bench.functions.publish_version(PublishVersionRequest(function_name="f"))
    bench.functions.update_function_configuration(
        UpdateFunctionConfigurationRequest(function_name="f", dead_letter_config=DeadLetterConfig())
    )
    bench.configure(failure=QUEUE, maximum_retry_attempts=0)
    bench.configure(qualifier="1", maximum_retry_attempts=0)
    await bench.send("latest")
    await bench.send("published", qualifier="1")
    bodies = {message.arn: message.body for message in [await bench.message(), await bench.message()]}
    assert bodies[DEAD_LETTERS] == b'"published"'
    assert json.loads(bodies[QUEUE])["requestPayload"] == "latest"


@pytest.mark.parametrize(
    "arn",
    [f"{FUNCTION}:audit", f"{QUEUE}.fifo", f"{DEAD_LETTERS}.fifo", "arn:aws:s3:::bucket"],
)
async def test_dead_letters_go_to_standard_queues_and_topics_alone(bench: EventBench, arn: str) -> None:
    with pytest.raises(InvalidParameterValueException, match="Invalid dead letter queue ARN"):
        bench.create(ECHO, dead_letter_config=DeadLetterConfig(target_arn=arn))
