"""The fork server as a program: what it starts, what it tells, and that nothing outlives its socket."""

import array
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lgtui.runtimes
from tests.emulator.functions.bench import is_alive

FORKSERVER = Path(lgtui.runtimes.__path__[0]) / "forkserver.py"
PATIENCE = 20.0


class Emulator:
    """The emulator's end of a fork server."""

    def __init__(self, executable: str = sys.executable) -> None:
        self.spaces = False
        self.socket, theirs = socket.socketpair()
        self.socket.settimeout(PATIENCE)
        with theirs:
            program = [executable, "-B", str(FORKSERVER), str(theirs.fileno())]
            self.process = subprocess.Popen(program, pass_fds=[theirs.fileno()], start_new_session=True)
        self.lines = self.socket.makefile("r")

    def start(self, *program: str, folder: str = "/", name: str = "e", space: str = "") -> tuple[int, int]:
        """Start an environment that executes `program`: its process and the pipe it writes to."""
        read_end, write_end = os.pipe()
        request = {
            "id": name,
            "folder": folder,
            "variables": {"A": "b"},
            "handler": "",
            "program": program,
            "layers": "",
            "storage": 1 << 20,
            "space": space,
            "opt": "",
        }
        attached = array.array("i", [write_end])
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, attached)]
        self.socket.sendmsg([json.dumps(request).encode() + b"\n"], ancillary)
        os.close(write_end)
        told = self.hear()
        assert told["started"] == name
        return told["pid"], read_end

    def hear(self) -> dict[str, Any]:
        """The server's next word."""
        said: dict[str, Any] = json.loads(self.lines.readline())
        return said

    def close(self) -> None:
        """Let go, as a dying emulator does."""
        self.lines.close()
        self.socket.close()


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """A fork server that is ready."""
    emulator = Emulator()
    emulator.spaces = emulator.hear()["spaces"]
    yield emulator
    emulator.close()
    emulator.process.wait(PATIENCE)


def test_an_environment_leads_a_group_of_its_own_and_has_its_variables_alone(emulator: Emulator) -> None:
    program = "import os; print(os.getpid() == os.getpgrp(), os.environ.get('A'), 'HOME' in os.environ)"
    _, pipe = emulator.start(sys.executable, "-c", program)
    assert _read(pipe) == "True b False\n"
    assert emulator.hear() == {"exited": "e", "status": 0}


def test_exit_codes_and_signals_are_told(emulator: Emulator) -> None:
    emulator.start(sys.executable, "-c", "raise SystemExit(5)")
    assert emulator.hear() == {"exited": "e", "status": 5}
    pid, _ = emulator.start(sys.executable, "-c", "import time; time.sleep(600)")
    os.killpg(pid, signal.SIGKILL)
    assert emulator.hear() == {"exited": "e", "status": -signal.SIGKILL}


def test_a_program_that_is_not_there_is_refused_in_the_systems_words(emulator: Emulator) -> None:
    _, pipe = emulator.start("/no/such/program")
    assert _read(pipe) == "cannot start /no/such/program: no such file or directory\n"
    assert emulator.hear() == {"refused": "e", "reason": "no such file or directory"}
    assert emulator.hear() == {"exited": "e", "status": 127}


def test_what_an_environment_left_running_in_its_group_ends_with_it(emulator: Emulator) -> None:
    program = (
        "import subprocess, sys; "
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid, flush=True)"
    )
    _, pipe = emulator.start(sys.executable, "-c", program)
    left = int(os.read(pipe, 100))
    assert emulator.hear() == {"exited": "e", "status": 0}
    assert _read(pipe) == ""
    deadline = time.monotonic() + PATIENCE
    while is_alive(left) and time.monotonic() < deadline:
        os.sched_yield()
    assert not is_alive(left)


