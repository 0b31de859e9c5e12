"""A value of a document that knows where it stands, so that whatever is said of it names its JSON pointer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

import msgspec

from lgtui.emulator.errors import BadRequestException

Trail = tuple[str | int, ...]
"""Where a value stands: keys and indexes from the document's root."""

MAX_HOPS = 100
"""References that may lead on to another reference."""


class Remark(NamedTuple):
    """What is to be said of a document, and of which place."""

    text: str
    trail: Trail = ()

    def __str__(self) -> str:
        return f"{self.text} ({pointer(self.trail)})"


class DocumentError(BadRequestException):
    """A document that is refused.

    Attributes:
        remarks: why; at least one.
    """

    def __init__(self, remarks: Sequence[Remark]) -> None:
        super().__init__("Errors found during import:" + "".join(f"\n\t{remark}" for remark in remarks))
        self.remarks = tuple(remarks)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a document; what is not there is a node without value.

    Attributes:
        value: None where there is none.
        trail: where it stands.
        root: the whole document, in which references lead.
        warnings: what was passed over so far; all nodes of a document share it.
    """

    value: Any
    trail: Trail = ()
    root: Any = None
    warnings: list[Remark] = field(default_factory=list)

    @classmethod
    def document(cls, value: Any) -> "Node":
        """The root of a document."""
        return cls(value, root=value)

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def is_mapping(self) -> bool:
        """Whether it has entries."""
        return isinstance(self.value, dict)

    def has(self, name: str) -> bool:
        """Whether it has a member of that name."""
        return self.is_mapping and name in self.value

    def get(self, name: str) -> "Node":
        """The member of that name."""
        return self._child(name, self.value.get(name) if self.is_mapping else None)

    def find(self, name: str) -> "Node":
        """The member of that name, whatever the case that it is written in."""
        if self.is_mapping and name not in self.value:
            name = next((str(key) for key in self.value if str(key).lower() == name.lower()), name)
        return self.get(name)

    def entries(self) -> Iterator[tuple[str, "Node"]]:
        """Its members; of what is no mapping none, and a warning."""
        if self._is(dict, "object"):
            for name, value in self.value.items():
                yield str(name), self._child(str(name), value)

    def items(self) -> Iterator["Node"]:
        """Its items; of what is no list none, and a warning."""
        if self._is(list, "array"):
            for index, value in enumerate(self.value):
                yield self._child(index, value)

    def text(self, default: str = "") -> str:
        """Its text, a number's or a truth value's written out; of anything else the default, and a warning."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, bool | int | float):
            return written(self.value)
        self._is(str, "string")
        return default

    def texts(self) -> dict[str, str]:
        """Texts by name; a member that is none, as a template that was written as an object, becomes its JSON."""
        values = ((name, item.value) for name, item in self.entries())
        return {name: value if isinstance(value, str) else written(value) for name, value in values}

    def flag(self) -> bool:
        """Whether it is true, as a truth value or as a text."""
        return self.value is True or str(self.value).lower() == "true"

    def number(self) -> int | None:
        """Its whole number, of a text too; None where there is none.

        Raises:
            DocumentError: it is something else.
        """
        if self.value is None:
            return None
        try:
            return int(self.value) if not isinstance(self.value, bool) else _no_number()
        except (TypeError, ValueError, OverflowError):
            raise self.error(f"'{shortened(self.value)}' is no whole number") from None

    def resolved(self) -> "Node":
        """What its `$ref` leads to, or itself where it has none.

        Raises:
            DocumentError: it leads nowhere, in a circle, or out of the document.
        """
        node = self
        for _ in range(MAX_HOPS):
            ref = node.value.get("$ref") if isinstance(node.value, dict) else None
            if not isinstance(ref, str):
                return node
            node = node.follow(ref)
        raise self.error(f"The reference {shortened(self.value['$ref'])} leads in a circle")

    def follow(self, ref: str) -> "Node":
        """What a reference within the document leads to.

        Raises:
            DocumentError: nothing is there.
        """
        if ref != "#" and not ref.startswith("#/"):
            raise self.error(f"The reference {shortened(ref)} leads out of the document, which is not followed")
        place: Any = self.root
        trail: list[str | int] = []
        for part in ref.split("/")[1:]:
            name = unquote(part).replace("~1", "/").replace("~0", "~")
            step: str | int = int(name) if isinstance(place, list) and name.isdecimal() else name
            place = _step(place, step)
            trail.append(step)
        if place is None:
            raise self.error(f"The reference {shortened(ref)} leads nowhere")
        return Node(place, tuple(trail), self.root, self.warnings)

    def warn(self, text: str) -> None:
        """Note what is passed over here."""
        self.warnings.append(Remark(text, self.trail))

    def error(self, text: str) -> DocumentError:
        """A refusal for what is here."""
        return DocumentError([Remark(text, self.trail)])

    def _child(self, step: str | int, value: Any) -> "Node":
        return Node(value, (*self.trail, step), self.root, self.warnings)

    def _is(self, kind: type, name: str) -> bool:
        """Whether it is of a kind; where it is of another, a warning in the words of AWS's parser."""
        if self.value is not None and not isinstance(self.value, kind):
            self.warn(f"attribute {attribute(self.trail)} is not of type `{name}`")
        return isinstance(self.value, kind)


def pointer(trail: Trail) -> str:
    """A JSON pointer as a fragment: `#/paths/~1orders/get`."""
    return "#" + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in trail)


def attribute(trail: Trail) -> str:
    """A place as AWS's parser names it: `paths.'/orders'(get).responses`."""
    steps = [str(step) for step in trail]
    if steps[:1] == ["paths"] and len(steps) > 1:
        operation = [f"'{steps[1]}'" + (f"({steps[2]})" if len(steps) > 2 else "")]
        steps = ["paths", *operation, *steps[3:]]
    return ".".join(steps)


def written(value: Any) -> str:
    """A value as JSON writes it."""
    return msgspec.json.encode(value).decode()


def shortened(value: Any) -> str:
    """A value in a message: the first of it."""
    text = value if isinstance(value, str) else written(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _step(place: Any, step: str | int) -> Any:
    if isinstance(place, dict):
        return place.get(step)
    if isinstance(place, list) and isinstance(step, int) and step < len(place):
        return place[step]
    return None


def _no_number() -> int:
    raise ValueError
