"""A list that outlives the console: the newest so many things, one JSON line each in a file."""

from collections import deque
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from lgtui.console.kept.kept_files import append_line, set_aside, write_whole

T = TypeVar("T")


class KeptLines(Generic[T]):
    """The newest of what was added, in this run and in earlier ones.

    Attributes:
        all: oldest first.

    Args:
        file: where they are kept.
        kind: what they are.
        most: how many are kept.
        what: what they are called in sentences: `history`.
    """

    def __init__(self, file: Path, kind: type[T], most: int, what: str) -> None:
        self._file = file
        self._kind = kind
        self._most = most
        self._what = what
        self._lines = 0
        self.all: deque[T] = deque(maxlen=most)

    def load(self) -> str:
        """Read what earlier runs have kept; gives in words what of it cannot be read, else an empty text."""
        try:
            lines = self._file.read_bytes().splitlines()
        except FileNotFoundError:
            return ""
        except OSError as error:
            return f"The {self._what} cannot be read: {error}."
        try:
            self.all.extend(msgspec.json.decode(line, type=self._kind) for line in lines)
        except msgspec.DecodeError as error:
            return f"The {self._what} cannot be read ({error}); it is kept in {set_aside(self._file)}."
        self._lines = len(lines)
        return ""

    def add(self, thing: T) -> str:
        """Keep one more; gives in words why that failed, else an empty text. The file holds twice as many at most."""
        self.all.append(thing)
        try:
            if self._lines >= 2 * self._most:
                write_whole(self._file, b"".join(msgspec.json.encode(kept) + b"\n" for kept in self.all))
                self._lines = len(self.all)
            else:
                append_line(self._file, msgspec.json.encode(thing))
                self._lines += 1
        except OSError as error:
            return f"The {self._what} is not kept: {error}."
        return ""
