"""`$util`: the six functions API Gateway gives to templates, as commons-lang 2 and java.net have them."""

import base64
import codecs
import re
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar
from urllib.parse import quote_plus

from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.json_smart import JsonError, parse
from lgtui.emulator.gateway.templates.signatures import table
from lgtui.emulator.gateway.templates.values import JavaObject, Method, Value

_SCRIPT_SPECIAL = re.compile("['\"\\\\/\x00-\x1f\x80-\U0010ffff]")
escape_script = _SCRIPT_SPECIAL.sub
_SCRIPT_SHORT = {
    "'": "\\'",
    '"': '\\"',
    "\\": "\\\\",
    "/": "\\/",
    "\b": "\\b",
    "\n": "\\n",
    "\t": "\\t",
    "\f": "\\f",
    "\r": "\\r",
}
_PERCENT = re.compile(r"\+|(?:%..)+|%", re.DOTALL)
# `Integer.parseInt(…, 16)` takes a plus sign too.
_HEX = re.compile(r"[+0-9a-fA-F][0-9a-fA-F]")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?")


def escape_javascript(text: str) -> str:
    """`StringEscapeUtils.escapeJavaScript` of commons-lang 2: `'` and `/` too, all beyond ASCII as \\uXXXX."""
    return escape_script(script_escape, text)


def url_encode(text: str) -> str:
    """`URLEncoder.encode(text, "UTF-8")`: a blank is `+`; letters, digits and `.-*_` stay."""
    return quote_plus(text, safe="*", errors="replace").replace("~", "%7E")


def url_decode(text: str) -> str:
    """`URLDecoder.decode(text, "UTF-8")`.

    Raises:
        JavaException: A `%` is not followed by two hexadecimal digits.
    """
    return _PERCENT.sub(_percent_decode, text)


def base64_encode(text: str) -> str:
    """Base64 of the text's UTF-8."""
    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")


def base64_decode(text: str) -> str:
    """The UTF-8 text that `text` is the base64 of; padding may be missing.

    Raises:
        JavaException: It is no base64.
    """
    if not _BASE64.fullmatch(text):
        raise JavaException("IllegalArgumentException", "the argument of base64Decode is not base64")
    digits = text.rstrip("=")
    return _decode_utf8(base64.b64decode(digits + "=" * (-len(digits) % 4)))


def parse_json(text: str) -> Value:
    """The Java value of permissive JSON.

    Raises:
        JavaException: It is not even permissive JSON.
    """
    try:
        return parse(text)
    except JsonError as error:
        raise JavaException("InvalidJsonException", f"the argument of parseJson is not JSON: {error}") from None


def script_escape(match: re.Match[str]) -> str:
    """What `escape_script` puts in place of a character."""
    sign = match[0]
    if sign in _SCRIPT_SHORT:
        return _SCRIPT_SHORT[sign]
    units = sign.encode("utf-16-be", "surrogatepass").hex().upper()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _percent_decode(match: re.Match[str]) -> str:
    escapes = match[0]
    if escapes == "+":
        return " "
    octets = bytearray()
    for at in range(1, len(escapes) + 1, 3):
        digits = escapes[at : at + 2]
        if not _HEX.fullmatch(digits):
            raise JavaException("IllegalArgumentException", f"%{digits} is no escape that urlDecode can decode")
        octets.append(int(digits, 16))
    return _decode_utf8(octets)


def _decode_utf8(octets: bytes | bytearray) -> str:
    return octets.decode("utf-8", "java-malformed")


def _replace_as_java(error: UnicodeError) -> tuple[str, int]:
    """One U+FFFD for a malformed sequence; half a surrogate pair in UTF-8 is one too, where Python counts its bytes."""
    assert isinstance(error, UnicodeDecodeError)
    first, second, third = (*error.object[error.start : error.start + 3], 0, 0)[:3]
    if first == 0xED and 0xA0 <= second <= 0xBF:
        return "\ufffd", error.start + (3 if 0x80 <= third <= 0xBF else 2)
    return "\ufffd", error.end


codecs.register_error("java-malformed", _replace_as_java)


def _of_text(function: Callable[[str], Value]) -> Callable[[JavaObject, Value], Value]:
    def call(_: JavaObject, text: Value) -> Value:
        if isinstance(text, str):
            return function(text)
        raise JavaException("NullPointerException")

    return call


class Util(JavaObject):
    """What a template calls `$util`. It holds nothing: one serves all."""

    def java_string(self) -> str:
        """`$util` itself prints as an empty object."""
        return "{}"

    methods: ClassVar[Mapping[str, Sequence[Method]]] = table(
        {
            "escapeJavaScript(String)": lambda _, text: None if text is None else escape_script(script_escape, text),
            "urlEncode(String)": _of_text(url_encode),
            "urlDecode(String)": _of_text(url_decode),
            "base64Encode(String)": _of_text(base64_encode),
            "base64Decode(String)": _of_text(base64_decode),
            "parseJson(String)": _of_text(parse_json),
        }
    )


UTIL = Util()
