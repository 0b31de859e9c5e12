"""The methods of java.lang.String, static ones too."""

from collections.abc import Callable

from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import check_items, check_text
from lgtui.emulator.gateway.templates.methods import regexes
from lgtui.emulator.gateway.templates.methods.formats import java_format
from lgtui.emulator.gateway.templates.printing import java_string
from lgtui.emulator.gateway.templates.signatures import merge, table
from lgtui.emulator.gateway.templates.texts import joined, units
from lgtui.emulator.gateway.templates.values import Byte, Character, JavaArray, Value
from lgtui.emulator.gateway.templates.views import elements

_BLANKS = "".join(map(chr, range(0x21)))
_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a"
_WHITESPACE = _SPACES + "\u2028\u2029\u205f\u3000"
_CHARSETS = {"utf8": "utf-8", "utf16": "utf-16", "iso88591": "latin-1", "latin1": "latin-1", "usascii": "ascii"}


def _out_of_range(message: str) -> JavaException:
    return JavaException("StringIndexOutOfBoundsException", message)


def _length(this: str) -> int:
    return len(units(this))


def _char_at(this: str, index: int) -> Character:
    text = units(this)
    if not 0 <= index < len(text):
        raise _out_of_range(f"String index out of range: {index}")
    return Character(text[index])


def _code_point_at(this: str, index: int) -> int:
    _char_at(this, index)
    return ord(joined(units(this)[index:])[0])


def _substring(this: str, first: int, end: int | None = None) -> str:
    text = units(this)
    end = len(text) if end is None else end
    if not 0 <= first <= end <= len(text):
        raise _out_of_range(f"begin {first}, end {end}, length {len(text)}")
    return joined(text[first:end])


def _searched(find: Callable[[str, str, int], int]) -> Callable[..., int]:
    """A search that counts UTF-16 units; what is sought is a text or a character's code."""

    def search(this: str, sought: str | int | None, start: int | None = None) -> int:
        if sought is None:
            raise JavaException("NullPointerException")
        wanted = sought if isinstance(sought, str) else chr(sought) if 0 <= sought < 0x110000 else "\0\0"
        if wanted == "\0\0":
            return -1
        text = units(this)
        return find(text, units(wanted), len(text) if start is None else start)

    return search


def _find(text: str, sought: str, start: int) -> int:
    start = max(0, start)
    return text.find(sought, start) if start <= len(text) else (len(text) if not sought else -1)


def _find_last(text: str, sought: str, start: int) -> int:
    return -1 if start < 0 else text.rfind(sought, 0, start + len(sought))


_index_of, _last_index_of = _searched(_find), _searched(_find_last)


def _first_index_of(this: str, sought: str | int | None) -> int:
    return _index_of(this, sought, 0)


def _compare(this: str, other: str | None) -> int:
    if other is None:
        raise JavaException("NullPointerException")
    one, two = units(this), units(other)
    for left, right in zip(one, two, strict=False):
        if left != right:
            return ord(left) - ord(right)
    return len(one) - len(two)


def _compare_any(this: str, other: Value) -> int:
    if other is not None and type(other) is not str:
        raise JavaException("ClassCastException")
    return _compare(this, other)


def _compare_folded(this: str, other: str | None) -> int:
    if other is None:
        raise JavaException("NullPointerException")
    return _compare(_folded(this), _folded(other))


def _folded(text: str) -> str:
    return "".join([sign.upper().lower() if len(sign.upper()) == 1 else sign for sign in text])


def _known(text: Value) -> str:
    """A CharSequence argument, which must not be null."""
    if text is None:
        raise JavaException("NullPointerException")
    return java_string(text)


def _concat(this: str, other: Value) -> str:
    check_text(len(this) + len(_known(other)))
    return this + _known(other)


def _replace(this: str, old: Value, new: Value) -> str:
    before, after = _known(old), _known(new)
    if len(after) > len(before):
        check_text(len(this) + this.count(before) * (len(after) - len(before)))
    return this.replace(before, after)


def _repeat(this: str, count: int) -> str:
    if count < 0:
        raise JavaException("IllegalArgumentException", f"count is negative: {count}")
    check_text(len(this) * count)
    return this * count


def _starts_with(this: str, prefix: str | None, offset: int = 0) -> bool:
    return 0 <= offset <= _length(this) and units(this).startswith(units(_known(prefix)), offset)


def _region_matches(this: str, offset: int, other: str, other_offset: int, length: int) -> bool:
    return _region(False, this, offset, _known(other), other_offset, length)


def _region_matches_folded(this: str, fold: bool, offset: int, other: str, other_offset: int, length: int) -> bool:
    return _region(fold, this, offset, _known(other), other_offset, length)


def _region(fold: bool, this: str, offset: int, other: str, other_offset: int, length: int) -> bool:
    one, two = units(this), units(other)
    if offset < 0 or other_offset < 0 or offset > len(one) - length or other_offset > len(two) - length:
        return False
    end = max(0, length)
    left, right = one[offset : offset + end], two[other_offset : other_offset + end]
    return _folded(left) == _folded(right) if fold else left == right


