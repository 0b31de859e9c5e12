"""Log groups and streams that outlive the process: the region's log in the store, bounded by age and by size."""

import math
import sqlite3
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from lgtui.emulator.clock import Clock
from lgtui.emulator.logs import DEFAULT_CAPACITY, LogRecord, Logs
from lgtui.emulator.settings import Settings
from lgtui.emulator.store import Store

INTERVAL = 0.5
"""Real seconds between two times that new lines are written."""

TRIM_AFTER = 120
"""Writes between two looks at the oldest lines: a minute."""

PAGE = 16
"""Rows that are read at a time."""

SPAN = 60.0
"""Emulated seconds that the first and the last line of a row are apart at most: so the rows of a time are found."""

MAX_LINES = 250
"""Lines of a row at most."""


class LogEvent(NamedTuple):
    """One line: `time` in emulated seconds since the epoch, `level` and `request_id` as LogRecord has them."""

    time: float
    stream: str
    level: str
    request_id: str
    text: str


class Position(NamedTuple):
    """Where a line is among those of its group: what comes later is greater.

    Attributes:
        milliseconds: since the epoch, as CloudWatch Logs counts.
        row, line: the row that it is in, and which of its lines it is.
    """

    milliseconds: int
    row: int
    line: int


class Located(NamedTuple):
    """A line, where it is, and when it came in (emulated seconds since the epoch)."""

    position: Position
    ingested: float
    event: LogEvent


class LogStream(NamedTuple):
    """A stream: when its first and last lines were written (emulated seconds since the epoch), how many there are.

    Attributes:
        ingested: when the last one came in.
    """

    name: str
    first: float
    last: float
    events: int
    ingested: float


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
        streams: of these streams alone; None for all.
        start, end: from this emulated time on, and before that one.
        text: lines that hold each word of it; empty for all.
        limit: lines at most: the newest ones.
    """

    group: str
    streams: Collection[str] | None = None
    start: float = 0.0
    end: float = math.inf
    text: str = ""
    limit: int = 1_000


class Scan(NamedTuple):
    """Which lines of a group are looked through, and in which order.

    Attributes:
        streams: of these streams alone; None for all.
        start, end: from this emulated time on, and before that one.
        newest_first: from the last line back.
    """

    group: str
    streams: Collection[str] | None = None
    start: float = 0.0
    end: float = math.inf
    newest_first: bool = False


class LogStore:
    """Writes what the region logs to the store, twice a second, and finds it again.

    Lines of a group are written, a row for each stream and time. What falls off the log's ring before it is written,
    or cannot be written, is counted, and the log says so.

    Attributes:
        left_out: lines that were not written since the start.
        max_ages: groups whose lines are kept for less than the others', and for how many emulated seconds.
        readers: are given the text of each line as it is written.
    """

    def __init__(self, clock: Clock, logs: Logs, store: Store, settings: Settings) -> None:
        self.left_out = 0
        self.max_ages: dict[str, float] = {}
        self.readers: list[Callable[[str], None]] = []
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
        self._show(record.text for record in records if record.group)
        if left_out:
            self._lose(left_out, "came faster than they are kept")
        rows = list(_rows(records, self._clock.time()))
        try:
            if rows:
                await self._insert(rows)
            if self._size > self._max_size or self._writes >= TRIM_AFTER:
                await self._trim()
        except sqlite3.Error as error:
            self._lose(sum(row.events for row in rows), f"cannot be kept ({error})")

    async def put(self, group: str, stream: str, lines: Sequence[tuple[float, str]]) -> None:
        """Write lines that are no part of the region's log; return once they are committed.

        Args:
            lines: (emulated seconds since the epoch, text), in the order of their times.

        Raises:
            sqlite3.Error: they cannot be written.
        """
        await self.flush()
        self._show(text for _, text in lines)
        kept = [(time, "", "", text) for time, text in lines]
        await self._insert(list(_rows_of_stream(group, stream, kept, self._clock.time())))

    async def delete(self, group: str, stream: str = "") -> None:
        """Forget the lines of a stream, of the whole group by default."""
        await self.flush()
        if stream:
            await self._store.write("DELETE FROM log_chunk WHERE log_group = ? AND log_stream = ?", group, stream)
        else:
            await self._store.write("DELETE FROM log_chunk WHERE log_group = ?", group)

    async def _insert(self, rows: "list[_Row]") -> None:
        await self._store.write_many(
            "INSERT INTO log_chunk (log_group, log_stream, first, last, events, size, content, ingested) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
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

    async def streams(self, group: str, limit: int = -1) -> list[LogStream]:
        """A group's streams, those with the newest lines first; all of them by default."""
        await self.flush()
        rows = await self._store.read(
            "SELECT log_stream, min(first), max(last), sum(events), max(ingested) FROM log_chunk WHERE log_group = ? "
            "GROUP BY log_stream ORDER BY max(last) DESC, max(number) DESC LIMIT ?",
            group,
            limit,
        )
        return [msgspec.convert(row, LogStream) for row in rows]

    async def first(self, group: str, stream: str = "") -> float | None:
        """When the first line of a group, or of one of its streams, was written; None where there is none."""
        await self.flush()
        where, values = ("AND log_stream = ?", (group, stream)) if stream else ("", (group,))
        ((first,),) = await self._store.read(f"SELECT min(first) FROM log_chunk WHERE log_group = ? {where}", *values)
        return msgspec.convert(first, float | None)

    async def events(self, query: LogQuery) -> list[LogEvent]:
        """The newest lines that `query` asks for, from the oldest of them on."""
        words = query.text.split()
        newest_first: list[LogEvent] = []
        async for batch in self.scan(Scan(query.group, query.streams, query.start, query.end, newest_first=True)):
            newest_first += [event for _, _, event in batch if all(word in event.text for word in words)]
            if len(newest_first) >= query.limit:
                break
        return newest_first[: query.limit][::-1]

    async def scan(self, scan: Scan) -> AsyncIterator[list[Located]]:
        """Lines in the order of their positions, or from the last one back, some at a time as rows are read."""
        await self.flush()
        waiting: list[Located] = []
        async for row in self._rows(scan):
            # What lies before the nearest line that this row or a later one can have is in its order.
            ready = bisect_left(waiting, _order(row.edge(scan), scan), key=lambda each: _order(each.position[0], scan))
            if ready:
                yield waiting[:ready]
            waiting = waiting[ready:] + [each for each in row.lines() if scan.start <= each.event.time < scan.end]
            waiting.sort(key=_position, reverse=scan.newest_first)
        if waiting:
            yield waiting

    async def _rows(self, scan: Scan) -> "AsyncIterator[_StoredRow]":
        """The rows that may hold such lines, by their first lines, or by their last ones from the end back."""
        edge, direction, after = ("last", "DESC", "<") if scan.newest_first else ("first", "ASC", ">")
        statement = (
            "SELECT number, log_stream, first, last, ingested, content FROM log_chunk WHERE log_group = ? "
            "AND last >= ? AND last < ? AND first >= ? AND first < ? "
            f"AND ({edge}, number) {after} (?, ?) ORDER BY {edge} {direction}, number {direction} LIMIT {PAGE}"
        )
        at: tuple[float, float] = (math.inf, math.inf) if scan.newest_first else (-math.inf, -math.inf)
        full = True
        while full:
            bounds = scan.start, scan.end + SPAN, scan.start - SPAN, scan.end
            found = await self._store.read(statement, scan.group, *bounds, *at)
            page = [msgspec.convert(row, _StoredRow) for row in found]
            for row in page:
                if scan.streams is None or row.stream in scan.streams:
                    yield row
            full = len(page) == PAGE
            if full:
                at = (page[-1].last if scan.newest_first else page[-1].first), page[-1].number

    async def _trim(self) -> None:
        """Drop the lines that are too old, then the oldest ones until a tenth of the size is free."""
        self._writes = 0
        now = self._clock.time()
        await self._store.write("DELETE FROM log_chunk WHERE last < ?", now - self._max_age)
        for group, age in self.max_ages.items():
            await self._store.write("DELETE FROM log_chunk WHERE log_group = ? AND last < ?", group, now - age)
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

    def _show(self, texts: Iterable[str]) -> None:
        for text in texts:
            for reader in self.readers:
                reader(text)

    def _lose(self, lines: int, why: str) -> None:
        """Count lines that are lost, and say how many."""
        self.left_out += lines
        text = f"{lines:,} log lines {why}: they are not in the log store"
        self._logs.write(LogRecord(self._clock.time(), "project", "", "warn", text))


