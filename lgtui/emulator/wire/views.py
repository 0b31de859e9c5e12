"""What the region holds, as the feed's frames show it."""

from lgtui.emulator.functions.environments import Environment
from lgtui.emulator.gateway.throttle import TokenBucket
from lgtui.emulator.logs import LogRecord
from lgtui.emulator.region import Region
from lgtui.frames import ClockView, Counters, LogLine


def clock_view(region: Region) -> ClockView:
    """The clock as it stands."""
    clock = region.clock
    return ClockView(at=clock.time(), speed=clock.speed, paused=clock.paused)


def counters(region: Region) -> Counters:
    """Requests by outcome since the start."""
    total = region.metrics.total
    return Counters(
        sent=total.sent,
        ok=total.ok,
        throttled=total.throttled,
        client_errors=total.client_errors,
        server_errors=total.server_errors,
    )


def log_line(record: LogRecord) -> LogLine:
    """A line of the log without what only CloudWatch Logs needs."""
    return LogLine(record.time, record.source, record.label, record.level, record.text, record.request_id)
