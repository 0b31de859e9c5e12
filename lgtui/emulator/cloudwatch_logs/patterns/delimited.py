"""Patterns of fields between spaces: `[ip, user, ..., status = 4* && status != 404, bytes > 1000]`."""

import re
from collections.abc import Callable
from typing import NamedTuple

from lgtui.emulator.cloudwatch_logs.patterns.scanner import InvalidPattern, Matcher, Scanner

_NAME = re.compile(r"[A-Za-z_]\w*")

_WORD = re.compile(r'\[([^\]]*)\]|"([^"]*)"|(\S+)')
"""Brackets and quotation marks make one field."""


class _Field(NamedTuple):
    """A field of the pattern: its name, empty for none, and what is asked of it."""

    name: str
    holds: Callable[[str], bool] | None


def compile_delimited(scanner: Scanner) -> Matcher:
    """What tells whether a message has these fields, the last of which takes the rest.

    Raises:
        InvalidPattern
    """
    scanner.expect("[")
    before, after = _fields(scanner)
    scanner.expect_end()
    if after is None:
        return lambda message: _hold(before, _words(message, len(before)))

    def matches(message: str) -> bool:
        words = _words(message)
        enough = len(words) >= len(before) + len(after)
        return enough and _hold(before, words[: len(before)]) and _hold(after, words[len(words) - len(after) :])

    return matches


def _fields(scanner: Scanner) -> tuple[list[_Field], list[_Field] | None]:
    """The fields before the ellipsis and those after it, None where there is no ellipsis."""
    before: list[_Field] = []
    after: list[_Field] | None = None
    if scanner.takes("]"):
        return before, []
    while True:
        if scanner.takes("..."):
            if after is not None:
                raise InvalidPattern("a pattern has one ellipsis at most")
            after = []
        else:
            field = _field(scanner)
            known = [*before, *(after or [])]
            if field.name and any(other.name == field.name for other in known):
                raise InvalidPattern(f"two fields have the name {field.name}")
            (before if after is None else after).append(field)
        if not scanner.takes(","):
            scanner.expect("]")
            return before, after


def _field(scanner: Scanner) -> _Field:
    if scanner.sees(",") or scanner.sees("]"):
        return _Field("", None)
    names: set[str] = set()

    def read() -> Callable[[str], bool]:
        scanner.sees("")
        name = scanner.match(_NAME)
        if name is None:
            raise scanner.invalid("a field has a name")
        names.add(name[0])
        if any(scanner.sees(mark) for mark in (",", "]", ")")):
            return lambda _: True
        return scanner.comparison()

    holds = scanner.any_of(read)
    if len(names) > 1:
        raise InvalidPattern(f"one field has one name, not {' and '.join(sorted(names))}")
    return _Field(names.pop(), holds)


def _words(message: str, most: int = 0) -> list[str]:
    """The words of a message; the last of at most `most` ones is all that is left."""
    words: list[str] = []
    for match in _WORD.finditer(message):
        if len(words) == most - 1 and message[match.end() :].strip():
            words.append(message[match.start() :].strip())
            break
        words.append(next(group for group in match.groups() if group is not None))
    return words


def _hold(fields: list[_Field], words: list[str]) -> bool:
    return len(fields) == len(words) and all(
        field.holds is None or field.holds(word) for field, word in zip(fields, words, strict=True)
    )
