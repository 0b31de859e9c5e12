"""The life of execution environments: freeze and thaw, replacement, limits, and their end."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from lgtui.emulator.functions.environment import Environment
from lgtui.emulator.functions.model import (
    FunctionNameRequest,
    UpdateFunctionCodeRequest,
    UpdateFunctionConfigurationRequest,
)
from tests.emulator.functions.bench import PATIENCE, Bench, is_alive, process_state

COUNTING = """
    import os, threading, time
    file = os.open("count", os.O_RDWR | os.O_CREAT)
    count = 0
    def run():
        global count
        while True:
            count += 1
            os.pwrite(file, b"%9d" % count, 0)
            time.sleep(0.0005)
    threading.Thread(target=run, daemon=True).start()
    def handler(event, context):
        wanted = count + event["more"]
        while count < wanted:
            time.sleep(0.001)
        return count
"""


async def test_an_environment_goes_from_init_over_busy_and_idle_to_frozen(bench: Bench) -> None:
    bench.create("def handler(event, context): return 1")
    await bench.call()
    await bench.until_state("frozen")
    states = [state for _, state in bench.changes]
    assert list(dict.fromkeys(states)) == ["init", "busy", "idle", "frozen"]


async def test_a_background_thread_stands_still_while_frozen_and_goes_on_after_the_thaw(bench: Bench) -> None:
    bench.create(COUNTING)
    bench.create(COUNTING, name="other")
    await bench.call({"more": 5})
    await bench.until_state("frozen")
    await _stopped(bench.environment().pid)
    counted = (bench.folder / "f" / "count").read_text()
    await bench.call({"more": 50}, name="other")
    assert (bench.folder / "f" / "count").read_text() == counted
    answer = await bench.invoke({"more": 5})
    assert answer.report.before == "frozen"
    assert int(answer.payload) >= int(counted) + 5


async def test_the_whole_process_group_is_frozen_and_thawed(bench: Bench) -> None:
    bench.create("""
        import os, time
        child = os.fork()
        if child == 0:
            while True:
                time.sleep(0.001)
        def handler(event, context):
            return child
    """)
    child = await bench.call()
    await bench.until_state("frozen")
    await _stopped(child)
    assert await bench.call() == child
    assert process_state(child) != psutil.STATUS_STOPPED


async def test_an_idle_environment_ends_after_the_limit_in_emulated_time(bench: Bench) -> None:
    bench.create("def handler(event, context): return 1")
    await bench.call()
    await bench.until_state("frozen")
    environment = bench.environment()
    pid = environment.pid
    bench.clock.step(bench.settings.idle_limit - 60)
    assert environment.state == "frozen"
    bench.clock.step(61)
    assert (environment.state, environment.reason, environment.pid) == ("gone", "idle", 0)
    await _ended(pid)


async def test_an_invocation_starts_the_idle_limit_anew(bench: Bench) -> None:
    bench.create("def handler(event, context): return 1")
    await bench.call()
    await bench.until_state("frozen")
    bench.clock.step(bench.settings.idle_limit - 60)
    await bench.call()
    await bench.until_state("frozen")
    bench.clock.step(bench.settings.idle_limit - 60)
    assert bench.environment().state == "frozen"


async def test_a_reload_ends_idle_environments_and_the_next_call_runs_the_new_code(bench: Bench) -> None:
    bench.create("def handler(event, context): return 'old'")
    assert await bench.call() == "old"
    old = bench.environment()
    bench.write("app.py", "def handler(event, context): return 'new'")
    bench.functions.retire("f", "reload")
    assert (old.state, old.reason) == ("gone", "reload")
    assert await bench.call() == "new"


async def test_a_running_invocation_finishes_on_the_old_code(bench: Bench) -> None:
    bench.create("""
        import time, pathlib
        def handler(event, context):
            if event:
                while not pathlib.Path(event["wait_for"]).exists():
                    time.sleep(0.002)
            return "old"
    """)
    gate = bench.folder / "gate"
    running = asyncio.ensure_future(bench.call({"wait_for": str(gate)}))
    await bench.until_state("busy")
    old = bench.environment()
    bench.write("app.py", "def handler(event, context): return 'new'")
    bench.functions.retire("f", "reload")
    assert await bench.call() == "new"
    gate.touch()
    assert await running == "old"
    assert (old.state, old.reason) == ("gone", "reload")


async def test_new_configuration_and_new_code_replace_environments(bench: Bench) -> None:
    bench.create("def handler(event, context): return context.memory_limit_in_mb")
    assert await bench.call() == "128"
    update = UpdateFunctionConfigurationRequest(function_name="f", memory_size=512)
    assert bench.functions.update_function_configuration(update).last_update_status == "InProgress"
    assert await bench.call() == "512"
    source = "def handler(event, context): return 'inline'"
    bench.functions.update_function_code(UpdateFunctionCodeRequest(function_name="f", source=source))
    assert await bench.call() == "inline"


async def test_a_killed_environment_fails_its_invocation_and_is_gone(bench: Bench) -> None:
    bench.create("import time\ndef handler(event, context): time.sleep(60)")
    running = asyncio.ensure_future(bench.fail())
    await bench.until_state("busy")
    assert bench.functions.kill_environment(bench.environment().id)
    assert (await running)["errorType"] == "Runtime.ExitError"
    assert not bench.functions.kill_environment("no-such-environment")


async def test_doc_009_an_init_over_ten_seconds_is_run_again_under_the_functions_timeout(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lgtui.emulator.functions.environment.INIT_LIMIT", 0.3)
    bench.create("import time\ntime.sleep(60)\ndef handler(event, context): return 1", timeout=1)
    answer = await bench.invoke()
    assert json.loads(answer.payload)["errorType"] == "Sandbox.Timedout"
    assert (answer.report.duration, answer.report.init_duration) == (1.0, None)
    kinds = [re.sub(r"Init Duration: [\d.]+ ms|RequestId: \S+|^\S+Z \S+", "", line) for line in bench.lines()]
    assert [kind.split("\tDuration")[0] for kind in kinds[1:]] == [
        "INIT_REPORT \tPhase: init\tStatus: timeout",
        "INIT_REPORT \tPhase: invoke\tStatus: timeout",
        "START  Version: $LATEST",
        " Task timed out after 1.00 seconds",
        "END ",
        "REPORT ",
    ]


async def test_the_second_try_of_an_init_may_succeed_within_the_invocation(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lgtui.emulator.functions.environment.INIT_LIMIT", 0.3)
    bench.create("""
        import os, tempfile, time
        first = os.path.join(tempfile.gettempdir(), "first")
        if not os.path.exists(first):
            open(first, "w").close()
            time.sleep(60)
        def handler(event, context):
            return context.get_remaining_time_in_millis()
    """)
    answer = await bench.invoke()
    assert 9_000 < int(answer.payload) < 10_000
    assert answer.report.init_duration is None
    assert (bench.environment().reason, bench.environment().invocations) == ("", 1)


async def test_after_a_timeout_the_same_environment_runs_a_new_process_with_the_old_tmp(bench: Bench) -> None:
    bench.create(
        """
        import os, pathlib, tempfile, time
        calls = 0
        def handler(event, context):
            global calls
            calls += 1
            note = pathlib.Path(tempfile.gettempdir(), "note")
            before = note.read_text() if note.exists() else ""
            note.write_text("kept")
            time.sleep(event.get("sleep", 0))
            return [calls, before, os.getpid(), context.log_stream_name]
        """,
        timeout=1,
    )
    calls, before, pid, stream = await bench.call()
    assert (calls, before) == (1, "")
    assert (await bench.fail({"sleep": 60}))["errorType"] == "Sandbox.Timedout"
    await bench.until_state("frozen")
    assert (bench.environment().pid, bench.environment().reason) == (0, "timeout")
    await _ended(pid)
    again = await bench.invoke()
    assert again.report.before == "reset"
    assert json.loads(again.payload)[:2] == [1, "kept"]
    assert json.loads(again.payload)[3] == stream
    assert len([line for line in bench.lines() if line.startswith("INIT_START")]) == 2


async def test_an_environment_that_was_reset_ends_when_it_stays_idle(bench: Bench) -> None:
    bench.create("import os\ndef handler(event, context): os._exit(1)")
    await bench.fail()
    await bench.until_state("frozen")
    bench.clock.step(bench.settings.idle_limit + 1)
    assert bench.functions.environments() == []


async def test_a_reload_replaces_an_environment_that_was_reset(bench: Bench) -> None:
    bench.create("import os\ndef handler(event, context): os._exit(1)")
    await bench.fail()
    bench.write("app.py", "def handler(event, context): return 'new'")
    bench.functions.retire("f", "reload")
    assert await bench.call() == "new"


async def test_deleting_a_function_ends_its_environments(bench: Bench) -> None:
    bench.create("def handler(event, context): return 1")
    await bench.call()
    pid = bench.environment().pid
    bench.functions.delete_function(FunctionNameRequest(function_name="f"))
    assert bench.functions.environments() == []
    await _ended(pid)


async def test_environments_have_folders_of_their_own_that_go_with_them(bench: Bench) -> None:
    bench.create("import tempfile\ndef handler(event, context): return tempfile.gettempdir()")
    folder = Path(await bench.call())
    assert folder.is_relative_to(bench.settings.work_folder)
    assert await asyncio.to_thread(folder.is_dir)
    bench.functions.retire("f", "reload")
    async with asyncio.timeout(PATIENCE):
        while await asyncio.to_thread(folder.exists):
            pass


async def test_stopping_ends_every_process_frozen_ones_and_daemons_too(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.create("""
        import os, subprocess, sys
        sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
        stray = subprocess.Popen(sleeper, start_new_session=True).pid
        def handler(event, context):
            return [os.getpid(), stray]
    """)
    pids = await bench.call()
    await bench.until_state("frozen")
    await bench.functions.stop()
    assert [pid for pid in pids if is_alive(pid)] == []


EMULATOR = """
    import asyncio, sys
    from pathlib import Path
    from tests.emulator.functions.bench import Bench

    async def main():
        bench = Bench(Path(sys.argv[1]))
        bench.create("import os\\ndef handler(event, context): return os.getpid()")
        pid = await bench.call()
        await bench.until_state("frozen")
        print(pid, flush=True)
        await asyncio.Event().wait()

    asyncio.run(main())
