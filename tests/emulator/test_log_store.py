"""The log in the store: groups and streams, bounded, found again by time and text, and after a restart."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lgtui.emulator.clock import Clock
from lgtui.emulator.log_store import Located, LogQuery, LogStore, Scan
from lgtui.emulator.logs import LogRecord, Logs
from lgtui.emulator.schema import MIGRATIONS
from lgtui.emulator.settings import Settings
from lgtui.emulator.store import DATABASE, Store

GROUP = "/aws/lambda/f"


class Shelf:
    """A log store of its own, with the ring that it is filled from."""

    def __init__(self, folder: Path, capacity: int = 20_000, **settings: Any) -> None:
        self.clock = Clock()
        self.clock.pause()
        self.logs = Logs(capacity)
        self.store = Store(folder)
        self.log_store = LogStore(
            self.clock, self.logs, self.store, Settings(work_folder=folder, **{"log_age": 1e12, **settings})
        )

    def write(self, text: str, *, stream: str = "a", group: str = GROUP, time: float = 100.0) -> None:
        """Log one line."""
        self.logs.write(LogRecord(time, "f", "$LATEST", "info", text, "id", group, stream))

    async def texts(self, **query: Any) -> list[str]:
        """The lines of the group that a query finds."""
        return [event.text for event in await self.log_store.events(LogQuery(GROUP, **query))]

    async def scan(self, scan: Scan) -> list[Located]:
        """All that a scan finds."""
        return [located async for batch in self.log_store.scan(scan) for located in batch]


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[Shelf]:
    """A log store that is closed after the test."""
    shelf = Shelf(tmp_path)
    yield shelf
    await shelf.store.stop()


async def test_lines_are_found_by_group_and_stream_in_the_order_of_their_times(shelf: Shelf) -> None:
    shelf.write("second", stream="b", time=102)
    shelf.write("first", stream="a", time=101)
    shelf.write("elsewhere", group="/aws/lambda/g")
    shelf.write("in no group", group="")

    assert await shelf.texts() == ["first", "second"]
    assert await shelf.texts(streams={"b"}) == ["second"]
    assert [group.name for group in await shelf.log_store.groups()] == [GROUP, "/aws/lambda/g"]
    streams = await shelf.log_store.streams(GROUP)
    assert [(stream.name, stream.first, stream.events) for stream in streams] == [("b", 102.0, 1), ("a", 101.0, 1)]


async def test_lines_are_found_by_time_and_by_their_words(shelf: Shelf) -> None:
    for second in range(5):
        shelf.write(f"order {second} paid", time=second)
        await shelf.log_store.flush()

    assert await shelf.texts(start=1, end=3) == ["order 1 paid", "order 2 paid"]
    assert await shelf.texts(text="paid 3") == ["order 3 paid"]
    assert await shelf.texts(text="absent") == []


async def test_the_newest_lines_come_where_there_are_too_many(shelf: Shelf) -> None:
    for number in range(700):
        shelf.write(str(number), time=number)
        if number % 2:
            await shelf.log_store.flush()

    assert await shelf.texts(limit=3) == ["697", "698", "699"]
    assert await shelf.texts(limit=1_000) == [str(number) for number in range(700)]


async def test_a_scan_goes_through_streams_in_the_order_of_time_either_way(shelf: Shelf) -> None:
    for number in range(300):
        shelf.write(str(number), stream=str(number % 3), time=number / 10)
        if number % 7 == 0:
            await shelf.log_store.flush()
    await shelf.log_store.put(GROUP, "late", [(0.05, "put later"), (29.95, "put later still")])

    forward = await shelf.scan(Scan(GROUP))
    backward = await shelf.scan(Scan(GROUP, newest_first=True))

    texts = [located.event.text for located in forward]
    assert texts == ["0", "put later", *map(str, range(1, 300)), "put later still"]
    assert backward == forward[::-1]
    assert sorted(located.position for located in forward) == [located.position for located in forward]


async def test_lines_that_are_far_apart_are_found_by_their_times(shelf: Shelf) -> None:
    for number in range(5_000):
        shelf.write(str(number), time=number)

    scan = Scan(GROUP, start=4_321, end=4_323)
    assert [located.event.text for located in await shelf.scan(scan)] == ["4321", "4322"]


async def test_a_stream_or_a_group_is_forgotten(shelf: Shelf) -> None:
    for stream in ("a", "b"):
        shelf.write(stream, stream=stream)
    await shelf.log_store.delete(GROUP, "a")
    assert await shelf.texts() == ["b"]

    await shelf.log_store.delete(GROUP)
    assert await shelf.log_store.groups() == []


async def test_lines_of_some_groups_are_kept_for_less_than_the_others(shelf: Shelf) -> None:
    now = shelf.clock.time()
    shelf.log_store.max_ages["/short"] = 60.0
    for group in ("/short", "/long"):
        shelf.write("old", group=group, time=now - 61)
    for _ in range(121):
        shelf.write("new", group="/short", time=now)
        await shelf.log_store.flush()

    assert [(group.name, group.first) for group in await shelf.log_store.groups()] == [
        ("/long", now - 61),
        ("/short", now),
    ]


async def test_lines_outlive_the_process(tmp_path: Path) -> None:
    before = Shelf(tmp_path)
    before.write("from an earlier run")
    await before.log_store.flush()
    await before.store.stop()

    after = Shelf(tmp_path)
    after.write("from this one")

    assert await after.texts() == ["from an earlier run", "from this one"]
    await after.store.stop()


async def test_lines_that_an_earlier_schema_kept_are_found(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    for number, script in enumerate(MIGRATIONS[:2], 1):
        connection.executescript(f"{script}; PRAGMA user_version={number}")
    content = msgspec.msgpack.encode([(100.0, "info", "id", "from long ago")])
    row = (GROUP, "a", 100.0, 100.0, 1, len(content), content)
    connection.execute("INSERT INTO log_chunk VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row)
    connection.close()

    shelf = Shelf(tmp_path)
    assert await shelf.texts() == ["from long ago"]
    (stream,) = await shelf.log_store.streams(GROUP)
    assert (stream.first, stream.last, stream.ingested) == (100.0, 100.0, 100.0)
    await shelf.store.stop()


async def test_what_falls_off_the_ring_unwritten_is_counted_and_said(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, capacity=10)
    for number in range(25):
        shelf.write(str(number))

    assert await shelf.texts() == [str(number) for number in range(15, 25)]
    assert shelf.log_store.left_out == 15
    assert shelf.logs.after(0, 1)[0][0].text.startswith("15 log lines came faster")
    await shelf.store.stop()


async def test_lines_that_cannot_be_written_are_counted_and_said(shelf: Shelf) -> None:
    await shelf.store.write("ALTER TABLE log_chunk RENAME TO elsewhere")
    shelf.write("lost")
    await shelf.log_store.flush()
    await shelf.store.write("ALTER TABLE elsewhere RENAME TO log_chunk")
    shelf.write("kept")

    assert await shelf.texts() == ["kept"]
    assert shelf.log_store.left_out == 1
    said = [record.text for record in shelf.logs.after(0, 10)[0] if not record.group]
    assert said == ["1 log lines cannot be kept (no such table: log_chunk): they are not in the log store"]


async def test_old_lines_go_with_their_age(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, log_age=60.0)
    shelf.write("old", time=shelf.clock.time())
    await shelf.log_store.flush()
    shelf.clock.step(61)
    for _ in range(120):
        shelf.write("new", time=shelf.clock.time())
        await shelf.log_store.flush()

    assert set(await shelf.texts()) == {"new"}
    await shelf.store.stop()


async def test_the_oldest_lines_go_where_the_store_grows_too_large(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, log_size=10_000)
    for number in range(50):
        shelf.write(f"{number} {'x' * 1_000}")
        await shelf.log_store.flush()

    numbers = [int(text.split()[0]) for text in await shelf.texts()]
    (group,) = await shelf.log_store.groups()
    assert numbers == list(range(numbers[0], 50)) and len(numbers) >= 7
    assert group.size <= 10_000
    await shelf.store.stop()
