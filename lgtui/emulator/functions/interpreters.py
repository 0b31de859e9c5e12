"""Which interpreter on this machine stands in for a Lambda runtime."""

import asyncio
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

OLDEST_PYTHON = 8
NEWEST_PYTHON = 20
"""Minor versions of Python 3 that are looked for on PATH; the bootstrap needs 3.8."""

PROBE_LIMIT = 10.0
"""Real seconds an interpreter gets to say what it is."""

VENV_REACH = 5
"""Folders upwards from the code in which `.venv` is looked for, the first with a template being the last."""

TEMPLATES = ("template.yaml", "template.yml", "template.json")

PROVIDED = ("provided", "provided.al2", "provided.al2023")
"""Runtimes whose code brings its own program, `bootstrap`."""

OWN_VERSION = sys.version_info[:2]

PYTHON_PROBE = "import sys; print(sys.executable, *sys.version_info[:2], sep='\\n')"
NODE_PROBE = "const v = process.versions.node.split('.'); console.log([process.execPath, v[0], v[1]].join('\\n'))"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A program that stands in for a runtime.

    Attributes:
        language: which bootstrap it runs.
        name: what the screen calls it: `python3.11`, `nodejs20.x`.
        executable: the real program, no shim; empty for `provided`, which brings its own.
        notice: one sentence where it is not what the function declares, else empty.
    """

    language: Literal["python", "node", "provided"]
    name: str
    executable: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """An interpreter that answered: its real path and version."""

    executable: str
    version: tuple[int, int]


class Interpreters:
    """Finds interpreters, each probed once: a shim that does not work is passed over."""

    def __init__(self) -> None:
        self._probed: dict[Path, _Found | None] = {}
        self._one_at_a_time = threading.Lock()

    async def find(self, runtime: str, folder: Path) -> Interpreter | None:
        """The interpreter for `runtime`: a `.venv` beside the template, else the nearest version on PATH.

        The declared version is preferred, then the next newer, then the next older one; at last the one that runs
        lgtui. It looks in a thread, because a probe takes as long as the interpreter takes to start.

        Args:
            runtime: `python3.12`, `nodejs20.x`.
            folder: where the function's code is.

        Returns:
            None where no interpreter runs the function; `unsupported` says why.
        """
        return await asyncio.to_thread(self._find, runtime, folder)

    def _find(self, runtime: str, folder: Path) -> Interpreter | None:
        if runtime in PROVIDED:
            return Interpreter("provided", runtime, "")
        with self._one_at_a_time:
            if match := re.fullmatch(r"python(\d+)\.(\d+)", runtime):
                return self._find_python(runtime, int(match.group(2)), folder)
            if match := re.fullmatch(r"nodejs(\d+)\.x", runtime):
                return self._find_node(runtime, int(match.group(1)))
        return None

    def _find_python(self, runtime: str, minor: int, folder: Path) -> Interpreter:
        found = self._venv(folder) or self._python_on_path(minor) or _Found(sys.executable, OWN_VERSION)
        name = f"python{found.version[0]}.{found.version[1]}"
        return Interpreter("python", name, found.executable, _notice(runtime, name, found.executable))

    def _find_node(self, runtime: str, major: int) -> Interpreter | None:
        nodes = [found for path in _on_path("node") if (found := self._probe(path, NODE_PROBE))]
        if not nodes:
            return None
        found = min(nodes, key=lambda node: (node.version[0] < major, abs(node.version[0] - major)))
        name = f"nodejs{found.version[0]}.x"
        return Interpreter("node", name, found.executable, _notice(runtime, name, found.executable))

    def _venv(self, folder: Path) -> _Found | None:
        for parent in (folder, *folder.parents)[:VENV_REACH]:
            python = parent / ".venv" / "bin" / "python"
            if python.exists() and (found := self._probe(python, PYTHON_PROBE)) and found.version >= (3, OLDEST_PYTHON):
                return found
            if any((parent / name).exists() for name in TEMPLATES):
                return None
        return None

    def _python_on_path(self, minor: int) -> _Found | None:
        newer = range(max(minor, OLDEST_PYTHON), NEWEST_PYTHON + 1)
        older = range(min(minor, NEWEST_PYTHON) - 1, OLDEST_PYTHON - 1, -1)
        for version in (*newer, *older):
            for path in _on_path(f"python3.{version}"):
                found = self._probe(path, PYTHON_PROBE)
                if found is not None and found.version == (3, version):
                    return found
            if (3, version) == OWN_VERSION:
                return _Found(sys.executable, OWN_VERSION)
        return None

    def _probe(self, path: Path, program: str) -> _Found | None:
        """Ask the interpreter at `path` what it is; None where it does not answer."""
        if path not in self._probed:
            self._probed[path] = _ask(path, program)
        return self._probed[path]


def _ask(path: Path, program: str) -> _Found | None:
    option = "-c" if program == PYTHON_PROBE else "-e"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NODE"))}
    try:
        answer = subprocess.run(
            [path, option, program], capture_output=True, text=True, timeout=PROBE_LIMIT, check=True, env=environment
        ).stdout.splitlines()
        return _Found(answer[0], (int(answer[1]), int(answer[2])))
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None


def _on_path(name: str) -> Iterator[Path]:
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = Path(folder) / name
        if folder and os.access(path, os.X_OK) and path.is_file():
            yield path


def _notice(runtime: str, name: str, executable: str) -> str:
    return "" if name == runtime else f"{runtime} is not installed here, so {name} stands in for it ({executable})"


def unsupported(runtime: str) -> str:
    """Why no interpreter was found for `runtime`, and what to do."""
    if runtime.startswith("nodejs"):
        return f"{runtime} needs Node.js, which is not on PATH: install it and reload"
    return f"{runtime or 'a container image'} is not emulated: Python, Node.js and provided.* functions run here"
