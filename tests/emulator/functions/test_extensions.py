"""Extensions: programs of a layer beside the runtime, and threads within it, from registration to SHUTDOWN."""

import asyncio
import json
from pathlib import Path
from typing import Any

import psutil
import pytest

from lgtui.emulator.functions.model import Environment
from tests.emulator.functions.bench import PATIENCE, Bench, is_alive, process_state

EXTENSION = """#!/usr/bin/env python3
import json, os, sys, time, urllib.request
log = open(os.path.join(os.environ["NOTES"], os.path.basename(sys.argv[0])), "a")
def note(*what):
    print(json.dumps(what), file=log, flush=True)
def ask(method, path, body=None, **headers):
    url = "http://%s/2020-01-01/extension/%s" % (os.environ["AWS_LAMBDA_RUNTIME_API"], path)
    fields = {"Lambda-Extension-" + name.replace("_", "-"): value for name, value in headers.items()}
    answer = urllib.request.urlopen(urllib.request.Request(url, body, fields, method=method))
    return answer.headers, json.loads(answer.read())
def serve(events=("INVOKE", "SHUTDOWN"), on_event=lambda event: None):
    name = os.path.basename(sys.argv[0])
    headers, function = ask("POST", "register", json.dumps({"events": events}).encode(), Name=name)
    note("registered", function)
    identifier = headers["Lambda-Extension-Identifier"]
    while True:
        _, event = ask("GET", "event/next", Identifier=identifier)
        note(event["eventType"], event)
        on_event(event)
        if event["eventType"] == "SHUTDOWN":
            sys.exit(0)
"""
HANDLER = """
    import os
    def handler(event, context):
        if event.get("sleep"):
            import time
            time.sleep(event["sleep"])
        if event.get("exit"):
            os._exit(3)
        return os.getpid()
"""


REPORTING = """
headers, _ = ask("POST", "register", b'{{"events": []}}', Name="broken")
identifier = headers["Lambda-Extension-Identifier"]
ask("POST", "{}", b"{{}}", Identifier=identifier, Function_Error_Type="My.Error")
sys.exit(1)
"""


class Notes:
    """What extensions noted, by the names of their files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def of(self, name: str) -> list[tuple[str, Any]]:
        """Kind and content of each note so far."""
        path = self.folder / name
        return [tuple(json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []

    async def until(self, name: str, *kinds: str) -> list[Any]:
        """Wait until the notes are of these kinds; their contents."""
        async with asyncio.timeout(PATIENCE):
            while [kind for kind, *_ in self.of(name)] != list(kinds):
                await asyncio.to_thread(lambda: None)
        return [content[0] if content else None for _, *content in self.of(name)]


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    """Where extensions of the test write to."""
    return Notes(tmp_path / "notes")


async def create(
    bench: Bench, notes: Notes, extensions: dict[str, str], handler: str = HANDLER, **members: Any
) -> None:
    """Create a function with a layer of these extensions, by name; each is the end of a program."""
    files = {f"extensions/{name}": EXTENSION + end for name, end in extensions.items()}
    layer = await bench.publish_layer("extensions", files)
    bench.create(handler, layers=[layer], environment=Environment(variables={"NOTES": str(notes.folder)}), **members)


async def test_an_extension_registers_before_the_init_ends_and_hears_of_each_invocation_and_of_the_end(
    bench: Bench, notes: Notes
) -> None:
    await create(bench, notes, {"watcher": "serve()"})
    answer = await bench.invoke()
    await bench.until_state("frozen")
    bench.functions.retire("f", "reload")
    function, invoke, shutdown = await notes.until("watcher", "registered", "INVOKE", "SHUTDOWN")
    assert function == {"functionName": "f", "functionVersion": "$LATEST", "handler": "app.handler"}
    assert invoke["requestId"] == answer.report.request_id
    assert invoke["invokedFunctionArn"].endswith(":function:f")
    assert invoke["tracing"]["type"] == "X-Amzn-Trace-Id"
    assert shutdown["shutdownReason"] == "spindown"
    assert "EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]" in bench.lines("report")


async def test_the_runtime_starts_only_when_every_extension_has_registered(bench: Bench, notes: Notes) -> None:
    late = "time.sleep(0.2); serve()"
    handler = """
        import json, os
        early = sorted(os.listdir(os.environ["NOTES"]))
        noted = [open(os.path.join(os.environ["NOTES"], name)).read() for name in early]
        def handler(event, context): return [early, ["registered" in text for text in noted]]
    """
    await create(bench, notes, {"late": late, "soon": "serve()"}, handler)
    assert await bench.call() == [["late", "soon"], [True, True]]


async def test_the_answer_does_not_wait_for_an_extension_but_the_environment_does(bench: Bench, notes: Notes) -> None:
    slow = """
def wait(event):
    while not os.path.exists(os.path.join(os.environ["NOTES"], "gate")):
        time.sleep(0.005)
