"""Memory: what the REPORT line says is true, for the handler and for its children, and the limit ends the process."""

import json

import pytest

from tests.emulator.functions.bench import Bench


async def test_what_a_handler_has_used_is_in_the_report_also_after_it_let_it_go(bench: Bench) -> None:
    bench.create(
        """
        def handler(event, context):
            block = bytearray(event.get("megabytes", 0) << 20)
            return len(block)
        """,
        memory_size=512,
    )
    before = (await bench.invoke()).report.max_memory_used
    after = (await bench.invoke({"megabytes": 100})).report.max_memory_used
    assert before < 60
    assert 95 <= after - before <= 110


async def test_the_memory_of_children_counts_and_what_they_share_counts_once(bench: Bench) -> None:
    bench.create(
        """
        import os, time
        block = bytearray(50 << 20)
        def handler(event, context):
            read_end, write_end = os.pipe()
            for _ in range(3):
                if os.fork() == 0:
                    own = bytearray(40 << 20)
                    os.write(write_end, b"x")
                    time.sleep(60)
            waiting = 3
            while waiting:
                waiting -= len(os.read(read_end, waiting))
            time.sleep(0.01)
        """,
        memory_size=1_024,
    )
    used = (await bench.invoke()).report.max_memory_used
    assert 50 + 3 * 40 <= used <= 50 + 3 * 40 + 70


async def test_more_than_the_memory_size_ends_the_process_as_the_kernel_ends_it_on_lambda(bench: Bench) -> None:
    bench.create("""
        import os
        def handler(event, context):
            hoard = []
            while event.get("eat"):
                hoard.append(bytearray(4 << 20))
            return os.getpid()
    """)
    pid = await bench.call()
    answer = await bench.invoke({"eat": True})
    request_id = answer.report.request_id
    message = f"RequestId: {request_id} Error: Runtime exited with error: signal: killed"
    assert json.loads(answer.payload) == {"errorType": "Runtime.OutOfMemory", "errorMessage": message}
    assert (answer.report.end, answer.report.max_memory_used) == ("exit", 128)
    assert f"{message}\nRuntime.OutOfMemory" in bench.lines("error")
    assert bench.lines("report")[-1].endswith("Status: error\tError Type: Runtime.OutOfMemory")
    assert bench.environment().reason == "memory"
    assert await bench.call() != pid


@pytest.mark.parametrize("then", ["pass", "time.sleep(60)"])
async def test_an_init_that_takes_more_than_the_memory_is_ended_too(bench: Bench, then: str) -> None:
    bench.create(f"import time\nhoard = bytearray(200 << 20)\n{then}\ndef handler(event, context): return 1")
    assert (await bench.fail())["errorType"] == "Runtime.OutOfMemory"
    assert len([line for line in bench.lines() if "Error Type: Runtime.OutOfMemory" in line]) == 3


async def test_a_child_that_eats_the_memory_ends_the_environment(bench: Bench) -> None:
    bench.create("""
        import subprocess, sys
        def handler(event, context):
            subprocess.run([sys.executable, "-c", "a = []\\nwhile True: a.append(bytearray(4 << 20))"])
    """)
    assert (await bench.fail())["errorType"] == "Runtime.OutOfMemory"


async def test_a_spike_between_two_looks_is_found_at_the_end(bench: Bench) -> None:
    bench.create("""
        import time
        def handler(event, context):
            block = bytearray(200 << 20)
            del block
    """)
    assert (await bench.fail())["errorType"] == "Runtime.OutOfMemory"
