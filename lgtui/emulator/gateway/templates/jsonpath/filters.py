"""`[?(@.price < 10 && @.name =~ /a.*/i)]`: conditions that pick items.

Jayway 2.0 splits a condition at `&&` and `||` and knows no brackets; `!` is for existence alone. A comparison of what
cannot be compared is false.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lgtui.emulator.gateway.templates.jsonpath.comparison import HOLDS, Incomparable, order
from lgtui.emulator.gateway.templates.jsonpath.path import JsonPath
from lgtui.emulator.gateway.templates.jsonpath.tokens import Accepts, InvalidPath, PathNotFound
from lgtui.emulator.gateway.templates.methods.regexes import matches
from lgtui.emulator.gateway.templates.printing import java_string
from lgtui.emulator.gateway.templates.values import Value


@dataclass(frozen=True, slots=True)
class Pattern:
    """`/source/` or, ignoring case, `/source/i`."""

    source: str
    ignores_case: bool

    def accepts(self, text: str) -> bool:
        """Whether it matches all of `text`."""
        return matches(text, f"(?i){self.source}" if self.ignores_case else self.source)


Operand: TypeAlias = JsonPath | Pattern | str
Compile: TypeAlias = Callable[[str], JsonPath]

_PLACEHOLDERS = re.compile(r"\[\s*\?\s*[,\s*?]*?\s*]", re.ASCII)
_SPLIT = re.compile(r"(?<=&&)|(?<=\|\|)|(?=&&|\|\|)")
# In the order they are looked for, wherever in the condition they stand.
_OPERATORS = ("==", ">=", "<=", "!=", "<", ">", "=~")
_TRIMMED = "".join(map(chr, range(0x21)))


def parse_filter(fragment: str, compile_path: Compile) -> Accepts:
    """The condition in the bracket `fragment`.

    Args:
        compile_path: Compiles the paths in it.

    Raises:
        InvalidPath, IndexError, ValueError: It is no condition.
    """
    if _PLACEHOLDERS.fullmatch(fragment):
        return _refuse
    bracket = fragment[fragment.rindex("[", 0, fragment.index("?")) :]
    conditions: list[Accepts] = []
    operators: list[str] = []
    for part in _split(_inside(bracket[: _end(bracket)])):
        if part in ("&&", "||"):
            operators.append(part)
        else:
            conditions.append(_condition(part, compile_path))
    if len(conditions) != len(operators) + 1:
        raise InvalidPath(f"{fragment} does not join its conditions by && and ||")
    return _join(conditions, operators)


def _refuse(item: Value, root: Value) -> bool:
    raise InvalidPath("[?] stands for a filter that is not given")


def _end(fragment: str) -> int:
    """Where the condition's bracket is closed; quotes hide brackets and parentheses."""
    quoted = False
    parentheses = brackets = 0
    for at, sign in enumerate(fragment):
        if sign == "'" and fragment[at - 1 : at] != "\\":
            quoted = not quoted
        elif quoted:
            continue
        parentheses += (sign == "(") - (sign == ")")
        brackets += (sign == "[") - (sign == "]")
        if sign == "]" and parentheses == 0:
            if brackets:
                break
            return at + 1
    raise InvalidPath(f"the brackets of the filter {fragment} are not balanced")


def _inside(fragment: str) -> str:
    """What stands between `[?(` and `)]`."""
    text = fragment.strip(_TRIMMED)[1:-1].strip(_TRIMMED)
    if not text.startswith("?"):
        raise InvalidPath(f"a filter starts with [?, not as {fragment}")
    text = text[1:].strip(_TRIMMED)
    if not (text.startswith("(") and text.endswith(")")):
        raise InvalidPath(f"the condition of the filter {fragment} is not in parentheses")
    return text[1:-1].strip(_TRIMMED)


def _split(text: str) -> Sequence[str]:
    parts = _SPLIT.split(text)
    if not parts[0] and len(parts) > 1:
        del parts[0]
    while parts and not parts[-1]:
        del parts[-1]
    return [part.strip(_TRIMMED) for part in parts] or [""]