serve(on_event=wait)
"""
    await create(bench, notes, {"slow": slow})
    pid = await bench.call()
    assert bench.environment().state == "busy"
    assert bench.environment().invocations == 0
    (notes.folder / "gate").touch()
    await bench.until_state("frozen")
    assert bench.environment().invocations == 1
    assert await bench.call() == pid


async def test_an_extension_for_the_end_alone_holds_no_invocation_up(bench: Bench, notes: Notes) -> None:
    await create(bench, notes, {"last": "serve(['SHUTDOWN'])"})
    for _ in range(2):
        await bench.call()
    bench.functions.retire("f", "reload")
    await notes.until("last", "registered", "SHUTDOWN")


@pytest.mark.parametrize(("event", "reason"), [({"sleep": 60}, "timeout"), ({"exit": True}, "failure")])
async def test_a_reset_tells_extensions_why_and_starts_them_again(
    bench: Bench, notes: Notes, event: dict[str, object], reason: str
) -> None:
    await create(bench, notes, {"watcher": "serve()"}, timeout=1)
    pid = await bench.call()
    await bench.until_state("frozen")
    await bench.fail(event)
    kinds = ("registered", "INVOKE", "INVOKE", "SHUTDOWN")
    assert (await notes.until("watcher", *kinds))[-1]["shutdownReason"] == reason
    await bench.until_state("frozen")
    assert await bench.call() != pid
    assert len(bench.functions.environments()) == 1
    await notes.until("watcher", *kinds, "registered", "INVOKE")


async def test_an_extension_that_ignores_the_end_is_killed(bench: Bench, notes: Notes) -> None:
    await create(bench, notes, {"stubborn": "note('pid', os.getpid()); serve(on_event=lambda event: time.sleep(60))"})
    await bench.call()
    pid = (await notes.until("stubborn", "pid", "registered", "INVOKE"))[0]
    bench.functions.kill_environment(bench.environment().id)
    async with asyncio.timeout(PATIENCE):
        while is_alive(pid):
            await asyncio.to_thread(lambda: None)


@pytest.mark.parametrize(
    ("program", "error_type", "words"),
    [
        ("sys.exit(0)", "Extension.Crash", "exit code 0"),
        ("sys.exit(4)", "Extension.Crash", "exit status 4"),
        (REPORTING.format("init/error"), "Extension.InitError", "exit status 1"),
        (REPORTING.format("exit/error"), "Extension.ExitError", "exit status 1"),
    ],
)
async def test_an_extension_that_ends_during_init_fails_the_invocation(
    bench: Bench, notes: Notes, program: str, error_type: str, words: str
) -> None:
    await create(bench, notes, {"broken": program})
    error = await bench.fail()
    assert error["errorType"] == error_type
    assert error["errorMessage"].endswith(f"Error: {words}")
    assert len([line for line in bench.lines() if line.startswith("INIT_REPORT")]) == 2


async def test_an_extension_that_ends_during_an_invocation_fails_it(bench: Bench, notes: Notes) -> None:
    await create(bench, notes, {"broken": "serve(on_event=lambda event: sys.exit(1))"})
    assert (await bench.fail({"sleep": 60}))["errorType"] == "Extension.Crash"


async def test_a_file_that_is_not_executable_is_a_launch_error(bench: Bench) -> None:
    layer = await bench.publish_layer("extensions", {"extensions/data": "not a program"})
    bench.create(HANDLER, layers=[layer])
    error = await bench.fail()
    assert error["errorType"] == "Extension.LaunchError"
    assert error["errorMessage"].endswith("Error: fork/exec /opt/extensions/data: permission denied")


async def test_an_extension_lacks_the_variables_of_the_runtime_alone(bench: Bench, notes: Notes) -> None:
    await create(bench, notes, {"watcher": "note('variables', sorted(os.environ)); serve()"})
    await bench.call()
    names = (await notes.until("watcher", "variables", "registered", "INVOKE"))[0]
    assert {"AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "NOTES"} <= set(names)
    assert not {"_HANDLER", "AWS_EXECUTION_ENV", "LAMBDA_TASK_ROOT", "AWS_LAMBDA_LOG_STREAM_NAME"} & set(names)


async def test_what_an_extension_prints_is_in_the_log_and_it_freezes_with_the_rest(bench: Bench, notes: Notes) -> None:
    await create(bench, notes, {"watcher": "print('hello from', os.getpid(), flush=True); serve()"})
    await bench.call()
    await bench.until_state("frozen")
    (line,) = bench.lines("info")
    async with asyncio.timeout(PATIENCE):
        while process_state(int(line.split()[-1])) != psutil.STATUS_STOPPED:
            await asyncio.to_thread(lambda: None)


INTERNAL = """
    import http.client, json, os, signal, threading
    noted = []
    def ask(method, path, body=None, headers={}):
        line = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
        line.request(method, path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.headers, json.loads(answer.read())
    register = "/2020-01-01/extension/register"
    inside = {"Lambda-Extension-Name": "inside"}
    refused = ask("POST", register, '{"events": ["SHUTDOWN"]}', inside)[2]["errorType"]
    identifier = ask("POST", register, '{"events": ["INVOKE"]}', inside)[1]["Lambda-Extension-Identifier"]
    telemetry = ask("PUT", "/2022-07-01/telemetry", "{}", {"Lambda-Extension-Identifier": identifier})[0]
    def serve():
        while True:
            event = ask("GET", "/2020-01-01/extension/event/next", None, {"Lambda-Extension-Identifier": identifier})[2]
            noted.append(event["requestId"])
    threading.Thread(target=serve, daemon=True).start()
    def bow_out(number, frame):
        open(os.path.join(os.environ["NOTES"], "terminated"), "w").close()
        os._exit(0)
    signal.signal(signal.SIGTERM, bow_out)
    def handler(event, context):
        return [refused, telemetry, noted]
"""


async def test_an_internal_extension_hears_of_invocations_and_its_runtime_gets_sigterm(
    bench: Bench, notes: Notes
) -> None:
    bench.create(INTERNAL, environment=Environment(variables={"NOTES": str(notes.folder)}))
    first = (await bench.invoke()).report.request_id
    await bench.until_state("frozen")
    refused, telemetry, noted = await bench.call()
    assert (refused, telemetry) == ("Extension.InvalidEventType", 501)
    assert noted[0] == first
    assert [line for line in bench.lines("warn") if "does not emulate the Telemetry API" in line] != []
    bench.functions.retire("f", "reload")
    async with asyncio.timeout(PATIENCE):
        while not (notes.folder / "terminated").exists():
            await asyncio.to_thread(lambda: None)
