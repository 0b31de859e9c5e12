"""What an execution environment writes to the log: its group, its stream, and the tail that a caller asked for."""

from datetime import UTC, datetime

from lgtui.emulator.clock import Clock
from lgtui.emulator.functions import loglines
from lgtui.emulator.functions.failures import Failure
from lgtui.emulator.functions.invocation import Invocation
from lgtui.emulator.functions.model import InvocationReport
from lgtui.emulator.functions.revision import Revision
from lgtui.emulator.logs import LogRecord, Logs


class Journal:
    """The log stream of one environment.

    Attributes:
        stream: the stream's name, `2026/11/22/[$LATEST]…`.
    """

    def __init__(self, logs: Logs, clock: Clock, revision: Revision, environment_id: str) -> None:
        day = datetime.fromtimestamp(clock.time(), UTC).strftime("%Y/%m/%d")
        self._group = revision.log_group or revision.default_log_group
        # Streams in a group of several functions say which one (guide, monitoring-cloudwatchlogs-loggroups).
        name = "" if self._group == revision.default_log_group else revision.function_name
        self.stream = f"{day}/{name}[{revision.version}]{environment_id}"
        self._logs = logs
        self._clock = clock
        self._function_name = revision.function_name
        self._version = revision.version

    def write(self, text: str, level: str, invocation: Invocation | None) -> None:
        """Write a line that belongs to `invocation`, whose caller gets it too where it asked for the tail."""
        if invocation is None:
            self.write_of_init(text, level, "")
        else:
            invocation.note_line(text)
            self.write_of_init(text, level, invocation.request_id)

    def write_of_init(self, text: str, level: str, request_id: str) -> None:
        """Write a line of the platform about an init, which is in no caller's tail (fact lg-001)."""
        record = LogRecord(
            self._clock.time(), self._function_name, self._version, level, text, request_id, self._group, self.stream
        )
        self._logs.write(record)

    def end(self, invocation: Invocation, report: InvocationReport, failure: Failure | None) -> None:
        """Write an invocation's last lines; a `failure` that cost it its answer has one of its own."""
        if failure is not None and (line := failure.line(invocation.request_id)):
            self.write(line, "error", invocation)
        self.write(loglines.end(invocation.request_id), "report", invocation)
        status = failure.status if failure is not None else ""
        self.write(loglines.report(report, status), "report", invocation)

    def time_stamp(self) -> str:
        """The present in the form of a timeout's line."""
        return datetime.fromtimestamp(self._clock.time(), UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
