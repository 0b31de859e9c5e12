"""What of the control plane's objects came from the template, and what was changed by hand since.

The template's own work is done under `by_template`. What it makes of an object is kept as a copy; what differs from
its copy was changed by hand, and what has none was made by hand. Where the template changes an object that was changed
by hand before, the copy takes just what the template changed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal, NamedTuple

import msgspec

BESIDE = frozenset({"snapshot", "layer", "layer-content", "log-stream"})
"""Kinds that are never told: other objects say the same, or programs make them as they run."""

PRESENCE_ALONE = frozenset({"usage-plan-key"})
"""Kinds of which only counts change."""

VOLATILE = frozenset({"lastmodified", "revisionid", "lastupdateddate", "createddate", "published", "code", "source"})
"""Members that change with any other, by their names in lower case without underscores."""

_by_template: ContextVar[bool] = ContextVar("by_template", default=False)

_decode = msgspec.msgpack.Decoder().decode
_encode = msgspec.msgpack.Encoder().encode


class Place(NamedTuple):
    """Whose objects of which kind a table holds."""

    service: str
    kind: str
    owner: str


Key = tuple[Place, str]

Copies = dict[Key, bytes | None]
"""Copies that have changed; None for those that are gone."""


class MemberChange(NamedTuple):
    """A member of an object as the template made it, and as it is now; None where it is not there."""

    path: tuple[str, ...]
    template: Any
    now: Any


class Change(NamedTuple):
    """What was done by hand to an object; `content` is what it is, or was before it was deleted."""

    place: Place
    name: str
    how: Literal["made", "changed", "deleted"]
    content: dict[str, Any]
    members: tuple[MemberChange, ...] = ()


@contextmanager
def by_template() -> Iterator[None]:
    """What is changed in this block, and in what it awaits, the template has changed."""
    token = _by_template.set(True)
    try:
        yield
    finally:
        _by_template.reset(token)


class Origins:
    """The template's copies, and which objects differ from them.

    Args:
        copies: what earlier runs have left of them.
        present: every object as earlier runs have left it.
    """

    def __init__(self, copies: dict[Key, bytes], present: Mapping[Key, bytes]) -> None:
        self._copies = copies
        self._changed: dict[Key, bytes | None] = {key: None for key in copies if key not in present}
        self._told: dict[Key, Change | None] = {}
        for key, content in present.items():
            if _is_told_of(key) and copies.get(key) != content:
                self._changed[key] = content

    def put(self, key: Key, content: bytes) -> Copies:
        """An object was made or changed; gives the copies that are other ones now."""
        if not _is_told_of(key):
            return {}
        self._told.pop(key, None)
        taken = self._take(key, content) if _by_template.get() else {}
        self._changed.pop(key, None)
        if self._copies.get(key) != content:
            self._changed[key] = content
        return taken

    def remove(self, key: Key) -> Copies:
        """An object was removed; gives the copies that are other ones now."""
        self._told.pop(key, None)
        self._changed.pop(key, None)
        if key not in self._copies:
            return {}
        if _by_template.get():
            return self._drop([key])
        self._changed[key] = None
        return {}

    def _take(self, key: Key, content: bytes) -> Copies:
        """The template has made or changed an object; what belonged to one that was deleted by hand is forgotten."""
        copy, before = self._copies.get(key), self._changed.get(key)
        gone: Copies = {}
        if copy is not None and before is None and key in self._changed:
            gone = self._drop([each for each in self._copies if _belongs(each, key) and each in self._changed])
        carried = copy is not None and before is not None
        self._copies[key] = _carried(copy, before, content) if carried and copy and before else content
        return gone if self._copies[key] == copy else {**gone, key: self._copies[key]}

    def _drop(self, keys: list[Key]) -> Copies:
        for key in keys:
            del self._copies[key]
            self._changed.pop(key, None)
        return dict.fromkeys(keys)

    def changes(self) -> list[Change]:
        """What was done by hand; of what was made or deleted as a whole, the parts are not told."""
        found = [change for key in self._changed if (change := self._change(key)) is not None]
        whole = {(each.place.service, each.name) for each in found if each.how != "changed" and not each.place.owner}
        return [each for each in found if (each.place.service, each.place.owner) not in whole]

    def _change(self, key: Key) -> Change | None:
        """What was done to an object, None where only what is volatile differs; worked out once."""
        if key not in self._told:
            self._told[key] = self._compared(key)
        return self._told[key]

    def _compared(self, key: Key) -> Change | None:
        place, name = key
        copy, content = self._copies.get(key), self._changed[key]
        if content is None:
            return Change(place, name, "deleted", _decode(copy or b"\x80"))
        if copy is None:
            return Change(place, name, "made", _decode(content))
        before, now = _decode(copy), _decode(content)
        members = () if place.kind in PRESENCE_ALONE else tuple(_differences(before, now, ()))
        return Change(place, name, "changed", now, members) if members else None


def _is_told_of(key: Key) -> bool:
    place = key[0]
    return place.service != "project" and place.kind not in BESIDE


def _belongs(key: Key, owner: Key) -> bool:
    return key[0].service == owner[0].service and key[0].owner == owner[1] and not owner[0].owner


def _carried(copy: bytes, before: bytes, after: bytes) -> bytes:
    """A copy with what the template has changed from `before` to `after`."""
    return _encode(_patched(_decode(copy), _decode(before), _decode(after)))


def _patched(copy: Any, before: Any, after: Any) -> Any:
    if before == after:
        return copy
    if not (isinstance(copy, dict) and isinstance(before, dict) and isinstance(after, dict)):
        return after
    kept = {name: value for name, value in copy.items() if name in after or name not in before}
    taken = {name: _patched(copy.get(name), before.get(name), value) for name, value in after.items()}
    return {**kept, **{name: value for name, value in taken.items() if name in copy or before.get(name) != after[name]}}


def _differences(template: Any, now: Any, path: tuple[str, ...]) -> Iterator[MemberChange]:
    """What differs; members of maps one by one, all else as a whole. A map that is an object's own is there empty."""
    if template == now:
        return
    if len(path) == 1 and template is None and isinstance(now, dict):
        template = {}
    elif len(path) == 1 and now is None and isinstance(template, dict):
        now = {}
    if not (isinstance(template, dict) and isinstance(now, dict)):
        yield MemberChange(path, template, now)
        return
    for name in dict.fromkeys((*template, *now)):
        if str(name).replace("_", "").lower() not in VOLATILE:
            yield from _differences(template.get(name), now.get(name), (*path, str(name)))
