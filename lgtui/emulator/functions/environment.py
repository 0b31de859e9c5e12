"""An execution environment, which runs one invocation at a time: its init, freeze, thaw, reset and end."""

import asyncio
import shutil
import signal
from collections.abc import Callable
from typing import Literal, Protocol

from lgtui.emulator.functions import failures, loglines
from lgtui.emulator.functions.facilities import Facilities
from lgtui.emulator.functions.failures import Failure
from lgtui.emulator.functions.invocation import Invocation, Outcome
from lgtui.emulator.functions.journal import Journal
from lgtui.emulator.functions.limits import Deadline, Idleness
from lgtui.emulator.functions.memory import Memory
from lgtui.emulator.functions.model import InvocationReport
from lgtui.emulator.functions.revision import Revision
from lgtui.emulator.functions.runtime import RuntimeEvent, Verdict
from lgtui.emulator.functions.sandbox import Sandbox
from lgtui.emulator.functions.storage import Storage
from lgtui.frames import EnvironmentState

INIT_LIMIT = 10.0
"""Real seconds an init may take (fact doc-009)."""

PROVISIONED_INIT_LIMIT = 130.0
"""The same ahead of invocations, where the function's timeout is not longer (guide, lambda-runtime-environment)."""


class Owner(Protocol):
    """Who keeps an environment and hears of its life."""

    def environment_changed(self, environment: "Environment") -> None:
        """Its state is another one."""

    def environment_idle(self, environment: "Environment") -> None:
        """It can take an invocation; after a reset it starts its processes anew for it."""

    def environment_gone(self, environment: "Environment") -> None:
        """It has ended."""

    def invocation_ended(self, invocation: Invocation, report: InvocationReport) -> None:
        """It is over, as `report` says; what it held is free."""


