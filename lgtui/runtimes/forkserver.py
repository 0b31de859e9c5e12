"""The fork server: starts execution environments when the emulator asks, and lets none outlive it.

Run as `python forkserver.py FD` under the user's interpreter (Python 3.8 or later, standard library alone). FD is one
end of a stream socket pair. The emulator sends one JSON object a line, with the environment's output pipe attached:

    {"id": …, "folder": …, "variables": {…}, "handler": …, "program": […], "layers": …,
     "space": …, "storage": …, "opt": …}

An empty `program` means a Python handler: a fork of this process, which has the bootstrap imported already. Otherwise
the program is executed. Each process leads a group of its own and adopts the orphans among what it starts (Linux).

A `space` names a /tmp of `storage` bytes and an /opt that processes share; {"forget": space} lets go of it. Without a
space, `storage` is what one file may hold.

The server answers with {"ready": true, "spaces": whether it makes them}, {"started": id, "pid": …}, {"refused": id,
"reason": …} (the system does not execute the program) and {"exited": id, "status": …} (negative: the signal that
ended it). When the emulator's end closes, for whatever reason, every environment is killed, frozen ones too.
"""

from __future__ import annotations

import array
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from lgtui.runtimes import private_files
else:
    import private_files

RECEIVE_SIZE = 65536
MAX_ATTACHED = 64
OPEN_FILES = 1024
"""Open files an environment may have, as on Lambda."""

END_LIMIT = 1.0
"""Seconds to wait for killed processes to be gone."""

PR_SET_CHILD_SUBREAPER = 36


class Server:
    """The loop between the emulator's socket and the environments' exits."""

    def __init__(self, control: socket.socket, wakeup: int) -> None:
        self._control = control
        self._wakeup = wakeup
        self._namespaces = private_files.find()
        self._spaces = Spaces()
        self._received = b""
        self._attached: list[int] = []
        self._environments: dict[int, str] = {}

    def serve(self) -> dict[str, Any] | None:
        """Start and reap environments until the emulator's end closes.

        Returns:
            In a forked environment the request it was forked for; in the server None, once all have ended.
        """
        self._tell({"ready": True, "spaces": self._namespaces is not None})
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        poll.register(self._wakeup, select.POLLIN)
        poll.register(self._spaces, select.POLLIN)
        while True:
            ready = {descriptor for descriptor, _ in poll.poll()}
            if self._wakeup in ready:
                os.read(self._wakeup, RECEIVE_SIZE)
                self._reap()
            if self._spaces.fileno() in ready:
                self._spaces.collect()
            if self._control.fileno() in ready:
                if not self._receive():
                    self._end_all()
                    return None
                while b"\n" in self._received:
                    line, _, self._received = self._received.partition(b"\n")
                    request: dict[str, Any] = json.loads(line)
                    if "forget" in request:
                        self._spaces.forget(request["forget"])
                    elif self._start(request, self._attached.pop(0)):
                        return request

    def _receive(self) -> bool:
        """Take what the emulator sent; False once its end is closed."""
        try:
            data, ancillary, _, _ = self._control.recvmsg(RECEIVE_SIZE, socket.CMSG_SPACE(4 * MAX_ATTACHED))
        except ConnectionError:
            return False
        self._attached.extend(received_descriptors(ancillary))
        self._received += data
        return bool(data)

    def _start(self, request: dict[str, Any], output: int) -> bool:
        """Fork an environment; True in the forked process of a Python handler, which goes on to run it."""
        self._spaces.collect()
        pid = os.fork()
        lead_group(pid)  # In both processes: neither may run on before the group exists.
        if pid:
            os.close(output)
            self._environments[pid] = request["id"]
            self._tell({"started": request["id"], "pid": pid})
            return False
        self._leave(output)
        self._settle_in(request)
        adopt_orphans()
        if request["program"]:
            self._execute(request)
        self._control.close()
        return True

    def _settle_in(self, request: dict[str, Any]) -> None:
        """Give this forked process files of its own; without a space of its own it is held to smaller ones."""
        try:
            if self._namespaces is None or not request["space"]:
                limit(resource.RLIMIT_FSIZE, request["storage"])
            else:
                self._spaces.enter(self._namespaces, request["space"], request["storage"], request["opt"])
        except OSError as error:
            os.write(2, "cannot give this environment a /tmp of its own: {}\n".format(error).encode())
            os._exit(1)
        self._spaces.leave()

    def _execute(self, request: dict[str, Any]) -> None:
        """Become the program of `request`; where the system does not execute it, tell so and exit with 127."""
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        try:
            os.chdir(request["folder"])
            os.execve(request["program"][0], request["program"], request["variables"])
        except OSError as error:
            reason = os.strerror(error.errno or 0).lower()
            self._tell({"refused": request["id"], "reason": reason})
            os.write(2, "cannot start {}: {}\n".format(request["program"][0], reason).encode())
            os._exit(127)

    def _leave(self, output: int) -> None:
        """Make this forked process an environment: its own output, nothing of the server's left open."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(output, 1)
        os.dup2(output, 2)
        for descriptor in (output, self._wakeup, *self._attached):
            os.close(descriptor)
        limit(resource.RLIMIT_NOFILE, OPEN_FILES)

    def _reap(self) -> None:
        """Tell of environments that ended, and end what they left running in their group."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            environment = self._environments.pop(pid, None)
            if environment is not None:
                kill_group(pid)
                self._kill_strays()
                code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
                self._tell({"exited": environment, "status": code})

    def _kill_strays(self) -> None:
        """Kill what an environment that ended has left to this process: orphans that had left its group."""
        for pid in children():
            if pid not in self._environments:
                kill(pid)

    def _end_all(self) -> None:
        """Kill every environment and every stray this process has adopted."""
        for pid in self._environments:
            kill_group(pid)
        deadline = time.monotonic() + END_LIMIT
        while time.monotonic() < deadline:
            for stray in children():
                kill(stray)
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                time.sleep(0.002)

    def _tell(self, message: dict[str, Any]) -> None:
        try:
            self._control.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            return  # The emulator is gone; the next receive says so and ends everything.


