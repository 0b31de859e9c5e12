"""Reading filter patterns: what all kinds of them are made of."""

import re
from collections.abc import Callable
from typing import TypeVar

import regex

MAX_EXPRESSIONS = 2
"""Regular expressions in one pattern (guide, FilterAndPatternSyntax)."""

MAX_DEPTH = 50
"""Parentheses within each other."""

PATIENCE = 1.0
"""Real seconds for one regular expression on one message."""

_ALLOWED = re.compile(
    r"(?:[A-Za-z0-9:_#=@/;, ^$?\[\]{}|*+.-]|\\[wWsSdDbB]|\\x[0-9A-Fa-f]{2}|\\[:_#=@/;,^$?\[\]{}|*+.\\-])+"
)
"""What a regular expression may be made of."""

_UNQUOTED = re.compile(r"""[^\s"%(){},|&<>=!\[\]]+""")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")

Matcher = Callable[[str], bool]
"""Whether a message matches."""

Subject = TypeVar("Subject")


class InvalidPattern(Exception):
    """The text is no filter pattern; the message says why."""


class Scanner:
    """A pattern and how much of it has been read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._expressions = 0
        self._depth = 0

    def sees(self, mark: str) -> bool:
        """Whether `mark` comes next, after spaces."""
        self._skip_spaces()
        return self._text.startswith(mark, self._at)

    def takes(self, mark: str) -> bool:
        """Read `mark` where it comes next, after spaces."""
        found = self.sees(mark)
        if found:
            self._at += len(mark)
        return found

    def expect(self, mark: str) -> None:
        """Read `mark`.

        Raises:
            InvalidPattern: something else comes next.
        """
        if not self.takes(mark):
            raise self.invalid(f"'{mark}' is missing")

    def match(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        """Read what `expression` matches here, where it matches; spaces count."""
        match = expression.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
        return match

    def ended(self) -> bool:
        """Whether nothing but spaces is left."""
        self._skip_spaces()
        return self._at == len(self._text)

    def expect_end(self) -> None:
        """Refuse what comes after the end.

        Raises:
            InvalidPattern
        """
        if not self.ended():
            raise self.invalid("nothing may follow the pattern")

    def invalid(self, why: str) -> InvalidPattern:
        """The refusal of what comes next."""
        found = self._text[self._at : self._at + 20] or "the end"
        return InvalidPattern(f"{why} at {found!r}")

    def quoted(self) -> str | None:
        """Read a string in double quotes, if one comes next.

        Raises:
            InvalidPattern: it does not end.
        """
        if not self.sees('"'):
            return None
        match = self.match(_QUOTED)
        if match is None:
            raise self.invalid("a quotation mark is not closed")
        return re.sub(r'\\(["\\])', r"\1", match[1])

    def expression(self) -> Matcher | None:
        """Read a regular expression, `%…%`, if one comes next.

        Raises:
            InvalidPattern: it is none that AWS takes, or one too many.
        """
        if not self.sees("%"):
            return None
        match = self.match(_EXPRESSION)
        if match is None:
            raise self.invalid("a regular expression does not end with %")
        self._expressions += 1
        if self._expressions > MAX_EXPRESSIONS:
            raise InvalidPattern(f"a pattern has {MAX_EXPRESSIONS} regular expressions at most")
        return _compile_expression(match[1])

    def any_of(self, read: Callable[[], Callable[[Subject], bool]]) -> Callable[[Subject], bool]:
        """Read conditions joined by `||` and `&&`, which binds stronger, and parentheses.

        Args:
            read: reads one condition.

        Raises:
            InvalidPattern
        """
        choices = [self._all_of(read)]
        while self.takes("||"):
            choices.append(self._all_of(read))
        return choices[0] if len(choices) == 1 else lambda subject: any(choice(subject) for choice in choices)

    def _all_of(self, read: Callable[[], Callable[[Subject], bool]]) -> Callable[[Subject], bool]:
        conditions = [self._one(read)]
        while self.takes("&&"):
            conditions.append(self._one(read))
        if len(conditions) == 1:
            return conditions[0]
        return lambda subject: all(condition(subject) for condition in conditions)

    def _one(self, read: Callable[[], Callable[[Subject], bool]]) -> Callable[[Subject], bool]:
        if not self.takes("("):
            return read()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise InvalidPattern("its parentheses are nested too deeply")
        inner = self.any_of(read)
        self.expect(")")
        self._depth -= 1
        return inner

    def comparison(self) -> Callable[[str | float], bool]:
        """Read an operator and a value: what tells whether a text or a number compares so.

        Raises:
            InvalidPattern
        """
        operator = next((mark for mark in _OPERATORS if self.takes(mark)), None)
        if operator is None:
            raise self.invalid(f"one of {', '.join(sorted(_OPERATORS))} is missing")
        is_equality = operator in _EQUALITIES
        expression = self.expression() if is_equality else None
        if expression is not None:
            return _negated_if(operator == "!=", lambda value: expression(_text(value)))
        quoted = self.quoted()
        value = self._unquoted() if quoted is None else quoted
        number = _number(value) if quoted is None else None
        if number is not None:
            return _numeric(operator, number)
        if not is_equality:
            raise InvalidPattern(f"{operator} compares numbers, and '{value}' is none")
        return _negated_if(operator == "!=", _textual(value))

    def _unquoted(self) -> str:
        self._skip_spaces()
        match = self.match(_UNQUOTED)
        if match is None:
            raise self.invalid("a value is missing")
        return match[0]

    def _skip_spaces(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1


_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_EXPRESSION = re.compile(r"%([^%]*)%")
_EQUALITIES = ("!=", "=")
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "!=": lambda value, number: value != number,
    ">=": lambda value, number: value >= number,
    "<=": lambda value, number: value <= number,
    "=": lambda value, number: value == number,
    ">": lambda value, number: value > number,
    "<": lambda value, number: value < number,
}


def _compile_expression(text: str) -> Matcher:
    if _ALLOWED.fullmatch(text) is None:
        raise InvalidPattern(f"the regular expression '{text}' has characters that are not supported")
    try:
        compiled = regex.compile(text)
    except regex.error as error:
        raise InvalidPattern(f"the regular expression '{text}' is none: {error}") from error

    def matches(message: str) -> bool:
        try:
            return compiled.search(message, timeout=PATIENCE) is not None
        except TimeoutError as error:
            raise InvalidPattern(f"the regular expression '{text}' takes longer than {PATIENCE:g} s") from error

    return matches


def _numeric(operator: str, number: float) -> Callable[[str | float], bool]:
    """Compares numbers; what is no number differs from each."""
    compare = _OPERATORS[operator]

    def holds(value: str | float) -> bool:
        found = _number(value) if isinstance(value, str) else value
        return operator == "!=" if found is None else compare(found, number)

    return holds


def _textual(pattern: str) -> Callable[[str | float], bool]:
    """Compares texts; an asterisk at the beginning or the end stands for anything, one in between for itself."""
    begins, ends = pattern.startswith("*"), pattern.endswith("*")
    inner = pattern.strip("*")
    if begins and ends:
        return lambda value: inner in _text(value)
    if begins:
        return lambda value: _text(value).endswith(inner)
    if ends:
        return lambda value: _text(value).startswith(inner)
    return lambda value: _text(value) == pattern


def _negated_if(negated: bool, holds: Callable[[str | float], bool]) -> Callable[[str | float], bool]:
    return (lambda value: not holds(value)) if negated else holds


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else str(value)
