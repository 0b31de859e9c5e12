"""AWS's own runtime clients in the place of ours: they speak to the Runtime API here as they do on Lambda."""

import base64
import importlib.util
import json
import shutil
import sys
from typing import Any

import pytest

from tests.emulator.functions.bench import Bench

PYTHON = f'#!/bin/sh\nexec {sys.executable} -m awslambdaric "$_HANDLER"\n'
NODE = '#!/bin/sh\nexec aws-lambda-ric "$_HANDLER"\n'

needs_awslambdaric = pytest.mark.skipif(
    importlib.util.find_spec("awslambdaric") is None, reason="needs awslambdaric, which has no wheel for this platform"
)
needs_node_client = pytest.mark.skipif(
    shutil.which("aws-lambda-ric") is None, reason="needs aws-lambda-ric on PATH, which npm compiles with autotools"
)


def create(bench: Bench, bootstrap: str, file: str, source: str, **members: Any) -> None:
    """Create a function that a runtime client runs."""
    bench.write("bootstrap", bootstrap).chmod(0o755)
    bench.write(file, source)
    bench.create_from_folder(runtime="provided.al2023", **{"handler": "app.handler", "memory_size": 512, **members})


@needs_awslambdaric
async def test_awslambdaric_serves_invocations_with_their_context(bench: Bench) -> None:
    create(
        bench,
        PYTHON,
        "app.py",
        """
        def handler(event, context):
            print("handling")
            return {
                "event": event,
                "id": context.aws_request_id,
                "arn": context.invoked_function_arn,
                "custom": context.client_context.custom if context.client_context else None,
                "left": context.get_remaining_time_in_millis() > 5_000,
            }
        """,
    )
    given = base64.b64encode(b'{"custom": {"foo": "bar"}}').decode()
    for context, custom in (("", None), (given, {"foo": "bar"})):
        answer = await bench.invoke({"é": "ü"}, client_context=context)
        assert json.loads(answer.payload) == {
            "event": {"é": "ü"},
            "id": answer.report.request_id,
            "arn": "arn:aws:lambda:us-east-1:123456789012:function:f",
            "custom": custom,
            "left": True,
        }
    assert bench.environment().invocations == 2
    assert bench.lines("info") == ["handling"] * 2


@needs_awslambdaric
async def test_awslambdaric_reports_errors_of_handlers_and_stays(bench: Bench) -> None:
    create(
        bench,
        PYTHON,
        "app.py",
        """
        def handler(event, context):
            if event == "large":
                return "x" * 7_000_000
            return 1 / event["by"]
        """,
    )
    error = await bench.fail({"by": 0})
    assert (error["errorType"], error["errorMessage"]) == ("ZeroDivisionError", "division by zero")
    assert (await bench.fail("large"))["errorType"] == "Function.ResponseSizeTooLarge"
    assert await bench.call({"by": 2}) == 0.5


@needs_awslambdaric
async def test_awslambdaric_reports_an_init_that_failed(bench: Bench) -> None:
    create(bench, PYTHON, "app.py", "import nothing_like_it")
    error = await bench.fail()
    assert (error["errorType"], error["requestId"]) == ("Runtime.ImportModuleError", "")
    phases = [line.partition("Phase: ")[2] for line in bench.lines() if line.startswith("INIT_REPORT")]
    assert phases == [f"{phase}\tStatus: error\tError Type: Runtime.ImportModuleError" for phase in ("init", "invoke")]


@needs_node_client
async def test_the_node_client_serves_invocations_and_reports_errors(bench: Bench) -> None:
    source = "exports.handler = async (event) => { if (event.fail) throw new TypeError('no'); return event; };"
    create(bench, NODE, "app.js", source)
    assert await bench.call({"a": "ü"}) == {"a": "ü"}
    assert (await bench.fail({"fail": True}))["errorType"] == "TypeError"
    assert await bench.call({"b": 1}) == {"b": 1}
