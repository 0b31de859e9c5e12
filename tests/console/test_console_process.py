"""The explorer as a process in a terminal: however it is left, nothing of it stays behind."""

import os
import pty
import re
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.console.hostile import hostile_project

DEMOS = Path(__file__).parents[2] / "demos"
PATIENCE = 30.0
RESTORED = b"\x1b[?1049l"
"""What a terminal is told when a full-screen program leaves."""
STEERING = re.compile(
    rb"\x1b\[[0-9;]*[mHn]"  # colours, the cursor's place
    rb"|\x1b\[[?<>=]?[0-9;]*(?:\$p|[hlcu])"  # modes and questions
    rb"|\x1b\]22;[a-z]+\x07"  # the mouse pointer's shape
    rb"|\r\n"
)
"""All that the explorer has to tell a terminal."""


class Terminal:
    """The explorer on a pseudo terminal."""

    def __init__(self, project: Path) -> None:
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execv(sys.executable, [sys.executable, "-m", "lgtui", str(project), "--port", "0"])
        self.output = b""

    def shows(self, text: bytes) -> None:
        """Read until a text was written."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.output:
            assert time.monotonic() < deadline, f"{text!r} was never written: {self.output[-2000:]!r}"
            self._read()

    def types(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._descriptor, keys)

    def signals(self, number: int) -> None:
        """Send the process a signal."""
        os.kill(self.pid, number)

    def close(self) -> None:
        """Go away, as the window of a terminal does."""
        os.close(self._descriptor)

    def ends(self) -> int:
        """Read until the process is over; returns its exit code."""
        deadline = time.monotonic() + PATIENCE
        while True:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self._read()
            if ended:
                os.close(self._descriptor)
                return os.waitstatus_to_exitcode(status)
            assert time.monotonic() < deadline, "the explorer did not end"

    def _read(self) -> None:
        readable, _, _ = select.select([self._descriptor], [], [], 0.05)
        if readable:
            try:
                self.output += os.read(self._descriptor, 65_536)
            except OSError:
                # The other side is closed: what the process wrote is read.
                return


LEAVE: dict[str, Callable[[Terminal], None]] = {
    "q": lambda terminal: terminal.types(b"q"),
    "ctrl-c": lambda terminal: terminal.types(b"\x03"),
    "SIGTERM": lambda terminal: terminal.signals(signal.SIGTERM),
    "SIGHUP": lambda terminal: terminal.signals(signal.SIGHUP),
}


@pytest.mark.parametrize("life", ["○ starting", "● live"])
@pytest.mark.parametrize("how", LEAVE)
def test_however_and_whenever_it_is_left_nothing_stays_behind(how: str, life: str, tmp_path: Path) -> None:
    terminal = Terminal(Path(shutil.copytree(DEMOS / "hello", tmp_path / "hello")))
    terminal.shows(life.encode())
    family = psutil.Process(terminal.pid).children(recursive=True)

    LEAVE[how](terminal)

    assert terminal.ends() == 0
    assert RESTORED in terminal.output
    assert b"Traceback" not in terminal.output
    assert family
    assert psutil.wait_procs(family, timeout=5)[1] == []


def test_nothing_that_a_project_says_steers_the_terminal(tmp_path: Path) -> None:
    terminal = Terminal(hostile_project(tmp_path))
    terminal.shows("● live".encode())
    terminal.types(b"\n")
    terminal.shows(b"Bad Gateway")
    terminal.types(b"6")
    terminal.shows(b"ValueError")
    terminal.types(b"i")
    terminal.shows(b"httpMethod")
    terminal.types(b"\x1b\x03")

    assert terminal.ends() == 0
    assert b"\x1b[38;5;199m" not in terminal.output
    assert re.findall("[\0-\x1f\x7f-\x9f\u202a-\u202e]", STEERING.sub(b"", terminal.output).decode()) == []


@pytest.mark.parametrize("sight", [b"Resources", "● live".encode()])
def test_a_terminal_that_is_closed_ends_the_explorer_and_its_emulator(sight: bytes, tmp_path: Path) -> None:
    terminal = Terminal(Path(shutil.copytree(DEMOS / "hello", tmp_path / "hello")))
    terminal.shows(sight)
    explorer = psutil.Process(terminal.pid)
    family = explorer.children(recursive=True)

    terminal.close()

    assert family
    assert psutil.wait_procs([explorer, *family], timeout=PATIENCE)[1] == []
