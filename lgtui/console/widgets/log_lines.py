"""The log's lines as the log view shows them: a bounded ring, and what passes filter and source."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from lgtui.frames import LogLine

CAPACITY = 10_000
"""Lines kept; the oldest go first."""

LONGEST_TEXT = 4_096
"""Characters kept of one line, so that the ring stays within some tens of megabytes whatever handlers print."""


class Numbered(NamedTuple):
    """A line with its number, which counts from the first line ever appended."""

    number: int
    line: LogLine


NUMBER = attrgetter("number")


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which lines are shown: those from `source` (None: all) whose text, source or label holds `text`.

    Letters' case counts for nothing.
    """

    text: str = ""
    source: str | None = None

    @property
    def open(self) -> bool:
        """Whether every line passes."""
        return not self.text and self.source is None

    def passes(self, line: LogLine) -> bool:
        """Whether `line` is shown."""
        if self.source is not None and line.source != self.source:
            return False
        needle = self.text.casefold()
        return needle in line.text.casefold() or needle in f"{line.source} {line.label} {line.request_id}".casefold()

    def passing(self, lines: Sequence[Numbered]) -> list[Numbered]:
        """Those of `lines` that are shown, in order."""
        return list(lines) if self.open else [numbered for numbered in lines if self.passes(numbered.line)]


OPEN = Sieve()


def bounded(line: LogLine) -> LogLine:
    """`line`, or where its text is over the limit a copy that says how much was cut."""
    cut = len(line.text) - LONGEST_TEXT
    if cut <= 0:
        return line
    text = f"{line.text[:LONGEST_TEXT]}… ({cut:,} more characters)"
    return LogLine(line.time, line.source, line.label, line.level, text, line.request_id)


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

    def __len__(self) -> int:
        return len(self._kept)

    def append(self, lines: Sequence[LogLine]) -> int:
        """Take new lines and let the oldest fall off.

        Returns:
            How many shown lines fell off the front.
        """
        numbered = [Numbered(number, bounded(line)) for number, line in enumerate(lines, self.appended)]
        self.appended += len(lines)
        self.sources.update(line.source for line in lines)
        self._kept.extend(numbered)
        self.shown.extend(self.sieve.passing(numbered))
        del self._kept[: max(0, len(self._kept) - self.capacity)]
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

    def _prune_shown(self) -> int:
        fallen = self.row_of(self._kept[0].number) if self._kept else len(self.shown)
        del self.shown[:fallen]
        return fallen
