"""`Double.toString` as Java has it up to version 18: not always the shortest digits that read back the same."""

import math
from decimal import Decimal

# From here to 2**63, Java rounds the whole number to its significant decimal digits.
_WHOLE = 1e16
_WHOLE_END = float(1 << 63)
# Below, all doubles are subnormal, and one digit may be too short for Java's form.
_TINY = 1e-300
_MANTISSA_BITS = 53


def double_text(value: float) -> str:
    """What Java prints for the Double `value`: `1.0`, `1.0E7`, `1.0E-4`, `NaN`, `-Infinity`."""
    if 1e-3 <= value < 1e7:
        return repr(value)
    if not math.isfinite(value):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    size = abs(value)
    if 1e-3 <= size < 1e7 or size == 0.0:
        return repr(value)
    digits, exponent = _digits(size)
    return f"{'-' if value < 0 else ''}{digits[0]}.{digits[1:] or '0'}E{exponent}"


def _digits(size: float) -> tuple[str, int]:
    """The digits Java prints for `size`, and the decimal exponent of the first one."""
    if _TINY < size < _WHOLE:
        return _shortest(size)
    return _rounded(size) if _WHOLE <= size < _WHOLE_END else _generated(size)


def _shortest(size: float) -> tuple[str, int]:
    _, digits, exponent = Decimal(repr(size)).as_tuple()
    assert isinstance(exponent, int)
    return "".join(map(str, digits)).rstrip("0"), exponent + len(digits) - 1


def _rounded(size: float) -> tuple[str, int]:
    number = int(size)
    spare_bits = number.bit_length() - _MANTISSA_BITS - 2
    spare_digits = len(str(1 << spare_bits)) - 1 if spare_bits > 1 else 0
    text = str((number + 10**spare_digits // 2) // 10**spare_digits)
    return text.rstrip("0"), len(text) + spare_digits - 1


def _generated(size: float) -> tuple[str, int]:
    """Digit by digit, until what is left is less than half the distance to the next double."""
    exponent = _shortest(size)[1]
    numerator, denominator = size.as_integer_ratio()
    gap, gap_denominator = math.ulp(size).as_integer_ratio()
    small = 10 ** max(0, -exponent)
    rest = 4 * numerator * gap_denominator * small
    unit = 4 * denominator * gap_denominator * 10 ** max(0, exponent)
    margin = 2 * gap * denominator * small
    if math.frexp(size)[0] == 0.5:
        margin //= 2
    digits, rest = divmod(rest, unit)
    if digits == 0 and rest + margin <= unit:
        exponent -= 1
    low = high = False
    while not (low or high):
        rest, margin = 10 * rest, 10 * margin
        digit, rest = divmod(rest, unit)
        digits = 10 * digits + digit
        low, high = rest < margin, rest + margin > unit
    if high and (not low or 2 * rest > unit or (2 * rest == unit and digits % 2)):
        digits += 1
    return str(digits).rstrip("0"), exponent