def _bytes(this: str, charset: str = "UTF-8") -> JavaArray:
    encoding = _CHARSETS.get(_known(charset).lower().replace("-", "").replace("_", ""))
    if encoding is None:
        raise JavaException("UnsupportedEncodingException", charset)
    data = this.encode(encoding, "replace")
    check_items(len(data))
    return JavaArray([Byte(byte - 256 if byte > 127 else byte) for byte in data], "byte")


def _chars(this: str) -> JavaArray:
    check_items(_length(this))
    return JavaArray([Character(unit) for unit in units(this)], "char")


def _from_chars(_: Value, chars: JavaArray | None) -> str:
    if chars is None:
        raise JavaException("NullPointerException")
    return joined("".join(java_string(sign) for sign in chars))


def _join_array(_: Value, separator: Value, items: JavaArray) -> str:
    return _joined(_known(separator), [java_string(item) for item in items])


def _join_items(_: Value, separator: Value, items: Value) -> str:
    return _joined(_known(separator), [java_string(_sequence(item)) for item in elements(items) or ()])


def _joined(separator: str, parts: list[str]) -> str:
    check_text(sum(map(len, parts)) + len(separator) * len(parts))
    return separator.join(parts)


def _sequence(item: Value) -> Value:
    """An element of what `String.join` takes: a CharSequence or null."""
    if item is not None and type(item) is not str:
        raise JavaException("ClassCastException")
    return item


def _value_of(_: Value, value: Value) -> str:
    return java_string(value)


def _equals_folded(this: str, other: str | None) -> bool:
    return other is not None and _folded(this) == _folded(other)


def _upper(this: str) -> str:
    return this.upper()


STRING_STATIC = table(
    {
        "valueOf(Object)": _value_of,
        "valueOf(boolean)": _value_of,
        "valueOf(char)": _value_of,
        "valueOf(int)": _value_of,
        "valueOf(long)": _value_of,
        "valueOf(double)": _value_of,
        "valueOf(char[])": _from_chars,
        "copyValueOf(char[])": _from_chars,
        "format(String,Object...)": lambda _, pattern, items: java_format(pattern, items),
        "join(CharSequence,CharSequence...)": _join_array,
        "join(CharSequence,Iterable)": _join_items,
    }
)
STRING = merge(
    table(
        {
            "length()": _length,
            "isEmpty()": lambda this: not this,
            "isBlank()": lambda this: not this.strip(_WHITESPACE),
            "charAt(int)": _char_at,
            "codePointAt(int)": _code_point_at,
            "compareTo(String)": _compare,
            "compareTo(Object)": _compare_any,
            "compareToIgnoreCase(String)": _compare_folded,
            "concat(String)": _concat,
            "contains(CharSequence)": lambda this, other: _known(other) in this,
            "contentEquals(CharSequence)": lambda this, other: this == _known(other),
            "endsWith(String)": lambda this, suffix: this.endswith(_known(suffix)),
            "equalsIgnoreCase(String)": _equals_folded,
            "formatted(Object...)": java_format,
            "getBytes()": _bytes,
            "getBytes(String)": _bytes,
            "indexOf(String)": _first_index_of,
            "indexOf(String,int)": _index_of,
            "indexOf(int)": _first_index_of,
            "indexOf(int,int)": _index_of,
            "intern()": lambda this: this,
            "lastIndexOf(String)": _last_index_of,
            "lastIndexOf(String,int)": _last_index_of,
            "lastIndexOf(int)": _last_index_of,
            "lastIndexOf(int,int)": _last_index_of,
            "matches(String)": regexes.matches,
            "regionMatches(int,String,int,int)": _region_matches,
            "regionMatches(boolean,int,String,int,int)": _region_matches_folded,
            "repeat(int)": _repeat,
            "replace(CharSequence,CharSequence)": _replace,
            "replace(char,char)": _replace,
            "replaceAll(String,String)": regexes.replace_all,
            "replaceFirst(String,String)": regexes.replace_first,
            "split(String)": regexes.split,
            "split(String,int)": regexes.split,
            "startsWith(String)": _starts_with,
            "startsWith(String,int)": _starts_with,
            "strip()": lambda this: this.strip(_WHITESPACE),
            "stripLeading()": lambda this: this.lstrip(_WHITESPACE),
            "stripTrailing()": lambda this: this.rstrip(_WHITESPACE),
            "subSequence(int,int)": _substring,
            "substring(int)": _substring,
            "substring(int,int)": _substring,
            "toCharArray()": _chars,
            "toLowerCase()": str.lower,
            "toString()": lambda this: this,
            "toUpperCase()": _upper,
            "trim()": lambda this: this.strip(_BLANKS),
        }
    ),
    STRING_STATIC,
)
