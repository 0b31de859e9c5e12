"""The extensions of one environment: who has registered for which events, and who has not asked for the next one yet.

An extension is a program of a layer (external: `/opt/extensions/…`) or runs inside the runtime's process (internal).
Init and an invocation are over when the runtime and every extension that takes part have asked for the next event.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

EVENTS = ("INVOKE", "SHUTDOWN")
MAX_EXTENSIONS = 10
"""Extensions of one function (guide, runtimes-extensions-api)."""


class Refusal(Exception):
    """A request of an extension that the API refuses with 403; `error_type` is AWS's."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type


@dataclass(slots=True)
class Extension:
    """One extension. `error_type` is what it reported to have failed of, `state` as its log line says it."""

    name: str
    external: bool
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))
    events: tuple[str, ...] = ()
    state: str = "Started"
    error_type: str = ""


class ExtensionsOwner(Protocol):
    """Who waits for extensions."""

    def extensions_registered(self) -> None:
        """Every external extension has registered: the runtime may start."""

    def extensions_ready(self) -> None:
        """Every extension that was waited for has asked for the next event."""


class Extensions:
    """The register of one environment's extensions.

    Attributes:
        unready: identifiers of those whose request for the next event is waited for.
    """

    def __init__(self, owner: ExtensionsOwner) -> None:
        self.unready: set[str] = set()
        self._owner = owner
        self._by_name: dict[str, Extension] = {}
        self._closed = False

    @property
    def any(self) -> bool:
        """Whether there is an extension at all."""
        return bool(self._by_name)

    @property
    def external(self) -> list[Extension]:
        """Those that are processes of their own."""
        return [extension for extension in self._by_name.values() if extension.external]

    def expect(self, names: Iterable[str]) -> None:
        """External extensions are being started; each registers under the name of its file."""
        self._by_name.update({name: Extension(name, external=True) for name in names})

    def lines(self) -> list[str]:
        """What the log says of them after an init."""
        return [_line(extension) for extension in self._by_name.values()]

    def register(self, name: str, events: list[str]) -> Extension:
        """Register an extension for `events`.

        Raises:
            Refusal: the name is empty or taken, an event is not one for it, or registration has ended.
        """
        if not name:
            raise Refusal("Extension.InvalidExtensionName", "Empty extension name")
        extension = self._by_name.get(name) or self._internal(name)
        _check_events(extension, events)
        if extension.state != "Started":
            raise Refusal("Extension.InvalidExtensionState", "Extension with this name already registered")
        self._by_name[name] = extension
        extension.events = tuple(events)
        extension.state = "Registered"
        self.unready.add(extension.identifier)
        if all(each.state != "Started" for each in self._by_name.values()):
            self._owner.extensions_registered()
        return extension

    def find(self, identifier: str) -> Extension:
        """The extension that a request's header names.

        Raises:
            Refusal: there is no such header, or no such extension.
        """
        if not identifier:
            raise Refusal("Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header")
        for extension in self._by_name.values():
            if extension.identifier == identifier:
                return extension
        raise Refusal("Extension.UnknownExtensionIdentifier", f"Unknown extension {identifier}")

    def asks_for_next(self, extension: Extension) -> None:
        """It has done what it had to do."""
        extension.state = "Ready"
        if extension.identifier in self.unready:
            self.unready.discard(extension.identifier)
            if not self.unready:
                self._owner.extensions_ready()

    def fail(self, extension: Extension, error_type: str, state: str) -> None:
        """It says that it cannot go on; its process is expected to end.

        Raises:
            Refusal: it does not say of what.
        """
        if not error_type:
            raise Refusal("Extension.MissingHeader", "Lambda-Extension-Function-Error-Type not found")
        extension.state = state
        extension.error_type = f"Extension.{state}"

    def close(self) -> None:
        """The runtime is ready: nobody registers any more."""
        self._closed = True

    def subscribers(self, event: str) -> list[Extension]:
        """Those that get `event`."""
        return [extension for extension in self._by_name.values() if event in extension.events]

    def wait_for(self, extensions: list[Extension]) -> None:
        """Wait until each of `extensions` asks for the next event."""
        self.unready = {extension.identifier for extension in extensions}

    def failure_of(self, name: str) -> str:
        """What the extension `name` reported before its process ended, or empty."""
        return self._by_name[name].error_type

    @property
    def internal_failure(self) -> str:
        """What an extension inside the runtime's process reported before that ended, or empty."""
        failed = (extension.error_type for extension in self._by_name.values() if not extension.external)
        return next((error_type for error_type in failed if error_type), "")

    def _internal(self, name: str) -> Extension:
        if self._closed:
            raise Refusal("Extension.RegistrationClosed", "Extension registration closed already")
        if len(self._by_name) >= MAX_EXTENSIONS:
            raise Refusal("Extension.TooManyExtensions", f"Extension limit ({MAX_EXTENSIONS}) reached")
        return Extension(name, external=False)


def _check_events(extension: Extension, events: list[str]) -> None:
    for event in events:
        if event not in EVENTS:
            raise Refusal("Extension.InvalidEventType", f"{event}: InvalidEventType")
        if event == "SHUTDOWN" and not extension.external:
            raise Refusal("Extension.InvalidEventType", f"{event}: ShutdownEventNotSupportedForInternalExtension")


def _line(extension: Extension) -> str:
    """One extension's line after init, as seen in logs of AWS."""
    failed = f"\tError Type: {extension.error_type}" if extension.error_type else ""
    return (
        f"EXTENSION\tName: {extension.name}\tState: {extension.state}\tEvents: [{', '.join(extension.events)}]{failed}"
    )
