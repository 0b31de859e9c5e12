"""A program on a pseudo terminal, and when it wrote what."""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

SIZE = (45, 160)
"""Rows and columns."""

CHUNK = 65_536

_ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")


class Terminal:
    """Starts a program on a pseudo terminal of its own, and reads what it writes.

    Args:
        command: the program and its arguments.
        home: the folder for its settings, its state, and Python's compiled files, which a second start finds there.
    """

    def __init__(self, command: Sequence[str], home: Path) -> None:
        ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "STATE", "DATA", "CACHE")}
        compiled = {"PYTHONPYCACHEPREFIX": str(home / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
        environment = {**os.environ, **folders, **compiled, "TERM": "xterm-256color"}
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)
        self._descriptor = ours
        self.process = psutil.Process(self._process.pid)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 20
        while self._process.poll() is None and time.monotonic() < deadline:
            self.read(0.05)
        self._process.kill()
        self._process.wait()
        os.close(self._descriptor)

    def types(self, keys: str) -> None:
        """Press keys."""
        os.write(self._descriptor, keys.encode())

    def shows(self, text: str, seconds: float = 30.0) -> float:
        """Read until `text` is written, by the words that follow one another on the screen; returns the moment.

        Raises:
            TimeoutError: it is not written within `seconds`.
        """
        wanted, written = text.encode(), b""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            written += self.read(0.05)
            if wanted in _ESCAPE.sub(b"", written):
                return time.monotonic()
        raise TimeoutError(f"{text!r} is not shown after {seconds:g} s: {_ESCAPE.sub(b'', written)[-500:]!r}")

    def read(self, seconds: float) -> bytes:
        """What is written next, within `seconds`; empty where nothing is, or the program is over."""
        readable, _, _ = select.select([self._descriptor], [], [], seconds)
        try:
            return os.read(self._descriptor, CHUNK) if readable else b""
        except OSError:  # the other side is closed
            return b""

    def reads_for(self, seconds: float) -> bytes:
        """Everything that is written in the next `seconds`."""
        written, end = b"", time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            written += self.read(left)
        return written
