"""Invoke: answers, reports, log lines, context, and what is refused."""

import asyncio
import base64
import json
import re

import pytest

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    InvalidRequestContentException,
    NotImplementedException,
    RequestTooLargeException,
    ResourceNotFoundException,
    ServiceError,
    ValidationException,
)
from lgtui.emulator.functions.model import CreateAliasRequest, Environment, InvocationRequest
from tests.emulator.functions.bench import Bench

ECHO = """
    def handler(event, context):
        return event
"""


async def test_a_first_invocation_is_cold_and_the_next_is_warm_in_the_same_environment(bench: Bench) -> None:
    bench.create(ECHO)
    first, second = await bench.invoke({"a": 1}), await bench.invoke({"a": 2})
    assert (first.payload, second.payload) == (b'{"a": 1}', b'{"a": 2}')
    assert (first.report.before, second.report.before) == ("new", "idle")
    assert first.report.environment_id == second.report.environment_id
    assert first.report.init_duration is not None and first.report.init_duration > 0
    assert second.report.init_duration is None
    assert second.report.max_memory_used > 0


async def test_an_empty_payload_reaches_the_handler_as_an_empty_object(bench: Bench) -> None:
    bench.create(ECHO)
    answer = await bench.functions.invoke(InvocationRequest(function_name="f", payload=b""))
    assert answer.payload == b"{}"


@pytest.mark.parametrize(
    ("handler", "file"),
    [("a/b/c.fn", "a/b/c.py"), ("a.b.c.fn", "a/b/c.py"), ("src/hello.handler.fn", "src/hello/handler.py")],
)
async def test_a_python_handler_is_found_in_folders(bench: Bench, handler: str, file: str) -> None:
    bench.write(file, "def fn(event, context): return __name__")
    bench.create_from_folder(runtime="python3.11", handler=handler)
    assert await bench.call() == file.removesuffix(".py").replace("/", ".")


async def test_the_handler_sees_its_folder_first_and_as_the_working_directory(bench: Bench) -> None:
    bench.write("helper.py", "WORD = 'own'")
    bench.write("data.txt", "read")
    bench.create(
        "import os, sys, helper\ndef handler(e, c): return [os.getcwd(), sys.path[0], open('data.txt').read()]"
    )
    assert await bench.call() == [str(bench.folder / "f"), str(bench.folder / "f"), "read"]


async def test_the_environment_holds_lambdas_variables_and_the_functions_own_but_none_of_the_emulators(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OF_THE_EMULATOR", "secret")
    bench.functions.set_endpoint_url("http://127.0.0.1:4566")
    source = "import os\ndef handler(e, c): return dict(os.environ)"
    bench.create(source, environment=Environment(variables={"TABLE": "orders"}))
    seen = await bench.call()
    assert "OF_THE_EMULATOR" not in seen
    wanted = {
        "TABLE": "orders",
        "AWS_LAMBDA_FUNCTION_NAME": "f",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/f",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.11",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
        "LAMBDA_TASK_ROOT": str(bench.folder / "f"),
        "_HANDLER": "app.handler",
        "TZ": ":UTC",
    }
    assert {name: seen[name] for name in wanted} == wanted
    assert {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API"} <= set(seen)


async def test_temporary_files_are_kept_between_invocations_and_apart_between_environments(bench: Bench) -> None:
    bench.create("""
        import tempfile, pathlib
        def handler(event, context):
            file = pathlib.Path(tempfile.gettempdir(), "count")
            count = int(file.read_text()) + 1 if file.exists() else 1
            file.write_text(str(count))
            return count
    """)
    assert [await bench.call(), await bench.call()] == [1, 2]
    bench.functions.retire("f", "reload")
    assert await bench.call() == 1


async def test_the_context_tells_the_time_left_and_who_was_invoked(bench: Bench) -> None:
    bench.create(
        """
        def handler(event, context):
            return [context.get_remaining_time_in_millis(), context.aws_request_id, context.invoked_function_arn,
                    context.client_context.custom, context.client_context.client.app_title]
        """,
        timeout=7,
    )
    bench.functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="$LATEST"))
    given = base64.b64encode(json.dumps({"custom": {"a": "b"}, "client": {"app_title": "Tür"}}).encode()).decode()
    answer = await bench.invoke(qualifier="live", client_context=given)
    left, request_id, arn, custom, title = json.loads(answer.payload)
    assert 5_000 < left <= 7_000
    assert request_id == answer.report.request_id
    assert arn == "arn:aws:lambda:us-east-1:123456789012:function:f:live"
    assert (custom, title) == ({"a": "b"}, "Tür")


@pytest.mark.parametrize(
    "name",
    ["f", "f:live", "function:f", "123456789012:function:f", "arn:aws:lambda:us-east-1:123456789012:function:f:live"],
)
async def test_a_function_is_invoked_by_name_partial_arn_and_arn(bench: Bench, name: str) -> None:
    bench.create(ECHO)
    bench.functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="$LATEST"))
    assert await bench.call({"by": name}, name=name) == {"by": name}


