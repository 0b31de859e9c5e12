"""json-smart's permissive JSON parser, in the mode Jayway JsonPath runs it: what `$input` and `$util.parseJson` read.

Text that is JSON by the book goes through the standard library's parser, whose result json-smart shares. All else goes
through `_Permissive`: bare and single-quoted strings, doubled and trailing commas, leading zeros, text after the end.
"""

import json
import re
from decimal import Decimal, InvalidOperation

from lgtui.emulator.gateway.templates.values import BigInteger, Float, JSONArray, Long, Value

# json-smart 2.2 counts most objects of a document towards this depth and never takes them off again, so that it refuses
# a list of 400 objects. AWS renders longer lists: here it is the depth alone.
MAX_DEPTH = 400
# A number of this many places is beyond use, and reckoning with it would stall the gateway.
MAX_EXPONENT = 9_999
MAX_DIGITS = 4_300

# `new BigDecimal` above this many characters, `Double.parseDouble` up to it.
_DOUBLE_LENGTH = 18
_LONG_DIGITS = 19
_END = "\x1a"
_BLANKS = "".join(map(chr, range(0x21)))
# Where a bare word ends: in a list, as a member's value, as a key, at the top.
_IN_ARRAY, _IN_OBJECT, _IN_KEY, _AT_TOP = ",]\x1a", ",}\x1a", ":\x1a", "\x1a"
_BARE = {stops: re.compile(f"[^{re.escape(stops)}]*") for stops in (_IN_ARRAY, _IN_OBJECT, _IN_KEY, _AT_TOP)}
_NUMBER = re.compile(r"[-0-9][0-9]*(?P<fraction>\.[0-9]*)?(?P<exponent>[eE](?:[-+0-9][0-9]*)?)?")
_SPACES = re.compile(r"[ \t\r\n]*")
_ANY_BLANKS = re.compile(r"[\x00-\x19\x1b-\x20]*")
_PLAIN = re.compile(r"[^\"'\\\x00-\x1f\x7f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b", "\\": "\\", "/": "/", "'": "'", '"': '"'}
_HEX_ESCAPES = {"u": re.compile("[0-9a-fA-F]{4}"), "x": re.compile("[0-9a-fA-F]{2}")}
_WORDS: dict[str, Value] = {"null": None, "true": True, "false": False, "NaN": Float("nan")}


class JsonError(ValueError):
    """The text is not even permissive JSON; the message says what stands in the way, and where."""


def parse(text: str) -> Value:
    """Parse `text` as json-smart does.

    Returns:
        A Java value: maps are LinkedHashMaps (dict), lists JSONArrays.

    Raises:
        JsonError: json-smart refuses it.
    """
    if "\x7f" in text:
        return _Permissive(text).parse()
    try:
        value = _BY_THE_BOOK.decode(text)
    except (ValueError, RecursionError):
        return _Permissive(text).parse()
    return _adopt(value, 1) if value.__class__ in _CONTAINERS else value


def _adopt(container: Value, depth: int) -> Value:
    """Make every list of what the standard library read a JSONArray."""
    if depth > MAX_DEPTH:
        raise JsonError(f"it is nested more than {MAX_DEPTH} levels deep")
    if isinstance(container, dict):
        for key, value in container.items():
            if value.__class__ in _CONTAINERS:
                container[key] = _adopt(value, depth + 1)
        return container
    assert isinstance(container, list)
    return JSONArray([_adopt(item, depth + 1) if item.__class__ in _CONTAINERS else item for item in container])


# Numbers ----------------------------------------------------------------------------------------------------------


def integer(text: str) -> int:
    """The Integer, Long or BigInteger that the digits `text` stand for; by their count too, as leading zeros count."""
    if text == "-":
        return 0
    if len(text) > MAX_DIGITS:
        raise JsonError(f"a number has more than {MAX_DIGITS} digits")
    value = int(text)
    return BigInteger(value) if len(text) > _LONG_DIGITS + (text[0] == "-") else sized(value)


def sized(value: int) -> int:
    """`value` as the smallest of Integer, Long and BigInteger that holds it."""
    if -0x8000_0000 <= value <= 0x7FFF_FFFF:
        return value
    return Long(value) if -(1 << 63) <= value < 1 << 63 else BigInteger(value)


def _fraction(text: str) -> float | Decimal:
    """The Double or BigDecimal that `text` stands for."""
    try:
        if len(text) <= _DOUBLE_LENGTH:
            return float(text)
        number = Decimal(text)
    except (ValueError, InvalidOperation):
        raise JsonError(f"'{text}' is not a number") from None
    if len(text) > MAX_DIGITS or abs(number.adjusted()) > MAX_EXPONENT:
        raise JsonError(f"the number {text[:20]}… is out of bounds")
    return number or abs(number)


def _refuse_constant(word: str) -> Value:
    raise ValueError(word)


_CONTAINERS = (dict, list)
_BY_THE_BOOK = json.JSONDecoder(parse_int=integer, parse_float=_fraction, parse_constant=_refuse_constant)


