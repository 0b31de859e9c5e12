"""Lambda's recorded facts, asked of the emulator: a test's name begins with the fact's id."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lgtui.emulator.errors import ResourceNotFoundException
from lgtui.emulator.functions.model import (
    Code,
    CreateFunctionRequest,
    UpdateFunctionCodeRequest,
)
from tests.emulator.functions.bench import Bench, needs_node

ARN = "arn:aws:lambda:us-east-1:123456789012:function"


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A Lambda that is stopped after the test."""
    bench = Bench(tmp_path)
    yield bench
    await bench.functions.stop()


async def test_inv_003_a_dry_run_answers_204_without_payload_and_version(bench: Bench) -> None:
    bench.create("def handler(event, context): print('must not run')")
    answer = await bench.invoke(invocation_type="DryRun")
    assert (answer.status_code, answer.payload, answer.executed_version) == (204, b"", "")
    assert bench.functions.environments() == []


async def test_inv_004_a_python_handler_that_returns_nothing_answers_null(bench: Bench) -> None:
    bench.create("def handler(event, context): pass")
    answer = await bench.invoke()
    assert (answer.status_code, answer.payload) == (200, b"null")


@needs_node
async def test_inv_004_a_node_handler_that_returns_nothing_answers_null(bench: Bench) -> None:
    bench.create_node("exports.handler = async () => {};")
    answer = await bench.invoke()
    assert (answer.status_code, answer.payload) == (200, b"null")


async def test_inv_005_a_function_that_does_not_exist_is_not_found(bench: Bench) -> None:
    with pytest.raises(ResourceNotFoundException) as raised:
        await bench.invoke(name="doesnotexist")
    assert (raised.value.status, raised.value.fields["Type"]) == (404, "User")
    assert raised.value.message == f"Function not found: {ARN}:doesnotexist:$LATEST"


async def test_inv_006_an_alias_that_does_not_exist_is_not_found(bench: Bench) -> None:
    bench.create("def handler(event, context): pass")
    with pytest.raises(ResourceNotFoundException) as raised:
        await bench.invoke(qualifier="non-existent-alias")
    assert raised.value.message == f"Function not found: {ARN}:f:non-existent-alias"


@needs_node
async def test_inv_011_node_gets_the_client_context(bench: Bench) -> None:
    bench.create_node("exports.handler = async (event, context) => context;")
    given = b'{"custom":{"foo":"bar"},"client":{"snap":["crackle","pop"]},"env":{"fizz":"buzz"}}'
    answer = await bench.invoke(client_context=base64.b64encode(given).decode())
    for part in (
        b'"callbackWaitsForEmptyEventLoop":true',
        b'"functionVersion":"$LATEST"',
        b'"memoryLimitInMB":"128"',
        b'"clientContext":' + given,
    ):
        assert part in answer.payload


async def test_inv_013_an_exception_of_a_python_handler(bench: Bench) -> None:
    bench.create('def handler(event, context):\n    raise Exception("Handler fails")')
    answer = await bench.invoke()
    assert (answer.status_code, answer.function_error) == (200, "Unhandled")
    assert await bench.fail() == {
        "errorMessage": "Handler fails",
        "errorType": "Exception",
        "requestId": bench.records()[-1].request_id,
        "stackTrace": [f'  File "{bench.folder}/f/app.py", line 2, in handler\n    raise Exception("Handler fails")\n'],
    }


async def test_inv_014_a_python_module_that_raises_while_it_is_imported(bench: Bench) -> None:
    bench.create('raise Exception("Runtime startup fails")')
    error = await bench.fail()
    assert (error["errorMessage"], error["errorType"]) == ("Runtime startup fails", "Exception")
    assert error["requestId"] == ""
    assert any("importlib" in frame for frame in error["stackTrace"])


@pytest.mark.parametrize(
    "source",
    ["import sys\nsys.exit(0)", "import sys\ndef handler(event, context): sys.exit(0)"],
    ids=["at import", "in the handler"],
)
async def test_inv_015_a_process_that_exits(bench: Bench, source: str) -> None:
    bench.create(source)
    answer = await bench.invoke()
    request_id = answer.report.request_id
    text = f"RequestId: {request_id} Error: Runtime exited without providing a reason"
    expected = f'{{"errorType":"Runtime.ExitError","errorMessage":"{text}"}}'
    assert (answer.function_error, answer.payload.decode()) == ("Unhandled", expected)


