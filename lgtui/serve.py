"""The emulator as a process: a region, its faces on their ports and the project on disk, from start to a clean end."""

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from lgtui import __version__
from lgtui.emulator.gateway.events import ApisChanged
from lgtui.emulator.gateway.user_pools.keys import KeysUnavailable, is_url, read_key_file
from lgtui.emulator.logs import LogRecord
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.wire import runtime_api, views
from lgtui.emulator.wire.answer import Answer
from lgtui.emulator.wire.control import BODY_LIMIT, ControlApp
from lgtui.emulator.wire.data_ports import DataPorts
from lgtui.emulator.wire.execute_api import ExecuteApi
from lgtui.emulator.wire.feed import Feed
from lgtui.emulator.wire.guard import is_loopback
from lgtui.emulator.wire.ports import ADDRESS, bind_exactly, bind_from
from lgtui.emulator.wire.rest_json import JSON
from lgtui.emulator.wire.server import RunningServer, serve_socket
from lgtui.emulator.wire.service_model import SERVICES
from lgtui.frames import Hello
from lgtui.log_printer import LogPrinter
from lgtui.project.events import ProjectChanged
from lgtui.project.locate import state_folder
from lgtui.project.project import Project
from lgtui.work_folder import work_folder

DEFAULT_PORT = 3_000
DEFAULT_CONTROL_PORT = 4_566

GC_THRESHOLD = 20_000
"""Objects made, less those that are gone, between two collections."""


class ServicesEndpointError(Exception):
    """Requests to other services cannot be passed on there; the message says why and what to do."""


class JwksError(Exception):
    """A user pool's keys cannot be read; the message says why."""


class ServeOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What `lgtui serve` was asked for.

    Attributes:
        project: folder or template.
        port: where the first API listens; None takes 3000 or the next free one, 0 any.
        control_port: where AWS's control plane listens; None takes 4566 or the next free one, 0 any.
        ready_file: written once everything listens.
        quiet: print no log on standard error.
        until_stdin_closes: end when standard input does, so that a parent's death ends the emulator too.
        account_concurrency: concurrent executions of all functions together.
        account_throttle: requests per second of all APIs together, and at once.
        state: folder for what outlives the process; None takes `.lgtui` beside the template.
        fresh: begin without what is there.
        services_endpoint: URL of what emulates the services that lgtui does not; empty for nothing.
        jwks: a user pool's id → the file or the URL of its public keys.
    """

    project: Path
    port: int | None = None
    control_port: int | None = None
    ready_file: Path | None = None
    quiet: bool = False
    until_stdin_closes: bool = False
    account_concurrency: int = 1_000
    account_throttle: tuple[float, int] = (10_000.0, 5_000)
    state: Path | None = None
    fresh: bool = False
    services_endpoint: str = ""
    jwks: dict[str, str] = {}


def serve(options: ServeOptions) -> int:
    """Run the emulator until it is told to end; returns the exit code.

    Raises:
        JwksError: a file with a user pool's keys cannot be read.
        PortTaken: a port that was asked for by number is in use.
        ServicesEndpointError: the services endpoint is the emulator itself.
        StoreError: the state folder cannot be used.
    """
    _check_jwks(options.jwks)
    sockets = _bind(options.port, DEFAULT_PORT), _bind(options.control_port, DEFAULT_CONTROL_PORT)
    _check_services_endpoint(options.services_endpoint, sockets[1].getsockname()[1])
    with work_folder() as folder:
        asyncio.run(_run(options, folder, *sockets))
    return 0


async def _run(
    options: ServeOptions, work_folder: Path, data_socket: socket.socket, control_socket: socket.socket
) -> None:
    """Start everything, wait for the word to end, stop everything."""
    ended = _until_told_to_end(options.until_stdin_closes)
    emulator = Emulator(options, work_folder, data_socket, control_socket)
    try:
        await emulator.start()
        await ended.wait()
    finally:
        await emulator.stop()


class Emulator:
    """A region with its faces and its project."""

    def __init__(
        self, options: ServeOptions, work_folder: Path, data_socket: socket.socket, control_socket: socket.socket
    ) -> None:
        settings = Settings(
            work_folder=work_folder,
            state_folder=options.state or state_folder(options.project),
            fresh=options.fresh,
            account_concurrency=options.account_concurrency,
            account_rate=options.account_throttle[0],
            account_burst=options.account_throttle[1],
            services_endpoint=options.services_endpoint,
            jwks=options.jwks,
        )
        self._options = options
        self._control_socket = control_socket
        self._control_url = f"http://{ADDRESS}:{control_socket.getsockname()[1]}"
        self.region = Region(settings, runtime_api.listen)
        self.region.functions.set_endpoint_url(self._control_url)
        self.region.gateway.set_endpoint(self._control_url, SERVICES.keys())
        self.project = Project(options.project, self.region)
        execute_api = ExecuteApi(self.region.gateway)
        self._data_ports = DataPorts(execute_api, data_socket, self._no_api_answer)
        self._feed = Feed(self.region, self._hello, self._data_ports.url)
        self._control = ControlApp(self.region, self._feed, execute_api, self._health, self._reload)
        self._tasks: list[asyncio.Task[None]] = []
        self._control_server: RunningServer | None = None
        self._log_printer = LogPrinter(self.region.clock, self.region.logs, sys.stderr)
        self._apis_changed = asyncio.Event()
        self._loaded = False

    async def start(self) -> None:
        """Load the project, listen, say where, and watch the project from then on."""
        self.region.bus.subscribe(ApisChanged, lambda _: self._apis_changed.set())
        self.region.bus.subscribe(ProjectChanged, self._note_project)
        await self.project.load()
        await self._data_ports.follow(views.api_ids(self.region))
        self._control_server = await serve_socket(
            self._control, self._control_socket, max_body=BODY_LIMIT, answer_refused=self._control.refuse
        )
        self._go_on_with(self._follow_apis(), "opening ports for new APIs")
        self._go_on_with(self.project.watch(), "watching the project's files")
        self._go_on_with(self.region.log_store.run(), "keeping the log")
        self._go_on_with(self.region.trace_store.run(), "keeping the history of requests")
        self._announce()
        if not self._options.quiet:
            self._go_on_with(self._log_printer.run(), "printing the log")
        _calm_garbage_collector()
        if self._options.ready_file is not None:
            self._write_ready_file(self._options.ready_file)

    async def stop(self) -> None:
        """End the project's watch, every listener and every execution environment."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._feed.stop()
        await self.region.stop()
        await self._data_ports.stop()
        if self._control_server is not None:
            await self._control_server.stop()
        await self._control.stop()
        if not self._options.quiet:
            self._log_printer.flush()

    def _note_project(self, changed: ProjectChanged) -> None:
        """Tell the feed; the first project that loads without a problem has all functions there shall be."""
        self._feed.note_project(changed.view)
        if changed.view.problem is None and not self._loaded:
            self._loaded = True
            self._go_on_with(self.region.start(), "looking through what was left behind")

    def _go_on_with(self, work: Coroutine[Any, Any, None], what: str) -> None:
        """Do `work` beside everything else; where it fails, the log says what has ended and why."""

        def tell(task: asyncio.Task[None]) -> None:
            error = None if task.cancelled() else task.exception()
            if error is not None:
                text = f"{what} has ended: {error}. Start lgtui again once that is mended."
                self.region.logs.write(LogRecord(self.region.clock.time(), "project", "", "error", text))

        task = asyncio.create_task(work, name=what)
        task.add_done_callback(tell)
        self._tasks.append(task)

    async def _follow_apis(self) -> None:
        """Give new APIs their ports as they are made."""
        while True:
            await self._apis_changed.wait()
            self._apis_changed.clear()
            await self._data_ports.follow(views.api_ids(self.region))
            self._feed.note_resources()

    async def _reload(self) -> None:
        await self.project.load()

    def _hello(self) -> Hello:
        return views.hello(self.region, self.project.view, self._control_url, self._data_ports.url)

    def _health(self) -> dict[str, object]:
        problem = self.project.view.problem
        return {"version": __version__, "pid": os.getpid(), "status": "problem" if problem else "ok"}

    def _no_api_answer(self) -> Answer:
        """What the first port answers while no API is loaded."""
        problem = self.project.view.problem
        reason = f"{views.place(problem)}: {problem.message}" if problem else "the template has no REST API"
        body = msgspec.json.encode({"message": f"lgtui serves no API here: {reason}"})
        return Answer(503, [(b"content-type", JSON)], body)

    def _announce(self) -> None:
        """One line for each URL, for people, on standard output."""
        for line in views.announcement(self.region, self._control_url, self._data_ports.url):
            print(line, flush=True)

    def _write_ready_file(self, path: Path) -> None:
        """Say where everything listens, in one atomic step."""
        content = views.ready(self.region, self._control_url, self._data_ports.url)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_bytes(msgspec.json.encode(content))
        draft.replace(path)


