"""Strings as Java counts them: in UTF-16 units, of which a character beyond the basic plane takes two."""

import re

_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def units(text: str) -> str:
    """A text with each character beyond the basic plane as its two surrogates."""
    if text.isascii() or not _BEYOND.search(text):
        return text
    return _BEYOND.sub(_split, text)


def joined(text: str) -> str:
    """The opposite of `units`."""
    if text.isascii() or not _PAIR.search(text):
        return text
    return _PAIR.sub(_join, text)


def _split(match: re.Match[str]) -> str:
    code = ord(match[0]) - 0x10000
    return chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))


def _join(match: re.Match[str]) -> str:
    high, low = map(ord, match[0])
    return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
