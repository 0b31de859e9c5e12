"""`provided.*`: an executable `bootstrap` of the code or of a layer is the runtime."""

import json
from pathlib import Path

import pytest

from tests.emulator.functions.bench import Bench

BOOTSTRAP = """#!/usr/bin/env python3
import json, os, urllib.request
api = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime"
print("started", flush=True)
while True:
    with urllib.request.urlopen(f"{api}/invocation/next") as event:
        request_id, body = event.headers["Lambda-Runtime-Aws-Request-Id"], event.read()
    answer = json.dumps({"event": json.loads(body), "handler": os.environ["_HANDLER"], "cwd": os.getcwd()}).encode()
    urllib.request.urlopen(f"{api}/invocation/{request_id}/response", answer).close()
"""


def put_bootstrap(bench: Bench, source: str = BOOTSTRAP, mode: int = 0o755) -> Path:
    """Write the function's `bootstrap`."""
    path = bench.folder / "f" / "bootstrap"
    path.parent.mkdir(exist_ok=True)
    path.write_text(source)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("runtime", ["provided", "provided.al2", "provided.al2023"])
async def test_an_executable_bootstrap_serves_invocations(bench: Bench, runtime: str) -> None:
    put_bootstrap(bench)
    bench.create_from_folder(runtime=runtime, handler="any.thing")
    folder = str(bench.folder / "f")
    for number in range(2):
        assert await bench.call({"n": number}) == {"event": {"n": number}, "handler": "any.thing", "cwd": folder}
    assert bench.environment().invocations == 2
    assert bench.lines("info") == ["started"]


async def test_a_bootstrap_may_come_from_a_layer(bench: Bench) -> None:
    layer = await bench.publish_layer("custom", {"bootstrap": BOOTSTRAP})
    bench.write("data.txt", "")
    bench.create_from_folder(runtime="provided.al2023", handler="h", layers=[layer])
    assert (await bench.call(1))["event"] == 1


async def test_a_missing_bootstrap_is_an_invalid_entrypoint(bench: Bench) -> None:
    bench.write("data.txt", "")
    bench.create_from_folder(runtime="provided.al2023", handler="h")
    answer = await bench.invoke()
    message = "Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"
    assert json.loads(answer.payload) == {
        "errorType": "Runtime.InvalidEntrypoint",
        "errorMessage": f"RequestId: {answer.report.request_id} {message}",
    }
    phases = [line.partition("Phase: ")[2] for line in bench.lines() if line.startswith("INIT_REPORT")]
    assert phases == [f"{phase}\tStatus: error\tError Type: Runtime.InvalidEntrypoint" for phase in ("init", "invoke")]


@pytest.mark.parametrize(
    ("source", "mode", "reason"),
    [(BOOTSTRAP, 0o644, "permission denied"), ("\x7fELF of another machine", 0o755, "exec format error")],
)
async def test_a_bootstrap_that_is_not_executed_says_why(bench: Bench, source: str, mode: int, reason: str) -> None:
    put_bootstrap(bench, source, mode)
    bench.create_from_folder(runtime="provided.al2023", handler="h")
    error = await bench.fail()
    assert error["errorType"] == "Runtime.InvalidEntrypoint"
    assert error["errorMessage"].endswith(f"Error: fork/exec /var/task/bootstrap: {reason}")


async def test_a_bootstrap_that_answers_out_of_turn_is_told_so(bench: Bench) -> None:
    put_bootstrap(bench, BOOTSTRAP.replace(
        "    urllib.request.urlopen(f\"{api}/invocation/{request_id}/response\", answer).close()",
        """
    try:
        urllib.request.urlopen(f"{api}/invocation/next")
    except urllib.error.HTTPError as refused:
        answer = b"%d" % refused.code
    for _ in range(2):
        try:
            urllib.request.urlopen(f"{api}/invocation/{request_id}/response", answer).close()
        except urllib.error.HTTPError as refused:
            print("second response", refused.code, flush=True)
        """,
    ))  # fmt: skip
    bench.create_from_folder(runtime="provided.al2023", handler="h")
    assert await bench.call() == 403
    assert await bench.call() == 403
    assert bench.lines("info")[:2] == ["started", "second response 403"]
