"""The environments of a version that are initialised ahead of invocations and kept ready."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from lgtui.emulator.functions.environment import Environment

STARTING_AT_ONCE = 20
"""Environments that are in init at the same time, so that many of them do not starve what runs."""

Status = Literal["IN_PROGRESS", "READY", "FAILED"]


class Provisioned(NamedTuple):
    """What was asked for a version or an alias: how many environments, and when."""

    requested: int
    last_modified: str


class Provision:
    """Which environments are kept, and how many.

    Attributes:
        wanted: how many are to be kept.
        idle: those that wait for an invocation; the last one is used first.
        failed: the last init failed, and none is started until another number is asked for.
    """

    def __init__(self, start: Callable[[], Environment]) -> None:
        self.wanted = 0
        self.idle: list[Environment] = []
        self.failed = False
        self._start = start
        self._kept: set[Environment] = set()
        self._initialised: set[Environment] = set()

    def __contains__(self, environment: Environment) -> bool:
        return environment in self._kept

    @property
    def allocated(self) -> int:
        """Those that are initialised, busy ones too."""
        return len(self._initialised)

    @property
    def status(self) -> Status:
        """How far it is."""
        if self.allocated >= self.wanted:
            return "READY"
        return "FAILED" if self.failed else "IN_PROGRESS"

    def keep(self, count: int) -> list[Environment]:
        """Keep `count` from now on; those over it are given back to the caller, who ends them."""
        self.wanted = count
        self.failed = False
        surplus = sorted(self._kept, key=lambda each: (each in self._initialised, each.state == "busy"))
        surplus = surplus[: max(0, len(self._kept) - count)]
        for environment in surplus:
            self._forget(environment)
        return surplus

    def replenish(self) -> None:
        """Start what is missing, some at a time."""
        while (
            not self.failed
            and len(self._kept) < self.wanted
            and len(self._kept) - len(self._initialised) < STARTING_AT_ONCE
        ):
            self._kept.add(self._start())

    def ready(self, environment: Environment) -> None:
        """Its init or an invocation is over."""
        self.idle.append(environment)
        if environment not in self._initialised:
            self._initialised.add(environment)
            self.replenish()

    def gone(self, environment: Environment) -> None:
        """It has ended; where its init failed, the next one's would too."""
        if not environment.init_duration and environment.reason != "stop":
            self.failed = True
        self._forget(environment)

    def _forget(self, environment: Environment) -> None:
        self._kept.discard(environment)
        self._initialised.discard(environment)
        if environment in self.idle:
            self.idle.remove(environment)