async def test_lg_001_the_tail_of_a_first_call(bench: Bench) -> None:
    bench.create("def handler(event, context): print(event)")
    answer = await bench.invoke(log_type="Tail")
    request_id, number = answer.report.request_id, r"\d+(\.\d\d)?"
    assert re.fullmatch(
        rf"START RequestId: {request_id} Version: \$LATEST\n"
        r"\{\}\n"
        rf"END RequestId: {request_id}\n"
        rf"REPORT RequestId: {request_id}\tDuration: {number} ms\tBilled Duration: {number} ms\tMemory Size: 128 MB\t"
        rf"Max Memory Used: {number} MB\tInit Duration: {number} ms\t\n",
        base64.b64decode(answer.log_result).decode(),
    )


async def test_lg_004_the_lines_of_a_failing_function_cold_and_warm(bench: Bench) -> None:
    bench.create("""
        class CustomException(Exception):
            pass
        def handler(event, context):
            raise CustomException("some error occurred")
    """)
    await bench.fail()
    await bench.fail()
    lines = bench.lines()
    assert [line.split()[0] for line in lines] == [
        *("INIT_START", "START", "[ERROR]", "END", "REPORT"),
        *("START", "[ERROR]", "END", "REPORT"),
    ]
    nb = "\u00a0"
    assert lines[2].startswith(
        "[ERROR] CustomException: some error occurred\nTraceback (most recent call last):\n"
        f'{nb}{nb}File "{bench.folder}/f/app.py", line 5, in handler\n{nb}{nb}{nb}{nb}raise CustomException('
    )
    assert "\tInit Duration: " in lines[4] and "\tInit Duration: " not in lines[8]


async def test_env_002_the_working_directory_is_the_code(bench: Bench) -> None:
    bench.create("import os\ndef handler(event, context): return [os.getcwd(), os.environ['LAMBDA_TASK_ROOT']]")
    assert await bench.call() == [str(bench.folder / "f")] * 2


async def test_env_006_a_function_is_pending_when_created_and_in_progress_when_updated(bench: Bench) -> None:
    code = Code(source="def handler(event, context): pass")
    request = CreateFunctionRequest(function_name="f", runtime="python3.11", handler="app.handler", code=code)
    created = bench.functions.create_function(request)
    reason = "The function is being created."
    assert (created.state, created.state_reason, created.state_reason_code) == ("Pending", reason, "Creating")
    update = UpdateFunctionCodeRequest(function_name="f", source="def handler(event, context): return 1")
    updated = bench.functions.update_function_code(update)
    assert (updated.state, updated.last_update_status) == ("Active", "InProgress")
    assert (updated.last_update_status_reason, updated.last_update_status_reason_code) == (reason, "Creating")


async def test_ver_003_a_running_call_finishes_on_the_old_code(bench: Bench) -> None:
    bench.create("""
        import pathlib, time
        def handler(event, context):
            while not pathlib.Path(event["gate"]).exists():
                time.sleep(0.002)
            return "old"
    """)
    gate = bench.folder / "gate"
    running = asyncio.ensure_future(bench.call({"gate": str(gate)}))
    await bench.until_state("busy")
    source = "def handler(event, context): return 'new'"
    bench.functions.update_function_code(UpdateFunctionCodeRequest(function_name="f", source=source))
    assert await bench.call() == "new"
    gate.touch()
    assert await running == "old"


async def test_cap_010_an_exception_keeps_globals_and_temporary_files(bench: Bench) -> None:
    bench.create("""
        import pathlib, tempfile
        calls = []
        def handler(event, context):
            calls.append(1)
            file = pathlib.Path(tempfile.gettempdir(), "kept")
            if len(calls) == 1:
                file.write_text("kept")
                raise RuntimeError
            return [len(calls), file.read_text()]
    """)
    await bench.fail()
    assert await bench.call() == [2, "kept"]


async def test_doc_010_without_extensions_an_environment_is_shut_down_at_once(bench: Bench) -> None:
    bench.create("import atexit, os\natexit.register(os.mkdir, 'ran-at-exit')\ndef handler(event, context): pass")
    await bench.invoke()
    bench.functions.retire("f", "reload")
    assert bench.functions.environments() == []
    await bench.functions.stop()
    assert [path.name for path in (bench.folder / "f").iterdir()] == ["app.py"]
