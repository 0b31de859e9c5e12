"""The control plane's objects: tables of them by name, each written through to the store.

A new kind of state lasts by being declared as a table, with the struct that holds one object of it:

    clients = objects.shelf("apigateway").table("client-certificate", ClientCertificate)
    parts = objects.shelf("apigateway", api.id).table("documentation-part", DocumentationPart)

and is used as a dictionary: `parts[part.id] = part`, `del parts[part.id]`, `for part in parts.values()`. What earlier
runs have left is in it from the start, in the order in which it was made. Rules:

- Objects do not change: put another one in the place of the one before.
- A member that is added to a struct has a default, so that what was written before can be read.
- What belongs to an API or a function is on its shelf (`ApiState.shelf`, `Function.shelf`) and goes with it.
- An object that has more to it than what lasts (an alias counts what it picked) has a record of what does: see
  `Shelf.mirror`.

What is changed until the event loop goes on is one transaction. `Objects.committed` waits for it; who answers an
operation awaits that first.
"""

import asyncio
import sqlite3
import zlib
from collections.abc import Callable, ItemsView, Iterator, Mapping, MutableMapping, ValuesView
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.origins import Copies, Key, Origins, Place
from lgtui.emulator.store import Step, Store, StoreError

Value = TypeVar("Value")
Record = TypeVar("Record")

_PUT = (
    "INSERT INTO object (service, kind, owner, name, content) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (service, kind, owner, name) DO UPDATE SET content = excluded.content"
)
_REMOVE = "DELETE FROM object WHERE service = ? AND kind = ? AND owner = ? AND name = ?"
_ALL = "SELECT service, kind, owner, name, content FROM object ORDER BY number"
_PUT_COPY = "INSERT OR REPLACE INTO template_object (service, kind, owner, name, content) VALUES (?, ?, ?, ?, ?)"
_REMOVE_COPY = "DELETE FROM template_object WHERE service = ? AND kind = ? AND owner = ? AND name = ?"
_ALL_COPIES = "SELECT service, kind, owner, name, content FROM template_object"


class _Changes:
    """What is to be written: objects that are removed first, then objects that are put; and the template's copies.

    Attributes:
        copies: those that have changed.
    """

    def __init__(self) -> None:
        self.removed: dict[Key, None] = {}
        self.put: dict[Key, bytes] = {}
        self.copies: Copies = {}

    def __bool__(self) -> bool:
        return bool(self.removed or self.put or self.copies)

    def remove(self, key: Key) -> None:
        self.put.pop(key, None)
        self.removed[key] = None

    def add(self, later: "_Changes") -> None:
        """Let `later` come after this."""
        for key in later.removed:
            self.remove(key)
        self.put |= later.put
        self.copies |= later.copies

    def steps(self) -> list[Step]:
        """The statements that carry it out."""
        return [
            (_REMOVE, [(*place, name) for place, name in self.removed]),
            (_PUT, _rows(self.put)),
            (_REMOVE_COPY, [(*place, name) for (place, name), copy in self.copies.items() if copy is None]),
            (_PUT_COPY, _rows({key: copy for key, copy in self.copies.items() if copy is not None})),
        ]


def _rows(contents: Mapping[Key, bytes]) -> list[tuple[str | bytes, ...]]:
    return [(*place, name, content) for (place, name), content in contents.items()]


def _read(store: Store, statement: str) -> dict[Key, bytes]:
    """The contents that a query finds, by the objects' keys."""
    found: dict[Key, bytes] = {}
    for service, kind, owner, name, content in store.read_now(statement):
        assert isinstance(content, bytes)
        found[Place(str(service), str(kind), str(owner)), str(name)] = content
    return found


