"""Metric math: arithmetic over metrics and what sums them up (guide, using-metric-math)."""

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from lgtui.emulator.errors import NotImplementedException, ValidationException

Series = dict[float, float]
"""Values by the seconds since the epoch at which their periods begin."""

Value = float | Series | list[Series]

MAX_DEPTH = 50
"""Parentheses and functions within each other."""

_TOKEN = re.compile(r'\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|"([^"]*)"|([-+*/^(),\[\]])|(\S))')

Item = TypeVar("Item")


class _Token(NamedTuple):
    """A number, a name, a text or a sign; `kind` is the group of `_TOKEN`."""

    kind: int
    text: str


Lookup = Callable[[str], Series]
"""Gives the series that an id stands for."""


def evaluate(expression: str, lookup: Lookup, metrics: Mapping[str, Series]) -> Series:
    """The series that an expression gives.

    Args:
        lookup: what an id stands for; raises ValidationException where there is none.
        metrics: all metrics of the request by id, for `METRICS()`.

    Raises:
        ValidationException: it is no expression, or gives no series.
        NotImplementedException: it has a function that lgtui has not, or gives several series.
    """
    if expression.startswith("SELECT"):
        raise NotImplementedException(f"lgtui does not emulate Metrics Insights: '{expression}'.")
    parser = _Parser(expression, lookup, metrics)
    value = parser.whole()
    if isinstance(value, list):
        raise NotImplementedException(
            f"lgtui does not emulate expressions that give several series: '{expression}'. Ask for each."
        )
    if not isinstance(value, dict):
        raise ValidationException(f"Error in expression '{expression}': the result is a number, not a time series")
    return value


class _Parser:
    """Works an expression out as it is read."""

    def __init__(self, expression: str, lookup: Lookup, metrics: Mapping[str, Series]) -> None:
        self._expression = expression
        self._lookup = lookup
        self._metrics = metrics
        groups = [(match, match.lastindex or 5) for match in _TOKEN.finditer(expression)]
        self._tokens = [_Token(kind, match[kind]) for match, kind in groups]
        self._at = 0
        self._depth = 0

    def whole(self) -> Value:
        """The value of it all."""
        value = self._sum()
        if self._at < len(self._tokens):
            raise self._invalid()
        return value

    def _sum(self) -> Value:
        value = self._product()
        while sign := self._takes("+", "-"):
            value = _combine(_SIGNS[sign], value, self._product())
        return value

    def _product(self) -> Value:
        value = self._signed()
        while sign := self._takes("*", "/"):
            value = _combine(_SIGNS[sign], value, self._signed())
        return value

    def _signed(self) -> Value:
        if self._takes("-"):
            return _combine(operator.mul, -1.0, self._inside(self._signed))
        base = self._atom()
        return _combine(operator.pow, base, self._inside(self._signed)) if self._takes("^") else base

    def _atom(self) -> Value:
        token = self._next()
        if token.kind == 1:
            return float(token.text)
        if token.kind == 2:
            return self._call(token.text) if self._takes("(") else self._lookup(token.text)
        if token.text == "(" and token.kind == 4:
            value = self._inside(self._sum)
            self._expect(")")
            return value
        if token.text == "[" and token.kind == 4:
            items = self._items(self._sum, "]")
            if not all(isinstance(item, dict) for item in items):
                raise ValidationException(f"Error in expression '{self._expression}': an array is one of metrics")
            return [item for item in items if isinstance(item, dict)]
        self._at -= 1
        raise self._invalid()

    def _call(self, name: str) -> Value:
        if name == "METRICS":
            wanted = self._items(self._text, ")")
            return [series for id_, series in self._metrics.items() if not wanted or wanted[0] in id_]
        if name == "FILL":
            return self._fill()
        arguments = self._items(self._sum, ")")
        if name in _SUMMARIES and len(arguments) == 1:
            return _summarize(_SUMMARIES[name], arguments[0])
        if name in _EACH and len(arguments) == 1:
            return _each(_EACH[name], arguments[0])
        raise NotImplementedException(
            f"lgtui does not emulate {name} of that form in expressions: '{self._expression}'."
        )

    def _fill(self) -> Value:
        """`FILL(metrics, 0)` or `FILL(metrics, REPEAT)`: a value for each period that any metric of the request has."""
        value = self._inside(self._sum)
        self._expect(",")
        repeat = self._takes("REPEAT")
        default = math.nan if repeat else self._inside(self._sum)
        self._expect(")")
        if isinstance(default, dict | list) or isinstance(value, float):
            raise self._invalid()
        times = sorted({time for series in self._metrics.values() for time in series})
        filled = [_filled(series, times, default) for series in ([value] if isinstance(value, dict) else value)]
        return filled[0] if isinstance(value, dict) else filled

    def _items(self, read: Callable[[], Item], end: str) -> list[Item]:
        items: list[Item] = []
        if self._takes(end):
            return items
        while True:
            items.append(self._inside(read))
            if not self._takes(","):
                self._expect(end)
                return items

    def _inside(self, read: Callable[[], Item]) -> Item:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ValidationException("Error in expression: it is nested too deeply")
        value = read()
        self._depth -= 1
        return value

    def _text(self) -> str:
        token = self._next()
        if token.kind != 3:
            raise self._invalid()
        return token.text

    def _takes(self, *texts: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at].kind != 3 and self._tokens[self._at].text in texts:
            self._at += 1
            return self._tokens[self._at - 1].text
        return ""

    def _expect(self, text: str) -> None:
        if not self._takes(text):
            raise self._invalid()

    def _next(self) -> _Token:
        if self._at == len(self._tokens):
            raise self._invalid()
        self._at += 1
        return self._tokens[self._at - 1]

    def _invalid(self) -> ValidationException:
        found = self._tokens[self._at].text if self._at < len(self._tokens) else "the end"
        return ValidationException(f"Error in expression '{self._expression}': unexpected {found}")


