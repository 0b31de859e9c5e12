"""What functions did of late, at any speed of the clock."""

import pytest

from lgtui.emulator.clock import Clock
from lgtui.emulator.functions.concurrency import Concurrency
from lgtui.emulator.functions.meter import Meter
from lgtui.emulator.functions.model import InvocationReport
from lgtui.emulator.functions.recent import Recent

ARN = "arn:aws:lambda:us-east-1:123456789012:function:f"
REPORT = InvocationReport(
    request_id="", environment_id="", before="idle", placed=0.0, duration=0.25, billed_ms=250, max_memory_used=1,
    memory_size=128, end="ok",
)  # fmt: skip


class Region:
    """A meter on a clock that stands, and is stepped."""

    def __init__(self, speed: float) -> None:
        self.clock = Clock(speed)
        self.clock.pause()
        self.clock.step(1.0 - self.clock.time() % 1)  # A second begins.
        self.concurrency = Concurrency(1_000_000, self.clock)
        self.meter = Meter(self.clock, self.concurrency)
        self.recent = Recent(self.clock, self.meter)

    def invoke(self, times: int) -> None:
        """Invoke a function that takes a quarter of a second."""
        series = self.meter.series(ARN, "$LATEST")
        for _ in range(times):
            share = self.concurrency.share("f")
            lease = self.concurrency.take(share, "", kept=False, new=False, synchronous=False)
            slot = self.meter.begun(series, lease)
            self.concurrency.give_back(lease)
            self.meter.ended(series, slot, REPORT)


async def test_at_usual_speed_the_last_ten_seconds_count() -> None:
    region = Region(1.0)
    for _ in range(10):
        region.invoke(20)
        region.clock.step(0.999)
    activity = region.recent.activity("f")
    assert activity.rate == pytest.approx(20, rel=0.05)
    assert activity.duration == pytest.approx(0.25)


async def test_in_slow_motion_the_last_ten_looks_count() -> None:
    region = Region(0.01)
    assert region.recent.activity("f").rate == 0
    for _ in range(15):
        region.invoke(150)
        region.clock.step(0.01)
        activity = region.recent.activity("f")
        assert activity.rate == pytest.approx(15_000, rel=0.001)
        assert activity.duration == pytest.approx(0.25)


async def test_looks_go_on_from_one_second_to_the_next() -> None:
    region = Region(0.1)
    for _ in range(25):
        region.recent.activity("f")
        region.invoke(4)
        region.clock.step(0.1)
    assert region.recent.activity("f").rate == pytest.approx(40, rel=0.001)


async def test_while_time_stands_there_is_no_rate() -> None:
    region = Region(0.01)
    region.recent.activity("f")
    region.invoke(5)
    assert region.recent.activity("f").rate == 0
