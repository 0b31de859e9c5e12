"""The log's lines as the log view shows them: a bounded ring, and what passes the filters."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from lgtui.frames import LogLine

CAPACITY = 10_000
"""Lines kept; the oldest go first."""

MOST_CHARACTERS = 32_000_000
"""Characters kept of all lines together, whatever handlers print; the oldest lines go first."""

LEVELS = ("all", "info", "warn", "error", "platform")
"""What the level can be filtered by: everything; from this level on; START, END, REPORT and the like alone."""

_RANKS = {"debug": 0, "info": 1, "warn": 2, "error": 3}


class Numbered(NamedTuple):
    """A line with its number, which counts from the first line ever appended."""

    number: int
    line: LogLine


NUMBER = attrgetter("number")


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which lines are shown: those that pass all of these.

    Attributes:
        text: stands in text, source, label or request id, whatever the letters' case.
        source: the one source that is shown; None shows all.
        level: one of `LEVELS`.
        requests: the ids of the requests whose lines are shown; empty shows all.
    """

    text: str = ""
    source: str | None = None
    level: str = LEVELS[0]
    requests: frozenset[str] = frozenset()

    @property
    def open(self) -> bool:
        """Whether every line passes."""
        return self == OPEN

    def passes(self, line: LogLine) -> bool:
        """Whether `line` is shown."""
        if self.source is not None and line.source != self.source:
            return False
        if self.requests and line.request_id not in self.requests:
            return False
        return self._passes_level(line) and self._holds_text(line)

    def passing(self, lines: Sequence[Numbered]) -> list[Numbered]:
        """Those of `lines` that are shown, in order."""
        return list(lines) if self.open else [numbered for numbered in lines if self.passes(numbered.line)]

    def _passes_level(self, line: LogLine) -> bool:
        if self.level == "all":
            return True
        if self.level == "platform":
            return line.level not in _RANKS
        return _RANKS.get(line.level, -1) >= _RANKS[self.level]

    def _holds_text(self, line: LogLine) -> bool:
        needle = self.text.casefold()
        return needle in line.text.casefold() or needle in f"{line.source} {line.label} {line.request_id}".casefold()


OPEN = Sieve()


class LogLines:
    """The newest lines, and among them the shown ones; every line keeps the number it was appended with.

    Args:
        capacity: lines kept at most.
        sieve: which of them are shown.
    """

    def __init__(self, capacity: int = CAPACITY, sieve: Sieve = OPEN) -> None:
        self.capacity = capacity
        self.sieve = sieve
        self.sources: set[str] = set()
        self.appended = 0
        self.shown: list[Numbered] = []
        self._kept: list[Numbered] = []
        self._characters = 0

    def __len__(self) -> int:
        return len(self._kept)

    def append(self, lines: Sequence[LogLine]) -> int:
        """Take new lines and let the oldest fall off.

        Returns:
            How many shown lines fell off the front.
        """
        numbered = [Numbered(number, line) for number, line in enumerate(lines, self.appended)]
        self.appended += len(lines)
        self.sources.update(line.source for line in lines)
        self._kept.extend(numbered)
        self.shown.extend(self.sieve.passing(numbered))
        self._characters += sum(len(line.text) for line in lines)
        self._prune_kept()
        return self._prune_shown()

    def snapshot(self) -> list[Numbered]:
        """All kept lines, to be sifted elsewhere."""
        return self._kept.copy()

    def put_sifted(self, sieve: Sieve, passing: list[Numbered], upto: int) -> None:
        """Show `passing` and what came since.

        Args:
            sieve: what it was sifted with, and what later lines are sifted with.
            passing: the lines of a snapshot that pass, in order.
            upto: the number after the snapshot's last line.
        """
        self.sieve = sieve
        newer = self._kept[max(0, len(self._kept) - (self.appended - upto)) :]
        self.shown = passing + sieve.passing(newer)
        self._prune_shown()

    def row_of(self, number: int) -> int:
        """The row among the shown lines of the line with this number, or of the first one after it."""
        return bisect_left(self.shown, number, key=NUMBER)

    def _prune_kept(self) -> None:
        fallen = 0
        while len(self._kept) - fallen > self.capacity or self._characters > MOST_CHARACTERS:
            self._characters -= len(self._kept[fallen].line.text)
            fallen += 1
        del self._kept[:fallen]

    def _prune_shown(self) -> int:
        fallen = self.row_of(self._kept[0].number) if self._kept else len(self.shown)
        del self.shown[:fallen]
        return fallen