def _join(conditions: list[Accepts], operators: list[str]) -> Accepts:
    """`&&` binds closer than `||`; Jayway tries the last condition first."""
    alternatives: list[list[Accepts]] = [[conditions.pop()]]
    for operator in reversed(operators):
        if operator == "&&":
            alternatives[-1].append(conditions.pop())
        else:
            alternatives.append([conditions.pop()])
    return lambda item, root: any(all(accepts(item, root) for accepts in each) for each in alternatives)


# One condition -----------------------------------------------------------------------------------------------------


def _condition(text: str, compile_path: Compile) -> Accepts:
    text = _without_brackets(text)
    operator = next((operator for operator in _OPERATORS if operator in text), "")
    if not operator:
        return _existence(text.strip(_TRIMMED), compile_path)
    left, _, right = text.partition(operator)
    left, right = left.strip(_TRIMMED), right.strip(_TRIMMED)
    if right.startswith("!@"):
        raise InvalidPath("! is for existence alone, as in [?(!@.foo)]")
    first = _operand(left.removeprefix("!") if left.startswith("!@") else left, compile_path)
    second = _operand(right, compile_path)
    return _match(first, second) if operator == "=~" else _comparison(first, operator, second)


def _without_brackets(text: str) -> str:
    start, end = 0, len(text) - 1
    while text[start] in "[?( ":
        start += 1
    while text[end] in ") ":
        end -= 1
    return text[start : end + 1]


def _existence(text: str, compile_path: Compile) -> Accepts:
    wanted = not text.startswith("!@")
    if text[:1] not in "$@" and wanted:
        raise InvalidPath(f"the condition {text} compares nothing")
    path = _definite(text if wanted else text[1:], compile_path)

    def accepts(item: Value, root: Value) -> bool:
        try:
            return (path.read(item, root, strict=True) is not None) == wanted
        except PathNotFound:
            return not wanted

    return accepts


def _comparison(left: Operand, operator: str, right: Operand) -> Accepts:
    holds = HOLDS[operator]
    by_order = operator not in ("==", "!=")

    def accepts(item: Value, root: Value) -> bool:
        try:
            first, second = _value(left, item, root), _value(right, item, root)
            if by_order and (first is None) != (second is None):
                return False
            return holds(order(second, first))
        except (Incomparable, PathNotFound):
            return False

    return accepts


def _match(left: Operand, right: Operand) -> Accepts:
    def accepts(item: Value, root: Value) -> bool:
        try:
            first, second = _value(left, item, root), _value(right, item, root)
        except PathNotFound:
            return False
        pattern, target = (first, second) if isinstance(first, Pattern) else (second, first)
        if not isinstance(pattern, Pattern | None):
            raise InvalidPath("=~ needs a /pattern/ on one side")
        if target is None:
            return False
        if pattern is None:
            raise InvalidPath("=~ met null where it needs a /pattern/")
        return pattern.accepts(target.source if isinstance(target, Pattern) else java_string(target))

    return accepts


def _value(operand: Operand, item: Value, root: Value) -> Value:
    if not isinstance(operand, JsonPath):
        return operand
    return operand.read(root if operand.from_root else item, root)


def _operand(text: str, compile_path: Compile) -> Operand:
    if text.startswith(("$", "@")):
        return _definite(text, compile_path)
    if text.startswith("'") and text.endswith("'"):
        if len(text) == 1:
            raise InvalidPath("a quote in a condition is not closed")
        return text[1:-1]
    if text.startswith("/") and text.endswith(("/", "/i")):
        return _pattern(text)
    return text


def _definite(text: str, compile_path: Compile) -> JsonPath:
    path = compile_path(text)
    if not path.definite:
        raise InvalidPath(f"the path {text} of a condition may lead to several values")
    return path


def _pattern(text: str) -> Pattern:
    end = text.rindex("/")
    if end == 0:
        raise InvalidPath("a pattern in a condition is not closed")
    pattern = Pattern(text[1:end], ignores_case=text.endswith("i"))
    # A pattern that is none fails here, not at the first item.
    pattern.accepts("")
    return pattern
