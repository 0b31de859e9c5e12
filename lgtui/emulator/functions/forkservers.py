"""The emulator's side of the fork servers: one process for each interpreter in use, which starts environments."""

import array
import asyncio
import itertools
import json
import os
import signal
import socket
import subprocess
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import lgtui.runtimes
from lgtui.emulator.functions.process_tree import signal_group

RUNTIMES = Path(lgtui.runtimes.__path__[0])
"""The folder of the programs that run under the user's interpreters."""

RECEIVE_SIZE = 65_536
END_LIMIT = 3.0
"""Real seconds a fork server gets to end all its environments."""


class Spawn(NamedTuple):
    """What a fork server needs to start one process of an environment.

    Attributes:
        folder: where its code is; the working directory.
        variables: its whole environment.
        handler: the handler setting, for a Python environment.
        program: what to execute instead of a Python handler, empty for one.
        layers: the folder that stands for `/opt`, for a Python environment; empty without layers.
        storage: bytes that its `/tmp` holds, or a file where the machine's `/tmp` is shared.
        space: names the `/tmp` and `/opt` that an environment's processes share, empty where they have the machine's.
        opt: the folder that lies at the space's `/opt`, or empty.
    """

    folder: str
    variables: dict[str, str]
    handler: str = ""
    program: tuple[str, ...] = ()
    layers: str = ""
    storage: int = 512 << 20
    space: str = ""
    opt: str = ""


class Child(NamedTuple):
    """Who hears of one process: `started(pid)`, `exited(status)` (negative: a signal), and `refused(reason)`.

    A program that the system does not execute is refused, then it exits.
    """

    started: Callable[[int], None]
    exited: Callable[[int], None]
    refused: Callable[[str], None]


class ForkServer:
    """One fork server process and the socket to it. It ends, with all its environments, when the socket closes."""

    def __init__(self, executable: str) -> None:
        self._keys = itertools.count(1)
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        self._children: dict[str, Child] = {}
        self._pids: dict[str, int] = {}
        self._received = b""
        self._outgoing: deque[tuple[bytes, int]] = deque()
        self._ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.alive = True
        with theirs:
            program = [executable, "-B", "-X", "utf8", str(RUNTIMES / "forkserver.py"), str(theirs.fileno())]
            self._process = subprocess.Popen(
                program,
                pass_fds=[theirs.fileno()],
                env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(Path.home())},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        asyncio.get_running_loop().add_reader(self._socket, self._read)

    async def makes_spaces(self) -> bool:
        """Whether it can give environments a `/tmp` and an `/opt` of their own; known once it has started."""
        return await asyncio.shield(self._ready)

    def forget(self, space: str) -> None:
        """Let go of a space whose environment is gone."""
        if self.alive:
            self._outgoing.append((json.dumps({"forget": space}).encode() + b"\n", -1))
            if len(self._outgoing) == 1:
                self._write()

    def spawn(self, request: Spawn, output: int, child: Child) -> None:
        """Ask for a process; `child` hears of its start and its end.

        Args:
            request: what to start.
            output: the pipe's end that becomes its stdout and stderr; closed here once sent.
            child: who is told. If the server itself dies, every process counts as killed.
        """
        key = str(next(self._keys))
        self._children[key] = child
        self._outgoing.append((json.dumps({"id": key, **request._asdict()}).encode() + b"\n", output))
        if len(self._outgoing) == 1:
            self._write()

    async def stop(self) -> None:
        """End the server and every environment it started."""
        self._lose()
        try:
            await asyncio.to_thread(self._process.wait, END_LIMIT)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _write(self) -> None:
        """Send what is waiting; the rest once the socket takes more."""
        loop = asyncio.get_running_loop()
        try:
            while self._outgoing:
                data, output = self._outgoing[0]
                self._send(data, output)
        except BlockingIOError:
            loop.add_writer(self._socket, self._write)
            return
        except OSError:
            self._lose()
            return
        loop.remove_writer(self._socket)

    def _send(self, data: bytes, output: int) -> None:
        """Send the first waiting request, or a part of it; the descriptor goes with its first byte."""
        if output < 0:
            sent = self._socket.send(data)
        else:
            attached = array.array("i", [output])
            sent = self._socket.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, attached)])
            os.close(output)
        if sent == len(data):
            self._outgoing.popleft()
        else:
            self._outgoing[0] = (data[sent:], -1)

    def _read(self) -> None:
        """Pass on what the server tells."""
        try:
            data = self._socket.recv(RECEIVE_SIZE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lose()
            return
        *lines, self._received = (self._received + data).split(b"\n")
        for line in lines:
            self._hear(json.loads(line))

    def _hear(self, message: dict[str, Any]) -> None:
        if "ready" in message:
            self._ready.set_result(message["spaces"])
        elif "started" in message:
            self._pids[message["started"]] = message["pid"]
            self._children[message["started"]].started(message["pid"])
        elif "refused" in message:
            self._children[message["refused"]].refused(message["reason"])
        elif "exited" in message:
            self._pids.pop(message["exited"], None)
            self._children.pop(message["exited"]).exited(message["status"])

    def _lose(self) -> None:
        """Close the socket; the server ends its environments, or has died and they are told so."""
        if not self.alive:
            return
        self.alive = False
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._socket)
        loop.remove_writer(self._socket)
        self._socket.close()
        for _, output in self._outgoing:
            if output >= 0:
                os.close(output)
        for pid in self._pids.values():
            signal_group(pid, signal.SIGKILL)
        if not self._ready.done():
            self._ready.set_result(False)
        children, self._children = self._children, {}
        for child in children.values():
            child.exited(-signal.SIGKILL)


class ForkServers:
    """The fork servers of a region, by interpreter."""

    def __init__(self) -> None:
        self._servers: dict[str, ForkServer] = {}

    def of(self, executable: str) -> ForkServer:
        """The fork server that runs under `executable`; started now where there is none, or the old one has died."""
        server = self._servers.get(executable)
        if server is None or not server.alive:
            server = self._servers[executable] = ForkServer(executable)
        return server

    def forget(self, executable: str, space: str) -> None:
        """Let the server of `executable` let go of a space whose environment is gone."""
        if executable in self._servers:
            self._servers[executable].forget(space)

    async def stop(self) -> None:
        """End all of them, with their environments."""
        servers, self._servers = self._servers, {}
        await asyncio.gather(*(server.stop() for server in servers.values()))