def _calm_garbage_collector() -> None:
    """Leave what is loaded by now out of every later collection, and collect less often: a tenth of a request's time.

    Requests leave no circles behind that would have to be found soon; what they keep is in rings.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD, 20, 20)


def _bind(port: int | None, default: int) -> socket.socket:
    """The socket asked for; where no number was given, the default or the next free one, and a word about it."""
    if port is not None:
        return bind_exactly(port)
    bound = bind_from(default)
    if bound.getsockname()[1] != default:
        _say(f"port {default} is in use, so {bound.getsockname()[1]} is taken instead")
    return bound


def _check_services_endpoint(url: str, control_port: int) -> None:
    """Refuse an endpoint that would send each request back to where it comes from."""
    parts = urlsplit(url)
    if parts.port == control_port and is_loopback(parts.hostname or ""):
        raise ServicesEndpointError(
            f"--services-endpoint {url} is this emulator's own control port: give the other emulator another port, "
            "or this one with --control-port."
        )


def _check_jwks(places: dict[str, str]) -> None:
    """Refuse files that hold no keys; what is at an URL is seen when a token needs it."""
    for pool, place in places.items():
        if not is_url(place):
            try:
                read_key_file(Path(place))
            except KeysUnavailable as error:
                raise JwksError(f"--jwks {pool}: {error}") from None


def _until_told_to_end(or_stdin_closes: bool) -> asyncio.Event:
    """An event set by SIGINT, SIGTERM, SIGHUP and, where asked for, by the end of standard input."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, ended.set)
    if or_stdin_closes:
        loop.add_reader(sys.stdin.fileno(), _look_at_stdin, ended)
    return ended


def _look_at_stdin(ended: asyncio.Event) -> None:
    """Called when standard input has something to say: at its end there is nothing to read."""
    if not os.read(sys.stdin.fileno(), 4_096):
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        ended.set()


def _say(text: str) -> None:
    print(f"lgtui: {text}", file=sys.stderr, flush=True)
