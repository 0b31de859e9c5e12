"""The region's log: every line of functions, the gateway and reloads, in one bounded ring."""

from collections import deque
from itertools import islice
from typing import NamedTuple

DEFAULT_CAPACITY = 20_000
"""Lines kept; the oldest go first."""

MAX_LINE = 256 * 1024
"""Characters kept of one line: CloudWatch Logs' limit of an event (256 KiB)."""


class LogRecord(NamedTuple):
    """One line.

    Attributes:
        time: emulated seconds since the epoch.
        source: who said it: a function's name, `gateway`, `reload`, `project`.
        label: what of the source: a version (`$LATEST`), a stage's name, or empty.
        level: `info`, `warn`, `error`, `report` (START, END, REPORT and INIT_START) or `debug`.
        text: the line without its end.
        request_id: the request it belongs to, or empty.
        group: the CloudWatch log group it would be in.
        stream: the log stream, one for each execution environment, or empty.
    """

    time: float
    source: str
    label: str
    level: str
    text: str
    request_id: str = ""
    group: str = ""
    stream: str = ""


class Logs:
    """A ring of the newest lines, each with a number that only grows.

    Writing is an append; `after` tells what is new and how much of it fell off the ring unread.
    """

    def __init__(self, capacity: int = DEFAULT_CAPACITY) -> None:
        self._ring: deque[LogRecord] = deque(maxlen=capacity)
        self.written = 0

    def write(self, record: LogRecord) -> None:
        """Append one line."""
        self._ring.append(record)
        self.written += 1

    def after(self, number: int, limit: int) -> tuple[list[LogRecord], int]:
        """Lines written after the first `number` lines ever written.

        Args:
            number: how many lines the caller has seen or been told of.
            limit: lines to return at most; the newest win.

        Returns:
            The lines in order, and how many between `number` and the first of them are left out.
        """
        fresh = self.written - number
        kept = min(fresh, limit, len(self._ring))
        if kept <= 0:
            return [], max(fresh, 0)
        return list(islice(self._ring, len(self._ring) - kept, None)), fresh - kept
