"""One function: its versions, its aliases, its URLs, its policies and its tags."""

from collections.abc import Callable
from pathlib import Path
from typing import TypedDict, Unpack

import msgspec

from lgtui.emulator.functions.alias import Alias
from lgtui.emulator.functions.code import SUFFIXES, module_path
from lgtui.emulator.functions.model import AliasConfiguration, FunctionEventInvokeConfig
from lgtui.emulator.functions.model.runtime_management import RuntimeManagementConfig
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.policy import Policy, PolicyRecord
from lgtui.emulator.functions.provision import Provisioned
from lgtui.emulator.functions.url import FunctionUrl
from lgtui.emulator.functions.version import Version, VersionRecord
from lgtui.emulator.objects import Shelf, Table
from lgtui.frames import FunctionView


class FunctionRecord(msgspec.Struct, frozen=True):
    """What lasts of a function besides what is on its shelf; see `Function`."""

    tags: dict[str, str] = {}
    recursive_loop: str = "Terminate"
    reserved_concurrency: int | None = None
    published: int = 0


class Change(TypedDict, total=False):
    """Members of a function's record."""

    tags: dict[str, str]
    recursive_loop: str
    reserved_concurrency: int | None
    published: int


class Function:
    """A function's state; the operations change it.

    Args:
        records: where its record is, by its name.
        shelf: where everything that belongs to it is.
        load_version: makes a version of what an earlier run has left of it.

    Attributes:
        versions: by number, `$LATEST` first, then the published ones from the oldest on.
        aliases: by name.
        event_invoke_configs: how events are handled, by the version or alias they invoke.
        urls: by alias; the empty name is $LATEST's.
        policies: by version or alias; the empty name is that of the function without one.
        provisioned: what is kept ready, by version or alias.
        runtime_management: what was put about runtimes' versions, by version.
    """

    def __init__(
        self, name: str, records: Table[FunctionRecord], shelf: Shelf, load_version: Callable[[VersionRecord], Version]
    ) -> None:
        self.name = name
        self.shelf = shelf
        self._records = records
        self.versions = shelf.mirror("version", VersionRecord, load_version, lambda version: version.record)
        self.aliases = shelf.mirror("alias", AliasConfiguration, Alias, lambda alias: alias.configuration)
        self.event_invoke_configs = shelf.table("event-invoke-config", FunctionEventInvokeConfig)
        self.urls = shelf.table("url", FunctionUrl)
        self.policies = shelf.mirror("policy", PolicyRecord, Policy, lambda policy: policy.record)
        self.provisioned = shelf.table("provisioned-concurrency", Provisioned)
        self.runtime_management = shelf.table("runtime-management", RuntimeManagementConfig)

    def change(self, **members: Unpack[Change]) -> None:
        """Change its record."""
        self._records[self.name] = msgspec.structs.replace(self._records[self.name], **members)

    @property
    def tags(self) -> dict[str, str]:
        """Its tags."""
        return self._records[self.name].tags

    @property
    def recursive_loop(self) -> str:
        """`Terminate` or `Allow`: what happens to an invocation that is one of a loop."""
        return self._records[self.name].recursive_loop

    @property
    def reserved_concurrency(self) -> int | None:
        """Its reservation, None where it has none."""
        return self._records[self.name].reserved_concurrency

    @property
    def published(self) -> int:
        """How many versions were ever published; numbers are not used again."""
        return self._records[self.name].published

    @property
    def latest(self) -> Version:
        """The version that is edited."""
        return self.versions[LATEST]

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