class Environment:
    """One execution environment.

    Attributes:
        id: unique in the region's life, also the log stream's last part.
        revision: the code and settings it was started with, of the function `function_name`'s `version`.
        state: `init`, `busy`, `idle`, `frozen` or `gone`; `since` is the emulated time it began. One that was reset
            counts as frozen: it stands still, without a process, until the next invocation.
        changed_at: the same moment in real time (`perf_counter`).
        pid: the runtime's process, 0 while there is none.
        invocations: how many it has answered.
        init_duration: real seconds its first init took, 0 while in it.
        reason: why it is gone or was reset: `idle`, `timeout`, `exit`, `memory`, `reload`, `stop`, …; else empty.
    """

    def __init__(
        self, number: str, revision: Revision, facilities: Facilities, owner: Owner, provisioned: bool = False
    ) -> None:
        self.id = number
        self.revision = revision
        self.function_name = revision.function_name
        self.version = revision.version
        self.state: EnvironmentState = "init"
        self.since = facilities.clock.time()
        self.changed_at = facilities.clock.perf_counter()
        self.pid = 0
        self.invocations = 0
        self.init_duration = 0.0
        self.reason = ""
        self._provisioned = provisioned
        self._folder = facilities.settings.work_folder / "environments" / number
        self._facilities = facilities
        self._clock = facilities.clock
        self._owner = owner
        self._journal = Journal(facilities.logs, facilities.clock, revision, number)
        self._levels = loglines.Levels()
        self._memory = Memory(self._facilities.looks)
        self._storage = Storage(self._folder, revision.storage, self.refused)
        self._deadline = Deadline(facilities.clock, self._overrun)
        self._idleness = Idleness(facilities.clock, facilities.settings.idle_limit, self._look_at_idleness)
        self._phase: Literal["init", "invoke"] = "init"
        self._sandbox = self._new_sandbox()
        self._init_at = self.changed_at
        self._invocation: Invocation | None = None
        self._runtime_waits = False
        self._retiring = ""
        self._noted = False
        self._starting: asyncio.Task[None] | None = None

    @property
    def request_id(self) -> str:
        """The invocation that it runs, or will run after its init; empty where there is none."""
        return self._invocation.request_id if self._invocation is not None else ""

    # What its owner asks of it ----------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Start the processes: extensions and runtime."""
        if self.state == "gone":
            return
        self._journal.write_of_init(self.revision.init_start, "report", self.request_id)
        await self._start()

    def run(self, invocation: Invocation) -> None:
        """Run `invocation`: now where the runtime waits, else when its init is done."""
        self._invocation = invocation
        now = self._clock.perf_counter()
        if self.state == "init":
            invocation.place(self.id, "new", now)
        elif self._sandbox.ending:
            invocation.place(self.id, "reset", now)
            self._journal.write_of_init(self.revision.init_start, "report", self.request_id)
            self._initialise_within(invocation)
        else:
            invocation.place(self.id, self.state, now)
            if self.state == "frozen":
                self._sandbox.thaw()
            self._deliver(invocation)

    def kill(self, reason: str) -> None:
        """End every process now, whatever it is doing; a running invocation fails.

        Extensions are told first and get their time for it, outside of this environment's life.
        """
        if self.state == "gone":
            return
        failure = failures.exited(-signal.SIGKILL)
        self.reason = reason
        self._deadline.cancel()
        self._idleness.cancel()
        self._sandbox.end("spindown", self._discard)
        if self._invocation is not None:
            self._finish(self._invocation, failure)
        self.pid = 0
        self._change("gone")
        self._owner.environment_gone(self)

    def retire(self, reason: str) -> None:
        """End it now, or after the invocation that it runs."""
        if self.state in ("idle", "frozen"):
            self.kill(reason)
        else:
            self._retiring = reason

    # What the settler asks of it --------------------------------------------------------------------------------

    def settle(self) -> None:
        """Freeze it where it is still idle; follow an invocation that takes its time."""
        self._noted = False
        if self.state == "busy":
            self._sandbox.follow_output()
            self._facilities.settler.follow(self)
        elif self.state == "idle":
            self._sandbox.freeze()
            if not self._sandbox.own_tmp:
                self._storage.look()
            self._change("frozen")
            self._idleness.watch(self.since)

    def inspect(self) -> bool:
        """Look at the memory of what runs; False once nothing does."""
        return self.state in ("init", "busy") and self._check_memory(self._clock.perf_counter())

    # What its runtime reports -----------------------------------------------------------------------------------

    def ready(self) -> Verdict:
        """The runtime asks for the next event: its part of init or of an invocation is complete."""
        invocation = self._invocation
        if self.state == "busy" and invocation is not None and invocation.outcome is None:
            return Verdict.OUT_OF_TURN
        self._runtime_waits = True
        if not self._sandbox.extensions.unready:
            self._proceed()
        elif invocation is not None and self.state == "busy" and invocation.tail is None:
            invocation.answer(self._sum_up(invocation))
        return Verdict.ACCEPTED

    def answer(self, request_id: str, outcome: Outcome) -> Verdict:
        """The runtime reports on the running invocation; the first report counts."""
        invocation = self._invocation
        if invocation is None or invocation.request_id != request_id or self.state != "busy":
            return Verdict.UNKNOWN
        if invocation.outcome is not None:
            return Verdict.OUT_OF_TURN
        invocation.outcome = outcome
        return Verdict.ACCEPTED

    def init_failed(self, failure: Failure) -> Verdict:
        """The runtime reports why its init failed (fact inv-014)."""
        if self.state != "init":
            return Verdict.OUT_OF_TURN
        self.sandbox_failed(failure)
        return Verdict.ACCEPTED

    def refused(self, text: str) -> None:
        """The runtime or an extension was told that something is not emulated."""
        self._log(text, "warn")

    # What its sandbox reports -----------------------------------------------------------------------------------

    def init_began(self) -> None:
        """Its first process runs: from now on init takes time."""
        self._init_at = self._clock.perf_counter()
        self._facilities.settler.follow(self)
        if self._phase == "init":
            self._deadline.arm(self._init_limit)

    def process_started(self, pid: int) -> None:
        """The runtime has a process."""
        self.pid = pid
        self._memory.look([pid], self._clock.perf_counter())
        self._owner.environment_changed(self)

    def extensions_ready(self) -> None:
        """Every extension has asked for the next event."""
        if self._runtime_waits:
            self._proceed()

    def sandbox_failed(self, failure: Failure) -> None:
        """Nothing goes on in this sandbox: init is tried again, or the invocation fails and the environment is reset.

        Without an invocation the environment ends.
        """
        if self.state == "init":
            self._fail_init(failure)
        elif self.state == "busy":
            self._reset(failure)
        else:
            self.kill("exit")

    # Init -------------------------------------------------------------------------------------------------------

    @property
    def _init_limit(self) -> float:
        """Real seconds for an init outside of an invocation."""
        return max(PROVISIONED_INIT_LIMIT, self.revision.timeout) if self._provisioned else INIT_LIMIT

    def _new_sandbox(self) -> Sandbox:
        return Sandbox(self, self.revision, self._facilities, self._printed)

    async def _start(self) -> None:
        sandbox = self._sandbox
        initialization = "provisioned-concurrency" if self._provisioned else "on-demand"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            await sandbox.begin(self._folder, self._journal.stream, initialization)
        except OSError as error:
            if sandbox is self._sandbox:
                self.sandbox_failed(failures.not_started(str(error)))

    def _initialise_within(self, invocation: Invocation) -> None:
        """Init as a part of the invocation: under the function's timeout, billed with it (fact doc-009)."""
        self._phase = "invoke"
        self._sandbox = self._new_sandbox()
        self._memory = Memory(self._facilities.looks)
        self._change("init")
        invocation.started = self.changed_at
        self._deadline.cancel()
        self._deadline.arm(self.revision.timeout)
        self._starting = asyncio.get_running_loop().create_task(self._start())

    def _finish_init(self, now: float) -> None:
        """Init is done: run what waits for it."""
        if not self._check_memory(now):
            return
        self._sandbox.extensions.close()
        self._sandbox.drain()
        for line in self._sandbox.extensions.lines():
            self._journal.write_of_init(line, "report", self.request_id)
        self.reason = ""
        if self._phase == "init":
            self.init_duration = now - self._init_at
            self._deadline.cancel()
        if self._invocation is not None:
            self._deliver(self._invocation)
        else:
            self._rest()

    def _fail_init(self, failure: Failure) -> None:
        """Try once more inside the invocation that waits; that try's failure is the invocation's."""
        self._end_sandbox(failure, self._after_failed_init)
        seconds = self._clock.perf_counter() - self._init_at
        text = loglines.init_report(seconds, self._phase, failure.status)
        self._journal.write_of_init(text, "error", self.request_id)

    def _after_failed_init(self, failure: Failure) -> None:
        if self._phase == "init" and self._invocation is not None:
            self._initialise_within(self._invocation)
        elif self._invocation is not None:
            self._finish(self._invocation, failure)
            self._wait_after_reset(failure)
        else:
            self.kill(failure.cause)

    # An invocation ----------------------------------------------------------------------------------------------

    def _deliver(self, invocation: Invocation) -> None:
        """Hand the event to the runtime."""
        self._runtime_waits = False
        self._log(loglines.start(invocation.request_id, self.version), "report")
        within = self.state == "init" and self._phase == "invoke"
        self._change("busy")
        remaining = self.revision.timeout
        if within:
            remaining -= self.changed_at - invocation.started
        else:
            invocation.started = self.changed_at
            self._deadline.arm(remaining)
        self._sandbox.deliver(
            RuntimeEvent(
                invocation.request_id,
                int((self._clock.real_time() + remaining) * 1000),
                invocation.function_arn,
                invocation.trace_header,
                invocation.client_context,
                invocation.payload,
            )
        )

    def _proceed(self) -> None:
        """Runtime and extensions wait: init or the invocation is over."""
        now = self._clock.perf_counter()
        if self.state == "init":
            self._finish_init(now)
        elif self.state == "busy" and self._invocation is not None:
            if self._memory.due(now, self._invocation.started) and not self._check_memory(now):
                return
            self._sandbox.drain()
            self._finish(self._invocation, None)
            self._rest()

    def _finish(self, invocation: Invocation, failure: Failure | None) -> None:
        """The invocation is over: its last lines, its report, its answer. A `failure` costs it its answer."""
        if not invocation.started or self.state == "init":
            invocation.started = invocation.started or self.changed_at
            self._log(loglines.start(invocation.request_id, self.version), "report")
        if invocation.outcome is not None:
            failure = None
        elif failure is not None:
            invocation.outcome = failure.outcome(invocation.request_id)
        report = self._sum_up(invocation)
        self._journal.end(invocation, report, failure)
        self._invocation = None
        self.invocations += 1
        self._owner.invocation_ended(invocation, report)
        invocation.answer(report)

    def _sum_up(self, invocation: Invocation) -> InvocationReport:
        """How the invocation ran; one that timed out took its timeout."""
        assert invocation.outcome is not None
        end, memory_size = invocation.outcome.end, self.revision.memory_size
        timed_out = end == "timeout"
        duration = self.revision.timeout if timed_out else self._clock.perf_counter() - invocation.started
        return InvocationReport(
            request_id=invocation.request_id,
            environment_id=self.id,
            before=invocation.before,
            placed=invocation.placed,
            duration=duration,
            billed_ms=loglines.billed_ms(duration),
            max_memory_used=min(self._memory.peak, memory_size),
            memory_size=memory_size,
            end=end,
            init_duration=self.init_duration if invocation.before == "new" and self.init_duration else None,
        )

    def _rest(self) -> None:
        """Wait for the next invocation, or end where a newer revision has taken over."""
        if self._retiring:
            self.kill(self._retiring)
            return
        self._change("idle")
        self._owner.environment_idle(self)

    # Its limits and its ends ------------------------------------------------------------------------------------

    def _check_memory(self, now: float) -> bool:
        """Whether it keeps to its memory; where not, it has failed."""
        if self._memory.look(list(self._sandbox.pids.values()), now) <= self.revision.memory_size:
            return True
        self.sandbox_failed(failures.out_of_memory())
        return False

    def _overrun(self) -> None:
        """Init or the invocation took too long."""
        if self.state == "init" or self.state == "busy":
            within = self.state == "busy" or self._phase == "invoke"
            seconds = self.revision.timeout if within else self._init_limit
            self.sandbox_failed(failures.timed_out(seconds, self._journal.time_stamp()))

    def _look_at_idleness(self) -> None:
        if self.state == "frozen" and not self._provisioned:
            if self._idleness.over(self.since):
                self.kill("idle")
            else:
                self._idleness.watch(self.since)

    def _reset(self, failure: Failure) -> None:
        """End the processes, answer the invocation, and wait for the next one with `/tmp` as it is."""
        self._end_sandbox(failure, self._wait_after_reset)
        if self._invocation is not None:
            self._finish(self._invocation, failure)

    def _end_sandbox(self, failure: Failure, then: Callable[[Failure], None]) -> None:
        """End the processes; go on when nothing of them is left."""
        self._runtime_waits = False
        self.pid = 0
        loop = asyncio.get_running_loop()

        def go_on() -> None:
            if self.state != "gone":
                then(failure)

        def when_ended() -> None:
            loop.call_soon(go_on)

        self._sandbox.end(failure.shutdown_reason, when_ended)

    def _wait_after_reset(self, failure: Failure) -> None:
        if self._retiring:
            self.kill(self._retiring)
            return
        self.reason = failure.cause
        self._deadline.cancel()
        self._change("frozen")
        self._idleness.watch(self.since)
        self._owner.environment_idle(self)

    def _discard(self) -> None:
        """Remove the folder or let go of the space that was its `/tmp`."""
        self._facilities.servers.forget(self.revision.server, self.id)
        asyncio.get_running_loop().run_in_executor(None, shutil.rmtree, self._folder, True)

    # State and log ----------------------------------------------------------------------------------------------

    def _change(self, state: EnvironmentState) -> None:
        self.state = state
        self.since = self._clock.time()
        self.changed_at = self._clock.perf_counter()
        if not self._noted and (state == "busy" or state == "idle"):
            self._noted = True
            self._facilities.settler.note(self)
        self._owner.environment_changed(self)

    def _printed(self, line: str) -> None:
        self._log(line, self._levels.of(line))

    def _log(self, text: str, level: str) -> None:
        self._journal.write(text, level, self._invocation)
