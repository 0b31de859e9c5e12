"""`String.format`: the conversions of java.util.Formatter that make sense for a template's values."""

import re
from decimal import ROUND_HALF_UP, Decimal

from lgtui.emulator.gateway.templates.arithmetic import is_number
from lgtui.emulator.gateway.templates.equality import hash_code
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import check_text
from lgtui.emulator.gateway.templates.printing import java_string
from lgtui.emulator.gateway.templates.texts import joined, units
from lgtui.emulator.gateway.templates.values import BigInteger, Byte, Character, Long, Value

_SPECIFIER = re.compile(r"%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(\.\d+)?([tT])?([a-zA-Z%])")
_WHOLE = "doxX"
_DOUBLE = "fFeEgG"


def java_format(pattern: Value, arguments: list[Value] | None) -> str:
    """`String.format(pattern, arguments)`.

    Raises:
        JavaException: the pattern is wrong, or an argument is missing or of another type than its conversion.
    """
    if pattern is None:
        raise JavaException("NullPointerException")
    text = java_string(pattern)
    formatter = _Formatter(arguments if arguments is not None else [None])
    parts: list[str] = []
    at = 0
    while (percent := text.find("%", at)) >= 0:
        match = _SPECIFIER.match(text, percent)
        if match is None:
            raise JavaException("UnknownFormatConversionException", f"Conversion = {text[percent : percent + 2]!r}")
        parts += (text[at:percent], formatter.convert(match))
        at = match.end()
    parts.append(text[at:])
    check_text(sum(map(len, parts)))
    return "".join(parts)


class _Formatter:
    """Hands the arguments to the conversions, in turn or by number.

    Args:
        arguments: The values.
    """

    def __init__(self, arguments: list[Value]) -> None:
        self._arguments = arguments
        self._next = 0
        self._last = -1

    def convert(self, match: re.Match[str]) -> str:
        """One specifier's text."""
        index, flags, width, precision, date, conversion = match.groups()
        if date:
            raise JavaException("IllegalFormatConversionException", f"t{conversion}")
        size = int(width) if width else 0
        check_text(size)
        if conversion == "n":
            return "\n"
        if conversion == "%":
            return _pad("%", flags, size)
        digits = int(precision[1:]) if precision else None
        check_text(digits or 0)
        text = _converted(self._argument(index, flags), conversion, flags, size, digits)
        return text.upper() if conversion.isupper() else text

    def _argument(self, index: str | None, flags: str) -> Value:
        if "<" in flags:
            at = self._last
        elif index:
            at = int(index) - 1
        else:
            at, self._next = self._next, self._next + 1
        if not 0 <= at < len(self._arguments):
            raise JavaException("MissingFormatArgumentException", "Format specifier")
        self._last = at
        return self._arguments[at]


def _converted(value: Value, conversion: str, flags: str, width: int, digits: int | None) -> str:
    kind = conversion.lower()
    if conversion in _WHOLE and value is not None:
        if not isinstance(value, int) or isinstance(value, bool):
            raise _mismatch(conversion, value)
        return _number(_whole(value, conversion, flags), flags, width)
    if conversion in _DOUBLE and value is not None:
        if not isinstance(value, (float, Decimal)):
            raise _mismatch(conversion, value)
        return _number(_double(value, kind, flags, 6 if digits is None else digits), flags, width)
    text = _general(value, kind)
    return _pad(text if digits is None else joined(units(text)[:digits]), flags, width)


def _general(value: Value, kind: str) -> str:
    if kind == "s":
        return java_string(value)
    if kind == "b":
        return java_string(value if isinstance(value, bool) else value is not None)
    if kind == "h":
        return "null" if value is None else f"{hash_code(value) & 0xFFFFFFFF:x}"
    if kind == "c":
        return _character(value)
    if value is None and kind in "doxfeg":
        return "null"
    raise JavaException("UnknownFormatConversionException", f"Conversion = {kind!r}")


def _character(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, Character):
        return str(value)
    if type(value) in (int, Byte) and isinstance(value, int) and 0 <= value < 0x110000:
        return chr(value)
    raise _mismatch("c", value)


def _mismatch(conversion: str, value: Value) -> JavaException:
    kind = "number" if is_number(value) else type(value).__name__
    return JavaException("IllegalFormatConversionException", f"{conversion} != {kind}")


def _whole(value: int, conversion: str, flags: str) -> str:
    if conversion == "d":
        return f"{value:,}" if "," in flags else str(int(value))
    bits = 64 if isinstance(value, Long) else 8 if isinstance(value, Byte) else 32
    shown = int(value) if isinstance(value, BigInteger) else value & ((1 << bits) - 1)
    prefix = {"o": "0", "x": "0x", "X": "0X"}[conversion] if "#" in flags else ""
    return prefix + format(shown, conversion)


def _double(value: float | Decimal, kind: str, flags: str, digits: int) -> str:
    if isinstance(value, float) and value - value != 0:
        return java_string(value)
    exact = Decimal(java_string(value))
    if kind == "g":
        kind, digits = _general_form(exact, digits or 1)
    if kind == "e":
        return _scientific(exact, digits)
    rounded = exact.quantize(Decimal((0, (1,), -digits)), ROUND_HALF_UP) if abs(exact.adjusted()) < 400 else exact
    return format(rounded, ",f" if "," in flags else "f")


def _general_form(value: Decimal, digits: int) -> tuple[str, int]:
    if value == 0 or Decimal("0.0001") <= abs(value) < Decimal(10) ** digits:
        return "f", max(0, digits - 1 - (value.adjusted() if value else 0))
    return "e", digits - 1


def _scientific(value: Decimal, digits: int) -> str:
    exponent = value.adjusted() if value else 0
    mantissa = value.scaleb(-exponent).quantize(Decimal((0, (1,), -digits)), ROUND_HALF_UP)
    if abs(mantissa) >= 10:
        exponent += 1
        mantissa = value.scaleb(-exponent).quantize(Decimal((0, (1,), -digits)), ROUND_HALF_UP)
    return f"{mantissa:f}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _number(text: str, flags: str, width: int) -> str:
    """Signs, parentheses and leading zeros."""
    negative = text.startswith("-")
    digits = text.removeprefix("-")
    sign = "-" if negative else "+" if "+" in flags else " " if " " in flags else ""
    tail = ""
    if negative and "(" in flags:
        sign, tail = "(", ")"
    if "0" in flags:
        digits = digits.rjust(width - len(sign) - len(tail), "0")
    return _pad(sign + digits + tail, flags, width)


def _pad(text: str, flags: str, width: int) -> str:
    return text.ljust(width) if "-" in flags else text.rjust(width)
