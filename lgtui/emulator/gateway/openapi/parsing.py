"""The text of an OpenAPI document, JSON or YAML, as plain data: bounded in size, in nesting and in its aliases."""

from typing import Any

import msgspec
import yaml

from lgtui.emulator.errors import BadRequestException

MAX_BYTES = 6_000_000
"""Bytes of a document at most (guide, limits.html: OpenAPI definition size)."""
MAX_DEPTH = 100
MAX_VALUES = 1_000_000
"""Values of a document at most, each alias counted as what it stands for."""


def parse(body: bytes) -> object:
    """The document in `body`. JSON is tried first: YAML's parser takes a hundred times as long.

    Raises:
        BadRequestException: it is neither, or beyond a bound.
    """
    if len(body) > MAX_BYTES:
        raise _refused(f"the document is over {MAX_BYTES // 1_000_000} MB")
    try:
        document: object = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return _parse_yaml(body)
    except RecursionError:
        raise _too_deep() from None
    if _depth(document) > MAX_DEPTH:
        raise _too_deep()
    return document


def _parse_yaml(body: bytes) -> object:
    try:
        loader = _Loader(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise _refused(f"it is neither JSON nor YAML: {_words(error)}") from error
    try:
        return _Composer(loader).document()
    except yaml.YAMLError as error:
        raise _refused(f"it is neither JSON nor YAML: {_words(error)}") from error
    finally:
        loader.dispose()


class _Loader(yaml.CSafeLoader):
    """The safe loader without dates: a version such as 2016-10-11 stays the text that it is."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


class _Composer:
    """Turns one document's events into data; keys are texts, as JSON has them.

    libyaml's own composer has no bound: it overflows the stack on a document of ten thousand brackets.
    """

    def __init__(self, loader: _Loader) -> None:
        self._loader = loader
        self._anchors: dict[str, tuple[Any, int]] = {}

    def document(self) -> object:
        self._loader.get_event()  # the stream's start
        if self._loader.check_event(yaml.StreamEndEvent):
            return None
        self._loader.get_event()  # the document's start
        return self._value(0)[0]

    def _value(self, depth: int) -> tuple[Any, int]:
        """A value, and how many values it is made of."""
        if depth > MAX_DEPTH:
            raise _too_deep()
        event: Any = self._loader.get_event()
        made: tuple[Any, int]
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(str(event.anchor))
        if isinstance(event, yaml.SequenceStartEvent):
            made = self._sequence(depth)
        elif isinstance(event, yaml.MappingStartEvent):
            made = self._mapping(depth)
        else:
            made = self._scalar(event), 1
        if made[1] > MAX_VALUES:
            raise _refused(f"its aliases make more than {MAX_VALUES} values of it")
        if event.anchor:
            self._anchors[event.anchor] = made
        return made

    def _aliased(self, anchor: str) -> tuple[Any, int]:
        if anchor not in self._anchors:
            raise _refused(f"the alias *{anchor} stands for nothing")
        return self._anchors[anchor]

    def _sequence(self, depth: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        total = 1
        while not self._loader.check_event(yaml.SequenceEndEvent):
            item, size = self._value(depth + 1)
            items.append(item)
            total += size
        self._loader.get_event()
        return items, total

    def _mapping(self, depth: int) -> tuple[dict[str, Any], int]:
        mapping: dict[str, Any] = {}
        merged: list[Any] = []
        total = 1
        while not self._loader.check_event(yaml.MappingEndEvent):
            key: Any = self._loader.get_event()
            if not isinstance(key, yaml.ScalarEvent):
                raise _refused(f"the key in line {key.start_mark.line + 1} is no plain text")
            value, size = self._value(depth + 1)
            total += size
            if key.value == "<<":
                merged += value if isinstance(value, list) else [value]
            else:
                mapping[str(key.value)] = value
        self._loader.get_event()
        for other in merged:
            mapping = {**other, **mapping} if isinstance(other, dict) else mapping
        return mapping, total

    def _scalar(self, event: Any) -> Any:
        tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]
        node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)
        try:
            return self._loader.construct_object(node)
        except ValueError:  # what looks like a number to YAML and is none to Python: `0x_`, five thousand digits
            return event.value


def _depth(document: object) -> int:
    """How deep a document is nested, as far as it matters."""
    level: list[Any] = [document]
    for depth in range(MAX_DEPTH + 2):
        containers = [value for value in level if isinstance(value, dict | list)]
        if not containers:
            return depth
        level = [item for each in containers for item in (each.values() if isinstance(each, dict) else each)]
    return MAX_DEPTH + 1


def _words(error: Exception) -> str:
    """What the parser says, in one line, with the place."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"{error.problem} in line {error.problem_mark.line + 1}, column {error.problem_mark.column + 1}"
    return str(error).partition("\n")[0]


def _too_deep() -> BadRequestException:
    return _refused(f"it is nested more than {MAX_DEPTH} deep")


def _refused(why: str) -> BadRequestException:
    return BadRequestException(f"Invalid OpenAPI input: {why} (#)")
