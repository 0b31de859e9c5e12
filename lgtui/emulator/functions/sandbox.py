"""One run of an environment's processes: runtime and extensions, their Runtime API and their output, up to their end.

A reset ends a sandbox and the next init makes another one. What outlives it (the id, the log stream, `/tmp`) is the
environment's.
"""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from lgtui.emulator.functions import failures, opt
from lgtui.emulator.functions.extensions import Extensions
from lgtui.emulator.functions.facilities import Facilities
from lgtui.emulator.functions.failures import Failure
from lgtui.emulator.functions.forkservers import Child, Spawn
from lgtui.emulator.functions.output import Output
from lgtui.emulator.functions.process_tree import continue_tree, signal_group, stop_tree
from lgtui.emulator.functions.revision import Place, Revision
from lgtui.emulator.functions.runtime import RuntimeEvent, RuntimeListener, ShutdownEvent
from lgtui.emulator.functions.runtime_host import Reported, SandboxHost

INTERNAL_SHUTDOWN = 0.5
EXTERNAL_SHUTDOWN = 2.0
"""Real seconds between the end's announcement and SIGKILL, by the kind of extensions (fact doc-010)."""

RUNTIME_SHARE = 0.3
"""Part of it that the runtime gets before external extensions are told (RIE, rapid/shutdown.go)."""

RUNTIME = ""
"""The runtime's name among the processes; extensions have the names of their files."""


class SandboxOwner(Reported, Protocol):
    """The environment, which hears of everything that happens in its sandbox."""

    def init_began(self) -> None:
        """The first process runs."""

    def process_started(self, pid: int) -> None:
        """The runtime has a process."""

    def extensions_ready(self) -> None:
        """Every extension that was waited for has asked for the next event."""

    def sandbox_failed(self, failure: Failure) -> None:
        """The runtime or an extension has ended by itself, or could not be started."""