Operator = Callable[[float, float], float]

_SIGNS: dict[str, Operator] = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}

_SUMMARIES: dict[str, Callable[[Sequence[float]], float]] = {
    "SUM": math.fsum,
    "AVG": lambda values: math.fsum(values) / len(values),
    "MIN": min,
    "MAX": max,
}

_EACH: dict[str, Callable[[float], float]] = {"ABS": abs, "CEIL": math.ceil, "FLOOR": math.floor}


def _combine(sign: Operator, left: Value, right: Value) -> Value:
    """Values put together, period by period where there are any; what has no result has no datapoint."""
    if isinstance(left, list):
        return [_series(_combine(sign, each, right)) for each in left]
    if isinstance(right, list):
        return [_series(_combine(sign, left, each)) for each in right]
    if isinstance(left, dict):
        times = left.keys() & right.keys() if isinstance(right, dict) else left.keys()
        pairs = {time: (left[time], right[time] if isinstance(right, dict) else right) for time in times}
    elif isinstance(right, dict):
        pairs = {time: (left, value) for time, value in right.items()}
    else:
        result = _applied(sign, left, right)
        return math.nan if result is None else result
    results = {time: _applied(sign, *pair) for time, pair in pairs.items()}
    return {time: value for time, value in results.items() if value is not None}


def _applied(sign: Operator, left: float, right: float) -> float | None:
    try:
        result = sign(left, right)
    except (ZeroDivisionError, OverflowError):
        return None
    return result if isinstance(result, float | int) and math.isfinite(result) else None


def _series(value: Value) -> Series:
    return value if isinstance(value, dict) else {}


def _summarize(summary: Callable[[Sequence[float]], float], value: Value) -> Value:
    """Of one series a number; of several a series, with a value for each period that any of them has."""
    if isinstance(value, dict):
        return summary(list(value.values())) if value else math.nan
    if isinstance(value, list):
        times = {time for series in value for time in series}
        return {time: summary([series[time] for series in value if time in series]) for time in times}
    raise ValidationException("Error in expression: a number cannot be summed up")


def _each(function: Callable[[float], float], value: Value) -> Value:
    if isinstance(value, dict):
        return {time: float(function(each)) for time, each in value.items()}
    if isinstance(value, list):
        return [_series(_each(function, series)) for series in value]
    return float(function(value))


def _filled(series: Series, times: Sequence[float], default: float) -> Series:
    """A series with a value for each time: `default`, or the one before where that is none."""
    filled: Series = {}
    last = default
    for time in times:
        value = series.get(time, last if math.isnan(default) else default)
        if not math.isnan(value):
            filled[time] = last = value
    return filled