"""


async def test_no_environment_outlives_a_killed_emulator(tmp_path: Path) -> None:
    program = [sys.executable, "-c", textwrap.dedent(EMULATOR), str(tmp_path)]
    emulator = await asyncio.create_subprocess_exec(*program, stdout=subprocess.PIPE)
    assert emulator.stdout is not None
    pid = int(await emulator.stdout.readline())
    assert is_alive(pid)
    emulator.send_signal(signal.SIGKILL)
    await emulator.wait()
    await _ended(pid, within=2.0)


async def test_many_cold_starts_at_once_all_answer(bench: Bench) -> None:
    bench.create("import time\ndef handler(event, context): time.sleep(0.1); return event")
    answers = await asyncio.gather(*(bench.call({"number": number}) for number in range(30)))
    assert [answer["number"] for answer in answers] == list(range(30))
    environments: list[Environment] = bench.functions.environments()
    assert len(environments) == 30


async def test_a_fork_server_that_dies_takes_its_environments_along_and_is_started_again(bench: Bench) -> None:
    bench.create("import os\ndef handler(event, context): return [os.getpid(), os.getppid()]")
    pid, server = await bench.call()
    os.kill(server, signal.SIGKILL)
    await bench.until(lambda: bench.functions.environments() == [])
    await _ended(pid)
    assert (await bench.call())[1] != server


async def _stopped(pid: int) -> None:
    """Wait until the kernel has stopped the process `pid`."""
    async with asyncio.timeout(PATIENCE):
        while process_state(pid) != psutil.STATUS_STOPPED:
            await asyncio.to_thread(os.sched_yield)


async def _ended(pid: int, within: float = PATIENCE) -> None:
    """Wait until the process `pid` is gone."""
    async with asyncio.timeout(within):
        while is_alive(pid):
            await asyncio.to_thread(os.sched_yield)
