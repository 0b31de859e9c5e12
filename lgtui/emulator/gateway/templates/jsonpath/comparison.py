"""How a filter compares: by numbers, by UTF-16 text, or not at all."""

import re
from collections.abc import Callable
from decimal import Decimal

from lgtui.emulator.gateway.templates.doubles import double_text
from lgtui.emulator.gateway.templates.jsonpath.tokens import InvalidPath
from lgtui.emulator.gateway.templates.values import Value

_DECIMAL = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,10})?")


class Incomparable(Exception):
    """Two values have no order."""


def order(left: Value, right: Value) -> int:
    """Below 0, 0 or above 0 where `left`, the right side of a condition, is less than, equal to or more than `right`.

    Raises:
        Incomparable: They are of kinds that have no order.
        InvalidPath: A text meets a number and is none.
    """
    if left is right:
        return 0
    no_left, no_right = _is_null(left), _is_null(right)
    if no_left or no_right:
        return no_right - no_left
    if isinstance(right, str):
        return _text_order(left, right)
    if isinstance(right, bool):
        return _truth(left) - right
    if not _is_number(right) or not (isinstance(left, str) or _is_number(left)):
        raise Incomparable
    first, second = _decimal(left), _decimal(right)
    return (first > second) - (first < second)


def _is_null(value: Value) -> bool:
    return value is None or value == "null"


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _text_order(left: Value, right: str) -> int:
    if not isinstance(left, str):
        raise Incomparable
    first, second = _units(left.replace("\\'", "'")), _units(right)
    return (first > second) - (first < second)


def _truth(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.lower() == "true"
    raise Incomparable


def _units(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _decimal(value: Value) -> Decimal:
    """`new BigDecimal(value.toString())`."""
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    text = double_text(value) if isinstance(value, float) else str(value)
    if not _DECIMAL.fullmatch(text):
        raise InvalidPath(f"'{text}' is compared with a number and is none")
    return Decimal(text)


# By the operator: whether it holds, given the order of the right side to the left one.
HOLDS: dict[str, Callable[[int], bool]] = {
    "==": lambda sign: sign == 0,
    "!=": lambda sign: sign != 0,
    "<": lambda sign: sign > 0,
    "<=": lambda sign: sign >= 0,
    ">": lambda sign: sign < 0,
    ">=": lambda sign: sign <= 0,
}
