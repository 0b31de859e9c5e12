"""What an execution environment prints: its pipe, read without blocking and cut into lines."""

import asyncio
import os
from collections.abc import Callable

from lgtui.emulator.logs import MAX_LINE

READ_SIZE = 65_536
MAX_READS = 32
"""Reads in one go: more than the largest pipe holds, so what was printed before a moment is read at that moment."""


class Output:
    """The read end of an environment's stdout and stderr.

    It is read when an invocation ends, so that the log is in order, and by the event loop only while `watch` is on:
    an invocation of a millisecond costs no wake-up for what it prints.
    """

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._on_line = on_line
        self._partial = b""
        self._watched = False
        self._read_end = self._write_end = -1

    def open(self) -> None:
        """Make the pipe.

        Raises:
            OSError: too many files are open.
        """
        self._read_end, self._write_end = os.pipe()
        os.set_blocking(self._read_end, False)

    def share(self) -> int:
        """One more write end, the caller's to close; for a process beside the one that gets the last.

        Raises:
            OSError: too many files are open.
        """
        return os.dup(self._write_end)

    def give(self) -> int:
        """The write end, which is the caller's to close from now on."""
        write_end, self._write_end = self._write_end, -1
        return write_end

    def watch(self) -> None:
        """Read whenever something is there."""
        if not self._watched and self._read_end >= 0:
            asyncio.get_running_loop().add_reader(self._read_end, self._read)
            self._watched = True

    def unwatch(self) -> None:
        """Read only when asked."""
        if self._watched:
            asyncio.get_running_loop().remove_reader(self._read_end)
            self._watched = False

    def drain(self) -> None:
        """Read all that is in the pipe now and hand on its last line, ended or not."""
        for _ in range(MAX_READS):
            if self._read_end < 0 or not self._read():
                break
        if self._partial:
            line, self._partial = self._partial, b""
            self._hand_on(line)

    def close(self) -> None:
        """Close what is still ours of the pipe."""
        if self._write_end >= 0:
            os.close(self.give())
        if self._read_end >= 0:
            self.unwatch()
            os.close(self._read_end)
            self._read_end = -1

    def _read(self) -> bool:
        """Read once; False where nothing was there."""
        try:
            data = os.read(self._read_end, READ_SIZE)
        except BlockingIOError:
            return False
        if not data:
            self.close()
            return False
        *lines, self._partial = (self._partial + data).split(b"\n")
        for line in lines:
            self._hand_on(line)
        if len(self._partial) >= MAX_LINE:
            line, self._partial = self._partial, b""
            self._hand_on(line)
        return True

    def _hand_on(self, line: bytes) -> None:
        """Decode a line; carriage returns inside it are the line breaks of one log event, as CloudWatch shows them."""
        text = line.decode(errors="replace").removesuffix("\r")
        self._on_line(text.replace("\r", "\n")[:MAX_LINE])
