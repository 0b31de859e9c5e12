"""How a response body is shown: pretty JSON, highlighted text, or bytes in hexadecimal. Runs in a worker."""

import codecs
import json
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content
from textual.highlight import highlight

from lgtui.console.widgets.plain_text import harmless, harmless_lines

SHOWN_BYTES = 64 * 1024
"""Bytes of a body that are shown; highlighting more would be felt."""

HEX_BYTES = 4 * 1024
"""Bytes of a binary body that are shown."""

UNPACKED_BYTES = 64 * 1024 * 1024
"""Bytes that a packed body is unpacked to at most: a small one can hold any number of them."""

_LANGUAGES = (("html", "html"), ("xml", "xml"), ("javascript", "javascript"), ("css", "css"))
"""What a Content-Type holds → a lexer. What is called JSON and is none has no colours: each letter were a mistake."""
_PACKED = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
"""Content-Encoding → zlib's window bits."""


class _Beginning(NamedTuple):
    """What of a body is shown: its first bytes, whether they are all of it, and how it is packed."""

    octets: bytes
    whole: bool
    packed: str = ""


def render(body: bytes, content_type: str, encoding: str = "") -> Content:
    """A body as content for the screen, whatever its bytes are; of a long one its beginning, which is said first.

    Args:
        body: as it came.
        content_type: the header of that name.
        encoding: the header Content-Encoding; what is packed is unpacked as far as it is shown.
    """
    if not body:
        return Content.styled("The body is empty.", "$foreground 50%")
    begin = _beginning(body, encoding.strip().lower())
    text = _text(begin)
    if text is None:
        shown = begin.octets[:HEX_BYTES]
        whole = begin.whole and len(shown) == len(begin.octets)
        return _note(body, content_type, begin.packed, "binary", 0 if whole else len(shown)) + Content(hex_dump(shown))
    note = _note(body, content_type, begin.packed, "", 0 if begin.whole else len(begin.octets))
    return note + _highlighted(text, content_type, whole=begin.whole)


def _beginning(body: bytes, encoding: str) -> _Beginning:
    if bits := _PACKED.get(encoding):
        unpacker = zlib.decompressobj(bits)
        try:
            octets = unpacker.decompress(body, SHOWN_BYTES + 1)
        except zlib.error:
            encoding = f"no {encoding}, as its header says"
        else:
            return _Beginning(octets[:SHOWN_BYTES], len(octets) <= SHOWN_BYTES and unpacker.eof, encoding)
    return _Beginning(body[:SHOWN_BYTES], len(body) <= SHOWN_BYTES, encoding if bits else "")


def _text(begin: _Beginning) -> str | None:
    """The bytes as text; None where they are none. A character cut in two at their end is no sign of that."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(begin.octets, final=begin.whole)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _note(body: bytes, content_type: str, packed: str, kind: str, shown: int) -> Content:
    """What cannot be seen of the body itself, before it; nothing where all of it can."""
    if not (packed or kind or shown):
        return Content("")
    said = [harmless(content_type) or "no Content-Type", in_bytes(len(body)), packed, kind]
    cut = f"the first {in_bytes(shown)} of it" if shown else ""
    return Content.styled(" · ".join(filter(None, [*said, cut])) + "\n\n", "$warning")


def hex_dump(body: bytes) -> str:
    """Offset, sixteen bytes in hexadecimal, and what of them is printable."""
    lines = []
    for offset in range(0, len(body), 16):
        row = body[offset : offset + 16]
        printable = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
        lines.append(f"{offset:08x}  {row.hex(' '):<47}  {printable}")
    return "\n".join(lines)


def in_bytes(count: int) -> str:
    """A number of bytes as people read it."""
    if count < 1024:
        return f"{count} B"
    if count < 1024 * 1024:
        return f"{count / 1024:.1f} KiB"
    return f"{count / 1024 / 1024:.1f} MiB"


def unpacked(body: bytes, encoding: str) -> bytes:
    """The first `UNPACKED_BYTES` of a body as its sender meant it; as it came where it is not packed so."""
    bits = _PACKED.get(encoding.strip().lower())
    try:
        return zlib.decompressobj(bits).decompress(body, UNPACKED_BYTES) if bits else body
    except zlib.error:
        return body


def pretty_json(text: str) -> str | None:
    """JSON with its members on lines of their own; None where it is no object or array."""
    try:
        document = json.loads(text)
        return json.dumps(document, indent=2, ensure_ascii=False) if isinstance(document, dict | list) else None
    except (ValueError, RecursionError):
        return None


def pretty_beginning(text: str) -> str:
    """The beginning of an object or array with its members on lines of their own, wherever it breaks off."""
    return "".join(_indented(text))


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{},:]|[^\s\[\]{},:"]+')


def _indented(text: str) -> Iterator[str]:
    depth = 0
    for token in _TOKEN.findall(text):
        if token in ("]", "}"):
            depth = max(depth - 1, 0)
            yield "\n" + "  " * depth + token
        elif token in ("[", "{"):
            depth += 1
            yield token + "\n" + "  " * depth
        elif token == ",":
            yield ",\n" + "  " * depth
        else:
            yield ": " if token == ":" else token


def _highlighted(text: str, content_type: str, *, whole: bool) -> Content:
    pretty = pretty_json(text) if whole else None
    if pretty is None and not whole and "json" in content_type and text.lstrip()[:1] in ("{", "["):
        pretty = pretty_beginning(text)
    if pretty is not None:
        return highlight(harmless_lines(pretty), language="json")
    text = harmless_lines(text)
    language = next((language for mark, language in _LANGUAGES if mark in content_type), None)
    return highlight(text, language=language) if language else Content(text)