class Objects:
    """Every object that outlives the process, and what of it is not committed yet.

    Attributes:
        origins: what of it came from the template.

    Raises:
        StoreError: what the store holds cannot be read.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._left: dict[Place, dict[str, bytes]] = {}
        self._changes = _Changes()
        self._commits: set[asyncio.Future[None]] = set()
        self._due: asyncio.Handle | None = None
        present = _read(store, _ALL)
        for (place, name), content in present.items():
            self._left.setdefault(place, {})[name] = content
        self.origins = Origins(_read(store, _ALL_COPIES), present)

    def shelf(self, service: str, owner: str = "") -> "Shelf":
        """What a service has, or what one of its objects has."""
        return Shelf(self, service, owner)

    async def committed(self) -> None:
        """Wait until everything that was changed by now is on disk.

        Raises:
            ServiceError: it cannot be written; it is tried again when somebody waits for it again.
        """
        self._commit()
        if not self._commits:
            return
        try:
            await asyncio.gather(*self._commits)
        except sqlite3.Error as error:
            raise ServiceError(
                f"The change is made, but cannot be kept: {error}. See to the disk, or move the state with --state."
            ) from error

    def take(self, place: Place) -> dict[str, bytes]:
        """What earlier runs have left in a table."""
        return self._left.pop(place, {})

    def put(self, place: Place, name: str, content: bytes) -> None:
        """Write an object when the event loop goes on."""
        self._changes.put[place, name] = content
        self._changes.copies |= self.origins.put((place, name), content)
        self._schedule()

    def remove(self, place: Place, name: str) -> None:
        """Remove an object when the event loop goes on."""
        self._changes.remove((place, name))
        self._changes.copies |= self.origins.remove((place, name))
        self._schedule()

    def _schedule(self) -> None:
        if self._due is None:
            try:
                self._due = asyncio.get_running_loop().call_soon(self._commit)
            except RuntimeError:
                return  # Without a running loop it waits for `committed`.

    def _commit(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
        if not self._changes:
            return
        changes, self._changes = self._changes, _Changes()
        commit = self._store.transact(changes.steps())
        self._commits.add(commit)
        commit.add_done_callback(lambda done: self._end(done, changes))

    def _end(self, commit: "asyncio.Future[None]", changes: _Changes) -> None:
        """Where a commit has failed, let the next one write the same, less what has changed again."""
        self._commits.discard(commit)
        if not commit.cancelled() and commit.exception() is not None:
            changes.add(self._changes)
            self._changes = changes


class Shelf:
    """The tables of a service, or those of one of its objects."""

    def __init__(self, objects: Objects, service: str, owner: str) -> None:
        self._objects = objects
        self._service = service
        self._owner = owner
        self._tables: list[MutableMapping[str, Any]] = []

    def table(self, kind: str, type_: type[Value]) -> "Table[Value]":
        """A table of objects that do not change; each kind is declared once."""
        table = Table(self._objects, self._place(kind), type_)
        self._tables.append(table)
        return table

    def mirror(
        self, kind: str, type_: type[Record], load: Callable[[Record], Value], dump: Callable[[Value], Record]
    ) -> "Mirror[Value, Record]":
        """A table of objects of which only a record lasts; one that has changed is put into the table again.

        Args:
            type_: the record's, which does not change itself.
            load: makes an object of the record that an earlier run has left.
            dump: gives an object's record.
        """
        mirror = Mirror(Table(self._objects, self._place(kind), type_), load, dump)
        self._tables.append(mirror)
        return mirror

    def archive(
        self, kind: str, type_: type[Record], load: Callable[[Record], Value], dump: Callable[[Value], Record]
    ) -> "Archive[Value, Record]":
        """A mirror whose objects are large and seldom needed: each is read when it is asked for."""
        archive = Archive(self._objects, self._place(kind), type_, load, dump)
        self._tables.append(archive)
        return archive

    def clear(self) -> None:
        """Remove everything: the owner is gone."""
        for table in self._tables:
            table.clear()

    def _place(self, kind: str) -> Place:
        return Place(self._service, kind, self._owner)


class _Held(MutableMapping[str, Value], Generic[Value]):
    """Objects by name that are all in memory; a subclass fills `_values`, and writes what changes."""

    _values: dict[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def values(self) -> ValuesView[Value]:
        """The objects, without a detour over their names."""
        return self._values.values()

    def items(self) -> ItemsView[str, Value]:
        """The objects with their names."""
        return self._values.items()


class Table(_Held[Value]):
    """Objects of one kind by name, in the order in which they were made; made by a shelf.

    Raises:
        StoreError: an object that an earlier run has left cannot be read.
    """

    def __init__(self, objects: Objects, place: Place, type_: type[Value]) -> None:
        self._objects = objects
        self._place = place
        self._values = {name: _decode(place, type_, content) for name, content in objects.take(place).items()}

    def __setitem__(self, name: str, value: Value) -> None:
        if name not in self._values or self._values[name] != value:
            self._values[name] = value
            self._objects.put(self._place, name, _encode(value))

    def __delitem__(self, name: str) -> None:
        del self._values[name]
        self._objects.remove(self._place, name)

    def clear(self) -> None:
        """Remove every object."""
        for name in list(self._values):
            del self[name]

    def restore(self, values: Mapping[str, Value]) -> None:
        """Hold exactly `values` again, in their order: what was done meanwhile is undone."""
        self.clear()
        self.update(values)


class Mirror(_Held[Value], Generic[Value, Record]):
    """Objects of one kind by name, of each of which a record is in a table; made by a shelf."""

    def __init__(
        self, records: Table[Record], load: Callable[[Record], Value], dump: Callable[[Value], Record]
    ) -> None:
        self._records = records
        self._dump = dump
        self._values = {name: load(record) for name, record in records.items()}

    def __setitem__(self, name: str, value: Value) -> None:
        self._values[name] = value
        self._records[name] = self._dump(value)

    def __delitem__(self, name: str) -> None:
        del self._values[name], self._records[name]


class Archive(MutableMapping[str, Value], Generic[Value, Record]):
    """Objects of one kind that are kept compressed until somebody asks for them; made by a shelf."""

    def __init__(
        self,
        objects: Objects,
        place: Place,
        type_: type[Record],
        load: Callable[[Record], Value],
        dump: Callable[[Value], Record],
    ) -> None:
        self._objects = objects
        self._place = place
        self._type = type_
        self._load = load
        self._dump = dump
        self._packed = objects.take(place)
        self._values: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        if name not in self._values:
            content = zlib.decompress(self._packed[name])
            self._values[name] = self._load(_decode(self._place, self._type, content))
        return self._values[name]

    def __setitem__(self, name: str, value: Value) -> None:
        self._values[name] = value
        self._packed[name] = zlib.compress(_encode(self._dump(value)), level=1)
        self._objects.put(self._place, name, self._packed[name])

    def __delitem__(self, name: str) -> None:
        del self._packed[name]
        self._values.pop(name, None)
        self._objects.remove(self._place, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, name: object) -> bool:
        return name in self._packed

    def clear(self) -> None:
        """Remove every object, without reading it."""
        for name in list(self._packed):
            del self[name]


def _decode(place: Place, type_: type[Record], content: bytes) -> Record:
    try:
        return msgspec.msgpack.decode(content, type=type_, dec_hook=_from_text)
    except msgspec.ValidationError as error:
        raise StoreError(
            f"The {place.kind} of {place.owner or place.service} in the state folder cannot be read: {error}. "
            "Start over with --fresh."
        ) from error


def _to_text(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(f"objects of {type(value)} cannot be stored")


def _from_text(type_: type[Any], value: Any) -> Any:
    if type_ is Path:
        return Path(value)
    raise NotImplementedError(f"objects of {type_} cannot be stored")


_encode = msgspec.msgpack.Encoder(enc_hook=_to_text).encode
