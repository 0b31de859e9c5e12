"""One function: its settings, code, aliases and environments."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lgtui.emulator.errors import NotImplementedException
from lgtui.emulator.functions.code import SUFFIXES, CodeOnDisk, module_path
from lgtui.emulator.functions.interpreters import Interpreter, Interpreters, unsupported
from lgtui.emulator.functions.model import AliasConfiguration, FunctionConfiguration
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.pool import Pool
from lgtui.emulator.functions.revision import Revision
from lgtui.frames import AliasView, FunctionView


class Function:
    """A function's state; the operations change it, the pool runs it.

    Attributes:
        configuration: as GetFunctionConfiguration answers.
        code: where the code is.
        aliases: by name.
        pool: the environments of $LATEST.
        notice: one sentence where its interpreter is not what it declares, or why it cannot run.
    """

    def __init__(
        self, configuration: FunctionConfiguration, code: CodeOnDisk, tags: dict[str, str], pool: Pool
    ) -> None:
        self.configuration = configuration
        self.code = code
        self.tags = tags
        self.aliases: dict[str, AliasConfiguration] = {}
        self.pool = pool
        self.notice = ""
        self._interpreter: Interpreter | None = None
        self._search: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """The function's name."""
        return self.configuration.function_name

    @property
    def summary(self) -> FunctionView:
        """The function as people want to see it."""
        configuration = self.configuration
        return FunctionView(
            name=self.name,
            arn=configuration.function_arn,
            runtime=configuration.runtime,
            handler=configuration.handler,
            memory_size=configuration.memory_size,
            timeout=configuration.timeout,
            runs_on=self._interpreter.name if self._interpreter else "",
            notice=self.notice,
            source=self._source(),
            aliases={name: AliasView(alias.function_version) for name, alias in self.aliases.items()},
        )

    def renew(
        self, interpreters: Interpreters, region_name: str, endpoint_url: str, on_ready: Callable[[], None]
    ) -> None:
        """Run the present code and configuration from the next invocation on, as soon as an interpreter is found.

        Args:
            interpreters: where it is looked for.
            region_name: for the environments' variables.
            endpoint_url: the emulator's control port, empty while there is none.
            on_ready: called when the search is over, whether it found one or not.
        """
        self.pool.revision = None
        self.cancel()
        search = self._find(interpreters, region_name, endpoint_url, on_ready)
        self._search = asyncio.get_running_loop().create_task(search)

    async def ready(self) -> None:
        """Wait until the function can be run.

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

    def cancel(self) -> None:
        """Give up the search for an interpreter."""
        if self._search is not None:
            self._search.cancel()

    async def _find(
        self, interpreters: Interpreters, region_name: str, endpoint_url: str, on_ready: Callable[[], None]
    ) -> None:
        configuration = self.configuration
        self._interpreter = await interpreters.find(configuration.runtime, self.code.folder)
        self.notice = self._interpreter.notice if self._interpreter else unsupported(configuration.runtime)
        if self._interpreter is not None:
            self.pool.revision = Revision(
                function_name=self.name,
                version=LATEST,
                runtime=configuration.runtime,
                handler=configuration.handler,
                folder=self.code.folder,
                variables=configuration.environment.variables,
                timeout=configuration.timeout,
                memory_size=configuration.memory_size,
                region_name=region_name,
                interpreter=self._interpreter,
                endpoint_url=endpoint_url,
            )
        on_ready()

    def _source(self) -> str:
        """The handler's file, where the code is run in place."""
        if not self.code.in_place:
            return ""
        stem = self.code.folder / module_path(self.configuration.handler, self.configuration.runtime)
        suffixes = [suffix for family, suffix in SUFFIXES if self.configuration.runtime.startswith(family)]
        found = (Path(f"{stem}{suffix}") for suffix in suffixes)
        return next((str(path) for path in found if path.is_file()), "")
