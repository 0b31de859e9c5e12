"""The history of requests in the store: traces that outlive the process, bounded by age and size."""

import sqlite3
import zlib

import msgspec

from lgtui import frames
from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import own_fault
from lgtui.emulator.gateway.trace import Traces
from lgtui.emulator.logs import LogRecord, Logs
from lgtui.emulator.settings import Settings
from lgtui.emulator.store import Store

INTERVAL = 1.0
"""Real seconds between two writes: so much of the history may be lost when the process is killed."""

TRIM_AFTER = 60
"""Writes between two looks at age and size."""

INSERT = "INSERT OR REPLACE INTO trace (request_id, at, size, content) VALUES (?, ?, ?, ?)"
FIND = "SELECT content FROM trace WHERE request_id = ?"
SIZE = "SELECT coalesce(sum(size), 0) FROM trace"
DROP_OLD = "DELETE FROM trace WHERE at < ?"
DROP_FIRST = (
    "DELETE FROM trace WHERE number <= (SELECT max(number) FROM "
    "(SELECT number, sum(size) OVER (ORDER BY number) - size AS freed FROM trace) WHERE freed < ?)"
)


class TraceStore:
    """Writes the traces of requests down as they come, some of each second's under load, and finds them again."""

    def __init__(self, clock: Clock, logs: Logs, traces: Traces, store: Store, settings: Settings) -> None:
        self._clock = clock
        self._logs = logs
        self._traces = traces
        self._store = store
        self._max_age = settings.trace_age
        self._max_size = settings.trace_size
        self._writes = TRIM_AFTER

    async def run(self) -> None:
        """Write new traces until cancelled."""
        while True:
            await self._clock.sleep_real(INTERVAL)
            await self.flush()

    async def flush(self) -> None:
        """Write what came since the last time; return once it is committed."""
        try:
            rows = [_row(trace) for trace in self._traces.drain_fresh()]
        except Exception as error:  # noqa: BLE001 A fault of ours costs a second of history, and nothing else.
            self._warn(own_fault(error))
            return
        if not rows:
            return
        try:
            await self._store.write_many(INSERT, rows)
            self._writes += 1
            if self._writes >= TRIM_AFTER:
                self._writes = 0
                await self._trim()
        except sqlite3.Error as error:
            self._warn(f"{len(rows)} traces cannot be kept ({error}): they are not in the history of requests")

    async def find(self, request_id: str) -> frames.Trace | None:
        """The trace of a request, also of one in an earlier run; None where it is not kept.

        Of the newest requests it can be the id of the function's invocation, too, which its log lines bear.
        """
        trace = self._traces.find(request_id) or self._traces.find_by_invocation(request_id)
        if trace is not None:
            return trace
        rows = await self._store.read(FIND, request_id)
        if not rows:
            return None
        content = rows[0][0]
        assert isinstance(content, bytes)
        return msgspec.msgpack.decode(zlib.decompress(content), type=frames.Trace)

    def _warn(self, text: str) -> None:
        self._logs.write(LogRecord(self._clock.time(), "project", "", "warn", text))

    async def _trim(self) -> None:
        """Drop what is too old, then the oldest until a tenth of the size is free."""
        await self._store.write(DROP_OLD, self._clock.time() - self._max_age)
        ((size,),) = await self._store.read(SIZE)
        assert isinstance(size, int)
        if size > self._max_size:
            await self._store.write(DROP_FIRST, size - self._max_size * 0.9)


def _row(trace: frames.Trace) -> tuple[str, float, int, bytes]:
    content = zlib.compress(msgspec.msgpack.encode(trace), level=1)
    return trace.request_id, trace.time, len(content), content
