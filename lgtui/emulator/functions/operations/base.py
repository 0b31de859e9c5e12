"""What Lambda's operations share: the region's functions, what runs them, and how others hear of a change."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import PreconditionFailedException, ServiceError
from lgtui.emulator.functions.asynchronous.destinations import Destinations, service_of
from lgtui.emulator.functions.code import CodeOnDisk, remove
from lgtui.emulator.functions.code_store import CodeStore
from lgtui.emulator.functions.concurrency import Concurrency
from lgtui.emulator.functions.events import FunctionsChanged
from lgtui.emulator.functions.facilities import Facilities
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.interpreters import Interpreters
from lgtui.emulator.functions.layers import Layers
from lgtui.emulator.functions.meter import Meter
from lgtui.emulator.functions.model import FunctionConfiguration
from lgtui.emulator.functions.model.event_sources import EventSourceMappingConfiguration
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.pool import Pool
from lgtui.emulator.functions.registry import Registry
from lgtui.emulator.functions.version import Version, VersionRecord
from lgtui.emulator.logs import LogRecord, Logs
from lgtui.emulator.objects import Objects
from lgtui.emulator.settings import Settings


class Operations:
    """The state behind the operations; each group of them is a subclass.

    Attributes:
        concurrency: who is executing what.
        meter: what every function did in the last hour.
        destinations: who takes the records of events, and dead letters.
    """

    def __init__(
        self, clock: Clock, bus: Bus, logs: Logs, objects: Objects, settings: Settings, facilities: Facilities
    ) -> None:
        self._clock = clock
        self._bus = bus
        self._logs = logs
        self._settings = settings
        self._facilities = facilities
        self._objects = objects
        self._codes = CodeStore((settings.state_folder or settings.work_folder) / "code")
        self.concurrency = Concurrency(settings.account_concurrency, clock)
        self.meter = Meter(clock, self.concurrency)
        self._registry = Registry(settings.account_id, settings.region_name, objects, self._load_version)
        self._layers = Layers(settings.account_id, settings.region_name, objects.shelf("lambda"), self._codes)
        shelf = objects.shelf("lambda")
        self._mappings = shelf.table("event-source-mapping", EventSourceMappingConfiguration)
        self._mapping_tags = shelf.table("event-source-mapping-tags", dict[str, str])
        self._urls: dict[str, tuple[str, str]] = {}
        self.destinations = Destinations()
        self._interpreters = Interpreters()
        self._endpoint_url = ""
        self._removals: set[asyncio.Task[None]] = set()

    def _load_version(self, record: VersionRecord) -> Version:
        """A version that an earlier run has left."""
        return self._make_version(record.configuration, self._codes.located(record.code), record.source)

    def _make_version(
        self, configuration: FunctionConfiguration, code: CodeOnDisk, source: FunctionConfiguration | None = None
    ) -> Version:
        """A version with no environments yet."""
        name = configuration.function_name
        return Version(
            configuration, code, Pool(self._facilities, self._bus, self.concurrency, self.meter, name), source
        )

    def _renew(self, version: Version) -> None:
        """Let a version run what it holds now: find its interpreter, and start its fork server ahead of need."""

        def on_ready() -> None:
            revision = version.pool.revision
            if revision is not None:
                self._warm(revision.server)
                version.pool.replenish()
            if version.notice:
                self._warn(f"{version.configuration.function_name}: {version.notice}")
            self._warn_of_foreign_layers(version.configuration)
            self._tell()

        layers = self._layers.folders(version.configuration.layers)
        version.renew(self._interpreters, layers, self._settings.region_name, self._endpoint_url, on_ready)
        self._tell()

    def _warn_of_foreign_layers(self, configuration: FunctionConfiguration) -> None:
        """Say which layers a function does without, each time that it begins to run without them."""
        for layer in configuration.layers if configuration.version == LATEST else ():
            if not self._layers.is_own(layer.arn):
                self._warn(
                    f"{configuration.function_name}: runs without the layer {layer.arn}, which is of another account "
                    "or region: install what it brings beside the handler, or publish it as a layer of your own."
                )

    def _settle_provisioned(self, function: Function) -> None:
        """Keep those environments ready that are asked for, on the versions that aliases mean now."""
        for gone in function.provisioned.keys() - function.versions.keys() - function.aliases.keys():
            del function.provisioned[gone]
        self.concurrency.provision(function.name, sum(config.requested for config in function.provisioned.values()))
        wanted: Counter[str] = Counter()
        for qualifier in function.provisioned:
            wanted.update(function.divide_provisioned(qualifier))
        for number, version in function.versions.items():
            if version.pool.provision.wanted != wanted[number] or version.pool.provision.failed:
                version.pool.keep(wanted[number])

    def _revision_of(self, function: Function, qualifier: str) -> str:
        """The revision of a function, or of one of its versions or aliases."""
        alias = function.aliases.get(qualifier)
        return (alias or function.versions[qualifier or LATEST]).configuration.revision_id

    def _revise(self, function: Function, qualifier: str, revision_id: str) -> None:
        """Give a function, version or alias another revision: its policy or its tags have changed."""
        alias = function.aliases.get(qualifier)
        if alias is not None:
            alias.configuration = msgspec.structs.replace(alias.configuration, revision_id=revision_id)
            function.aliases[qualifier] = alias
            return
        version = function.versions[qualifier or LATEST]
        version.configuration = msgspec.structs.replace(version.configuration, revision_id=revision_id)
        function.versions[version.number] = version

    def _versions(self) -> Iterator[Version]:
        """Every version of every function."""
        for function in self._registry.functions.values():
            yield from function.versions.values()

    def _sweep_layers(self) -> None:
        """Free the disk of layers that are deleted and that no function has any more."""
        if self._layers:
            used = {layer.arn for version in self._versions() for layer in version.configuration.layers}
            self._discard(self._layers.sweep(used))

    def _discard_code(self, *codes: CodeOnDisk) -> None:
        """Free the disk of code that no version has any more."""
        self._discard(code.folder for code in codes if not code.in_place)

    def _discard(self, folders: Iterable[Path]) -> None:
        """Remove those folders that nothing uses any more, once it is committed that nothing does."""
        candidates = set(folders)
        if candidates and (candidates := candidates - self._code_folders()):
            removal = asyncio.get_running_loop().create_task(self._remove(candidates))
            self._removals.add(removal)
            removal.add_done_callback(self._removals.discard)

    async def _remove(self, candidates: set[Path]) -> None:
        try:
            await self._objects.committed()
        except ServiceError:
            return  # Whoever asked for it is told; what is too much is removed by the next start.
        for folder in self._codes.withdraw(candidates - self._code_folders()):
            await asyncio.to_thread(remove, folder)

    def _code_folders(self) -> set[Path]:
        """Every folder that holds a version's code or a layer's content."""
        codes = {version.code.folder for version in self._versions() if not version.code.in_place}
        return codes.union(self._layers.content_folders())

    def _warm(self, executable: str) -> None:
        try:
            self._facilities.servers.of(executable)
        except OSError as error:
            self._warn(f"{executable} cannot be started: {error}")

    def _warn(self, text: str) -> None:
        self._logs.write(LogRecord(self._clock.time(), "project", "", "warn", text))

    def _warn_of_destination(self, function_name: str, arn: str, what: str) -> None:
        """Say where what is meant for an ARN will be lost, because nothing here takes it."""
        if arn and not self.destinations.emulates(arn):
            self._warn(f"{function_name}: lgtui does not emulate {service_of(arn)}, so its {what} will not reach {arn}")

    def _tell(self) -> None:
        """Forget what names meant, and tell the bus."""
        self._registry.forget_targets()
        self._bus.publish(FunctionsChanged())

    def _time_stamp(self) -> str:
        return (
            datetime.fromtimestamp(self._clock.time(), UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "+0000")
        )


def new_revision_id() -> str:
    """An id for a new state of a function or an alias."""
    return str(uuid.uuid4())


def check_revision(given: str, current: str, told_by: str = "GetFunction/GetAlias") -> None:
    """Refuse a change that was meant for another state of its object (fact ver-002).

    Args:
        given: the caller's revision id, empty where it does not mind.
        current: the object's.
        told_by: the operation that tells the object's.

    Raises:
        PreconditionFailedException
    """
    if given and given != current:
        raise PreconditionFailedException(
            "The Revision Id provided does not match the latest Revision Id. "
            f"Call the {told_by} API to retrieve the latest Revision Id",
            Type="User",
        )
