"""A function's environments: which one runs the next invocation, and how all of them are replaced."""

import asyncio
import itertools

from lgtui.emulator.bus import Bus
from lgtui.emulator.functions.concurrency import Concurrency
from lgtui.emulator.functions.environment import INIT_LIMIT, Environment
from lgtui.emulator.functions.events import EnvironmentChanged
from lgtui.emulator.functions.facilities import Facilities
from lgtui.emulator.functions.invocation import Invocation
from lgtui.emulator.functions.revision import Revision

_numbers = itertools.count(1)


class Pool:
    """The environments of one function's $LATEST. The one used last is used first: the others may freeze and end."""

    def __init__(self, facilities: Facilities, bus: Bus, concurrency: Concurrency) -> None:
        self.revision: Revision | None = None
        self.environments: dict[str, Environment] = {}
        self._facilities = facilities
        self._bus = bus
        self._concurrency = concurrency
        self._idle: list[Environment] = []
        self._events: dict[str, EnvironmentChanged] = {}
        self._starting: set[asyncio.Task[None]] = set()

    def place(self, invocation: Invocation) -> None:
        """Run `invocation` in an idle environment, or in a new one."""
        while self._idle:
            environment = self._idle.pop()
            if environment.state in ("idle", "frozen"):
                environment.run(invocation)
                return
        self._start(INIT_LIMIT).run(invocation)

    def retire(self, reason: str) -> None:
        """Replace all environments: idle ones end now, a busy one after its invocation."""
        self._idle.clear()
        for environment in tuple(self.environments.values()):
            environment.retire(reason)

    def stop(self) -> None:
        """End all environments now."""
        self._idle.clear()
        for environment in tuple(self.environments.values()):
            environment.kill("stop")

    def _start(self, init_limit: float) -> Environment:
        assert self.revision is not None
        environment = Environment(f"{next(_numbers):032x}", self.revision, self._facilities, self, init_limit)
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
        """It is the first to be used again."""
        self._idle.append(environment)

    def environment_gone(self, environment: Environment) -> None:
        """Forget it."""
        del self.environments[environment.id], self._events[environment.id]
        if environment in self._idle:
            self._idle.remove(environment)

    def invocation_ended(self, invocation: Invocation) -> None:
        """Give its concurrency back."""
        self._concurrency.give_back(invocation.request_id)

    def init_timed_out(self, invocation: Invocation) -> None:
        """Init once more, under the function's own timeout."""
        assert self.revision is not None
        self._start(self.revision.timeout).run(invocation)
