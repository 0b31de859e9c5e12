"""Log groups and streams that outlive the process: the region's log in the store, bounded by age and by size."""

import math
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from lgtui.emulator.clock import Clock
from lgtui.emulator.logs import DEFAULT_CAPACITY, LogRecord, Logs
from lgtui.emulator.settings import Settings
from lgtui.emulator.store import Store, Value

INTERVAL = 0.5
"""Real seconds between two times that new lines are written."""

TRIM_AFTER = 120
"""Writes between two looks at the oldest lines: a minute."""

PAGE = 200
"""Rows that are read at a time."""


class LogEvent(NamedTuple):
    """One line: `time` in emulated seconds since the epoch, `level` and `request_id` as LogRecord has them."""

    time: float
    stream: str
    level: str
    request_id: str
    text: str


class LogStream(NamedTuple):
    """A stream: when its first and last lines were written (emulated seconds since the epoch), how many there are."""

    name: str
    first: float
    last: float
    events: int


class LogGroup(NamedTuple):
    """A group, likewise; `size` is what its lines take in the store, in bytes."""

    name: str
    first: float
    last: float
    events: int
    size: int


class LogQuery(NamedTuple):
    """Which lines of a group are wanted.

    Attributes:
        stream: of this stream alone; empty for all.
        start, end: from this emulated time on, and before that one.
        text: lines that hold each word of it; empty for all.
        limit: lines at most: the newest ones.
    """

    group: str
    stream: str = ""
    start: float = 0.0
    end: float = math.inf
    text: str = ""
    limit: int = 1_000


class LogStore:
    """Writes what the region logs to the store, twice a second, and finds it again.

    Lines of a group are written, a row for each stream and time. What falls off the log's ring before it is written,
    or cannot be written, is counted, and the log says so.

    Attributes:
        left_out: lines that were not written since the start.
    """

    def __init__(self, clock: Clock, logs: Logs, store: Store, settings: Settings) -> None:
        self.left_out = 0
        self._clock = clock
        self._logs = logs
        self._store = store
        self._max_age = settings.log_age
        self._max_size = settings.log_size
        self._seen = 0
        self._size = math.inf
        self._writes = 0

    async def run(self) -> None:
        """Write new lines until cancelled."""
        while True:
            await self._clock.sleep_real(INTERVAL)
            await self.flush()

    async def flush(self) -> None:
        """Write what the log has got since the last time; return once it is committed."""
        records, left_out = self._logs.after(self._seen, DEFAULT_CAPACITY)
        self._seen = self._logs.written
        if left_out:
            self._lose(left_out, "came faster than they are kept")
        rows = list(_rows(records))
        try:
            if rows:
                await self._insert(rows)
            if self._size > self._max_size or self._writes >= TRIM_AFTER:
                await self._trim()
        except sqlite3.Error as error:
            self._lose(sum(row.events for row in rows), f"cannot be kept ({error})")

    async def _insert(self, rows: "list[_Row]") -> None:
        await self._store.write_many(
            "INSERT INTO log_chunk (log_group, log_stream, first, last, events, size, content) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        self._size += sum(row.size for row in rows)
        self._writes += 1

    async def groups(self) -> list[LogGroup]:
        """Every group, by name."""
        await self.flush()
        rows = await self._store.read(
            "SELECT log_group, min(first), max(last), sum(events), sum(size) FROM log_chunk "
            "GROUP BY log_group ORDER BY log_group"
        )
        return [msgspec.convert(row, LogGroup) for row in rows]

    async def streams(self, group: str, limit: int = 50) -> list[LogStream]:
        """A group's streams, those with the newest lines first."""
        await self.flush()
        rows = await self._store.read(
            "SELECT log_stream, min(first), max(last), sum(events) FROM log_chunk WHERE log_group = ? "
            "GROUP BY log_stream ORDER BY max(last) DESC, max(number) DESC LIMIT ?",
            group,
            limit,
        )
        return [msgspec.convert(row, LogStream) for row in rows]

    async def events(self, query: LogQuery) -> list[LogEvent]:
        """The newest lines that `query` asks for, from the oldest of them on."""
        await self.flush()
        words = query.text.split()
        newest_first: list[LogEvent] = []
        before = float("inf")
        while len(newest_first) < query.limit:
            rows = await self._page(query, before)
            for number, stream, content in rows:
                events = _events(str(stream), content)
                newest_first += [event for event in reversed(events) if _wanted(event, query, words)]
                before = msgspec.convert(number, int)
            if len(rows) < PAGE:
                break
        # Streams take turns within one write: lines of one are in order, those of several are put in order here.
        newest_first.sort(key=lambda event: event.time, reverse=True)
        return newest_first[: query.limit][::-1]

    async def _page(self, query: LogQuery, before: float) -> list[tuple[Value, ...]]:
        """The next rows that may hold such lines, the newest first."""
        where = "log_group = ? AND last >= ? AND first < ? AND number < ?"
        values: list[Value] = [query.group, query.start, query.end, before]
        if query.stream:
            where += " AND log_stream = ?"
            values.append(query.stream)
        order = f"ORDER BY number DESC LIMIT {PAGE}"
        return await self._store.read(
            f"SELECT number, log_stream, content FROM log_chunk WHERE {where} {order}", *values
        )

    async def _trim(self) -> None:
        """Drop the lines that are too old, then the oldest ones until a tenth of the size is free."""
        self._writes = 0
        await self._store.write("DELETE FROM log_chunk WHERE last < ?", self._clock.time() - self._max_age)
        self._size = await self._measure()
        if self._size <= self._max_size:
            return
        await self._store.write(
            "DELETE FROM log_chunk WHERE number <= (SELECT max(number) FROM (SELECT number, "
            "sum(size) OVER (ORDER BY number) - size AS freed FROM log_chunk) WHERE freed < ?)",
            self._size - self._max_size * 0.9,
        )
        self._size = await self._measure()

    async def _measure(self) -> float:
        ((size,),) = await self._store.read("SELECT coalesce(sum(size), 0) FROM log_chunk")
        return msgspec.convert(size, float)

    def _lose(self, lines: int, why: str) -> None:
        """Count lines that are lost, and say how many."""
        self.left_out += lines
        text = f"{lines:,} log lines {why}: they are not in the log store"
        self._logs.write(LogRecord(self._clock.time(), "project", "", "warn", text))


_Line = tuple[float, str, str, str]
"""What a row keeps of a line: time, level, request id, text."""


class _Row(NamedTuple):
    """A row of `log_chunk`."""

    log_group: str
    log_stream: str
    first: float
    last: float
    events: int
    size: int
    content: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[_Line]).decode


def _rows(records: Iterable[LogRecord]) -> Iterator[_Row]:
    """A row for each stream of a group; what is in no group stays in the ring alone."""
    streams: dict[tuple[str, str], list[_Line]] = {}
    for time, _, _, level, text, request_id, group, stream in records:
        if group:
            streams.setdefault((group, stream), []).append((time, level, request_id, text))
    for (group, stream), lines in streams.items():
        content = _encode(lines)
        yield _Row(group, stream, lines[0][0], lines[-1][0], len(lines), len(content), content)


def _events(stream: str, content: Value) -> list[LogEvent]:
    assert isinstance(content, bytes)
    return [LogEvent(time, stream, level, request_id, text) for time, level, request_id, text in _decode(content)]


def _wanted(event: LogEvent, query: LogQuery, words: list[str]) -> bool:
    return query.start <= event.time < query.end and all(word in event.text for word in words)
