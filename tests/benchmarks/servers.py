"""The processes that are measured: the yardstick and the emulator, on free ports, ended afterwards."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

HERE = Path(__file__).parent


class Process(Protocol):
    """A server in a process of its own."""

    @property
    def pid(self) -> int:
        """Its process id."""


@dataclass(frozen=True)
class Yardstick:
    """The running hello-world server."""

    url: str
    pid: int


@dataclass(frozen=True)
class Emulator:
    """A running emulator: where it is, which process, how long it took to be ready (seconds), its state folder."""

    control_url: str
    api_url: str
    pid: int
    ready_after: float
    state: Path

    def control(self, method: str, path: str, body: object = None) -> bytes:
        """One request to the control port."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.control_url}{path}", data, method=method)
        with urllib.request.urlopen(request) as response:
            content: bytes = response.read()
        return content


@contextmanager
def emulator(project: Path) -> Iterator[Emulator]:
    """`lgtui serve` on `project` as the explorer starts it, until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        ready_file = Path(folder) / "ready.json"
        command = [sys.executable, "-m", "lgtui", "serve", "--quiet", "--state", folder, str(project)]
        ports = ["--port", "0", "--control-port", "0", "--ready-file", str(ready_file)]
        started = time.perf_counter()
        process = subprocess.Popen([*command, *ports], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until(ready_file.exists)
            ready_after = time.perf_counter() - started
            ready = json.loads(ready_file.read_text())
            yield Emulator(ready["control_url"], ready["apis"][0]["url"], ready["pid"], ready_after, Path(folder))
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def project_copy() -> Iterator[Path]:
    """A copy of the benchmark's project that may be edited."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        shutil.copytree(HERE / "project", project)
        yield project


@contextmanager
def project_copy_emulator() -> Iterator[Emulator]:
    """An emulator on a copy of the benchmark's project."""
    with project_copy() as project, emulator(project) as emulated:
        yield emulated


@contextmanager
def yardstick() -> Iterator[Yardstick]:
    """The hello-world server, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, str(HERE / "hello_server.py"), str(port)])
    url = f"http://127.0.0.1:{port}/"
    try:
        wait_until(lambda: answers(url))
        yield Yardstick(url, process.pid)
    finally:
        process.terminate()
        process.wait(10)


def answers(url: str) -> bool:
    """Whether anything answers at `url`."""
    try:
        urllib.request.urlopen(url).close()
    except urllib.error.URLError:
        return False
    return True


def wait_until(condition: object, seconds: float = 20.0) -> None:
    """Ask again until `condition()` is true.

    Raises:
        TimeoutError: it is not after `seconds`.
    """
    assert callable(condition)
    deadline = time.perf_counter() + seconds
    while not condition():
        if time.perf_counter() > deadline:
            raise TimeoutError("what the benchmark waits for does not happen")
        time.sleep(0.002)
