"""The methods of Integer, Long, BigInteger, Double, BigDecimal, Boolean and Character, static ones too."""

import math
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal, InvalidOperation

from lgtui.emulator.gateway.templates.arithmetic import (
    as_double,
    big,
    compare,
    int_value,
    long_value,
    wrap,
)
from lgtui.emulator.gateway.templates.equality import hash_code
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.printing import java_string
from lgtui.emulator.gateway.templates.signatures import merge, table
from lgtui.emulator.gateway.templates.values import BigInteger, Byte, Character, Long, Value

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_INT, _LONG = 32, 64


def compare_values(one: Value, other: Value) -> int:
    """`one.compareTo(other)` of two values of one class."""
    if one is None or other is None:
        raise JavaException("NullPointerException")
    if type(one) is not type(other):
        raise JavaException("ClassCastException")
    if isinstance(one, Character) and isinstance(other, Character):
        return ord(one) - ord(other)
    if isinstance(one, str) and isinstance(other, str):
        left, right = one.encode("utf-16-be", "surrogatepass"), other.encode("utf-16-be", "surrogatepass")
        return (left > right) - (left < right)
    if isinstance(one, (int, float, Decimal)) and isinstance(other, (int, float, Decimal)):
        return compare(one, other)
    raise JavaException("ClassCastException")


def parse_integer(text: Value, radix: int, bits: int) -> int:
    """`Integer.parseInt` and `Long.parseLong`."""
    digits = text[1:] if isinstance(text, str) and text[:1] in "+-" else text
    allowed = _DIGITS[:radix]
    if not isinstance(text, str) or not isinstance(digits, str) or not digits or len(digits) > 4000:
        raise _number_format(text)
    if not 2 <= radix <= len(_DIGITS):
        raise JavaException("NumberFormatException", f"radix {radix} is not between 2 and 36")
    if not all(digit in allowed for digit in digits.lower()):
        raise _number_format(text)
    value = int(text, radix)
    if wrap(value, bits) != value:
        raise _number_format(text)
    return value


def _number_format(text: Value) -> JavaException:
    shown = "null" if text is None else f'For input string: "{java_string(text)}"'
    return JavaException("NumberFormatException", shown)


def parse_double(text: Value) -> float:
    """`Double.parseDouble`."""
    if not isinstance(text, str):
        raise JavaException("NullPointerException")
    plain = text.strip()
    named = {"NaN": math.nan, "Infinity": math.inf}
    if plain.lstrip("+-") in named:
        return -named[plain[1:]] if plain.startswith("-") else named[plain.lstrip("+")]
    try:
        if not plain.isascii() or "_" in plain or plain.lstrip("+-")[:1] not in "0123456789.":
            raise ValueError(plain)
        return float(plain.rstrip("dDfF"))
    except ValueError:
        raise _number_format(text) from None


def to_radix(value: int, radix: int) -> str:
    """`Integer.toString(value, radix)`; a radix out of 2..36 counts as 10."""
    if not 2 <= radix <= len(_DIGITS):
        radix = 10
    digits, rest = "", abs(value)
    while rest:
        rest, digit = divmod(rest, radix)
        digits = _DIGITS[digit] + digits
    return f"{'-' if value < 0 else ''}{digits or '0'}"


def _unsigned(value: int, radix: int, bits: int) -> str:
    return to_radix(value & ((1 << bits) - 1), radix)


