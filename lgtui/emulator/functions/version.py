"""One version of a function: its settings, its code and the environments that run it; $LATEST is one too."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec

from lgtui.emulator.errors import NotImplementedException
from lgtui.emulator.functions.code import CodeOnDisk
from lgtui.emulator.functions.interpreters import Interpreter, Interpreters, unsupported
from lgtui.emulator.functions.model import FunctionConfiguration
from lgtui.emulator.functions.pool import Pool
from lgtui.emulator.functions.revision import Revision


class VersionRecord(msgspec.Struct, frozen=True):
    """What lasts of a version; see there."""

    configuration: FunctionConfiguration
    code: CodeOnDisk
    source: FunctionConfiguration | None = None


class Version:
    """A version's state; the operations change $LATEST's, a published one stays as it is.

    Attributes:
        configuration: as GetFunctionConfiguration answers for it.
        code: where the code is.
        pool: its environments.
        source: what $LATEST was when this was published, None for $LATEST itself.
        interpreter: what runs it, None while it is looked for and where there is none.
        notice: one sentence where its interpreter is not what it declares, or why it cannot run.
    """

    def __init__(
        self,
        configuration: FunctionConfiguration,
        code: CodeOnDisk,
        pool: Pool,
        source: FunctionConfiguration | None = None,
    ) -> None:
        self.configuration = configuration
        self.code = code
        self.pool = pool
        self.source = source
        self.interpreter: Interpreter | None = None
        self.notice = ""
        self._search: asyncio.Task[None] | None = None

    @property
    def number(self) -> str:
        """`$LATEST`, `1`, `2`, …"""
        return self.configuration.version

    @property
    def record(self) -> VersionRecord:
        """What lasts of it."""
        return VersionRecord(self.configuration, self.code, self.source)

    def renew(
        self,
        interpreters: Interpreters,
        layers: tuple[Path, ...],
        region_name: str,
        endpoint_url: str,
        on_ready: Callable[[], None],
    ) -> None:
        """Run the present code and configuration from the next invocation on, as soon as an interpreter is found.

        Args:
            interpreters: where it is looked for.
            layers: its unpacked layers, in its order.
            region_name: for the environments' variables.
            endpoint_url: the emulator's control port, empty while there is none.
            on_ready: called when the search is over, whether it found one or not.
        """
        self.pool.revision = None
        self._cancel()
        search = self._find(interpreters, layers, region_name, endpoint_url, on_ready)
        self._search = asyncio.get_running_loop().create_task(search)

    async def ready(self) -> None:
        """Wait until it can be run.

        Raises:
            NotImplementedException: nothing on this machine runs it.
        """
        while self._search is not None and not self._search.done():
            await asyncio.wait([self._search])
        if self.pool.revision is None:
            raise NotImplementedException(self.notice)

    def point_to(self, endpoint_url: str) -> None:
        """Give later environments `endpoint_url` as `AWS_ENDPOINT_URL`."""
        if self.pool.revision is not None:
            self.pool.revision = replace(self.pool.revision, endpoint_url=endpoint_url)

    def stop(self) -> None:
        """End its environments, and the search for an interpreter."""
        self._cancel()
        self.pool.stop()

    def _cancel(self) -> None:
        if self._search is not None:
            self._search.cancel()

    async def _find(
        self,
        interpreters: Interpreters,
        layers: tuple[Path, ...],
        region_name: str,
        endpoint_url: str,
        on_ready: Callable[[], None],
    ) -> None:
        configuration = self.configuration
        self.interpreter = await interpreters.find(configuration.runtime, self.code.origin)
        self.notice = self.interpreter.notice if self.interpreter else unsupported(configuration.runtime)
        if self.interpreter is not None:
            self.pool.revision = Revision(
                function_name=configuration.function_name,
                version=configuration.version,
                runtime=configuration.runtime,
                handler=configuration.handler,
                folder=self.code.folder,
                variables=configuration.variables,
                timeout=configuration.timeout,
                memory_size=configuration.memory_size,
                region_name=region_name,
                interpreter=self.interpreter,
                endpoint_url=endpoint_url,
                storage=configuration.ephemeral_storage.size,
                layers=layers,
                log_group=configuration.logging_config.log_group,
                role=configuration.role,
            )
        on_ready()
