"""From the text of a JsonPath to its steps, character by character as Jayway 2.0 reads it."""

from functools import lru_cache

from lgtui.emulator.gateway.templates.jsonpath.filters import parse_filter
from lgtui.emulator.gateway.templates.jsonpath.indices import parse_items
from lgtui.emulator.gateway.templates.jsonpath.path import JsonPath
from lgtui.emulator.gateway.templates.jsonpath.tokens import (
    Filter,
    InvalidPath,
    Property,
    Root,
    Scan,
    Token,
    Wildcard,
)

MAX_STEPS = 100
MAX_LENGTH = 10_000
"""Characters of a path: a thousand are remembered, and templates may make them of what clients send."""

_TRIMMED = "".join(map(chr, range(0x21)))


@lru_cache(maxsize=1_024)
def compile_path(text: str) -> JsonPath:
    """Compile `text`; the last thousand paths are remembered.

    Raises:
        InvalidPath: It is no path.
    """
    if len(text) > MAX_LENGTH:
        raise InvalidPath(f"a JsonPath of more than {MAX_LENGTH:,} characters is refused")
    path = text.strip(_TRIMMED)
    if not path or path.endswith(".."):
        raise InvalidPath(f"'{text}' is no JsonPath: it ends too early")
    if path[0] not in "$@":
        path = "$." + path
    if path[1:2] not in ("", ".", "["):
        raise InvalidPath(f"'{text}' is no JsonPath: '.' or '[' must follow the '{path[0]}'")
    try:
        return JsonPath(_steps("$" + path[1:]), from_root=path[0] == "$")
    except (IndexError, ValueError) as error:
        raise InvalidPath(f"'{text}' is no JsonPath") from error


def _steps(path: str) -> list[Token]:
    """The steps of `path`; an IndexError says that it ends too early."""
    steps: list[Token] = [Root()]
    at = 1
    while at < len(path):
        step, at = _step(path, at)
        if step is not None:
            steps.append(step)
    if len(steps) > MAX_STEPS:
        raise InvalidPath(f"a JsonPath of more than {MAX_STEPS} steps is refused")
    return steps


def _step(path: str, at: int) -> tuple[Token | None, int]:
    start = path[at]
    if start == " ":
        raise InvalidPath(f"'{path}' is no JsonPath: it has a blank")
    if start == "$":
        return Root(), at + 1
    if start == "[":
        end = _bracket_end(path, at)
        return _bracket(path[at:end]), end
    if start == "*":
        return Wildcard(), at + 1
    if start != ".":
        end = _name_end(path, at)
        return _quoted(f"'{path[at:end]}']"), end
    return _dotted(path, at + 1)


def _dotted(path: str, at: int) -> tuple[Token | None, int]:
    if path[at] == ".":
        return Scan(), at + 1
    end = _name_end(path, at)
    if end == at:
        return None, at
    if path[at:end] == "*":
        return Wildcard(), end
    return _quoted(f"'{path[at:end]}']"), end


def _name_end(path: str, at: int) -> int:
    while at < len(path) and path[at] not in ".[ ":
        at += 1
    return at


def _bracket_end(path: str, at: int) -> int:
    """Where the bracket that opens at `at` is closed; brackets inside quotes count as well."""
    depth = 0
    for end in range(at, len(path)):
        depth += (path[end] == "[") - (path[end] == "]")
        if depth == 0:
            return end + 1
    return len(path)


def _bracket(fragment: str) -> Token:
    """The step that `[…]` stands for: what counts is the first character that starts anything."""
    if fragment == "[*]":
        return Wildcard()
    for at, start in enumerate(fragment):
        if start == "?":
            return Filter(parse_filter(fragment, compile_path))
        if start == "'":
            return _quoted(fragment[at:])
        if start.isdecimal() or start in ":-@":
            return parse_items(fragment, at)
    raise InvalidPath(f"{fragment} is no step of a JsonPath")


def _quoted(text: str) -> Property:
    """The names in `'a', 'b']`; a bracket ends it even inside quotes."""
    names = []
    opened = -1
    end = text.index("]")
    for at in range(end):
        if text[at] != "'":
            continue
        if opened < 0:
            opened = at
        else:
            names.append(text[opened + 1 : at])
            opened = -1
    return Property(names)
