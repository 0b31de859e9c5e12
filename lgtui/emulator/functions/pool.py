"""A version's environments: which one runs the next invocation, which are kept ready, how all of them are replaced."""

import asyncio
import itertools

from lgtui.emulator.bus import Bus
from lgtui.emulator.errors import TooManyRequestsException
from lgtui.emulator.functions.concurrency import Concurrency, Lease
from lgtui.emulator.functions.environment import Environment
from lgtui.emulator.functions.events import EnvironmentChanged
from lgtui.emulator.functions.facilities import Facilities
from lgtui.emulator.functions.invocation import Invocation
from lgtui.emulator.functions.meter import Meter
from lgtui.emulator.functions.model import InvocationReport
from lgtui.emulator.functions.provision import Provision
from lgtui.emulator.functions.revision import Revision
from lgtui.emulator.logs import LogRecord

_numbers = itertools.count(1)


class Pool:
    """The environments of one version. The one used last is used first: the others may freeze and end.

    Attributes:
        revision: what environments are made of from now on, None while nothing runs the version.
        environments: those that are not gone, by id.
        share: the function's part in the account's concurrency.
        provision: those that are kept ready.
    """

    def __init__(
        self, facilities: Facilities, bus: Bus, concurrency: Concurrency, meter: Meter, function_name: str
    ) -> None:
        self.revision: Revision | None = None
        self.environments: dict[str, Environment] = {}
        self.share = concurrency.share(function_name)
        self.provision = Provision(self._start_ahead)
        self._facilities = facilities
        self._bus = bus
        self._concurrency = concurrency
        self._meter = meter
        self._spill_told = False
        self._idle: list[Environment] = []
        self._events: dict[str, EnvironmentChanged] = {}
        self._starting: set[asyncio.Task[None]] = set()

    def place(self, invocation: Invocation) -> None:
        """Run `invocation`: in an environment that is kept ready, else in an idle one, else in a new one.

        Raises:
            TooManyRequestsException: a limit is reached; nothing has changed.
        """
        ready = _last_waiting(self.provision.idle)
        idle = None if ready else _last_waiting(self._idle)
        lease = invocation.lease = self._lease(invocation, ready is not None, ready is None and idle is None)
        lease.spilled = ready is None and self.provision.wanted > 0
        if lease.spilled:
            self._tell_of_spill()
        invocation.slot = self._meter.begun(invocation.series, lease)
        self._choose(ready, idle).run(invocation)

    def keep(self, count: int) -> None:
        """Keep `count` environments ready from now on."""
        self._spill_told = False
        for environment in self.provision.keep(count):
            environment.retire("stop")
        self.replenish()

    def replenish(self) -> None:
        """Start what is missing of the environments that are kept ready; the version can be run from now on."""
        if self.revision is not None:
            self.provision.replenish()

    def retire(self, reason: str) -> None:
        """Replace all environments: idle ones end now, a busy one after its invocation."""
        self._idle.clear()
        for environment in tuple(self.environments.values()):
            environment.retire(reason)

    def stop(self) -> None:
        """End all environments now, and keep none."""
        self._idle.clear()
        self.provision.keep(0)
        for environment in tuple(self.environments.values()):
            environment.kill("stop")

    def _lease(self, invocation: Invocation, kept: bool, new: bool) -> Lease:
        try:
            return self._concurrency.take(
                self.share, invocation.request_id, kept=kept, new=new, synchronous=invocation.synchronous
            )
        except TooManyRequestsException:
            self._meter.throttled(invocation.series)
            raise

    def _choose(self, ready: Environment | None, idle: Environment | None) -> Environment:
        if ready is not None:
            return self.provision.idle.pop()
        if idle is not None:
            return self._idle.pop()
        return self._start()

    def _tell_of_spill(self) -> None:
        """Say once, until another number is asked for, that those kept ready do not suffice."""
        if not self._spill_told and self.revision is not None:
            self._spill_told = True
            name, version = self.revision.function_name, self.revision.version
            text = (
                f"{name}:{version}: all {self.provision.wanted} provisioned environments are busy or not ready yet; "
                "what does not fit starts on demand"
            )
            self._facilities.logs.write(LogRecord(self._facilities.clock.time(), name, version, "warn", text))

    def _start_ahead(self) -> Environment:
        return self._start(provisioned=True)

    def _start(self, provisioned: bool = False) -> Environment:
        assert self.revision is not None
        environment = Environment(f"{next(_numbers):032x}", self.revision, self._facilities, self, provisioned)
        self.environments[environment.id] = environment
        self._events[environment.id] = EnvironmentChanged(environment)
        self.environment_changed(environment)
        task = asyncio.get_running_loop().create_task(environment.begin())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)
        return environment

    # What environments tell (their owner's part)

    def environment_changed(self, environment: Environment) -> None:
        """Tell the bus."""
        self._bus.publish(self._events[environment.id])

    def environment_idle(self, environment: Environment) -> None:
        """It is the first to be used again; one that is to be ready and was reset is replaced."""
        if environment not in self.provision:
            self._idle.append(environment)
        elif environment.reason:
            environment.kill(environment.reason)
        else:
            self.provision.ready(environment)

    def environment_gone(self, environment: Environment) -> None:
        """Forget it; one that was kept ready is replaced."""
        del self.environments[environment.id], self._events[environment.id]
        if environment in self.provision:
            self.provision.gone(environment)
            self.replenish()
        elif environment in self._idle:
            self._idle.remove(environment)

    def invocation_ended(self, invocation: Invocation, report: InvocationReport) -> None:
        """Give its concurrency back, and count it."""
        lease, slot = invocation.lease, invocation.slot
        if lease is not None and slot is not None:
            self._concurrency.give_back(lease)
            self._meter.ended(invocation.series, slot, report)


def _last_waiting(environments: list[Environment]) -> Environment | None:
    """The last of them that can take an invocation; those that cannot any more are dropped."""
    while environments and environments[-1].state not in ("idle", "frozen"):
        environments.pop()
    return environments[-1] if environments else None
