"""What the literals of a template stand for: numbers by Java's ranges, strings without quotes."""

import re

from lgtui.emulator.gateway.templates.values import BigInteger, Long

_UNICODE = re.compile(r"\\u(.{0,4})", re.DOTALL)


def number(image: str) -> object:
    """An integer literal as the smallest of Integer, Long and BigInteger that holds it; any other as Double."""
    digits = image.lstrip("-")
    if not digits.isdigit():
        return float(image)
    if len(digits) > 4000:
        raise ValueError("A number of more than 4,000 digits")
    value = int(image)
    if -(2**31) <= value < 2**31:
        return value
    return Long(value) if -(2**63) <= value < 2**63 else BigInteger(value)


def string(image: str) -> str:
    """A string literal without its quotes; doubled quotes become one, `\\uXXXX` counts between double quotes.

    Raises:
        ValueError: `\\u` without four hexadecimal digits.
    """
    quote, content = image[0], image[1:-1]
    if quote == '"' and "\\u" in content:
        content = _UNICODE.sub(_character, content)
    return content.replace(quote * 2, quote) if quote in content else content


def _character(match: re.Match[str]) -> str:
    digits = match[1]
    if len(digits) < 4 or not re.fullmatch(r"[+-]?[0-9A-Fa-f]+", digits):
        raise ValueError("\\u wants four hexadecimal digits")
    return chr(int(digits, 16) & 0xFFFF)