@pytest.mark.parametrize(
    ("request_members", "error", "words"),
    [
        ({"function_name": "g"}, ResourceNotFoundException, "function:g:$LATEST"),
        ({"function_name": "f", "qualifier": "live"}, ResourceNotFoundException, "function:f:live"),
        ({"function_name": "f:a", "qualifier": "b"}, InvalidParameterValueException, "derived qualifier"),
        ({"function_name": "no name"}, ValidationException, "'no name' at 'functionName'"),
        ({"function_name": "f", "payload": b"{no"}, InvalidRequestContentException, "Could not parse request body"),
        ({"function_name": "f", "payload": b"0" * 6_291_457}, RequestTooLargeException, "limit 6291456 bytes"),
        ({"function_name": "f", "client_context": "%"}, InvalidRequestContentException, "Base64-encoded JSON"),
    ],
)
async def test_a_request_that_lambda_refuses_is_refused(
    bench: Bench, request_members: dict[str, object], error: type[ServiceError], words: str
) -> None:
    bench.create(ECHO)
    with pytest.raises(error) as raised:
        await bench.functions.invoke(InvocationRequest(**request_members))  # type: ignore[arg-type]
    assert words in raised.value.message


@pytest.mark.parametrize("runtime", ["java21", "dotnet8", "ruby3.3", "go1.x"])
async def test_a_function_of_another_runtime_exists_and_is_refused_aloud(bench: Bench, runtime: str) -> None:
    bench.create(ECHO, runtime=runtime)
    with pytest.raises(NotImplementedException, match=f"{runtime} is not emulated"):
        await bench.invoke()
    assert runtime in bench.functions.summaries()[0].notice


async def test_the_platforms_lines_have_awss_form(bench: Bench) -> None:
    bench.create("def handler(event, context): print('hello')")
    answer = await bench.invoke()
    request_id = answer.report.request_id
    init_start, *lines = bench.lines()
    arn = r"arn:aws:lambda:us-east-1::runtime:\w{64}"
    assert re.fullmatch(rf"INIT_START Runtime Version: python:3\.11\.v\d+\tRuntime Version ARN: {arn}", init_start)
    assert lines[:3] == [f"START RequestId: {request_id} Version: $LATEST", "hello", f"END RequestId: {request_id}"]
    assert re.fullmatch(
        rf"REPORT RequestId: {request_id}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB"
        r"\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t",
        lines[3],
    )
    assert {(line.source, line.label, line.group) for line in bench.records()} == {("f", "$LATEST", "/aws/lambda/f")}


async def test_output_without_a_newline_stands_before_end(bench: Bench) -> None:
    bench.create("""
        import sys
        def handler(event, context):
            sys.stdout.write("half a line")
            sys.stderr.write("and more")
    """)
    for _ in range(20):
        await bench.invoke()
    texts = [line for line in bench.lines() if not line.startswith(("REPORT", "INIT"))]
    assert [text.partition(" RequestId")[0] for text in texts] == ["START", "half a lineand more", "END"] * 20


async def test_the_logging_module_writes_awss_format(bench: Bench) -> None:
    bench.create("""
        import logging
        def handler(event, context):
            logging.getLogger("orders").warning("low on %s", "stock")
    """)
    answer = await bench.invoke()
    (line,) = bench.lines("warn")
    assert re.fullmatch(
        rf"\[WARNING\]\t\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z\t{answer.report.request_id}\tlow on stock", line
    )


async def test_the_tail_is_the_last_four_kilobytes(bench: Bench) -> None:
    bench.create("def handler(event, context): print('x' * 5000)")
    answer = await bench.invoke(log_type="Tail")
    tail = base64.b64decode(answer.log_result)
    assert len(tail) == 4_096
    assert tail.rstrip(b"\n").split(b"\n")[-1].startswith(b"REPORT RequestId: ")


async def test_concurrent_invocations_get_an_environment_each_and_the_last_used_is_used_first(bench: Bench) -> None:
    bench.create("import time\ndef handler(event, context): time.sleep(event.get('s', 0))")
    slow = asyncio.gather(*(bench.invoke({"s": 0.2}) for _ in range(3)))
    assert len({answer.report.environment_id for answer in await slow}) == 3
    assert len({(await bench.invoke()).report.environment_id for _ in range(5)}) == 1


async def test_a_caller_that_gives_up_does_not_disturb_the_invocation(bench: Bench) -> None:
    bench.create("import time\ndef handler(event, context): time.sleep(0.2); return 'done'")
    waiting = asyncio.ensure_future(bench.invoke())
    await bench.until_state("busy")
    waiting.cancel()
    await bench.until_state("idle")
    assert bench.environment().invocations == 1
    assert (await bench.invoke()).report.before in ("idle", "frozen")
