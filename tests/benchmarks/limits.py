"""What keys, usage plans, validation and mapping templates add to a request."""

import asyncio
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from lgtui.emulator.buckets import Bucket, take_together
from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.gateway.model import ApiKey, UsagePlan
from lgtui.emulator.gateway.throttle import Throttles
from lgtui.emulator.gateway.usage.plans import Clients
from lgtui.emulator.objects import Objects
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.store import Store
from lgtui.emulator.wire.runtime_api import listen
from lgtui.project.project import Project
from tests.benchmarks.servers import HERE
from tests.benchmarks.table import row

PROJECT = HERE / "limits_project"
KEY = "the-key-of-the-benchmark"
BODY = b'{"id": 1, "name": "abc", "lines": ["x", "y", "z"]}'
REQUESTS = 2_000
KEYS = 1_000_000


def limits(seconds: int, rounds: int) -> None:
    """The cost of a key, a plan, a validated body and a mapping template in the gateway, and of a token bucket."""
    asyncio.run(_in_the_gateway(rounds))
    _token_buckets(rounds)
    asyncio.run(_many_keys())


async def _in_the_gateway(rounds: int) -> None:
    """Microseconds of CPU time of `Gateway.handle`, without HTTP."""
    kinds = {
        "mock": HttpRequest(method="GET", path="/bench/mock"),
        "throttled": HttpRequest(method="GET", path="/bench/refused"),
        "no key": HttpRequest(method="POST", path="/bench/keyed", body=BODY),
        "key, plan, validation, map": HttpRequest(
            method="POST", path="/bench/keyed", headers=[("x-api-key", KEY)], body=BODY
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        region = Region(Settings(work_folder=Path(folder), account_rate=1e9, account_burst=10**9), listen)
        await Project(PROJECT, region).load()
        (api,) = region.gateway.apis()
        costs: dict[str, list[float]] = {}
        for _ in range(rounds):
            for name, request in kinds.items():
                started = time.process_time()
                for _ in range(REQUESTS):
                    await region.gateway.handle(api.id, request)
                costs.setdefault(name, []).append((time.process_time() - started) / REQUESTS)
        await region.stop()
    row("in the gateway (µs CPU)", "median")
    for name, runs in costs.items():
        row(f"  {name}", f"{statistics.median(runs) * 1e6:.1f}")
    added = statistics.median(costs["key, plan, validation, map"]) - statistics.median(costs["mock"])
    print(f"  key, plan, validation and mapping templates add {added * 1e6:.0f} µs (aim 250)")


def _token_buckets(rounds: int) -> None:
    buckets = [Bucket(1e6, 10**9, 0.0) for _ in range(5)]
    one = _each(lambda: take_together(buckets[:1], 0.0), rounds)
    five = _each(lambda: take_together(buckets, 0.0), rounds)
    row("token buckets (µs)", f"one {one:.2f}", f"five {five:.2f}", "aim: 2 each")


def _each(work: Callable[[], object], rounds: int) -> float:
    """Microseconds of one call, the best of the rounds."""
    costs = []
    for _ in range(rounds):
        started = time.perf_counter()
        for _ in range(100_000):
            work()
        costs.append((time.perf_counter() - started) * 10)
    return min(costs)


async def _many_keys() -> None:
    """What a million keys, all in one plan, take, and how long one of them is looked for."""
    clock = Clock()
    store = Store()
    objects = Objects(store)
    clients = Clients(clock, Throttles(clock, 1.0, 1), objects)
    plan = clients.add_plan(UsagePlan(id="plan", name="plan"))
    tracemalloc.start()
    for number in range(KEYS):
        identifier = f"{number:010x}"
        clients.keys.put(
            ApiKey(id=identifier, value=f"{identifier:>040}", enabled=True, created_date=0.0, last_updated_date=0.0)
        )
        clients.join(identifier, plan)
        if number % 10_000 == 0:
            await objects.committed()
    await objects.committed()
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    found = _each(lambda: clients.keys.of_value(f"{'00000f423e':>040}"), 3)
    row(f"{KEYS:,} API keys in a plan", f"{size / 2**20:,.0f} MiB", f"look-up {found:.2f} µs")
    await store.stop()
