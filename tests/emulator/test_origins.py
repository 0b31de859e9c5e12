"""What came from the template is told from what was changed by hand, beyond the process's end."""

from pathlib import Path
from typing import Any

import msgspec

from lgtui.emulator.objects import Objects, Shelf
from lgtui.emulator.origins import by_template
from lgtui.emulator.store import Store


class Thing(msgspec.Struct, frozen=True):
    """An object with members of its own and with some inside."""

    text: str = ""
    inside: dict[str, Any] = {}
    last_modified: float = 0.0


def told(objects: Objects) -> list[tuple[Any, ...]]:
    """The changes, short: name, how, and each member's path with both values."""
    return [(change.name, change.how, *map(tuple, change.members)) for change in objects.origins.changes()]


def shelf(objects: Objects, owner: str = "") -> Shelf:
    """Where the things are."""
    return objects.shelf("s", owner)


def begun() -> tuple[Objects, Any]:
    """Objects, among which the template has made one."""
    objects = Objects(Store())
    things = shelf(objects).table("thing", Thing)
    with by_template():
        things["a"] = Thing("one", {"x": 1, "y": 1})
    return objects, things


def test_what_the_template_made_is_no_change_and_what_else_was_made_is() -> None:
    objects, things = begun()
    things["b"] = Thing()
    assert told(objects) == [("b", "made")]


def test_a_change_is_told_member_by_member_until_it_is_taken_back() -> None:
    objects, things = begun()
    things["a"] = Thing("two", {"x": 1, "z": 3}, last_modified=7.0)
    assert told(objects) == [
        ("a", "changed", (("text",), "one", "two"), (("inside", "y"), 1, None), (("inside", "z"), None, 3))
    ]
    things["a"] = Thing("one", {"y": 1, "x": 1}, last_modified=8.0)
    assert told(objects) == []


def test_a_map_that_is_new_is_told_by_its_members_and_all_else_as_a_whole() -> None:
    class Sparse(msgspec.Struct, frozen=True, omit_defaults=True):
        number: int = 0
        inside: dict[str, Any] = {}

    objects = Objects(Store())
    things = shelf(objects).table("thing", Sparse)
    with by_template():
        things["a"] = Sparse()
    things["a"] = Sparse(3, {"x": {"y": 1}})
    assert told(objects) == [("a", "changed", (("number",), None, 3), (("inside", "x"), None, {"y": 1}))]


def test_a_deletion_is_told_until_the_thing_is_there_again() -> None:
    objects, things = begun()
    del things["a"]
    assert told(objects) == [("a", "deleted")]
    things["a"] = Thing("one", {"x": 1, "y": 1})
    assert told(objects) == []


def test_what_the_template_changes_leaves_what_was_changed_by_hand_beside_it() -> None:
    objects, things = begun()
    things["a"] = Thing("by hand", {"x": 2, "y": 1})
    with by_template():
        things["a"] = Thing("by hand", {"x": 2, "y": 5})
    assert told(objects) == [("a", "changed", (("text",), "one", "by hand"), (("inside", "x"), 1, 2))]
    with by_template():
        things["a"] = Thing("now the template's", {"x": 2, "y": 5})
    assert told(objects) == [("a", "changed", (("inside", "x"), 1, 2))]


def test_what_the_template_deletes_is_no_change() -> None:
    objects, things = begun()
    things["a"] = Thing("by hand")
    with by_template():
        del things["a"]
    assert told(objects) == []


def test_a_thing_made_by_hand_that_the_template_takes_over_is_the_template_s() -> None:
    objects, things = begun()
    things["b"] = Thing("by hand")
    with by_template():
        things["b"] = Thing("the template's")
    assert told(objects) == []


def test_the_parts_of_what_was_made_or_deleted_as_a_whole_are_not_told() -> None:
    objects, things = begun()
    parts = shelf(objects, "a").table("part", Thing)
    with by_template():
        parts["p"] = Thing()
    del things["a"], parts["p"]
    shelf(objects, "b").table("part", Thing)["q"] = Thing()
    things["b"] = Thing()
    assert told(objects) == [("a", "deleted"), ("b", "made")]


async def test_the_next_process_tells_the_same(tmp_path: Path) -> None:
    store = Store(tmp_path)
    objects = Objects(store)
    things = shelf(objects).table("thing", Thing)
    with by_template():
        things.update(a=Thing("one"), b=Thing("one"), c=Thing("one"), gone=Thing())
        del things["gone"]
    things["a"] = Thing("two")
    del things["b"]
    things["d"] = Thing()
    await objects.committed()
    before = told(objects)
    await store.stop()
    store = Store(tmp_path)
    assert sorted(told(Objects(store))) == sorted(before) == [
        ("a", "changed", (("text",), "one", "two")), ("b", "deleted"), ("d", "made")
    ]  # fmt: skip
    await store.stop()
