"""Text from handlers, templates and users, made harmless for a terminal: none of it moves the cursor."""

import re

from rich.cells import cell_len, set_cell_size

_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    r"|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC, DCS, SOS, PM, APC: titles, links, clipboard
    r"|[ -/]*[0-~])?"  # two-byte and charset escapes
)

_INVISIBLE = (
    *range(0x200B, 0x2010),  # zero-width space and joiners, direction marks
    *range(0x202A, 0x202F),  # direction embeddings and overrides
    *range(0x2060, 0x2070),  # word joiner, direction isolates
    *range(0xFE00, 0xFE10),  # variation selectors, which change a glyph's width
    *range(0x1F3FB, 0x1F400),  # skin tones, which join with the emoji before them
    *range(0xE0000, 0xE0080),  # tags
    0x00AD,
    0x061C,
    0xFEFF,
)

_UNWRITABLE = (*range(0x80, 0xA0), *range(0xD800, 0xE000), 0x2028, 0x2029)

_TABLE: dict[int, str | None] = dict.fromkeys(_INVISIBLE)
_TABLE |= dict.fromkeys(_UNWRITABLE, "\N{REPLACEMENT CHARACTER}")
_TABLE |= {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
_TABLE |= {ord("\t"): "    ", ord("\r"): None}

_DIRECTIONS = (*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C)

_CONTROLS: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *_DIRECTIONS))
_CONTROLS |= dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")


def harmless(text: str) -> str:
    """`text` on one line without escape sequences, control, direction or joining characters.

    Control characters become their pictures (`␀`), what no terminal can write becomes `�`; letters of every script
    and single emoji stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return _ESCAPE.sub("", text).translate(_TABLE)


def harmless_lines(text: str) -> str:
    """`text` with its lines kept and each of them made harmless."""
    return "\n".join(harmless(line) for line in text.splitlines())


def without_controls(text: str) -> str:
    """`text` as wide as it is, without characters that steer a terminal or that it cannot write."""
    return text.translate(_CONTROLS)


def cropped(text: str, width: int) -> str:
    """At most `width` cells of `text`, the last of them `…` where some are left out."""
    return text if cell_len(text) <= width else set_cell_size(text, max(width - 1, 0)) + "…"[:width]


def fitted(text: str, width: int) -> str:
    """`text` in exactly `width` cells: cropped, or filled up with spaces."""
    return set_cell_size(cropped(text, width), width)
