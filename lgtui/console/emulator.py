"""The emulator as the console's child process: started, watched and ended."""

import asyncio
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

READY_FILE = "ready.json"

START_LIMIT = 60.0
"""Seconds within which the emulator must listen."""

STOP_LIMIT = 3.0
"""Seconds it has to end by itself before it is killed."""

READY_POLL = 0.02
"""Seconds between two looks at the ready file."""

LAST_LINES_LIMIT = 0.5
"""Seconds to read what an ended emulator printed last."""

LINES_KEPT = 30
"""Lines of its stderr kept to say why it failed."""


class Ready(msgspec.Struct, frozen=True):
    """What the ready file says that the console needs."""

    pid: int
    control_url: str


@dataclass(frozen=True)
class Ended:
    """How the emulator ended, in words, with the last lines of its stderr."""

    reason: str
    lines: tuple[str, ...]


class EmulatorProcess:
    """One `lgtui serve` of a project, as a child that ends with this process.

    Args:
        project: folder or template to serve.
        port: the gateway's port, None for the default one, 0 for any free one (and any for the control port too).
        arguments: further ones of `lgtui serve`.
    """

    def __init__(self, project: Path, port: int | None = None, arguments: Sequence[str] = ()) -> None:
        self._project = project
        self._port = port
        self._arguments = arguments
        self._process: asyncio.subprocess.Process | None = None
        self._lines: deque[str] = deque(maxlen=LINES_KEPT)
        self._reader: asyncio.Task[None] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    async def launch(self) -> Ended | None:
        """Start its process; whether it comes to listen is what `start` waits for. Gives why that cannot be."""
        self._lines.clear()
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="lgtui-")
            await self._spawn(Path(self._folder.name) / READY_FILE)
        except OSError as error:
            self._folder = None
            return Ended(f"it cannot be started: {error}", ())
        return None

    async def _spawn(self, ready_file: Path) -> None:
        process = await asyncio.create_subprocess_exec(
            *self._command(ready_file),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        self._process = process
        self._reader = asyncio.create_task(self._read(process))

    async def start(self) -> Ready | Ended:
        """Start it, unless it was launched already, and wait until it listens, or has ended instead."""
        if self._folder is None and (failure := await self.launch()):
            return failure
        assert self._process and self._folder
        try:
            with self._folder as folder:
                return await self._until_ready(self._process, Path(folder) / READY_FILE)
        finally:
            self._folder = None

    @property
    def said(self) -> tuple[str, ...]:
        """The last lines of its stderr so far."""
        return tuple(self._lines)

    async def ended(self) -> Ended:
        """Wait until it has ended, for whatever reason."""
        process, reader = self._process, self._reader
        assert process and reader, "wait for an emulator that was started"
        code = await process.wait()
        # A process it left behind may hold the pipe open: its last lines are worth a moment, not a wait.
        await asyncio.wait([reader], timeout=LAST_LINES_LIMIT)
        return Ended(_how(code), self.said)

    async def stop(self) -> None:
        """End it: by closing its stdin, then with SIGTERM, then with SIGKILL."""
        process = self._process
        if process is None:
            return
        if process.stdin:
            process.stdin.close()
        for end in (process.terminate, process.kill):
            if process.returncode is None:
                try:
                    await asyncio.wait_for(process.wait(), STOP_LIMIT)
                except TimeoutError:
                    end()
        await process.wait()

    def _command(self, ready_file: Path) -> list[str]:
        ports = [] if self._port is None else ["--port", str(self._port)]
        if self._port == 0:
            ports += ["--control-port", "0"]
        return [
            *(sys.executable, "-m", "lgtui", "serve", str(self._project), *ports, *self._arguments),
            *("--ready-file", str(ready_file), "--quiet", "--until-stdin-closes"),
        ]

    async def _until_ready(self, process: asyncio.subprocess.Process, ready_file: Path) -> Ready | Ended:
        end = asyncio.create_task(process.wait())
        deadline = asyncio.get_running_loop().time() + START_LIMIT
        try:
            while not end.done():
                if ready := _read_ready(ready_file):
                    return ready
                if asyncio.get_running_loop().time() > deadline:
                    await self.stop()
                    return Ended(f"did not listen within {START_LIMIT:.0f} s", self.said)
                await asyncio.wait({end}, timeout=READY_POLL)
        finally:
            end.cancel()
        return await self.ended()

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr
        while True:
            try:
                line = await process.stderr.readline()
            except ValueError:
                # A line longer than the reader's buffer: the part read so far was dropped, the rest follows.
                continue
            if not line:
                return
            self._lines.append(line.decode(errors="replace").rstrip())


def _read_ready(path: Path) -> Ready | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Ready)
    except FileNotFoundError:
        return None


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {-code}, {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
