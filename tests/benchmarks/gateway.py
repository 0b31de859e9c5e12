"""What the gateway's own steps cost: a mock, a hit of the cache and a refusal over HTTP; routing; a full cache."""

import asyncio
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from contextlib import ExitStack

import psutil

from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.cache import SETTLING, ResponseCache
from lgtui.emulator.gateway.routing import RouteTree
from tests.benchmarks import load
from tests.benchmarks.servers import HERE, Process, emulator, yardstick
from tests.benchmarks.table import row

PROJECT = HERE / "limits_project"
CONNECTIONS = 10
METHODS = (10, 10_000)
MATCHES = 20_000
CACHE_KEYS = 1_000_000
SMALLEST = "0.5"
"""GB of the smallest cache that AWS offers."""


def gateway(seconds: int, rounds: int) -> None:
    """The steps that need no endpoint: over HTTP against the hello world, and routing and caching by themselves."""
    _over_http(seconds, rounds)
    _routing(rounds)
    asyncio.run(_cache_keys())


def _over_http(seconds: int, rounds: int) -> None:
    """Requests a second, and the server's CPU time for each, which other work on the machine changes less."""
    rates: dict[str, list[float]] = {}
    costs: dict[str, list[float]] = {}
    with ExitStack() as stack:
        hello = stack.enter_context(yardstick())
        emulated = stack.enter_context(emulator(PROJECT))
        emulated.control("POST", "/_lgtui/clock", {"step": SETTLING})
        paths = {"mock, 200": "/mock", "hit of the cache, 200": "/cached", "throttled, 429": "/refused"}
        targets: dict[str, tuple[Process, str]] = {"hello world": (hello, hello.url)}
        targets |= {name: (emulated, emulated.api_url + path) for name, path in paths.items()}
        for _ in range(rounds):
            for name, (server, url) in targets.items():
                before = _cpu(server)
                rate = load.run(url, CONNECTIONS, seconds).rate
                rates.setdefault(name, []).append(rate)
                costs.setdefault(name, []).append((_cpu(server) - before) / (rate * seconds))
    row(f"requests/s at {CONNECTIONS}", "", "of hello world", "CPU each (µs)", "hello world's share")
    rate_of, cost_of = ({name: statistics.median(runs) for name, runs in all_.items()} for all_ in (rates, costs))
    for name, rate in rate_of.items():
        share = cost_of["hello world"] / cost_of[name]
        row(
            f"  {name}",
            f"{rate:,.0f}",
            f"{rate / rate_of['hello world']:.0%}",
            f"{cost_of[name] * 1e6:.0f}",
            f"{share:.0%}",
        )
    print("  aims: mock and hit 35 %, 429 45 %")


def _cpu(server: Process) -> float:
    """Seconds of CPU time that a server has taken."""
    times = psutil.Process(server.pid).cpu_times()
    return float(times.user + times.system)


def _routing(rounds: int) -> None:
    """Microseconds of CPU time to find one of many methods: one again and again, and all in an order of chance.

    The order of chance finds none of 10,000 in the processor's own memory, which is what it costs more.
    """
    row("routing (µs)", *(f"of {methods:,}" for methods in METHODS))
    for name, asked in (("the same method", 1), ("all, by chance", max(METHODS))):
        few, many = (min(_match_seconds(methods, asked) for _ in range(2 * rounds)) for methods in METHODS)
        row(f"  {name}", f"{few * 1e6:.2f}", f"{many * 1e6:.2f}", f"{many / few:.2f} ×")
    print("  aim: 1.2 × at most")


def _match_seconds(methods: int, asked: int) -> float:
    """Seconds of one match in a tree of so many methods, of which so many are asked for."""
    tree: RouteTree[int] = RouteTree()
    for number in range(methods):
        tree.add(f"/v1/group{number // 100}/item{number}/{{id}}", "GET", number)
    numbers = random.Random(methods).sample(range(methods), k=min(asked, methods))
    paths = [f"/v1/group{number // 100}/item{number}/7" for number in random.Random(1).choices(numbers, k=MATCHES)]
    return _cpu_seconds(lambda path: tree.match(path, "GET"), paths)


def _cpu_seconds(work: Callable[[str], object], each: Sequence[str]) -> float:
    started = time.process_time()
    for one in each:
        work(one)
    return (time.process_time() - started) / len(each)


async def _cache_keys() -> None:
    """What a million responses of a kilobyte take: the cache keeps what fits into its size."""
    cache = ResponseCache(Clock())
    cache.settle(enabled=True, size=SMALLEST)
    tracemalloc.start()
    for number in range(CACHE_KEYS):
        cache.keep(_key(number), 200, [(b"Content-Type", b"application/json")], b"x" * 1_000 + b"%d" % number, 300)
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    newest = [_key(number) for number in range(CACHE_KEYS - MATCHES, CACHE_KEYS)]
    started = time.process_time()
    found = sum(cache.find(key) is not None for key in newest)
    look_up = (time.process_time() - started) / MATCHES
    assert found == MATCHES
    row(
        f"{CACHE_KEYS:,} cache keys",
        f"{len(cache):,} kept",
        f"{size / 2**20:,.0f} MiB",
        f"of {cache.used / 2**20:,.0f} counted",
        f"look-up {look_up * 1e6:.2f} µs",
    )
    cache.stop()


def _key(number: int) -> tuple[str, ...]:
    return ("abc123", "GET", "GET", f"method.request.querystring.id={number}")
