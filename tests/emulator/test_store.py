"""The store keeps what was acknowledged, is held by one process, and says why it cannot be used."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from lgtui.emulator.schema import MIGRATIONS
from lgtui.emulator.store import DATABASE, Store, StoreError

INSERT = "INSERT INTO log_chunk VALUES (NULL, ?, 'stream', 1.0, 2.0, 3, 1, ?, 2.0)"
GROUPS = "SELECT log_group FROM log_chunk ORDER BY rowid"

WRITER = """
import asyncio, sys
from pathlib import Path
from lgtui.emulator.store import Store

async def main():
    store = Store(Path(sys.argv[1]))
    for number in range(1_000_000):
        await store.write("INSERT INTO log_chunk VALUES (NULL, ?, 'stream', 1.0, 2.0, 3, 1, x'00', 2.0)", str(number))
        print(number, flush=True)

asyncio.run(main())
"""


async def groups(store: Store) -> list[object]:
    """The groups of every chunk."""
    return [group for (group,) in await store.read(GROUPS)]


async def test_what_was_written_is_there_for_the_next_store(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    await asyncio.gather(*(store.write(INSERT, str(number), b"x") for number in range(500)))
    await store.stop()
    again = Store(tmp_path / "state")
    assert await groups(again) == [str(number) for number in range(500)]
    await again.stop()


async def test_a_store_without_a_folder_keeps_rows_while_it_lives() -> None:
    store = Store()
    await store.write_many(INSERT, [("a", b""), ("b", b"")])
    assert await groups(store) == ["a", "b"]
    await store.stop()


async def test_a_read_sees_every_write_before_it() -> None:
    store = Store()
    written = [store.write(INSERT, str(number), b"") for number in range(100)]
    assert len(await groups(store)) == 100
    await asyncio.gather(*written)
    await store.stop()


async def test_stopping_commits_what_is_waiting(tmp_path: Path) -> None:
    store = Store(tmp_path)
    written = store.write(INSERT, "last", b"")
    await store.stop()
    await written
    again = Store(tmp_path)
    assert await groups(again) == ["last"]
    await again.stop()


async def test_a_write_that_fails_takes_none_of_its_batch_along() -> None:
    store = Store()
    outcomes = await asyncio.gather(
        store.write(INSERT, "a", b""),
        store.write("INSERT INTO no_such_table VALUES (1)"),
        store.write(INSERT, "b", b""),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), sqlite3.OperationalError, type(None)]
    assert await groups(store) == ["a", "b"]
    await store.stop()


async def test_a_folder_has_one_holder(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(StoreError, match=r"in use by another lgtui \(process \d+\).*--state"):
        Store(tmp_path)
    await store.stop()
    await Store(tmp_path).stop()


async def test_fresh_begins_with_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    await store.write(INSERT, "old", b"")
    await store.stop()
    fresh = Store(tmp_path, fresh=True)
    assert await groups(fresh) == []
    await fresh.stop()


def test_a_newer_schema_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    with pytest.raises(StoreError, match=r"newer lgtui.*--fresh"):
        Store(tmp_path)


def test_a_file_that_is_no_database_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("not a database, but some text that is long enough to look at " * 10)
    with pytest.raises(StoreError, match=r"--fresh"):
        Store(tmp_path)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot be written.*--state"):
        Store(tmp_path / "file" / "state")


async def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    acknowledged = write_until_killed(tmp_path)
    store = Store(tmp_path)
    assert set(acknowledged) <= set(await groups(store))
    await store.stop()


def write_until_killed(folder: Path) -> list[str]:
    """What a process says it has written before it is killed in the middle of writing."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        acknowledged = [writer.stdout.readline().strip() for _ in range(200)]
        writer.send_signal(signal.SIGKILL)
    return acknowledged


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
async def test_an_older_schema_is_brought_to_the_present_one_with_what_is_in_it(tmp_path: Path, version: int) -> None:
    older = sqlite3.connect(tmp_path / DATABASE)
    for script in MIGRATIONS[:version]:
        older.executescript(script)
    older.execute("INSERT INTO async_event VALUES (1, 'f', 'r', 0.0, 0.0, 0, 0, X'', X'')")
    older.execute(f"PRAGMA user_version={version}")
    older.commit()
    older.close()

    store = Store(tmp_path)

    assert await store.read("SELECT function_name FROM async_event") == [("f",)]
    assert await store.read("PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert await store.read("SELECT count(*) FROM template_object") == [(0,)]
    await store.stop()


async def test_objects_from_before_it_was_kept_where_they_came_from_count_as_the_template_s(tmp_path: Path) -> None:
    older = sqlite3.connect(tmp_path / DATABASE)
    for script in MIGRATIONS[:2]:
        older.executescript(script)
    insert = "INSERT INTO object (service, kind, owner, name, content) VALUES (?, ?, '', 'n', X'80')"
    older.executemany(insert, [("apigateway", "stage"), ("apigateway", "snapshot"), ("project", "api")])
    older.execute("PRAGMA user_version=2")
    older.commit()
    older.close()

    store = Store(tmp_path)

    assert await store.read("SELECT service, kind FROM template_object") == [("apigateway", "stage")]
    await store.stop()
