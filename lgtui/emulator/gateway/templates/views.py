"""What Java's collections hand out beside themselves: iterators, entries, key sets; and classes and `$foreach`."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import ClassVar

from lgtui.emulator.gateway.templates.equality import as_key, equals, from_key, hash_code
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import MAX_ROUNDS
from lgtui.emulator.gateway.templates.printing import java_string, list_text
from lgtui.emulator.gateway.templates.values import HashMap, JavaArray, JavaObject, Value


class JavaIterator(JavaObject):
    """A java.util.Iterator. It fails when its collection has grown or shrunk meanwhile, as Java's do.

    Args:
        items: What it hands out.
        size: Tells the collection's size now.
        forget: Removes the element at a place, for `remove()`; None where that is not supported.
        follows: Whether there are more while the place is not the size (a list), or while items are left (a map).
        class_name: `getClass().getName()`.
    """

    java_types = frozenset(("Iterator",))

    def __init__(
        self,
        items: list[Value],
        size: Callable[[], int],
        forget: Callable[[int], object] | None = None,
        *,
        follows: bool = False,
        class_name: str = "java.util.ArrayList$Itr",
    ) -> None:
        self.class_name = class_name
        self._items = items
        self._size = size
        self._forget = forget
        self._follows = follows
        self._expected = size()
        self._at = 0
        self._last = -1

    def has_next(self) -> bool:
        """`hasNext()`."""
        return self._at != (self._size() if self._follows else len(self._items))

    def next(self) -> Value:
        """`next()`."""
        if self._size() != self._expected:
            raise JavaException("ConcurrentModificationException")
        if self._at >= len(self._items):
            raise JavaException("NoSuchElementException")
        self._last = self._at
        self._at += 1
        return self._items[self._last]

    def remove(self) -> None:
        """`remove()`: the element handed out last."""
        if self._forget is None:
            raise JavaException("UnsupportedOperationException", "remove")
        if self._last < 0:
            raise JavaException("IllegalStateException")
        self._forget(self._last)
        self._at -= int(self._follows)
        self._expected = self._size()
        self._last = -1


class Entry(JavaObject):
    """A Map.Entry of a live map.

    Args:
        mapping: The map.
        key: Its key, as the dict has it.
    """

    java_class = "java.util.LinkedHashMap$Entry"
    java_types = frozenset(("Map.Entry",))

    def __init__(self, mapping: dict[Value, Value], key: Value) -> None:
        self.mapping = mapping
        self.key = key
        self._value = mapping.get(key)

    @property
    def value(self) -> Value:
        """`getValue()`: still there when the map has lost the key."""
        self._value = self.mapping.get(self.key, self._value)
        return self._value

    def set_value(self, value: Value) -> Value:
        """`setValue(value)`: the old value."""
        before = self.value
        self._value = value
        if self.key in self.mapping:
            self.mapping[self.key] = value
        return before

    def java_string(self) -> str:
        return f"{self.key}={java_string(self.value)}"

    def java_equals(self, other: Value) -> bool:
        return isinstance(other, Entry) and equals(self.key, other.key) and equals(self.value, other.value)

    def java_hash(self) -> int:
        return hash_code(from_key(self.key)) ^ hash_code(self.value)


class CollectionView(JavaObject):
    """A live view on a map: its keys, values or entries.

    Args:
        mapping: The map.
    """

    java_types = frozenset(("Collection", "Iterable"))
    iterator_class: ClassVar[str] = ""
    linked_class: ClassVar[str] = ""
    hashed_class: ClassVar[str] = ""

    def __init__(self, mapping: dict[Value, Value]) -> None:
        self.mapping = mapping

    @property
    def class_name(self) -> str:
        """`getClass().getName()`."""
        return self.hashed_class if isinstance(self.mapping, HashMap) else self.linked_class

    def __iter__(self) -> Iterator[Value]:
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.mapping)

    def contains(self, value: Value) -> bool:
        """`contains(value)`."""
        return any(equals(value, item) for item in self)

    def discard(self, value: Value) -> bool:
        """`remove(value)`."""
        for key, item in zip(list(self.mapping), list(self), strict=True):
            if equals(value, item):
                del self.mapping[key]
                return True
        return False

    def iterator(self) -> JavaIterator:
        """`iterator()`."""
        mapping = self.mapping
        keys = list(mapping)
        prefix = "java.util.HashMap$" if isinstance(mapping, HashMap) else "java.util.LinkedHashMap$Linked"
        name = prefix + self.iterator_class
        return JavaIterator(list(self), mapping.__len__, lambda at: mapping.pop(keys[at], None), class_name=name)

    def java_string(self) -> str:
        return list_text(self, self)


class _SetView(CollectionView):
    java_types = frozenset(("Set", "Collection", "Iterable"))

    def java_equals(self, other: Value) -> bool:
        return isinstance(other, _SetView) and len(self) == len(other) and all(map(self.contains, other))

    def java_hash(self) -> int:
        return sum(map(hash_code, self))


class KeySet(_SetView):
    """`keySet()`."""

    iterator_class = "KeyIterator"
    linked_class = "java.util.LinkedHashMap$LinkedKeySet"
    hashed_class = "java.util.HashMap$KeySet"

    def __iter__(self) -> Iterator[Value]:
        return map(from_key, self.mapping)

    def contains(self, value: Value) -> bool:
        return as_key(value) in self.mapping


class EntrySet(_SetView):
    """`entrySet()`."""

    iterator_class = "EntryIterator"
    linked_class = "java.util.LinkedHashMap$LinkedEntrySet"
    hashed_class = "java.util.HashMap$EntrySet"

    def __iter__(self) -> Iterator[Value]:
        return (Entry(self.mapping, key) for key in self.mapping)


class Values(CollectionView):
    """`values()`."""

    iterator_class = "ValueIterator"
    linked_class = "java.util.LinkedHashMap$LinkedValues"
    hashed_class = "java.util.HashMap$Values"

    def __iter__(self) -> Iterator[Value]:
        return iter(self.mapping.values())


class JavaClass(JavaObject):
    """A java.lang.Class: its names, and the static methods of the class it stands for.

    Args:
        name: `getName()`.
        represents: A Python type whose static methods it offers, if any.
    """

    java_class = "java.lang.Class"

    def __init__(self, name: str, represents: type | None = None) -> None:
        self.name = name
        self.represents = represents

    @property
    def simple_name(self) -> str:
        """`getSimpleName()`."""
        plain = self.name.strip("[;").rpartition(".")[2].rpartition("$")[2]
        return plain + "[]" * self.name.count("[")

    def java_string(self) -> str:
        return f"class {self.name}"

    def java_equals(self, other: Value) -> bool:
        return isinstance(other, JavaClass) and other.name == self.name


class ForeachScope(HashMap):
    """The `$foreach` of one loop: its counters, and a map of its own.

    Args:
        owner: The loop; `#break($foreach)` ends it.
        before: What `$foreach` was outside.
        place: Line and column of the loop.
    """

    __slots__ = ("has_next", "index", "owner", "parent", "place", "replaced")

    def __init__(self, owner: object, before: Value, place: tuple[int, int]) -> None:
        super().__init__()
        self.owner = owner
        self.parent = before if isinstance(before, ForeachScope) else None
        self.replaced = None if isinstance(before, ForeachScope) else before
        self.place = place
        self.index = -1
        self.has_next = False

    def lookup(self, key: Value) -> Value:
        """`get(key)`: what is not here may be with the outer loop."""
        scope: ForeachScope | None = self
        while scope is not None:
            if key in scope:
                return scope[key]
            scope = scope.parent
        return None

    @property
    def depth(self) -> int:
        """How many loops there are around, with this one."""
        return 1 + (self.parent.depth if self.parent else 0)


class ScopeInfo(JavaObject):
    """`$foreach.info`.

    Args:
        scope: The loop's scope.
    """

    java_class = "org.apache.velocity.runtime.directive.Scope$Info"

    def __init__(self, scope: ForeachScope) -> None:
        self.scope = scope

    def java_string(self) -> str:
        depth = self.scope.depth
        line, column = self.scope.place
        return f"#foreach[type:block{f' depth:{depth}' if depth > 1 else ''} template:t line:{line} column:{column}]"


def elements(value: Value) -> Iterable[Value] | None:
    """The elements of a Java Collection; None for anything else."""
    if isinstance(value, (list, CollectionView)) and not isinstance(value, JavaArray):
        return value
    return None


Rounds = Iterator[tuple[Value, bool]]


def rounds(value: Value) -> Rounds | None:
    """The rounds of `#foreach` over a value: each element, and whether there are more; None where it has none.

    Arrays, collections, the values of a map, and an iterator from where it is. The number of rounds is limited; a
    collection that grows or shrinks meanwhile raises a JavaException.
    """
    if isinstance(value, list):
        return _list_rounds(value)
    if isinstance(value, CollectionView):
        return _view_rounds(list(value), value.mapping)
    if isinstance(value, dict):
        return _view_rounds(list(value.values()), value)
    return _iterator_rounds(value) if isinstance(value, JavaIterator) else None


def _list_rounds(items: list[Value]) -> Rounds:
    size = len(items)
    for at, item in enumerate(islice(items, MAX_ROUNDS), 1):
        yield item, at != size
        if len(items) != size:
            if at in (len(items), MAX_ROUNDS):
                return
            raise JavaException("ConcurrentModificationException")


def _view_rounds(items: list[Value], mapping: dict[Value, Value]) -> Rounds:
    size = len(items)
    for count, item in enumerate(items[:MAX_ROUNDS], 1):
        if len(mapping) != size:
            raise JavaException("ConcurrentModificationException")
        yield item, count != size


def _iterator_rounds(iterator: JavaIterator) -> Rounds:
    for _ in range(MAX_ROUNDS):
        if not iterator.has_next():
            return
        item = iterator.next()
        yield item, iterator.has_next()


def list_iterator(items: list[Value]) -> JavaIterator:
    """`iterator()` of a list."""
    return JavaIterator(items, items.__len__, items.pop, follows=True)
