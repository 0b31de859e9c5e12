"""JSON as json-smart writes it: what `$input.json` gives and how a JSONArray prints."""

import re
from collections.abc import Iterable
from decimal import Decimal

from lgtui.emulator.gateway.templates.doubles import double_text
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import MAX_TEXT, Budget, LimitError
from lgtui.emulator.gateway.templates.values import Value

_CONTROLS = "\x00-\x1f\x7f-\x9f\u2000-\u20ff"
_SPECIAL = re.compile(rf'["\\{_CONTROLS}]')
_SPECIAL_WEB = re.compile(rf'["\\/{_CONTROLS}]')
_SHORT = {'"': '\\"', "\\": "\\\\", "/": "\\/", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_INFINITE = (float("inf"), float("-inf"))


def json_text(value: Value) -> str:
    """`value` as `$input.json` writes it (json-smart's LT_COMPRESS).

    Raises:
        JavaException: It holds something that is no JSON.
        LimitError: It is too large, or holds itself.
    """
    return _text(value, _SPECIAL)


def array_text(items: Iterable[Value]) -> str:
    """What `JSONArray.toString()` gives: as `json_text`, with each `/` escaped.

    Raises:
        JavaException: It holds something that is no JSON.
        LimitError: It is too large, or holds itself.
    """
    return _text(items, _SPECIAL_WEB)


def _text(value: Value, special: re.Pattern[str]) -> str:
    writer = _Writer(special)
    try:
        writer.write(value)
    except RecursionError:
        raise LimitError("a list or map is nested too deep, or holds itself") from None
    return "".join(writer.parts)


class _Writer:
    """Gathers the text of one value; `special` matches the characters to escape."""

    def __init__(self, special: re.Pattern[str]) -> None:
        self.parts: list[str] = []
        self._replace = special.sub
        self._budget = Budget(MAX_TEXT)

    def write(self, value: Value) -> None:
        put = self.parts.append
        self._budget.take()
        if isinstance(value, dict):
            opening = "{"
            for key, member in value.items():
                put(f"{opening}{self._quoted(str(key))}:")
                self.write(member)
                opening = ","
            put("}" if value else "{}")
        elif isinstance(value, Iterable) and not isinstance(value, str):
            opening = "["
            for item in value:
                put(opening)
                self.write(item)
                opening = ","
            put("[]" if opening == "[" else "]")
        else:
            put(self._scalar(value))

    def _scalar(self, value: Value) -> str:
        if isinstance(value, str):
            return self._quoted(value)
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, Decimal)):
            return str(value)
        if isinstance(value, float):
            return "null" if value in _INFINITE else double_text(value)
        raise JavaException("UnsupportedOperationException", f"{type(value).__name__} cannot be written as JSON")

    def _quoted(self, text: str) -> str:
        self._budget.take(len(text))
        return f'"{self._replace(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    return _SHORT.get(sign) or f"\\u{ord(sign):04X}"
