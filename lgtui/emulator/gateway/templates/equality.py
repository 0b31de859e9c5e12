"""`equals`, `hashCode` and map keys, as Java has them: by class first, then by value."""

import struct
from collections.abc import Iterable
from decimal import Decimal

from lgtui.emulator.gateway.templates.limits import Budget
from lgtui.emulator.gateway.templates.printing import java_string
from lgtui.emulator.gateway.templates.values import BigInteger, JavaArray, JavaObject, Long, Value, string_hash

_INT = 0xFFFFFFFF
_PLAIN_KEYS = (str, int)


class Key:
    """A map key Python would take for another: a Boolean, a Double, null, a list, …

    Args:
        value: The Java value.
    """

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and equals(self.value, other.value)

    def __hash__(self) -> int:
        return hash_code(self.value)

    def __str__(self) -> str:
        return java_string(self.value)


def as_key(value: Value) -> Value:
    """The key a value has in a Python dict."""
    return value if value.__class__ in _PLAIN_KEYS else Key(value)


def from_key(key: Value) -> Value:
    """The value of a dict's key."""
    return key.value if key.__class__ is Key else key


def equals(left: Value, right: Value, budget: Budget | None = None) -> bool:
    """`left.equals(right)`; null equals null alone.

    Raises:
        LimitError: the values are too large, or hold themselves.
    """
    if left is right:
        return True
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(left, right, budget or Budget())
    if isinstance(left, dict) and isinstance(right, dict):
        return _equal_maps(left, right, budget or Budget())
    if isinstance(left, JavaObject):
        return left.java_equals(right)
    if left.__class__ is not right.__class__:
        return False
    if isinstance(left, float) and isinstance(right, float):
        return struct.pack(">d", left) == struct.pack(">d", right)
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left.as_tuple() == right.as_tuple()
    return left == right


def _equal_lists(left: list[Value], right: list[Value], budget: Budget) -> bool:
    if isinstance(left, JavaArray) or isinstance(right, JavaArray) or len(left) != len(right):
        return False
    budget.take(len(left))
    return all(equals(one, other, budget) for one, other in zip(left, right, strict=True))


def _equal_maps(left: dict[Value, Value], right: dict[Value, Value], budget: Budget) -> bool:
    if len(left) != len(right):
        return False
    budget.take(len(left))
    return all(key in right and equals(value, right[key], budget) for key, value in left.items())


def hash_code(value: Value, budget: Budget | None = None) -> int:
    """`hashCode()`, as a signed 32-bit number.

    Raises:
        LimitError: the value is too large, or holds itself.
    """
    budget = budget or Budget()
    budget.take()
    return _signed(_hash(value, budget))


def _hash(value: Value, budget: Budget) -> int:
    if isinstance(value, str):
        return string_hash(value)
    if isinstance(value, bool):
        return 1231 if value else 1237
    if isinstance(value, int):
        return _integer_hash(value)
    if isinstance(value, float):
        bits = struct.unpack(">Q", struct.pack(">d", float("nan") if value != value else value))[0]
        return int(bits ^ (bits >> 32))
    if isinstance(value, Decimal):
        sign, digits, exponent = value.as_tuple()
        unscaled = int("".join(map(str, digits))) * (-1 if sign else 1)
        return 31 * _integer_hash(BigInteger(unscaled)) - int(exponent)
    if isinstance(value, dict):
        return sum(hash_code(from_key(key), budget) ^ hash_code(item, budget) for key, item in value.items())
    if isinstance(value, list) and not isinstance(value, JavaArray):
        return items_hash(value, budget)
    if isinstance(value, JavaObject):
        return value.java_hash()
    return 0 if value is None else string_hash(java_string(value))


def items_hash(items: Iterable[Value], budget: Budget | None = None) -> int:
    """`hashCode()` of a list."""
    code = 1
    for item in items:
        code = (31 * code + hash_code(item, budget)) & _INT
    return code


def _integer_hash(value: int) -> int:
    if isinstance(value, Long):
        return value ^ (value >> 32)
    if not isinstance(value, BigInteger):
        return value
    code, size = 0, abs(value)
    for at in reversed(range(0, size.bit_length(), 32)):
        code = (31 * code + ((size >> at) & _INT)) & _INT
    return code if value >= 0 else -code


def _signed(code: int) -> int:
    code &= _INT
    return code - 0x100000000 if code >> 31 else code
