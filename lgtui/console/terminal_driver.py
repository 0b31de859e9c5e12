"""Writes to a terminal that may be closed at any moment."""

from collections.abc import Callable
from typing import Any, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Textual's own, whose writer would end with the terminal and leave the application waiting for it for ever."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._file = cast(Any, _Terminal(cast(TextIO, self._file)))


class _Terminal:
    """Takes what is written to it, also when nobody can see it any more; the hang-up signal ends the application."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._gone = False

    def write(self, text: str) -> None:
        """Write, unless the terminal is gone."""
        self._while_there(lambda: self._file.write(text))

    def flush(self) -> None:
        """Flush, unless the terminal is gone."""
        self._while_there(self._file.flush)

    def fileno(self) -> int:
        """The terminal's descriptor."""
        return self._file.fileno()

    def _while_there(self, write: Callable[[], object]) -> None:
        try:
            if not self._gone:
                write()
        except OSError:
            self._gone = True
