"""Reads YAML and JSON files into plain data that remembers its lines.

The parser's events are composed here, not by PyYAML: that keeps the line of every value, turns CloudFormation's
short forms (`!Ref`, `!GetAtt`, …) into their long ones, tells duplicate keys, and bounds nesting and aliases (libyaml's
own composer overflows the stack on a file of ten thousand brackets).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from lgtui.project.errors import ProjectError

Trail = tuple[str | int, ...]
"""Where a value stands in a document: keys and indexes from the root."""

MAX_BYTES = 5_000_000
MAX_DEPTH = 100
MAX_VALUES = 200_000


@dataclass(frozen=True)
class Document:
    """A file's content.

    Attributes:
        file: its path.
        data: mappings, lists and scalars.
        lines: the line of every value by its trail, from 1; a mapping's entry has the line of its key.
        duplicates: keys that were given twice, with the line of the later one, which wins.
    """

    file: Path
    data: Any
    lines: dict[Trail, int] = field(default_factory=dict)
    duplicates: list[tuple[str, int]] = field(default_factory=list)

    def line(self, *trail: str | int) -> int:
        """The line of the value at `trail`, or of the nearest value around it that exists; 0 for an empty file."""
        return self.lines.get(trail[: self.depth(*trail)], 0)

    def depth(self, *trail: str | int) -> int:
        """How much of `trail` there is."""
        return next((length for length in range(len(trail), -1, -1) if trail[:length] in self.lines), 0)


def read_document(file: Path) -> Document:
    """Read a YAML or JSON file.

    Raises:
        ProjectError: it cannot be read, is no UTF-8, is empty, or is not valid YAML.
    """
    text = _read_text(file)
    try:
        return parse_document(text, file)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text, file) from error
    except yaml.YAMLError as error:
        raise ProjectError(f"This is not valid YAML: {error}. Mend the file and save.", str(file)) from error


def _syntax_error(error: yaml.MarkedYAMLError, text: str, file: Path) -> ProjectError:
    """What the parser says, with the last line where it says that the file ended too soon."""
    last = len(text.splitlines())
    context, problem = error.context_mark, error.problem_mark
    begun = f" {error.context} that begins in line {min(context.line + 1, last)}" if context else ""
    line = min(problem.line + 1, last) if problem else 0
    return ProjectError(f"This is not valid YAML: {error.problem}{begun}. Mend it and save.", str(file), line)


def parse_document(text: str, file: Path) -> Document:
    """Parse YAML or JSON text that stands in `file`.

    Raises:
        yaml.YAMLError: it is not valid YAML.
        ProjectError: it is empty or nested beyond reason.
    """
    if text.lstrip().startswith("{"):
        text = text.replace("\t", " ")  # JSON may be indented with tabs, YAML may not; JSON strings hold no raw tab
    loader = _Loader(text)
    try:
        return _Composer(loader, file).document()
    finally:
        loader.dispose()


def _read_text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ProjectError(f"{file.name} cannot be read: {error.strerror}.", str(file)) from error
    if len(raw) > MAX_BYTES:
        raise ProjectError(
            f"{file.name} is over {MAX_BYTES // 1_000_000} MB; a template this size cannot be read.", str(file)
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ProjectError("This file is not UTF-8 text. Save it as UTF-8.", str(file), line) from error


class _Loader(yaml.CSafeLoader):
    """The safe loader without dates: `2010-09-09` stays the text that CloudFormation means."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


class _Composer:
    """Turns one document's events into data."""

    def __init__(self, loader: _Loader, file: Path) -> None:
        self._loader = loader
        self._file = file
        self._lines: dict[Trail, int] = {}
        self._duplicates: list[tuple[str, int]] = []
        self._anchors: dict[str, Any] = {}
        self._values = 0

    def document(self) -> Document:
        self._loader.get_event()
        if self._loader.check_event(yaml.StreamEndEvent):
            raise ProjectError(
                f"{self._file.name} is empty. Write a template with a Resources section.", str(self._file)
            )
        self._loader.get_event()
        data = self._value(())
        self._check_size(data, 0)
        return Document(self._file, data, self._lines, self._duplicates)

    def _event(self) -> Any:
        return self._loader.get_event()

    def _value(self, trail: Trail) -> Any:
        event = self._event()
        line = _line(event)
        self._lines.setdefault(trail, line)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(str(event.anchor), line)
        if len(trail) > MAX_DEPTH:
            raise ProjectError("This file is nested too deeply to be a template.", str(self._file), line)
        value = self._tagged(event, trail)
        if event.anchor:
            self._anchors[event.anchor] = value
        return value

    def _tagged(self, event: Any, trail: Trail) -> Any:
        tag: str | None = event.tag
        if tag is None or not tag.startswith("!") or tag == "!":
            return self._plain(event, trail)
        name = tag[1:]
        value = event.value if isinstance(event, yaml.ScalarEvent) else self._plain(event, trail)
        if name == "GetAtt" and isinstance(value, str):
            value = value.split(".", 1)
        return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}

    def _plain(self, event: Any, trail: Trail) -> Any:
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(trail)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(trail)
        return self._scalar(event)

    def _sequence(self, trail: Trail) -> list[Any]:
        items: list[Any] = []
        while not self._loader.check_event(yaml.SequenceEndEvent):
            items.append(self._value((*trail, len(items))))
        self._loader.get_event()
        return items

    def _mapping(self, trail: Trail) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        merged: list[Any] = []
        while not self._loader.check_event(yaml.MappingEndEvent):
            key_event = self._event()
            line = _line(key_event)
            key = self._key(key_event, line)
            if key in mapping:
                self._duplicates.append((key, line))
            self._lines[(*trail, key)] = line
            value = self._value((*trail, key))
            if key == "<<":
                merged.append(value)
            else:
                mapping[key] = value
        self._loader.get_event()
        return self._merge(mapping, merged)

    @staticmethod
    def _merge(mapping: dict[str, Any], merged: list[Any]) -> dict[str, Any]:
        """Put in what YAML's merge keys (`<<: *defaults`) bring; a mapping's own entries win."""
        for value in merged:
            for other in value if isinstance(value, list) else [value]:
                if isinstance(other, dict):
                    mapping = {**other, **mapping}
        return mapping

    def _key(self, event: Any, line: int) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        raise ProjectError("A key must be plain text, not a list or a mapping.", str(self._file), line)

    def _alias(self, anchor: str, line: int) -> Any:
        if anchor not in self._anchors:
            raise ProjectError(
                f"The alias *{anchor} stands for nothing: no &{anchor} before it.", str(self._file), line
            )
        return self._anchors[anchor]

    def _scalar(self, event: Any) -> Any:
        tag = event.tag or self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]
        node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)
        try:
            return self._loader.construct_object(node)
        except ValueError:  # what looks like a number to YAML and is none to Python: `0x_`, five thousand digits
            return event.value

    def _check_size(self, value: Any, depth: int) -> None:
        """Refuse what aliases blow up beyond reason, before anything walks it."""
        self._values += 1
        if self._values > MAX_VALUES or depth > MAX_DEPTH:
            raise ProjectError("This file's aliases expand to more than a template can hold.", str(self._file))
        for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            self._check_size(child, depth + 1)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
