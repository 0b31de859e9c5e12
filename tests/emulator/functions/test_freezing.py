"""Nothing of an environment runs on while it is frozen, wherever a process has gone to; everything goes on after."""

import asyncio
import os
import sys

import psutil
import pytest

from tests.emulator.functions.bench import PATIENCE, Bench, is_alive, process_state

COUNTER = """
    import os, time
    file = os.open("count", os.O_RDWR | os.O_CREAT)
    count = 0
    while True:
        count += 1
        os.pwrite(file, b"%9d" % count, 0)
        time.sleep(0.0005)
"""
SESSION = """
    child = subprocess.Popen([sys.executable, "counter.py"], start_new_session=True).pid
"""
DAEMON = """
    read_end, write_end = os.pipe()
    if os.fork() == 0:
        os.setsid()
        child = os.fork()
        if child == 0:
            os.execv(sys.executable, [sys.executable, "counter.py"])
        os.write(write_end, b"%d" % child)
        os._exit(0)
    child = int(os.read(read_end, 100))
"""
HANDLER = """
    import os, subprocess, sys, time
    {start}
    def counted():
        return int(open("count").read() or 0) if os.path.exists("count") else 0
    def handler(event, context):
        wanted = counted() + event["more"]
        while counted() < wanted:
            time.sleep(0.001)
        return child
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finding orphans needs Linux")


@pytest.mark.parametrize("start", [SESSION, DAEMON], ids=["session", "daemon"])
async def test_a_process_that_left_the_group_stands_still_while_frozen_and_goes_on_after(
    bench: Bench, start: str
) -> None:
    bench.write("counter.py", COUNTER)
    bench.create(HANDLER.format(start=start.strip()))
    bench.create("def handler(event, context): return sum(range(1_000_000))", name="other")
    child = await bench.call({"more": 5})
    await bench.until_state_of("f", "frozen")
    await _stopped(child)
    counted = (bench.folder / "f" / "count").read_text()
    await bench.call(name="other")
    assert (bench.folder / "f" / "count").read_text() == counted
    assert await bench.call({"more": 50}) == child


@pytest.mark.parametrize("start", [SESSION, DAEMON], ids=["session", "daemon"])
async def test_a_process_that_left_the_group_ends_with_its_environment(bench: Bench, start: str) -> None:
    bench.write("counter.py", COUNTER)
    bench.create(HANDLER.format(start=start.strip()))
    child = await bench.call({"more": 5})
    bench.functions.retire("f", "reload")
    async with asyncio.timeout(PATIENCE):
        while is_alive(child):
            await asyncio.to_thread(os.sched_yield)


async def test_a_process_of_its_own_session_survives_an_exception_and_ends_with_a_crash(bench: Bench) -> None:
    bench.create("""
        import os, subprocess, sys
        sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
        child = subprocess.Popen(sleeper, start_new_session=True).pid
        def handler(event, context):
            if event:
                eval(event["do"])
            return child
    """)
    child = await bench.call()
    await bench.fail({"do": "1 / 0"})
    assert await bench.call() == child
    await bench.fail({"do": "os._exit(1)"})
    assert await bench.call() != child
    assert not is_alive(child)


async def _stopped(pid: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while process_state(pid) != psutil.STATUS_STOPPED:
            await asyncio.to_thread(os.sched_yield)
