"""Velocity's arithmetic and comparisons: Integer grows to Long and BigInteger, `/` cuts off, failure is null."""

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias, TypeGuard

from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import MAX_BITS, LimitError
from lgtui.emulator.gateway.templates.values import BigInteger, Byte, Long, Value

Number: TypeAlias = int | float | Decimal

_CONTEXT = Context(prec=2000, rounding=ROUND_HALF_UP)
_LONG = 1 << 63


def is_number(value: Value) -> TypeGuard[Number]:
    """Whether a value is a java.lang.Number."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def fit(value: int, one: Number, other: Number) -> Number:
    """A whole result in the wider type of its operands, or in the next that holds it."""
    if isinstance(one, BigInteger) or isinstance(other, BigInteger):
        return big(value)
    wide = isinstance(one, Long) or isinstance(other, Long)
    if not wide and -0x80000000 <= value <= 0x7FFFFFFF:
        return Byte(value) if isinstance(one, Byte) and isinstance(other, Byte) and -128 <= value < 128 else value
    return Long(value) if -_LONG <= value < _LONG else big(value)


def big(value: int) -> BigInteger:
    """A BigInteger of bearable size."""
    if value.bit_length() > MAX_BITS:
        raise LimitError("a number grew beyond 4,000 digits")
    return BigInteger(value)


def as_double(value: Number) -> float:
    """`doubleValue()`."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def as_decimal(value: Number) -> Decimal:
    """A number as Velocity makes a BigDecimal of it."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        raise JavaException("NumberFormatException", "Infinite or NaN")
    return Decimal(int(value)) if isinstance(value, BigInteger) else Decimal(as_double(value))


def _wants_decimal(one: Number, other: Number) -> bool:
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return True
    doubles = isinstance(one, float) or isinstance(other, float)
    return doubles and (isinstance(one, BigInteger) or isinstance(other, BigInteger))


def _calculate(
    one: Number,
    other: Number,
    whole: Callable[[int, int], int],
    double: Callable[[float, float], float],
    decimal: Callable[[Decimal, Decimal], Decimal],
) -> Number:
    if isinstance(one, int) and isinstance(other, int):
        return fit(whole(int(one), int(other)), one, other)
    if _wants_decimal(one, other):
        result = decimal(as_decimal(one), as_decimal(other))
        return result or result.copy_abs()
    return double(as_double(one), as_double(other))


def add(one: Number, other: Number) -> Number:
    """`one + other`."""
    if one.__class__ is int and other.__class__ is int:
        return fit(one + other, one, other)
    return _calculate(one, other, int.__add__, float.__add__, _CONTEXT.add)


def subtract(one: Number, other: Number) -> Number:
    """`one - other`."""
    return _calculate(one, other, int.__sub__, float.__sub__, _CONTEXT.subtract)


def _wraps(one: Number, other: Number) -> bool:
    """Whether the result is the smallest Long again: the one overflow Velocity does not notice."""
    return isinstance(one, Long) and one == -_LONG and other == -1 and type(other) in (int, Long)


def multiply(one: Number, other: Number) -> Number:
    """`one * other`."""
    if _wraps(one, other):
        return one
    return _calculate(one, other, int.__mul__, float.__mul__, _CONTEXT.multiply)


def divide(one: Number, other: Number) -> Number | None:
    """`one / other`: whole numbers cut off; null where `other` is zero."""
    if other == 0:
        return None
    if _wraps(one, other):
        return one
    return _calculate(one, other, _quotient, float.__truediv__, _decimal_quotient)


def _quotient(one: int, other: int) -> int:
    cut = abs(one) // abs(other)
    return cut if (one < 0) == (other < 0) else -cut


def _decimal_quotient(one: Decimal, other: Decimal) -> Decimal:
    """BigDecimal.divide(other, ROUND_HALF_DOWN), which keeps the scale of `one`."""
    exponent = one.as_tuple().exponent
    assert isinstance(exponent, int)
    return _CONTEXT.divide(one, other).quantize(Decimal((0, (1,), exponent)), "ROUND_HALF_DOWN", _CONTEXT)


def modulo(one: Number, other: Number) -> Number | None:
    """`one % other`, with the sign of `one`; null where `other` is zero."""
    if other == 0:
        return None
    if _wants_decimal(one, other):
        raise JavaException("ArithmeticException", "Cannot calculate the modulo of BigDecimals.")
    if isinstance(one, BigInteger) or isinstance(other, BigInteger):
        if other < 0:
            raise JavaException("ArithmeticException", "BigInteger: modulus not positive")
        return big(int(one) % int(other))
    return _calculate(one, other, _remainder, _double_remainder, Decimal.__mod__)


def _remainder(one: int, other: int) -> int:
    rest = abs(one) % abs(other)
    return -rest if one < 0 else rest


def _double_remainder(one: float, other: float) -> float:
    return math.nan if math.isinf(one) else math.fmod(one, other)


def compare(one: Number, other: Number) -> int:
    """-1, 0 or 1; NaN is equal to everything, as in Velocity."""
    if _wants_decimal(one, other):
        left, right = as_decimal(one), as_decimal(other)
        return (left > right) - (left < right)
    if isinstance(one, float) or isinstance(other, float):
        one, other = as_double(one), as_double(other)
    return (one > other) - (one < other)


def int_value(value: Number) -> int:
    """`intValue()`: doubles are cut off and clipped, whole numbers keep their low 32 bits."""
    if isinstance(value, float):
        return _clip(value, 0x80000000)
    return wrap(int(value.to_integral_value(ROUND_DOWN)) if isinstance(value, Decimal) else int(value), 32)


def long_value(value: Number) -> Long:
    """`longValue()`."""
    if isinstance(value, float):
        return Long(_clip(value, _LONG))
    return Long(wrap(int(value.to_integral_value(ROUND_DOWN)) if isinstance(value, Decimal) else int(value), 64))


def _clip(value: float, limit: int) -> int:
    if value != value:
        return 0
    return int(max(-limit, min(limit - 1, value)))


def wrap(value: int, bits: int) -> int:
    """The low bits of a whole number, as a signed number."""
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value
