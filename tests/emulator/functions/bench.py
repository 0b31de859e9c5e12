"""A Lambda of its own for a test: real processes, real Runtime API, code written into the test's folder."""

import asyncio
import json
import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.credentials import Credentials
from lgtui.emulator.functions.environment import Environment
from lgtui.emulator.functions.events import EnvironmentChanged
from lgtui.emulator.functions.model import (
    Code,
    CreateFunctionRequest,
    InvocationRequest,
    InvocationResponse,
    LayerContent,
    PublishLayerVersionRequest,
)
from lgtui.emulator.functions.service import Functions
from lgtui.emulator.logs import DEFAULT_CAPACITY, LogRecord, Logs
from lgtui.emulator.objects import Objects
from lgtui.emulator.settings import Settings
from lgtui.emulator.store import Store
from lgtui.emulator.wire.runtime_api import listen

PATIENCE = 20.0
"""Seconds a condition gets to become true before the test fails."""

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs node on PATH")


class Bench:
    """Lambda with its clock, bus and log, and short words for what tests do with it."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.clock = Clock()
        self.bus = Bus()
        self.logs = Logs()
        self.settings = Settings(work_folder=folder / "work", **settings)
        self.store = Store(self.settings.state_folder)
        self.objects = Objects(self.store)
        self.credentials = Credentials(self.clock, self.settings)
        self.functions = Functions(
            self.clock, self.bus, self.logs, self.store, self.objects, self.settings, self.credentials, listen
        )
        self.changes: list[tuple[str, str]] = []
        self._changed = asyncio.Event()
        self.bus.subscribe(EnvironmentChanged, self._note)

    def write(self, name: str, source: str, function: str = "f") -> Path:
        """Write a file of the function's code."""
        path = self.folder / function / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(source))
        return path

    def create(self, source: str, *, name: str = "f", handler: str = "app.handler", **members: Any) -> None:
        """Create a Python function whose module `app` is `source`."""
        self.write("app.py", source, name)
        self.create_from_folder(name=name, handler=handler, **{"runtime": "python3.11", **members})

    def create_node(self, source: str, *, name: str = "f", file: str = "index.js", **members: Any) -> None:
        """Create a Node function whose module is `source`."""
        self.write(file, source, name)
        self.create_from_folder(name=name, **{"runtime": "nodejs20.x", "handler": "index.handler", **members})

    def create_from_folder(self, *, name: str = "f", **members: Any) -> None:
        """Create a function from what has been written."""
        code = Code(folder=self.folder / name)
        request = {"timeout": 10, **members}
        self.functions.create_function(CreateFunctionRequest(function_name=name, code=code, **request))

    async def publish_layer(self, name: str, files: dict[str, str]) -> str:
        """Publish a layer of text files, those that begin with `#!` executable; returns its version's ARN."""
        folder = self.folder / "layers" / name
        for path, source in files.items():
            file = self.write(path, source, f"layers/{name}")
            file.chmod(0o755 if source.startswith("#!") else 0o644)
        request = PublishLayerVersionRequest(layer_name=name, content=LayerContent(folder=folder))
        return (await self.functions.publish_layer_version(request)).layer_version_arn

    async def invoke(self, event: object = None, *, name: str = "f", **members: Any) -> InvocationResponse:
        """Invoke with `event` as JSON."""
        payload = json.dumps({} if event is None else event).encode()
        return await self.functions.invoke(InvocationRequest(function_name=name, payload=payload, **members))

    async def call(self, event: object = None, *, name: str = "f") -> Any:
        """Invoke and read the answer, which must not be a failure."""
        answer = await self.invoke(event, name=name)
        assert answer.function_error == "", answer.payload
        return msgspec.json.decode(answer.payload)

    async def fail(self, event: object = None, *, name: str = "f") -> dict[str, Any]:
        """Invoke and read the error object, which must be there."""
        answer = await self.invoke(event, name=name)
        assert answer.function_error == "Unhandled", answer.payload
        error: dict[str, Any] = msgspec.json.decode(answer.payload)
        return error

    def environment(self) -> Environment:
        """The one environment there is."""
        (environment,) = self.functions.environments()
        return environment

    def lines(self, *levels: str) -> list[str]:
        """The log's texts, of some levels or of all."""
        return [line.text for line in self.records() if not levels or line.level in levels]

    def records(self) -> list[LogRecord]:
        """The log."""
        return self.logs.after(0, DEFAULT_CAPACITY)[0]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds, looking again whenever an environment changes."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def until_state(self, state: str) -> None:
        """Wait until the one environment is in `state`."""
        await self.until(lambda: [each.state for each in self.functions.environments()] == [state])

    async def until_state_of(self, function: str, state: str) -> None:
        """Wait until the one environment of `function` is in `state`."""

        def states() -> list[str]:
            return [each.state for each in self.functions.environments() if each.function_name == function]

        await self.until(lambda: states() == [state])

    async def until_logged(self, words: str) -> None:
        """Wait until a line of the log holds `words`."""
        async with asyncio.timeout(PATIENCE):
            while not any(words in line for line in self.lines()):
                await asyncio.to_thread(lambda: None)

    def _note(self, event: EnvironmentChanged) -> None:
        self.changes.append((event.environment.id, event.environment.state))
        self._changed.set()


def is_alive(pid: int) -> bool:
    """Whether a process exists that is not merely waiting to be reaped."""
    return process_state(pid) not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)


def process_state(pid: int) -> str:
    """The process's state as psutil names it."""
    try:
        return str(psutil.Process(pid).status())
    except psutil.NoSuchProcess:
        return str(psutil.STATUS_DEAD)
