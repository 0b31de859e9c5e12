"""`python -m tests.benchmarks`: prints the table of issue "Speed", each figure beside what it is compared with."""

import argparse
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import psutil

from tests.benchmarks import load
from tests.benchmarks.console import console
from tests.benchmarks.control import control
from tests.benchmarks.events import events
from tests.benchmarks.gateway import gateway
from tests.benchmarks.invocations import (
    emulators_memory,
    invocations,
    log_keeping,
    many_cold_starts,
    metering,
    warm_pool,
)
from tests.benchmarks.limits import limits
from tests.benchmarks.servers import (
    HERE,
    Emulator,
    emulator,
    project_copy,
    project_copy_emulator,
    wait_until,
    yardstick,
)
from tests.benchmarks.table import ms, row, timed
from tests.benchmarks.templates import template_engines

CONNECTIONS = (1, 10, 50)


def main() -> None:
    """Measure what was asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("which", nargs="*", choices=[*MEASUREMENTS, []], help=", ".join(MEASUREMENTS))
    parser.add_argument("--seconds", type=int, default=3, help="of each run under load")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each kind; the median counts")
    options = parser.parse_args()
    for name in options.which or MEASUREMENTS:
        MEASUREMENTS[name](options.seconds, options.rounds)


def warm_requests(seconds: int, rounds: int) -> None:
    """Warm Lambda proxy requests against the hello world of the same HTTP library, taken in turns."""
    rates: dict[tuple[str, int], list[load.Load]] = {}
    with ExitStack() as stack:
        hello_url = stack.enter_context(yardstick()).url
        emulated = stack.enter_context(project_copy_emulator())
        targets = {"hello world": hello_url, "python": f"{emulated.api_url}/python", "node": f"{emulated.api_url}/node"}
        if shutil.which("node") is None:
            del targets["node"]
        for _ in range(rounds):
            for connections in CONNECTIONS:
                for name, url in targets.items():
                    rates.setdefault((name, connections), []).append(load.run(url, connections, seconds))
    _print_warm(rates)


def _print_warm(rates: dict[tuple[str, int], list[load.Load]]) -> None:
    middle = {key: statistics.median(run.rate for run in runs) for key, runs in rates.items()}
    row("warm requests/s", "1 connection", "10", "50", "p50 at 1 (ms)")
    for name in dict.fromkeys(name for name, _ in rates):
        p50 = statistics.median(run.p50_ms for run in rates[name, 1])
        row(f"  {name}", *(f"{middle[name, connections]:,.0f}" for connections in CONNECTIONS), f"{p50:.2f}")
    failed = sum(run.failed for runs in rates.values() for run in runs)
    print(f"  python / hello world at 10: {middle['python', 10] / middle['hello world', 10]:.1%} (aim 18 %)")
    print(f"  python at 50 / at 10: {middle['python', 50] / middle['python', 10]:.0%} (aim 80 %)")
    if ("node", 10) in middle:
        print(f"  node / python at 10: {middle['node', 10] / middle['python', 10]:.0%} (aim 70 %)")
    print(f"  answers that were not 2xx: {failed}")


def cold_starts(seconds: int, rounds: int) -> None:
    """A request that finds no environment, against the bare interpreter's start, taken in turns."""
    cold, bare = [], []
    with project_copy_emulator() as emulated:
        timed(lambda: get(f"{emulated.api_url}/python"))
        for _ in range(10 * rounds):
            retire(emulated)
            cold.append(timed(lambda: get(f"{emulated.api_url}/python")))
            bare.append(timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True)))
    ratio = statistics.median(cold) / statistics.median(bare)
    row("cold start (ms)", "request to answer", "bare interpreter")
    row("  median", ms(cold), ms(bare))
    print(f"  ratio: {ratio:.2f} (aim 2.5 at most)")


def reloads(seconds: int, rounds: int) -> None:
    """From saving a handler to the first answer of the new code, asking again at once."""
    waits = []
    with project_copy() as project, emulator(project) as emulated:
        handler = project / "python" / "app.py"
        for number in range(5 * rounds):
            get(f"{emulated.api_url}/python")
            new_answer = f"edit {number}".encode()
            started = time.perf_counter()
            handler.write_text(f"def handler(event, context):\n    return {{'body': {new_answer.decode()!r}}}\n")
            wait_until(lambda expected=new_answer: get(f"{emulated.api_url}/python") == expected)
            waits.append(time.perf_counter() - started)
    row("save to new answer (ms)", "median", "worst")
    row("", ms(waits), f"{max(waits) * 1000:.0f}")
    print("  aim: under 100 ms")


def readiness(seconds: int, rounds: int) -> None:
    """From starting the process to the ready file, on the hello demo."""
    demo = HERE.parents[1] / "demos" / "hello"
    times = []
    for _ in range(2 * rounds):
        with emulator(demo) as emulated:
            times.append(emulated.ready_after)
    row("serve ready on the hello demo", ms(times) + " ms", "aim: 1,500 ms")


def idle_environments(seconds: int, rounds: int) -> None:
    """CPU time of the emulator and of 1,000 frozen environments while nothing is asked, beside the emulator's alone."""
    count, watched = 1_000, 5 * seconds
    with project_copy_emulator() as emulated, ThreadPoolExecutor(count) as pool:
        alone = cpu_share([psutil.Process(emulated.pid)], watched)
        path = "/2015-03-31/functions/Slow/invocations"
        list(pool.map(lambda _: emulated.control("POST", path, {"seconds": 20}), range(count)))
        processes = [psutil.Process(emulated.pid), *psutil.Process(emulated.pid).children(recursive=True)]
        frozen = sum(process.status() == psutil.STATUS_STOPPED for process in processes)
        with_them = cpu_share(processes, watched)
    row("idle, share of a core", f"{frozen:,} frozen", "no environment")
    row(f"  over {watched} s", f"{with_them:.2%}", f"{alone:.2%}")


MEASUREMENTS: dict[str, Callable[[int, int], None]] = {
    "warm": warm_requests,
    "cold": cold_starts,
    "reload": reloads,
    "ready": readiness,
    "idle": idle_environments,
    "templates": template_engines,
    "invoke": invocations,
    "pool": warm_pool,
    "colds": many_cold_starts,
    "memory": emulators_memory,
    "events": events,
    "books": metering,
    "logs": log_keeping,
    "limits": limits,
    "gateway": gateway,
    "control": control,
    "console": console,
}


def retire(emulated: Emulator) -> None:
    """End every environment, so that the next request starts cold."""
    emulated.control("PUT", "/2015-03-31/functions/Python/configuration", {"Description": str(time.perf_counter())})


def cpu_share(processes: list[psutil.Process], seconds: int) -> float:
    """User and system time of `processes` together in the next `seconds`, as a share of these."""
    before = cpu_seconds(processes)
    time.sleep(seconds)
    return (cpu_seconds(processes) - before) / seconds


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """User and system time of `processes` together until now."""
    return float(sum(sum(process.cpu_times()[:2]) for process in processes))


def get(url: str) -> bytes:
    """The body of one answer."""
    with urllib.request.urlopen(url) as response:
        body: bytes = response.read()
    return body


if __name__ == "__main__":
    main()
