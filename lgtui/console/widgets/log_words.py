"""How one line of the log reads: time, source, sign, and the looks of each."""

import re
from datetime import datetime, tzinfo
from typing import Literal

from lgtui.console.widgets.plain_text import harmless
from lgtui.frames import LogLine

Look = Literal["log--info", "log--gateway", "log--event", "log--warn", "log--error", "log--dim"]
"""A component class of the log view."""

_UUID = re.compile(r"\b([0-9a-f]{4})[0-9a-f]{4}(?:-[0-9a-f]{4}){3}-[0-9a-f]{10}([0-9a-f]{2})\b")

TIME_WIDTH = 13
"""Columns of the time with the space after it."""

SIGNS = {"error": "✗ ", "warn": "▲ "}
"""What marks a line besides its colour."""


def time_text(line: LogLine, timezone: tzinfo | None) -> str:
    """The line's time of day to the millisecond; without a time zone, in the machine's."""
    moment = datetime.fromtimestamp(line.time, timezone)
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03}"


def source_text(line: LogLine) -> str:
    """Who said it: a function and its version, the gateway and its stage, …"""
    return harmless(f"{line.source} {line.label}".rstrip())


def searched_text(line: LogLine) -> str:
    """What a search looks into: the source and the whole text."""
    return f"{line.source} {line.label} {line.text}"


def copied_text(line: LogLine, timezone: tzinfo | None) -> str:
    """The whole line as it reads, for the clipboard."""
    return f"{time_text(line, timezone)} {source_text(line)} {harmless(line.text)}"


def shown_text(line: LogLine, limit: int) -> str:
    """The line's text as far as `limit` characters show, with ids of requests cut to their ends: `7c1e…a2`.

    A whole id takes a quarter of the screen; a copied line has it whole.
    """
    return harmless(_UUID.sub(r"\1…\2", line.text[:limit]))


def looks_of(line: LogLine) -> tuple[Look, Look]:
    """The looks of the line's source and of its text."""
    if line.level == "error":
        return "log--error", "log--error"
    if line.level == "warn":
        return "log--warn", "log--info"
    if line.text.startswith("REPORT ") or line.level == "debug":
        return "log--dim", "log--dim"
    if line.source in ("reload", "project") or line.text.startswith("INIT_START"):
        return "log--event", "log--info"
    return ("log--gateway" if line.source == "gateway" else "log--info"), "log--info"
