"""Event invocations: how many a second are accepted and committed, by the operation alone and over the control port."""

import asyncio
import itertools
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

import psutil

from lgtui.emulator.functions.model import InvocationRequest
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.wire import runtime_api
from lgtui.project.project import Project
from tests.benchmarks import load
from tests.benchmarks.invocations import BOTO3_HEADERS, invoke_path
from tests.benchmarks.servers import project_copy, project_copy_emulator
from tests.benchmarks.table import row

CALLERS = (1, 10, 50)
AIM = 5_000


def events(seconds: int, rounds: int) -> None:
    """Event invocations with the store on disk, while the function drains them."""
    row("events accepted/s", *(f"{callers} at once" for callers in CALLERS))
    alone = {callers: [asyncio.run(_accept(callers, seconds)) for _ in range(rounds)] for callers in CALLERS}
    row("  operation, drained", *(f"{statistics.median(alone[callers]):,.0f}" for callers in CALLERS))
    _over_http(seconds, rounds)
    print(f"  aim: {AIM:,} sustained")


async def _accept(callers: int, seconds: int) -> float:
    """Events a second that one region's operation accepts and commits."""
    with project_copy() as project, tempfile.TemporaryDirectory() as folder:
        settings = Settings(work_folder=Path(folder) / "work", state_folder=Path(folder) / "state")
        region = Region(settings, runtime_api.listen)
        await Project(project, region).load()
        await region.functions.invoke(InvocationRequest(function_name="Python"))
        accepted, end = itertools.count(), time.perf_counter() + seconds
        await asyncio.gather(*(_call(region, accepted, end) for _ in range(callers)))
        await region.stop()
    return next(accepted) / seconds


async def _call(region: Region, accepted: "itertools.count[int]", end: float) -> None:
    request = InvocationRequest(function_name="Python", invocation_type="Event")
    while time.perf_counter() < end:
        await region.functions.invoke(request)
        next(accepted)


def _over_http(seconds: int, rounds: int) -> None:
    """The same through the control port, and what the emulator holds in memory with the rest in the store."""
    post = load.Post({**BOTO3_HEADERS, "X-Amz-Invocation-Type": "Event"}, "{}")
    rates: dict[int, list[float]] = {callers: [] for callers in CALLERS}
    with project_copy_emulator() as emulated:
        emulated.control("POST", invoke_path("Python"), {})
        before = psutil.Process(emulated.pid).memory_info().rss
        for _ in range(rounds):
            for callers in CALLERS:
                rates[callers].append(
                    load.run(f"{emulated.control_url}{invoke_path('Python')}", callers, seconds, post).rate
                )
        grown = psutil.Process(emulated.pid).memory_info().rss - before
        waiting = _waiting(emulated.state)
    row("  control port, drained", *(f"{statistics.median(rates[callers]):,.0f}" for callers in CALLERS))
    row("  left in the queue", f"{waiting:,}", "memory grew by", f"{grown / 2**20:.0f} MB")


def _waiting(state: Path) -> int:
    """Events that are in the store."""
    with sqlite3.connect(f"file:{state}/state.db?mode=ro", uri=True) as connection:
        (count,) = connection.execute("SELECT count(*) FROM async_event").fetchone()
    return int(count)