class Sandbox:
    """The processes of one environment from an init to a reset or to the end.

    Attributes:
        extensions: which there are.
        pids: the first process of the runtime and of each external extension; each leads a process group.
        ending: whether its end has begun.
        own_tmp: whether it has a `/tmp` of its own, which the kernel holds to its size.
    """

    def __init__(
        self, owner: SandboxOwner, revision: Revision, facilities: Facilities, on_line: Callable[[str], None]
    ) -> None:
        self.extensions = Extensions(self)
        self.pids: dict[str, int] = {}
        self._owner = owner
        self._host = SandboxHost(owner, self.extensions, revision.description(facilities.settings.account_id))
        self._revision = revision
        self._facilities = facilities
        self._output = Output(on_line)
        self._listener: RuntimeListener | None = None
        self._strays: dict[int, list[int]] = {}
        self._registered = asyncio.Event()
        self.ending = False
        self.own_tmp = False
        self._ended = False
        self._untold = ""
        self._on_ended: Callable[[], None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    # Its start --------------------------------------------------------------------------------------------------

    async def begin(self, folder: Path, log_stream: str, initialization: str) -> None:
        """Start the extensions and, once they have registered, the runtime.

        Args:
            folder: the environment's own, for temporary files.
            log_stream: for the runtime's variables.
            initialization: `on-demand` or `provisioned-concurrency`, for the runtime's variables.

        Raises:
            OSError: this machine lacks files or processes.
        """
        self._output.open()
        self._output.watch()
        layers = await opt.assemble(self._facilities.settings.work_folder, self._revision.layers)
        spaces = await self._facilities.servers.of(self._revision.server).makes_spaces()
        self._listener = await self._facilities.listen(self._host)
        if self.ending:
            self._listener.close()
            return
        credential = self._facilities.credentials.of_function(self._revision.role, self._revision.function_name)
        place = Place(self._listener.address, folder, layers, log_stream, initialization, credential)
        if spaces:
            place = opt.apart(place, self._revision.needs)
            self.own_tmp = bool(place.space)
        names = opt.extensions(layers)
        self.extensions.expect(names)
        for name in names:
            self._launch(name, self._revision.extension_spawn(name, place), self._output.share())
        if names:
            await self._registered.wait()
        if not self.ending:
            self._start_runtime(place)

    def _start_runtime(self, place: Place) -> None:
        try:
            runtime = self._revision.spawn(place)
        except FileNotFoundError as error:
            self._owner.sandbox_failed(Failure("Runtime.InvalidEntrypoint", str(error)))
        else:
            self._launch(RUNTIME, runtime, self._output.give())

    def _launch(self, name: str, spawn: Spawn, output: int) -> None:
        server = self._facilities.servers.of(self._revision.server)
        child = Child(
            lambda pid: self._started(name, pid),
            lambda status: self._exited(name, status),
            lambda reason: self._refused(name, reason),
        )
        server.spawn(spawn, output, child)

    def _started(self, name: str, pid: int) -> None:
        if not self.pids and not self.ending:
            self._owner.init_began()
        self.pids[name] = pid
        if self.ending:
            self._signal(name, signal.SIGKILL)
        elif name == RUNTIME:
            self._owner.process_started(pid)

    def _refused(self, name: str, reason: str) -> None:
        """The system does not execute a program (RIE's words, which are Go's)."""
        path, error_type = f"/opt/extensions/{name}", "Extension.LaunchError"
        if name == RUNTIME:
            path, error_type = "/var/task/bootstrap", "Runtime.InvalidEntrypoint"
        if not self.ending:
            self._owner.sandbox_failed(Failure(error_type, f"fork/exec {path}: {reason}"))

    # What its extensions do (their owner's part) ----------------------------------------------------------------

    def extensions_registered(self) -> None:
        """The runtime may start."""
        self._registered.set()

    def extensions_ready(self) -> None:
        """Init or an invocation does not wait for them any more."""
        if not self.ending:
            self._owner.extensions_ready()

    # Its work ---------------------------------------------------------------------------------------------------

    def deliver(self, event: RuntimeEvent) -> None:
        """Hand an event to the runtime and to the extensions that want it."""
        assert self._listener is not None
        if self.extensions.any:
            told = self.extensions.subscribers("INVOKE")
            self.extensions.wait_for(told)
            for extension in told:
                self._listener.tell(extension.identifier, event)
        self._listener.deliver(event)

    def freeze(self) -> None:
        """Stop every process where it is."""
        self._strays = {pid: stop_tree(pid) for pid in self.pids.values()}
        self._output.drain()
        self._output.unwatch()

    def thaw(self) -> None:
        """Let every process go on."""
        for pid in self.pids.values():
            continue_tree(pid, self._strays.get(pid, []))
        self._strays.clear()

    def follow_output(self) -> None:
        """Hand on what is printed as it comes, not only at an invocation's end."""
        self._output.watch()

    def drain(self) -> None:
        """Hand on what has been printed until now."""
        self._output.drain()

    # Its end ----------------------------------------------------------------------------------------------------

    def end(self, reason: str, on_ended: Callable[[], None]) -> None:
        """End every process: at once, or after those who registered for it had time to finish.

        Args:
            reason: `spindown`, `timeout` or `failure`, for the extensions.
            on_ended: called once, when nothing of the sandbox is left.
        """
        if self.ending:
            self._take_over(on_ended)
            return
        self.ending = True
        self._on_ended = on_ended
        self._registered.set()
        if not self.extensions.any or not self.pids:
            self._kill()
            return
        self.thaw()
        self._signal(RUNTIME, signal.SIGTERM)
        if not self.extensions.external:
            self._after(INTERNAL_SHUTDOWN, self._kill)
        elif RUNTIME in self.pids:
            self._untold = reason
            self._after(EXTERNAL_SHUTDOWN * RUNTIME_SHARE, self._tell_extensions)
        else:
            self._untold = reason
            self._tell_extensions()

    def _take_over(self, on_ended: Callable[[], None]) -> None:
        """Somebody else waits for the end that goes on, or has been reached."""
        if self._ended:
            on_ended()
        else:
            self._on_ended = on_ended

    def _tell_extensions(self) -> None:
        """Send SHUTDOWN to those that want it and end everyone else."""
        reason, self._untold = self._untold, ""
        told = {extension.name: extension for extension in self.extensions.subscribers("SHUTDOWN")}
        deadline = int((self._facilities.clock.real_time() + EXTERNAL_SHUTDOWN) * 1000)
        assert self._listener is not None
        for name in tuple(self.pids):
            if name in told:
                self._listener.tell(told[name].identifier, ShutdownEvent(deadline, reason))
            else:
                self._signal(name, signal.SIGKILL)
        self._after(EXTERNAL_SHUTDOWN * (1 - RUNTIME_SHARE), self._kill)

    def _after(self, seconds: float, callback: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._facilities.clock.call_later_real(seconds, callback)

    def _kill(self) -> None:
        """End what is left and let go of everything."""
        if self._timer is not None:
            self._timer.cancel()
        for name in tuple(self.pids):
            self._signal(name, signal.SIGKILL)
        self._output.drain()
        self._output.close()
        if self._listener is not None:
            self._listener.close()
        self._ended = True
        if self._on_ended is not None:
            self._on_ended()

    def _signal(self, name: str, number: signal.Signals) -> None:
        if name in self.pids:
            signal_group(self.pids[name], number)

    def _exited(self, name: str, status: int) -> None:
        """A process has ended: by itself, or because the sandbox ends."""
        self.pids.pop(name, None)
        if not self.ending:
            self._owner.sandbox_failed(self._failure(name, status))
        elif name == RUNTIME and self._untold:
            self._tell_extensions()
        elif not self.pids and not self._ended:
            self._kill()

    def _failure(self, name: str, status: int) -> Failure:
        if name == RUNTIME:
            return failures.exited(status, self.extensions.internal_failure)
        return failures.extension_exited(status, self.extensions.failure_of(name))