_Line = tuple[float, str, str, str]
"""What a row keeps of a line: time, level, request id, text."""


class _Row(NamedTuple):
    """A row of `log_chunk` that is to be written."""

    log_group: str
    log_stream: str
    first: float
    last: float
    events: int
    size: int
    content: bytes
    ingested: float


class _StoredRow(NamedTuple):
    """A row that was read."""

    number: int
    stream: str
    first: float
    last: float
    ingested: float
    content: bytes

    def edge(self, scan: Scan) -> int:
        """When its line is that a scan comes to first, in milliseconds since the epoch."""
        return milliseconds(self.last if scan.newest_first else self.first)

    def lines(self) -> Iterator[Located]:
        """Its lines."""
        for index, (time, level, request_id, text) in enumerate(_decode(self.content)):
            position = Position(milliseconds(time), self.number, index)
            yield Located(position, self.ingested, LogEvent(time, self.stream, level, request_id, text))


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[_Line]).decode


def _order(time: int, scan: Scan) -> int:
    """A number that grows in the direction of a scan."""
    return -time if scan.newest_first else time


def _position(located: Located) -> Position:
    return located.position


def milliseconds(time: float) -> int:
    """Milliseconds since the epoch: those that `time` was made of, whatever floating point makes of them."""
    return math.floor(time * 1_000 + 0.001)


def _rows(records: Iterable[LogRecord], now: float) -> Iterator[_Row]:
    """Rows for each stream of a group; what is in no group stays in the ring alone."""
    streams: dict[tuple[str, str], list[_Line]] = {}
    for time, _, _, level, text, request_id, group, stream in records:
        if group:
            streams.setdefault((group, stream), []).append((time, level, request_id, text))
    for (group, stream), lines in streams.items():
        yield from _rows_of_stream(group, stream, lines, now)


def _rows_of_stream(group: str, stream: str, lines: Sequence[_Line], now: float) -> Iterator[_Row]:
    """Rows of a stream's lines: one, unless there are too many, or they are too far apart."""
    begin = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or end - begin == MAX_LINES or lines[end][0] - lines[begin][0] >= SPAN:
            part = lines[begin:end]
            content = _encode(part)
            yield _Row(group, stream, part[0][0], part[-1][0], len(part), len(content), content, now)
            begin = end
