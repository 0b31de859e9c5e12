"""One function: its versions, its aliases, its URLs, its policies and its tags."""

from pathlib import Path

from lgtui.emulator.functions.alias import Alias
from lgtui.emulator.functions.code import SUFFIXES, module_path
from lgtui.emulator.functions.model import FunctionEventInvokeConfig
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.policy import Policy
from lgtui.emulator.functions.provision import Provisioned
from lgtui.emulator.functions.url import FunctionUrl
from lgtui.emulator.functions.version import Version
from lgtui.frames import FunctionView


class Function:
    """A function's state; the operations change it.

    Attributes:
        versions: by number, `$LATEST` first, then the published ones from the oldest on.
        aliases: by name.
        event_invoke_configs: how events are handled, by the version or alias they invoke.
        urls: by alias; the empty name is $LATEST's.
        policies: by version or alias; the empty name is that of the function without one.
        provisioned: what is kept ready, by version or alias.
        recursive_loop: `Terminate` or `Allow`: what happens to an invocation that is one of a loop.
        published: how many versions were ever published; numbers are not used again.
    """

    def __init__(self, latest: Version, tags: dict[str, str]) -> None:
        self.versions: dict[str, Version] = {LATEST: latest}
        self.aliases: dict[str, Alias] = {}
        self.event_invoke_configs: dict[str, FunctionEventInvokeConfig] = {}
        self.urls: dict[str, FunctionUrl] = {}
        self.policies: dict[str, Policy] = {}
        self.provisioned: dict[str, Provisioned] = {}
        self.recursive_loop = "Terminate"
        self.tags = tags
        self.published = 0

    @property
    def latest(self) -> Version:
        """The version that is edited."""
        return self.versions[LATEST]

    @property
    def name(self) -> str:
        """The function's name."""
        return self.latest.configuration.function_name

    @property
    def last_published(self) -> Version | None:
        """The newest published version that is left."""
        *_, last = self.versions
        return None if last == LATEST else self.versions[last]

    @property
    def summary(self) -> FunctionView:
        """The function as people want to see it."""
        configuration = self.latest.configuration
        interpreter = self.latest.interpreter
        return FunctionView(
            name=self.name,
            arn=configuration.function_arn,
            runtime=configuration.runtime,
            handler=configuration.handler,
            memory_size=configuration.memory_size,
            timeout=configuration.timeout,
            runs_on=interpreter.name if interpreter else "",
            notice=self.latest.notice,
            source=self._source(),
            aliases={name: alias.view for name, alias in self.aliases.items()},
            versions=[number for number in self.versions if number != LATEST],
        )

    def aliases_of(self, number: str) -> list[str]:
        """The names of the aliases that refer to a version."""
        return [name for name, alias in self.aliases.items() if number in alias.versions]

    def divide_provisioned(self, qualifier: str) -> dict[str, int]:
        """Version → environments that are kept ready for a version or an alias.

        A weighted alias divides its number as it divides invocations [guess].
        """
        requested = self.provisioned[qualifier].requested
        alias = self.aliases.get(qualifier)
        if alias is None:
            return {qualifier: requested}
        shares = {number: round(requested * weight) for number, weight in alias.view.weights.items()}
        return {alias.configuration.function_version: requested - sum(shares.values()), **shares}

    def stop(self) -> None:
        """End every version's environments."""
        for version in self.versions.values():
            version.stop()

    def _source(self) -> str:
        """The handler's file, where the code is run in place."""
        code, configuration = self.latest.code, self.latest.configuration
        if not code.in_place:
            return ""
        stem = code.folder / module_path(configuration.handler, configuration.runtime)
        suffixes = [suffix for family, suffix in SUFFIXES if configuration.runtime.startswith(family)]
        found = (Path(f"{stem}{suffix}") for suffix in suffixes)
        return next((str(path) for path in found if path.is_file()), "")
