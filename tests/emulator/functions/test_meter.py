"""Lambda's metrics: what invocations leave behind, by function, version and alias."""

import asyncio
from typing import Any

import pytest

from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import TooManyRequestsException
from lgtui.emulator.functions.concurrency import Concurrency
from lgtui.emulator.functions.meter import MAX_SERIES, METRICS, Meter
from lgtui.emulator.functions.model import (
    CreateAliasRequest,
    InvocationReport,
    PublishVersionRequest,
    PutFunctionConcurrencyRequest,
)
from lgtui.emulator.series import MAX_SLOTS, Distribution
from tests.emulator.functions.bench import Bench

HANDLER = """
    import time
    def handler(event, context):
        time.sleep(event.get("s", 0))
        return 1 / event.get("divisor", 1)
"""
REPORT = InvocationReport(
    request_id="", environment_id="", before="idle", placed=0.0, duration=0.25, billed_ms=250, max_memory_used=1,
    memory_size=128, end="ok",
)  # fmt: skip


async def test_invocations_errors_durations_and_cold_starts_are_counted(bench: Bench) -> None:
    bench.create(HANDLER)
    await bench.call({"s": 0.02})
    await bench.call()
    await bench.fail({"divisor": 0})

    assert _sum(bench, "Invocations") == 3
    assert _sum(bench, "Errors") == 1
    assert _all(bench, "Errors").statistic("Average") == pytest.approx(1 / 3)
    duration = _all(bench, "Duration")
    assert duration.count == 3 and duration.maximum >= 20 > duration.minimum > 0
    assert (_sum(bench, "ColdStarts"), _all(bench, "InitDuration").count) == (1, 1)
    assert _sum(bench, "Throttles") == 0


async def test_throttles_are_no_invocations(bench: Bench) -> None:
    bench.create(HANDLER)
    request = PutFunctionConcurrencyRequest(function_name="f", reserved_concurrent_executions=0)
    bench.functions.put_function_concurrency(request)
    with pytest.raises(TooManyRequestsException):
        await bench.invoke()

    assert (_sum(bench, "Throttles"), _sum(bench, "Invocations")) == (1, 0)
    assert [view.throttled for view in bench.functions.activity().functions] == [1]


async def test_concurrent_executions_are_those_at_the_same_time(bench: Bench) -> None:
    bench.create(HANDLER)
    bench.create(HANDLER, name="g")
    running = [bench.call({"s": 0.2}), bench.call({"s": 0.2}), bench.call({"s": 0.2}, name="g")]
    await asyncio.gather(*running)
    await bench.call()

    assert _all(bench, "ConcurrentExecutions").maximum == 2
    assert _all(bench, "ConcurrentExecutions", {}).maximum == 3
    assert _all(bench, "UnreservedConcurrentExecutions", {}).maximum == 3
    assert bench.functions.activity().running == 0


async def test_an_alias_a_version_and_the_function_have_figures_of_their_own(bench: Bench) -> None:
    bench.create(HANDLER)
    await bench.functions.publish_version(PublishVersionRequest(function_name="f"))
    bench.functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="1"))
    for qualifier in ("", "1", "live", "live"):
        await bench.invoke(qualifier=qualifier)

    of_resource = {name: _sum(bench, "Invocations", {"Resource": name}) for name in ("f", "f:1", "f:live", "f:2")}
    assert of_resource == {"f": 1, "f:1": 1, "f:live": 2, "f:2": 0}
    assert _sum(bench, "Invocations") == 4
    assert _sum(bench, "Invocations", {"FunctionName": "f", "ExecutedVersion": "1"}) == 3
    assert _sum(bench, "Invocations", {"FunctionName": "other"}) == 0


async def test_what_runs_is_about_its_rate_times_its_duration(bench: Bench) -> None:
    bench.create(HANDLER)
    bench.clock.pause()
    for _ in range(4):
        await asyncio.gather(*(bench.call({"s": 0.05}) for _ in range(5)))
        bench.clock.step(1.0)

    (view,) = bench.functions.activity().functions
    assert view.rate == pytest.approx(2, rel=0.15)
    assert 0.05 <= view.duration < 0.5
    bench.clock.step(20)
    assert bench.functions.activity().functions == []


def test_points_sum_up_periods_and_leave_out_empty_ones() -> None:
    clock, meter = _stand()
    began = int(clock.time())
    for gap in (0, 1, 3):
        clock.step(gap)
        _run(meter, "f")

    points = meter.statistics("Invocations", {}, began, clock.time() + 1)
    assert [(point.time - began, point.values.sum) for point in points] == [(0, 1), (1, 1), (4, 1)]
    (whole,) = meter.statistics("Duration", {}, began, clock.time() + 1, 86_400)
    assert (whole.values.count, whole.values.sum, whole.values.maximum) == (3, 750.0, 250.0)


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_can_be_asked_of_a_region_at_rest(metric: str) -> None:
    clock, meter = _stand()
    points = meter.statistics(metric, {"FunctionName": "f"}, clock.time() - 60, clock.time())
    assert points == []


def test_an_hour_is_kept_and_no_more() -> None:
    clock, meter = _stand()
    _run(meter, "f")
    clock.step(3_599)
    _run(meter, "f")
    assert _total(meter, clock) == 2
    clock.step(1)
    _run(meter, "f")
    assert _total(meter, clock) == 2


def test_slots_and_series_are_bounded() -> None:
    clock, meter = _stand()
    for number in range(MAX_SERIES + 100):
        _run(meter, f"f{number}")
    assert _total(meter, clock) == MAX_SERIES
    for _ in range(50):
        clock.step(1)
        for number in range(100, MAX_SERIES + 100):
            _run(meter, f"f{number}")
    assert _total(meter, clock) == MAX_SLOTS


def test_what_is_billed_is_memory_times_time() -> None:
    _, meter = _stand()
    for _ in range(8):
        _run(meter, "f")

    assert (meter.invocations, meter.gigabyte_seconds) == (8, 8 * 0.125 * 0.25)


def _stand() -> tuple[Clock, Meter]:
    """A meter on a clock that moves only when it is stepped."""
    clock = Clock()
    clock.pause()
    return clock, Meter(clock, Concurrency(1_000_000, clock))


def _run(meter: Meter, function_name: str) -> None:
    """An invocation of a quarter of a second, begun and over."""
    concurrency = meter.concurrency
    lease = concurrency.take(concurrency.share(function_name), "", kept=False, new=False, synchronous=False)
    series = meter.series(f"arn:aws:lambda:us-east-1:123456789012:function:{function_name}", "$LATEST")
    slot = meter.begun(series, lease)
    concurrency.give_back(lease)
    meter.ended(series, slot, REPORT)


def _total(meter: Meter, clock: Clock) -> float:
    return sum(point.values.sum for point in meter.statistics("Invocations", {}, 0, clock.time() + 1))


def _all(bench: Bench, metric: str, dimensions: dict[str, str] | None = None) -> Distribution:
    """All values of a metric, of the function `f` by default."""
    wanted: dict[str, Any] = {"FunctionName": "f"} if dimensions is None else dimensions
    merged = Distribution()
    for point in bench.functions.meter.statistics(metric, wanted, 0, bench.clock.time() + 1):
        merged.merge(point.values)
    return merged


def _sum(bench: Bench, metric: str, dimensions: dict[str, str] | None = None) -> float:
    return _all(bench, metric, dimensions).sum