def _divide(one: int, other: int, bits: int) -> int:
    if other == 0:
        raise JavaException("ArithmeticException", "/ by zero")
    return wrap(one // other, bits)


NUMBER = table(
    {
        "intValue()": int_value,
        "longValue()": long_value,
        "doubleValue()": as_double,
        "shortValue()": lambda this: wrap(int_value(this), 16),
        "byteValue()": lambda this: Byte(wrap(int_value(this), 8)),
    }
)

INTEGER_STATIC = table(
    {
        "parseInt(String)": lambda _, text: parse_integer(text, 10, _INT),
        "parseInt(String,int)": lambda _, text, radix: parse_integer(text, radix, _INT),
        "valueOf(String)": lambda _, text: parse_integer(text, 10, _INT),
        "valueOf(String,int)": lambda _, text, radix: parse_integer(text, radix, _INT),
        "valueOf(int)": lambda _, value: int(value),
        "toString(int)": lambda _, value: str(int(value)),
        "toString(int,int)": lambda _, value, radix: to_radix(value, radix),
        "toHexString(int)": lambda _, value: _unsigned(value, 16, _INT),
        "toOctalString(int)": lambda _, value: _unsigned(value, 8, _INT),
        "toBinaryString(int)": lambda _, value: _unsigned(value, 2, _INT),
        "toUnsignedString(int)": lambda _, value: _unsigned(value, 10, _INT),
        "max(int,int)": lambda _, one, other: int(max(one, other)),
        "min(int,int)": lambda _, one, other: int(min(one, other)),
        "sum(int,int)": lambda _, one, other: wrap(one + other, _INT),
        "compare(int,int)": lambda _, one, other: (one > other) - (one < other),
        "signum(int)": lambda _, value: (value > 0) - (value < 0),
        "bitCount(int)": lambda _, value: (value & 0xFFFFFFFF).bit_count(),
        "hashCode(int)": lambda _, value: int(value),
        "decode(String)": lambda _, text: _decode(text, _INT),
    }
)
LONG_STATIC = table(
    {
        "parseLong(String)": lambda _, text: Long(parse_integer(text, 10, _LONG)),
        "parseLong(String,int)": lambda _, text, radix: Long(parse_integer(text, radix, _LONG)),
        "valueOf(String)": lambda _, text: Long(parse_integer(text, 10, _LONG)),
        "valueOf(String,int)": lambda _, text, radix: Long(parse_integer(text, radix, _LONG)),
        "valueOf(long)": lambda _, value: Long(value),
        "toString(long)": lambda _, value: str(int(value)),
        "toString(long,int)": lambda _, value, radix: to_radix(value, radix),
        "toHexString(long)": lambda _, value: _unsigned(value, 16, _LONG),
        "toOctalString(long)": lambda _, value: _unsigned(value, 8, _LONG),
        "toBinaryString(long)": lambda _, value: _unsigned(value, 2, _LONG),
        "max(long,long)": lambda _, one, other: Long(max(one, other)),
        "min(long,long)": lambda _, one, other: Long(min(one, other)),
        "sum(long,long)": lambda _, one, other: Long(wrap(one + other, _LONG)),
        "compare(long,long)": lambda _, one, other: (one > other) - (one < other),
        "signum(long)": lambda _, value: (value > 0) - (value < 0),
        "bitCount(long)": lambda _, value: (value & 0xFFFFFFFFFFFFFFFF).bit_count(),
        "hashCode(long)": lambda _, value: hash_code(Long(value)),
    }
)
DOUBLE_STATIC = table(
    {
        "parseDouble(String)": lambda _, text: parse_double(text),
        "valueOf(String)": lambda _, text: parse_double(text),
        "valueOf(double)": lambda _, value: as_double(value),
        "toString(double)": lambda _, value: java_string(as_double(value)),
        "isNaN(double)": lambda _, value: math.isnan(value),
        "isInfinite(double)": lambda _, value: math.isinf(value),
        "isFinite(double)": lambda _, value: math.isfinite(value),
        "max(double,double)": lambda _, one, other: max(as_double(one), as_double(other)),
        "min(double,double)": lambda _, one, other: min(as_double(one), as_double(other)),
        "sum(double,double)": lambda _, one, other: as_double(one) + as_double(other),
        "compare(double,double)": lambda _, one, other: compare(as_double(one), as_double(other)),
        "hashCode(double)": lambda _, value: hash_code(as_double(value)),
    }
)
BOOLEAN_STATIC = table(
    {
        "parseBoolean(String)": lambda _, text: text is not None and text.lower() == "true",
        "valueOf(String)": lambda _, text: text is not None and text.lower() == "true",
        "valueOf(boolean)": lambda _, value: value,
        "toString(boolean)": lambda _, value: java_string(value),
        "logicalAnd(boolean,boolean)": lambda _, one, other: one and other,
        "logicalOr(boolean,boolean)": lambda _, one, other: one or other,
        "logicalXor(boolean,boolean)": lambda _, one, other: one is not other,
        "compare(boolean,boolean)": lambda _, one, other: one - other,
        "hashCode(boolean)": lambda _, value: hash_code(value),
    }
)
CHARACTER_STATIC = table(
    {
        "isDigit(char)": lambda _, sign: sign.isdecimal(),
        "isLetter(char)": lambda _, sign: sign.isalpha(),
        "isLetterOrDigit(char)": lambda _, sign: sign.isalpha() or sign.isdecimal(),
        "isAlphabetic(int)": lambda _, code: 0 <= code < 0x110000 and chr(code).isalpha(),
        "isUpperCase(char)": lambda _, sign: sign.isupper(),
        "isLowerCase(char)": lambda _, sign: sign.islower(),
        "isWhitespace(char)": lambda _, sign: sign.isspace() and sign not in "\u00a0\u2007\u202f\u0085",
        "toUpperCase(char)": lambda _, sign: Character(sign.upper() if len(sign.upper()) == 1 else sign),
        "toLowerCase(char)": lambda _, sign: Character(sign.lower()),
        "toString(char)": lambda _, sign: str(sign),
        "valueOf(char)": lambda _, sign: sign,
        "getNumericValue(char)": lambda _, sign: _DIGITS.find(sign.lower()),
    }
)


def _decode(text: Value, bits: int) -> int:
    if not isinstance(text, str):
        raise JavaException("NullPointerException")
    sign, digits = (text[0], text[1:]) if text[:1] in ("-", "+") else ("", text)
    for prefix, radix in (("0x", 16), ("0X", 16), ("#", 16), ("0", 8)):
        if digits.startswith(prefix) and len(digits) > len(prefix):
            return parse_integer(sign + digits.removeprefix(prefix), radix, bits)
    return parse_integer(text, 10, bits)


_COMPARABLE = {"compareTo(Object)": compare_values}

INTEGER = merge(table({"compareTo(Integer)": compare_values, **_COMPARABLE}), NUMBER, INTEGER_STATIC)
LONG = merge(table({"compareTo(Long)": compare_values, **_COMPARABLE}), NUMBER, LONG_STATIC)
DOUBLE = merge(
    table(
        {
            "compareTo(Double)": compare_values,
            "isNaN()": math.isnan,
            "isInfinite()": math.isinf,
            **_COMPARABLE,
        }
    ),
    NUMBER,
    DOUBLE_STATIC,
)
BOOLEAN = merge(
    table({"booleanValue()": lambda this: this, "compareTo(Boolean)": compare_values, **_COMPARABLE}), BOOLEAN_STATIC
)
CHARACTER = merge(
    table({"charValue()": lambda this: this, "compareTo(Character)": compare_values, **_COMPARABLE}),
    CHARACTER_STATIC,
)


def _of_two(calculate: Callable[[int, int], BigInteger]) -> Callable[[int, int | None], BigInteger]:
    """A method of two BigIntegers, of which the second must not be null."""

    def call(this: int, other: int | None) -> BigInteger:
        if other is None:
            raise JavaException("NullPointerException")
        return calculate(int(this), int(other))

    return call


def _big_divide(this: int, other: int) -> BigInteger:
    if other == 0:
        raise JavaException("ArithmeticException", "BigInteger divide by zero")
    cut = abs(this) // abs(other)
    return BigInteger(cut if (this < 0) == (other < 0) else -cut)


def _big_modulo(this: int, other: int) -> BigInteger:
    if other <= 0:
        raise JavaException("ArithmeticException", "BigInteger: modulus not positive")
    return BigInteger(this % other)


def _big_power(this: int, exponent: int) -> BigInteger:
    if exponent < 0:
        raise JavaException("ArithmeticException", "Negative exponent")
    big(1 << min(this.bit_length() * exponent, 1 << 20))
    return big(int(this) ** exponent)


BIG_INTEGER = merge(
    table(
        {
            "add(BigInteger)": _of_two(lambda this, other: big(this + other)),
            "subtract(BigInteger)": _of_two(lambda this, other: big(this - other)),
            "multiply(BigInteger)": _of_two(lambda this, other: big(this * other)),
            "divide(BigInteger)": _of_two(_big_divide),
            "mod(BigInteger)": _of_two(_big_modulo),
            "pow(int)": _big_power,
            "negate()": lambda this: BigInteger(-this),
            "abs()": lambda this: BigInteger(abs(this)),
            "signum()": lambda this: (this > 0) - (this < 0),
            "bitLength()": lambda this: (this if this >= 0 else ~this).bit_length(),
            "toString(int)": to_radix,
            "max(BigInteger)": _of_two(lambda this, other: BigInteger(max(this, other))),
            "min(BigInteger)": _of_two(lambda this, other: BigInteger(min(this, other))),
            "compareTo(BigInteger)": compare_values,
            **_COMPARABLE,
        }
    ),
    NUMBER,
)


def _scale(this: Decimal) -> int:
    exponent = this.as_tuple().exponent
    assert isinstance(exponent, int)
    return -exponent


def _plain(this: Decimal) -> str:
    return format(this, "f")


def _set_scale(this: Decimal, scale: int) -> Decimal:
    try:
        rounded = this.quantize(Decimal((0, (1,), -scale)), ROUND_FLOOR)
    except InvalidOperation:
        raise JavaException("ArithmeticException", "Rounding necessary") from None
    if rounded != this:
        raise JavaException("ArithmeticException", "Rounding necessary")
    return rounded


BIG_DECIMAL = merge(
    table(
        {
            "scale()": _scale,
            "precision()": lambda this: len(this.as_tuple().digits),
            "signum()": lambda this: (this > 0) - (this < 0),
            "negate()": Decimal.copy_negate,
            "abs()": Decimal.copy_abs,
            "setScale(int)": _set_scale,
            "toPlainString()": _plain,
            "compareTo(BigDecimal)": compare_values,
            **_COMPARABLE,
        }
    ),
    NUMBER,
)