# What is not JSON by the book ---------------------------------------------------------------------------------------


class _Permissive:
    """One pass over a text. `_at` is the place of the character to read next; `_END` stands behind the last."""

    def __init__(self, text: str) -> None:
        self._text = text + 2 * _END
        self._at = 0
        self._depth = 0

    def parse(self) -> Value:
        self._skip(_SPACES)
        return self._value(_AT_TOP)

    def _value(self, stops: str) -> Value:
        start = self._text[self._at]
        if start == "{":
            return self._object()
        if start == "[":
            return self._array()
        return self._scalar(start, stops)

    def _scalar(self, start: str, stops: str) -> Value:
        if start in ":]}":
            raise self._unexpected()
        if start in "\"'":
            return self._string(start)
        if start == "-" or "0" <= start <= "9":
            return self._number(stops)
        word = self._bare(stops)
        return _WORDS.get(word, word) if start in "nftN" else word

    def _array(self) -> JSONArray:
        items = JSONArray()
        self._enter()
        while True:
            self._skip(_SPACES)
            start = self._text[self._at]
            if start == "]":
                self._leave()
                return items
            if start == _END:
                raise JsonError("it ends inside a list")
            if start == ",":
                self._at += 1
            else:
                items.append(self._value(_IN_ARRAY))

    def _object(self) -> dict[Value, Value]:
        members: dict[Value, Value] = {}
        self._enter()
        while True:
            self._skip(_SPACES)
            start = self._text[self._at]
            if start == "}":
                self._leave()
                return members
            if start in ":[]{":
                raise self._unexpected()
            if start == ",":
                self._at += 1
            else:
                key = self._key(start)
                members[key] = self._value(_IN_OBJECT)
                self._skip(_ANY_BLANKS)
                if self._text[self._at] not in ",}":
                    raise self._unexpected()

    def _key(self, start: str) -> str:
        key = self._string(start) if start in "\"'" else self._bare(_IN_KEY)
        self._skip(_ANY_BLANKS)
        if self._text[self._at] != ":":
            raise self._unexpected()
        self._at += 1
        self._skip(_SPACES)
        return key

    def _number(self, stops: str) -> Value:
        start = self._at
        match = _NUMBER.match(self._text, start)
        assert match is not None
        self._at = match.end()
        exponent = match["exponent"]
        if exponent is None or len(exponent) > 1:
            self._skip(_ANY_BLANKS)
            after = self._text[self._at]
            if after >= "~" or after in stops:
                return _fraction(match[0]) if exponent or match["fraction"] is not None else integer(match[0])
        return (self._text[start : self._at] + self._bare(stops, trim=False)).strip(_BLANKS)

    def _bare(self, stops: str, trim: bool = True) -> str:
        match = _BARE[stops].match(self._text, self._at)
        assert match is not None
        self._at = match.end()
        return match[0].strip(_BLANKS) if trim else match[0]

    def _string(self, quote: str) -> str:
        end = self._text.find(quote, self._at + 1)
        if end < 0:
            raise JsonError(f"a string that opens at character {self._at + 1} is not closed")
        raw = self._text[self._at + 1 : end]
        if "\\" in raw:
            return self._escaped_string(quote)
        self._at = end + 1
        return raw

    def _escaped_string(self, quote: str) -> str:
        """A string with an escape in it, out of which json-smart also drops control characters."""
        parts: list[str] = []
        self._at += 1
        while True:
            if plain := _PLAIN.match(self._text, self._at):
                parts.append(plain[0])
                self._at = plain.end()
            start = self._text[self._at]
            if start == _END:
                raise JsonError("it ends inside a string")
            self._at += 1
            if start == quote:
                return _join_surrogates("".join(parts))
            if start == "\\":
                parts.append(self._escape())
            elif start in "\"'":
                parts.append(start)

    def _escape(self) -> str:
        letter = self._text[self._at]
        self._at += 1
        if letter not in _HEX_ESCAPES:
            return _ESCAPES.get(letter, "")
        digits = _HEX_ESCAPES[letter].match(self._text, self._at)
        if digits is None:
            raise JsonError(f"the \\{letter} escape at character {self._at - 1} lacks hexadecimal digits")
        self._at = digits.end()
        return chr(int(digits[0], 16))

    def _enter(self) -> None:
        self._depth += 1
        self._at += 1
        if self._depth > MAX_DEPTH:
            raise JsonError(f"it is nested more than {MAX_DEPTH} levels deep")

    def _leave(self) -> None:
        self._depth -= 1
        self._at += 1

    def _skip(self, blanks: re.Pattern[str]) -> None:
        match = blanks.match(self._text, self._at)
        assert match is not None
        self._at = match.end()

    def _unexpected(self) -> JsonError:
        if self._at >= len(self._text) - len(2 * _END):
            return JsonError("it ends too early")
        return JsonError(f"'{self._text[self._at]}' is not expected at character {self._at + 1}")


def _join_surrogates(text: str) -> str:
    """Make one character of the two halves that a pair of \\u escapes left."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
