"""Tables of objects are dictionaries that outlive the process."""

import asyncio
import sqlite3
from pathlib import Path

import msgspec
import pytest

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.objects import Objects
from lgtui.emulator.store import Store, StoreError


class Thing(msgspec.Struct, frozen=True):
    """An object with members of the kinds that the control plane has."""

    text: str
    number: float = 0.0
    folder: Path | None = None
    content: bytes = b""
    named: dict[tuple[str, str], int] = {}


class Counting:
    """An object that counts, of which only the text lasts."""

    def __init__(self, thing: Thing) -> None:
        self.thing = thing
        self.count = 0


async def reopened(folder: Path, store: Store) -> tuple[Store, Objects]:
    """The same folder, as the next process finds it."""
    await store.stop()
    store = Store(folder)
    return store, Objects(store)


async def test_what_was_put_is_there_for_the_next_process_in_the_order_in_which_it_was_made(tmp_path: Path) -> None:
    store = Store(tmp_path)
    objects = Objects(store)
    things = objects.shelf("s").table("thing", Thing)
    whole = Thing("whole", 1.5, Path("/tmp"), b"\0\xff", {("GET", "/"): 1})
    things["b"] = Thing("first")
    things["a"] = whole
    things["gone"] = Thing("gone")
    await objects.committed()
    things["b"] = Thing("changed")
    del things["gone"]
    things["gone"] = Thing("back, and last")
    things["c"] = Thing("c")
    await objects.committed()
    store, again = await reopened(tmp_path, store)
    left = again.shelf("s").table("thing", Thing)
    assert list(left.items()) == list(things.items())
    assert left["a"] == whole
    await store.stop()


async def test_tables_of_other_kinds_services_and_owners_are_apart(tmp_path: Path) -> None:
    store = Store(tmp_path)
    objects = Objects(store)
    shelf = objects.shelf("s", "owner")
    tables = [shelf.table("a", Thing), shelf.table("b", Thing), objects.shelf("s").table("a", Thing)]
    for number, table in enumerate(tables):
        table["same"] = Thing(str(number))
    await objects.committed()
    shelf.clear()
    assert [len(table) for table in tables] == [0, 0, 1]
    await objects.committed()
    store, again = await reopened(tmp_path, store)
    assert dict(again.shelf("s").table("a", Thing)) == {"same": Thing("2")}
    assert not again.shelf("s", "owner").table("b", Thing)
    await store.stop()


async def test_an_object_with_more_to_it_lasts_as_its_record(tmp_path: Path) -> None:
    store = Store(tmp_path)
    objects = Objects(store)
    counting = objects.shelf("s").mirror("counting", Thing, Counting, lambda value: value.thing)
    counting["a"] = Counting(Thing("a"))
    counting["a"].count = 3
    counting["a"].thing = Thing("b")
    counting["a"] = counting["a"]
    assert counting["a"].count == 3
    await objects.committed()
    store, again = await reopened(tmp_path, store)
    left = again.shelf("s").mirror("counting", Thing, Counting, lambda value: value.thing)
    assert (left["a"].thing, left["a"].count) == (Thing("b"), 0)
    await store.stop()


async def test_what_is_changed_before_the_loop_goes_on_is_committed_as_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    objects = Objects(store)
    things = objects.shelf("s").table("thing", Thing)
    seen: set[int] = set()

    async def look() -> None:
        connection = sqlite3.connect(tmp_path / "state.db")
        while 300 not in seen:
            seen.add(connection.execute("SELECT count(*) FROM object").fetchone()[0])
            await asyncio.sleep(0)
        connection.close()

    looking = asyncio.create_task(look())
    await asyncio.sleep(0)
    things.update({str(number): Thing("x") for number in range(300)})
    await asyncio.wait_for(looking, 20)
    assert seen <= {0, 300}
    await store.stop()


async def test_a_change_that_could_not_be_written_is_told_and_written_with_the_next(tmp_path: Path) -> None:
    store = Store(tmp_path)
    objects = Objects(store)
    things = objects.shelf("s").table("thing", Thing)
    await store.write("ALTER TABLE object RENAME TO away")
    things["a"] = Thing("old")
    things["b"] = Thing("b")
    with pytest.raises(ServiceError, match=r"cannot be kept: no such table: object\. See to the disk"):
        await objects.committed()
    await store.write("ALTER TABLE away RENAME TO object")
    things["a"] = Thing("new")
    await objects.committed()
    store, again = await reopened(tmp_path, store)
    assert dict(again.shelf("s").table("thing", Thing)) == {"a": Thing("new"), "b": Thing("b")}
    await store.stop()


async def test_restoring_a_table_undoes_what_was_done_meanwhile(tmp_path: Path) -> None:
    store = Store(tmp_path)
    objects = Objects(store)
    things = objects.shelf("s").table("thing", Thing)
    things.update(kept=Thing("kept"), changed=Thing("before"), gone=Thing("gone"))
    before = dict(things)
    things.update(changed=Thing("after"), new=Thing("new"))
    del things["gone"]
    things.restore(before)
    assert list(things.items()) == list(before.items())
    await objects.committed()
    store, again = await reopened(tmp_path, store)
    assert list(again.shelf("s").table("thing", Thing).items()) == list(before.items())
    await store.stop()


async def test_what_cannot_be_read_is_refused_with_the_way_out(tmp_path: Path) -> None:
    class Other(msgspec.Struct, frozen=True):
        text: int

    store = Store(tmp_path)
    objects = Objects(store)
    objects.shelf("s", "o").table("thing", Thing)["a"] = Thing("a")
    await objects.committed()
    store, again = await reopened(tmp_path, store)
    with pytest.raises(StoreError, match=r"The thing of o in the state folder cannot be read: .* --fresh"):
        again.shelf("s", "o").table("thing", Other)
    await store.stop()
