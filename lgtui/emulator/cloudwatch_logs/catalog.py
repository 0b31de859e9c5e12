"""Which groups and streams there are: those that were made, and those that something wrote to."""

from collections.abc import Iterable

import msgspec

from lgtui.emulator.clock import Clock
from lgtui.emulator.cloudwatch_logs.errors import InvalidParameterException, ResourceNotFoundException
from lgtui.emulator.errors import ValidationException
from lgtui.emulator.log_store import LogStore
from lgtui.emulator.log_store import LogStream as StoredStream
from lgtui.emulator.objects import Objects
from lgtui.emulator.settings import Settings

DAY = 86_400.0

NO_GROUP = "The specified log group does not exist."
NO_STREAM = "The specified log stream does not exist."
"""As recorded on AWS (localstack, test_logs_events)."""

ARN_MARK = ":log-group:"


class LogGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A group; one that only lines make known has the defaults.

    Attributes:
        created: emulated seconds since the epoch.
        retention: days that its events are kept; 0 for as long as the log store keeps any.
    """

    name: str
    created: float
    retention: int = 0
    tags: dict[str, str] = {}
    log_group_class: str = "STANDARD"
    kms_key_id: str = ""
    deletion_protection: bool = False
    size: int = 0


class LogStream(msgspec.Struct, frozen=True, kw_only=True):
    """A stream; `lines` is None where it has none. `created` in emulated seconds since the epoch."""

    name: str
    created: float
    lines: StoredStream | None = None


class Catalog:
    """Every group and stream."""

    def __init__(self, clock: Clock, log_store: LogStore, objects: Objects, settings: Settings) -> None:
        self._clock = clock
        self._log_store = log_store
        self._arn = f"arn:aws:logs:{settings.region_name}:{settings.account_id}{ARN_MARK}"
        shelf = objects.shelf("logs")
        self._groups = shelf.table("log-group", LogGroup)
        self._streams = shelf.table("log-stream", LogStream)
        for group in self._groups.values():
            self._follow_retention(group)

    def arn(self, group: str) -> str:
        """A group's ARN, without the `:*` that stands for its streams."""
        return self._arn + group

    async def groups(self) -> list[LogGroup]:
        """Every group, by name."""
        groups = {
            stored.name: LogGroup(name=stored.name, created=stored.first, size=stored.size)
            for stored in await self._log_store.groups()
        }
        for name, group in self._groups.items():
            size = groups[name].size if name in groups else 0
            groups[name] = msgspec.structs.replace(group, size=size)
        return [groups[name] for name in sorted(groups)]

    async def group(self, name: str) -> LogGroup:
        """A group.

        Raises:
            ResourceNotFoundException: there is none of that name.
        """
        if name in self._groups:
            return self._groups[name]
        first = await self._log_store.first(name)
        if first is None:
            raise ResourceNotFoundException(NO_GROUP)
        return LogGroup(name=name, created=first)

    async def find(self, name: str, identifier: str) -> LogGroup:
        """A group by its name, or by an identifier, which is a name or an ARN.

        Raises:
            ValidationException: both are given.
            InvalidParameterException: neither is.
            ResourceNotFoundException: there is no such group.
        """
        if name and identifier:
            raise ValidationException("LogGroup name and LogGroup ARN are mutually exclusive parameters.")
        if not name and not identifier:
            raise InvalidParameterException("Either logGroupName or logGroupIdentifier is required.")
        return await self.group(name or name_of(identifier))

    async def has(self, name: str) -> bool:
        """Whether there is a group."""
        return name in self._groups or await self._log_store.first(name) is not None

    def put(self, group: LogGroup) -> None:
        """Keep a group as it is now."""
        self._groups[group.name] = msgspec.structs.replace(group, size=0)
        self._follow_retention(group)

    async def delete(self, group: LogGroup) -> None:
        """Forget a group with its streams and events."""
        self._groups.pop(group.name, None)
        self._log_store.max_ages.pop(group.name, None)
        for key in [key for key in self._streams if key.startswith(f"{group.name}:")]:
            del self._streams[key]
        await self._log_store.delete(group.name)

    async def streams(self, group: str) -> list[LogStream]:
        """A group's streams, in no order."""
        streams = {
            stored.name: LogStream(name=stored.name, created=stored.first, lines=stored)
            for stored in await self._log_store.streams(group)
        }
        for made in self._made(group):
            lines = streams[made.name].lines if made.name in streams else None
            streams[made.name] = msgspec.structs.replace(made, lines=lines)
        return list(streams.values())

    async def has_stream(self, group: str, stream: str) -> bool:
        """Whether there is a stream."""
        return f"{group}:{stream}" in self._streams or await self._log_store.first(group, stream) is not None

    async def expect_stream(self, group: str, stream: str) -> None:
        """Refuse a stream that does not exist.

        Raises:
            ResourceNotFoundException
        """
        if not await self.has_stream(group, stream):
            raise ResourceNotFoundException(NO_STREAM)

    def create_stream(self, group: str, stream: str) -> None:
        """Make a stream without events."""
        self._streams[f"{group}:{stream}"] = LogStream(name=stream, created=self._clock.time())

    async def delete_stream(self, group: str, stream: str) -> None:
        """Forget a stream with its events."""
        self._streams.pop(f"{group}:{stream}", None)
        await self._log_store.delete(group, stream)

    def _made(self, group: str) -> Iterable[LogStream]:
        return (stream for key, stream in self._streams.items() if key.startswith(f"{group}:"))

    def _follow_retention(self, group: LogGroup) -> None:
        if group.retention:
            self._log_store.max_ages[group.name] = group.retention * DAY
        else:
            self._log_store.max_ages.pop(group.name, None)


def name_of(identifier: str) -> str:
    """The name of a group out of its ARN, or as it is."""
    return identifier.partition(ARN_MARK)[2] if identifier.startswith("arn:") else identifier
