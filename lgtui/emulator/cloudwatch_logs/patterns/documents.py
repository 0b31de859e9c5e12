"""Patterns of JSON: `{ $.level = "ERROR" && $.items[0].price > 10 }`."""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from lgtui.emulator.cloudwatch_logs.patterns.scanner import InvalidPattern, Matcher, Scanner

MAX_WILDCARDS = 3
"""Selectors with a wildcard in one pattern (guide, FilterAndPatternSyntax)."""

_ROOT = re.compile(r"\$")
_NAME = re.compile(r"\.([\w-]+)")
_ANY_NAME = re.compile(r"\.\*")
_INDEX = re.compile(r"\[(\d{1,9})\]")
_ANY_INDEX = re.compile(r"\[\*\]")
_KEY = re.compile(r"""\.?\[(?:'([^']*)'|"([^"]*)")\]""")

_CONSTANTS = {"NULL": None, "TRUE": True, "FALSE": False}

Step = str | int | None
"""A key, an index, or any of them."""

Condition = Callable[[Any], bool]
"""Whether a document matches."""


def compile_documents(scanner: Scanner) -> Matcher:
    """What tells whether a message is a JSON object that fulfils the conditions.

    Raises:
        InvalidPattern
    """
    scanner.expect("{")
    conditions = _Conditions(scanner)
    holds = scanner.any_of(conditions.read)
    scanner.expect("}")
    scanner.expect_end()

    def matches(message: str) -> bool:
        if not message.lstrip().startswith("{"):
            return False
        try:
            return holds(msgspec.json.decode(message))
        except (msgspec.DecodeError, RecursionError):
            return False

    return matches


class _Conditions:
    """Reads the conditions of one pattern."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._wildcards = 0

    def read(self) -> Condition:
        """One condition: a selector, and what is asked of what it selects."""
        steps = self._selector()
        if self._scanner.takes("NOT"):
            self._scanner.expect("EXISTS")
            return lambda document: not _select(document, steps)
        if self._scanner.takes("IS"):
            constant = self._constant()
            return lambda document: any(value is constant for value in _select(document, steps))
        compare = self._scanner.comparison()
        return lambda document: any(compare(value) for value in _select(document, steps) if _is_comparable(value))

    def _selector(self) -> list[Step]:
        scanner = self._scanner
        scanner.sees("$")
        if scanner.match(_ROOT) is None:
            raise scanner.invalid("a selector begins with $")
        steps: list[Step] = []
        while True:
            if scanner.match(_ANY_NAME) or scanner.match(_ANY_INDEX):
                steps.append(None)
            elif index := scanner.match(_INDEX):
                steps.append(int(index[1]))
            elif name := scanner.match(_NAME):
                steps.append(name[1])
            elif key := scanner.match(_KEY):
                steps.append(key[1] if key[1] is not None else key[2])
            else:
                break
        if not steps:
            raise scanner.invalid("a selector names a property")
        self._count_wildcards(steps)
        return steps

    def _count_wildcards(self, steps: list[Step]) -> None:
        found = steps.count(None)
        self._wildcards += found
        if found > 1:
            raise InvalidPattern("a selector has one wildcard at most")
        if self._wildcards > MAX_WILDCARDS:
            raise InvalidPattern(f"a pattern has {MAX_WILDCARDS} selectors with a wildcard at most")

    def _constant(self) -> bool | None:
        for name, constant in _CONSTANTS.items():
            if self._scanner.takes(name):
                return constant
        raise self._scanner.invalid("IS takes NULL, TRUE or FALSE")


def _select(document: Any, steps: list[Step]) -> list[Any]:
    """What the steps lead to."""
    values = [document]
    for step in steps:
        values = [child for value in values for child in _children(value, step)]
    return values


def _children(value: Any, step: Step) -> list[Any]:
    if isinstance(value, dict):
        if step is None:
            return list(value.values())
        return [value[step]] if step in value else []
    if isinstance(value, list):
        if step is None:
            return value
        return [value[step]] if isinstance(step, int) and step < len(value) else []
    return []


def _is_comparable(value: Any) -> bool:
    """Whether a value is a text or a number; nothing else compares with anything, `!=` either."""
    return isinstance(value, str | int | float) and not isinstance(value, bool)