class Spaces:
    """The namespaces of environments, kept open by the server for processes to come."""

    def __init__(self) -> None:
        self._mine, self._childrens = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._mine.setblocking(False)
        self._open: dict[str, list[int]] = {}

    def enter(self, namespaces: private_files.Namespaces, name: str, storage: int, opt: str) -> None:
        """Put this forked process into the space `name`; the first one makes it and tells the server."""
        if name in self._open:
            namespaces.join(self._open[name])
        else:
            made = namespaces.make(storage, opt)
            attached = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", made))]
            self._childrens.sendmsg([name.encode()], attached)
            for descriptor in made:
                os.close(descriptor)

    def forget(self, name: str) -> None:
        """Let go of a space; it vanishes with its last process."""
        self.collect()
        for descriptor in self._open.pop(name, []):
            os.close(descriptor)

    def fileno(self) -> int:
        """What to poll for `collect`."""
        return self._mine.fileno()

    def collect(self) -> None:
        """Take what processes that made a space have sent."""
        while True:
            try:
                name, ancillary, _, _ = self._mine.recvmsg(RECEIVE_SIZE, socket.CMSG_SPACE(4 * MAX_ATTACHED))
            except BlockingIOError:
                return
            self._open[name.decode()] = received_descriptors(ancillary)

    def leave(self) -> None:
        """Close in this forked process what is the server's."""
        for descriptors in self._open.values():
            for descriptor in descriptors:
                os.close(descriptor)
        self._mine.close()
        self._childrens.close()


def received_descriptors(ancillary: list[Any]) -> list[int]:
    """The descriptors that came with a message."""
    found = array.array("i")
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            found.frombytes(payload[: len(payload) - len(payload) % found.itemsize])
    return list(found)


def limit(what: int, most: int) -> None:
    """Hold this process and what it starts to `most` of a resource, or to less where that is the system's limit."""
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def lead_group(pid: int) -> None:
    """Make `pid` (0: this process) the leader of a process group of its own."""
    try:
        os.setpgid(pid, pid)
    except (ProcessLookupError, PermissionError):
        return  # The child was faster: it leads its group already, or has even ended.


def kill_group(pid: int) -> None:
    """SIGKILL the process group that `pid` leads, or led: it reaches stopped processes too."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # Nobody is left in it (macOS answers EPERM for a group of zombies).


def kill(pid: int) -> None:
    """SIGKILL the process `pid`."""
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # It has ended meanwhile.


def children() -> list[int]:
    """Process ids of this process's children, adopted ones included; none where the system has no such list."""
    try:
        with open("/proc/self/task/{}/children".format(os.getpid())) as listed:
            return [int(pid) for pid in listed.read().split()]
    except OSError:
        return []


def find_prctl() -> Callable[..., int] | None:
    """The system call wrapper `prctl`, None where there is none."""
    try:
        import ctypes

        found: Callable[..., int] = ctypes.CDLL(None).prctl
        return found
    except (ImportError, OSError, AttributeError):
        return None  # No ctypes or no prctl here: process groups alone are stopped and ended.


PRCTL = find_prctl()


def adopt_orphans() -> None:
    """Become the parent of orphaned descendants (Linux), so that a daemonised process can be stopped and ended too."""
    if PRCTL is not None:
        PRCTL(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def prepare() -> Server:
    """Set the server up: signals, the wake-up pipe and the control socket."""
    adopt_orphans()
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    return Server(socket.socket(fileno=int(sys.argv[1])), read_end)


def main() -> None:
    """Serve; in a forked environment run its handler."""
    bootstrap = importlib.import_module("python_bootstrap")
    gc.collect()
    gc.freeze()
    request = prepare().serve()
    if request is not None:
        bootstrap.run(request["handler"], request["folder"], request["variables"], request["layers"])


if __name__ == "__main__":
    main()
