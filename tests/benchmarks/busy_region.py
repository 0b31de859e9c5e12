"""A scripted region under load: 5,000 log lines a second, 20 buckets and 200 environments that all live."""

import asyncio
import sys
import time

from lgtui import frames
from tests.console.region_double import RegionDouble, region_double

LINES_PER_SECOND = 5_000
BUCKETS = 20
ENVIRONMENTS = 200
FRAMES_PER_SECOND = 20
"""As often as a region sends at most."""

TOLD_AT = "told at "
"""Stands in every log line before the monotonic clock's seconds."""

STATES: tuple[frames.EnvironmentState, ...] = ("busy", "idle", "frozen", "busy", "frozen")
FIRST_AT = 100.0
"""Emulated time of the double's first frame."""


async def main() -> None:
    """Serve the region at a URL that is printed, and tell of the load until standard input is closed."""
    async with region_double() as region:
        print(region.url, flush=True)
        telling = asyncio.create_task(_tell(region))
        closing = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
        done, _ = await asyncio.wait({telling, closing}, return_when=asyncio.FIRST_COMPLETED)
        telling.cancel()
        for ended in done:
            ended.result()


async def _tell(region: RegionDouble) -> None:
    started, number = time.monotonic(), 0
    while True:
        at = FIRST_AT + time.monotonic() - started
        for frame in _batch(number, at):
            region.tell(frame)
        number += 1
        await asyncio.sleep(max(0.0, started + number / FRAMES_PER_SECOND - time.monotonic()))


def _batch(number: int, at: float) -> list[frames.AnyFrame]:
    """What a region sends in one batch: all buckets were asked, and a tenth of the environments changed."""
    buckets = [_bucket(each, number, at) for each in range(BUCKETS)]
    changing = range(ENVIRONMENTS) if number == 0 else range(number % 10, ENVIRONMENTS, 10)
    lines = [_line(number, each, at) for each in range(LINES_PER_SECOND // FRAMES_PER_SECOND)]
    sent = number * 100
    return [
        frames.BucketsChanged(buckets, []),
        frames.EnvironmentsChanged([_environment(each, number, at) for each in changing]),
        frames.LogsWritten(lines),
        frames.CountersChanged(at, frames.Counters(sent=sent, ok=sent * 3 // 4, throttled=sent // 4)),
    ]


def _bucket(each: int, number: int, at: float) -> frames.BucketView:
    label = f"GET /thing{each}"
    return frames.BucketView(f"method/{label}", "method", label, (number * 7 + each) % 100, at, 50.0, 100, number // 9)


def _environment(each: int, number: int, at: float) -> frames.EnvironmentView:
    state = STATES[(each + number // 10) % len(STATES)]
    return frames.EnvironmentView(
        f"{each:06x}", f"thing{each % 10}", "$LATEST", state, at, 1_000 + each, number // 10, 0.012
    )


def _line(number: int, each: int, at: float) -> frames.LogLine:
    text = f"{TOLD_AT}{time.monotonic():.3f} batch {number} line {each}: a thing was done"
    return frames.LogLine(at, f"thing{each % 10}", "$LATEST", "info", text, "")


if __name__ == "__main__":
    asyncio.run(main())