@pytest.mark.skipif(sys.platform != "linux", reason="adopting strays needs Linux")
def test_everything_ends_when_the_emulator_goes_away(emulator: Emulator) -> None:
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    )
    daemon = (
        "import os, time\n"
        "if os.fork() == 0:\n    os.setsid()\n    print(os.getpid(), flush=True)\n    time.sleep(600)\n"
        "time.sleep(600)"
    )
    first, first_pipe = emulator.start(sys.executable, "-c", stubborn, name="a")
    frozen, frozen_pipe = emulator.start(sys.executable, "-c", stubborn, name="b")
    parent, daemon_pipe = emulator.start(sys.executable, "-c", daemon, name="c")
    assert os.read(first_pipe, 10) == os.read(frozen_pipe, 10) == b"up\n"
    stray = int(os.read(daemon_pipe, 100))
    os.killpg(frozen, signal.SIGSTOP)
    emulator.close()
    emulator.process.wait(2.0)
    assert [pid for pid in (first, frozen, parent, stray) if is_alive(pid)] == []


def test_sigint_and_sighup_do_not_reach_the_environments(emulator: Emulator) -> None:
    for number in (signal.SIGINT, signal.SIGHUP):
        emulator.process.send_signal(number)
    _, pipe = emulator.start(sys.executable, "-c", "import signal; print(signal.getsignal(signal.SIGHUP).name)")
    assert _read(pipe) == "SIG_DFL\n"


def test_a_space_has_a_tmp_of_its_size_that_processes_share_until_it_is_forgotten(emulator: Emulator) -> None:
    if not emulator.spaces:
        pytest.skip("needs a kernel that gives namespaces")
    fill = (
        "import os\n"
        "print(os.listdir('/tmp'))\n"
        "try:\n"
        "    open('/tmp/file-of-a-space', 'wb', 0).write(b'x' * (1 << 20) * 2)\n"
        "    open('/tmp/more', 'wb', 0).write(b'x')\n"
        "except OSError as full:\n"
        "    print(os.strerror(full.errno), os.path.getsize('/tmp/file-of-a-space') <= 1 << 20)\n"
    )
    assert _run(emulator, fill, space="a") == "[]\nNo space left on device True\n"
    assert _run(emulator, "import os; print(sorted(os.listdir('/tmp'))[0])", space="a") == "file-of-a-space\n"
    assert _run(emulator, "import os; print(os.listdir('/tmp'))", space="b") == "[]\n"
    emulator.socket.sendall(b'{"forget": "a"}\n')
    assert _run(emulator, "import os; print(os.listdir('/tmp'))", space="a") == "[]\n"
    assert not Path("/tmp/file-of-a-space").exists()


def test_without_a_space_a_file_has_a_limit(emulator: Emulator, tmp_path: Path) -> None:
    write = f"open({str(tmp_path / 'file')!r}, 'wb', 0).write(b'x' * ((1 << 20) + 1))"
    program = f"try:\n    print({write})\nexcept OSError as refused:\n    print(refused.strerror)"
    assert (
        _run(emulator, f"{program}\nprint(__import__('os').path.getsize({str(tmp_path / 'file')!r}))")
        == "1048576\n1048576\n"
    )


@pytest.mark.parametrize("minor", [8, 9, 10, 12, 13, 14])
def test_it_runs_under_other_versions_of_python(minor: int) -> None:
    executable = _python(minor)
    if executable is None:
        pytest.skip(f"needs a python3.{minor} that works")
    emulator = Emulator(executable)
    assert emulator.hear()["ready"]
    _, pipe = emulator.start(executable, "-c", "import sys; print(sys.version_info[1])")
    assert _read(pipe) == f"{minor}\n"
    emulator.close()
    assert emulator.process.wait(PATIENCE) == 0


def _python(minor: int) -> str | None:
    """A working Python 3.`minor` on PATH."""
    found = shutil.which(f"python3.{minor}")
    if found is None:
        return None
    answer = subprocess.run([found, "-V"], capture_output=True, text=True, check=False)
    return found if re.match(rf"Python 3\.{minor}\.", answer.stdout) else None


def _run(emulator: Emulator, program: str, space: str = "") -> str:
    """What a program prints until it ends.

    The interpreter behind a virtual environment runs it: the environment itself may be in `/tmp`, which a space hides.
    """
    _, pipe = emulator.start(os.path.realpath(sys.executable), "-c", program, space=space)
    printed = _read(pipe)
    assert emulator.hear()["exited"] == "e"
    return printed


def _read(pipe: int) -> str:
    with os.fdopen(pipe) as text:
        return text.read()
