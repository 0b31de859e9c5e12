"""How a response body is shown: pretty JSON, highlighted text, or bytes in hexadecimal. Runs in a worker."""

import json

from textual.content import Content
from textual.highlight import highlight

from lgtui.console.widgets.plain_text import harmless_lines

SHOWN_BYTES = 64 * 1024
"""Bytes of a body that are shown; highlighting more would be felt."""

HEX_BYTES = 4 * 1024
"""Bytes of a binary body that are shown."""

_LANGUAGES = (("json", "json"), ("html", "html"), ("xml", "xml"), ("javascript", "javascript"), ("css", "css"))


def render(body: bytes, content_type: str) -> Content:
    """A body as content for the screen, whatever its bytes are."""
    if not body:
        return Content.styled("The body is empty.", "$foreground 50%")
    shown = body[:SHOWN_BYTES]
    try:
        # A character cut in two at the end of what is shown is no sign of a binary body.
        text = shown.decode(errors="strict" if len(shown) == len(body) else "ignore")
    except UnicodeDecodeError:
        return _with_rest(Content(hex_dump(body[:HEX_BYTES])), len(body), HEX_BYTES)
    if "\0" in text:
        return _with_rest(Content(hex_dump(body[:HEX_BYTES])), len(body), HEX_BYTES)
    return _with_rest(_highlighted(text, content_type, whole=len(shown) == len(body)), len(body), SHOWN_BYTES)


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


def pretty_json(text: str) -> str | None:
    """JSON with its members on lines of their own; None where it is no object or array."""
    try:
        document = json.loads(text)
        return json.dumps(document, indent=2, ensure_ascii=False) if isinstance(document, dict | list) else None
    except (ValueError, RecursionError):
        return None


def _highlighted(text: str, content_type: str, *, whole: bool) -> Content:
    pretty = pretty_json(text) if whole else None
    if pretty is not None:
        return highlight(harmless_lines(pretty), language="json")
    text = harmless_lines(text)
    language = next((language for mark, language in _LANGUAGES if mark in content_type), None)
    return highlight(text, language=language) if language else Content(text)


def _with_rest(content: Content, size: int, shown: int) -> Content:
    if size <= shown:
        return content
    note = Content.styled(f"\n… {in_bytes(size - shown)} more; y copies all of it", "$warning")
    return content + note
