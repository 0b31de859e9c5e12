"""An execution environment: one process that runs one invocation at a time, and its life from init to gone."""

import asyncio
import shutil
import signal
from datetime import UTC, datetime
from typing import Protocol

from lgtui.emulator.clock import Timer
from lgtui.emulator.functions import invocation as outcomes
from lgtui.emulator.functions import loglines
from lgtui.emulator.functions.facilities import Facilities
from lgtui.emulator.functions.forkservers import Child, signal_group
from lgtui.emulator.functions.invocation import Invocation, Outcome
from lgtui.emulator.functions.memory import peak_megabytes
from lgtui.emulator.functions.model import InvocationReport
from lgtui.emulator.functions.output import Output
from lgtui.emulator.functions.revision import Revision
from lgtui.emulator.functions.runtime import RESPONSE_LIMIT, RuntimeEvent, RuntimeListener
from lgtui.emulator.logs import LogRecord
from lgtui.frames import EnvironmentState

INIT_LIMIT = 10.0
"""Real seconds an init may take (fact doc-009)."""

MEMORY_INTERVAL = 0.1
"""Real seconds between looks at an environment's memory: reading it takes longer than a short handler runs."""


class Owner(Protocol):
    """Who keeps an environment and hears of its life."""

    def environment_changed(self, environment: "Environment") -> None:
        """Its state is another one."""

    def environment_idle(self, environment: "Environment") -> None:
        """It can take an invocation."""

    def environment_gone(self, environment: "Environment") -> None:
        """It has ended."""

    def invocation_ended(self, invocation: Invocation) -> None:
        """It was answered; what it held is free."""

    def init_timed_out(self, invocation: Invocation) -> None:
        """The init took too long; `invocation` needs another environment."""


class Environment:
    """One execution environment, and the Runtime API's host for its process.

    Attributes:
        id: unique in the region's life, also the log stream's last part.
        revision: the code and settings it was started with, of the function `function_name`'s `version`.
        state: `init`, `busy`, `idle`, `frozen` or `gone`; `since` is the emulated time it began.
        changed_at: the same moment in real time (`perf_counter`).
        pid: the process, 0 before it started and once it is gone.
        invocations: how many it has answered.
        init_duration: real seconds its init took, 0 while in init.
        reason: why it is gone: `idle`, `timeout`, `exit`, `reload`, `stop`, …; else empty.
    """

    def __init__(
        self, number: str, revision: Revision, facilities: Facilities, owner: Owner, init_limit: float = INIT_LIMIT
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
        day = datetime.fromtimestamp(self.since, UTC).strftime("%Y/%m/%d")
        self.log_stream = f"{day}/[{revision.version}]{number}"
        self._log_group = f"/aws/lambda/{revision.function_name}"
        self._folder = facilities.settings.work_folder / "environments" / number
        self._facilities = facilities
        self._clock = facilities.clock
        self._owner = owner
        self._init_limit = init_limit
        self._retiring = ""
        self._invocation: Invocation | None = None
        self._listener: RuntimeListener | None = None
        self._output = Output(self._printed)
        self._deadline = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._idle_timer: Timer | None = None
        self._noted = False
        self._peak = 0
        self._peak_at = 0.0

    # What its owner asks of it ----------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Start the process: its folder, its Runtime API, its pipe, then the fork."""
        self._write(self.revision.init_start, "report")
        self._arm(self._init_limit)
        try:
            self._output.open()
            self._output.watch()
            self._folder.mkdir(parents=True, exist_ok=True)
            self._listener = await self._facilities.listen(self)
            if self.state == "gone":
                self._listener.close()
                return
            spawn = self.revision.spawn(self.id, self._listener.address, self._folder, self.log_stream)
            server = self._facilities.servers.of(self.revision.server)
            server.spawn(spawn, self._output.give(), Child(self._started, self._exited))
        except OSError as error:
            self._fail(outcomes.not_started(str(error)), "exit")

    def run(self, invocation: Invocation) -> None:
        """Run `invocation`: now where the runtime waits, else when its init is done."""
        self._invocation = invocation
        if self.state == "init":
            invocation.place(self.id, "new", self._clock.perf_counter())
            return
        invocation.place(self.id, self.state, self._clock.perf_counter())
        if self.state == "frozen":
            self._signal(signal.SIGCONT)
        self._deliver(invocation)

    def kill(self, reason: str) -> None:
        """End the process and all of its group, whatever it is doing; a running invocation fails."""
        self._signal(signal.SIGKILL)
        self._leave(reason, outcomes.exit_reason(-signal.SIGKILL))

    def retire(self, reason: str) -> None:
        """End it now, or after the invocation that it runs."""
        if self.state in ("idle", "frozen"):
            self.kill(reason)
        else:
            self._retiring = reason

    def settle(self) -> None:
        """Freeze it where it is still idle; follow the output of an invocation that takes its time."""
        self._noted = False
        if self.state == "busy":
            self._output.watch()
        elif self.state == "idle":
            self._signal(signal.SIGSTOP)
            self._output.drain()
            self._output.unwatch()
            self._change("frozen")
            self._watch_idleness()

    # What its runtime reports (the Runtime API's host) ----------------------------------------------------------

    def runtime_ready(self) -> None:
        """The runtime asks for the next event: init or an invocation is complete."""
        now = self._clock.perf_counter()
        if self.state == "init":
            self._finish_init(now)
        elif self.state == "busy" and self._invocation is not None and self._invocation.outcome is not None:
            self._complete(self._invocation, now)
            self._rest()

    def runtime_responded(self, request_id: str, body: bytes) -> bool:
        """The handler's response."""
        return self._report(request_id, Outcome("ok", body))

    def runtime_response_too_large(self, request_id: str) -> bool:
        """The handler's response was over the limit: the invocation fails, the environment stays."""
        return self._report(request_id, outcomes.response_too_large(RESPONSE_LIMIT))

    def runtime_failed(self, request_id: str, error_type: str, body: bytes) -> bool:
        """The handler's error object."""
        return self._report(request_id, Outcome("error", body))

    def runtime_init_failed(self, error_type: str, body: bytes) -> None:
        """The init's error object: it is the answer to the invocation that waits (fact inv-014)."""
        if self.state == "init":
            self._fail(Outcome("error", body), "exit")

    # Init -------------------------------------------------------------------------------------------------------

    def _started(self, pid: int) -> None:
        self.pid = pid
        if self.state == "gone":
            self._signal(signal.SIGKILL)
            self.pid = 0
        else:
            self._peak = peak_megabytes(pid)
            self._owner.environment_changed(self)

    def _finish_init(self, now: float) -> None:
        """Init is done: run what waits for it."""
        self.init_duration = now - self.changed_at
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._look_at_memory(now)
        self._output.drain()
        if self._invocation is not None:
            self._deliver(self._invocation)
        else:
            self._rest()

    def _overrun_init(self) -> None:
        """Init took too long: once more in another environment, under the function's own timeout (fact doc-009)."""
        invocation = self._invocation
        self._log(loglines.init_timeout(self._init_limit), "error")
        if invocation is None or self._init_limit != INIT_LIMIT:
            self._time_out()
            return
        self._invocation = None
        self.kill("timeout")
        self._owner.init_timed_out(invocation)

    # An invocation ----------------------------------------------------------------------------------------------

    def _deliver(self, invocation: Invocation) -> None:
        """Hand the event to the runtime."""
        assert self._listener is not None
        self._log(loglines.start(invocation.request_id, self.revision.version), "report")
        self._change("busy")
        invocation.started = self.changed_at
        self._arm(self.revision.timeout)
        self._listener.deliver(
            RuntimeEvent(
                invocation.request_id,
                int((self._clock.real_time() + self.revision.timeout) * 1000),
                invocation.function_arn,
                outcomes.trace_id(invocation.request_id, self.since),
                invocation.client_context,
                invocation.payload,
            )
        )

    def _report(self, request_id: str, outcome: Outcome) -> bool:
        """Keep the first report on the running invocation."""
        invocation = self._invocation
        if invocation is None or invocation.request_id != request_id or invocation.outcome is not None:
            return False
        invocation.outcome = outcome
        return True

    def _complete(self, invocation: Invocation, now: float) -> None:
        """The invocation is over: its last lines, its report, its answer."""
        self._output.drain()
        self._look_at_memory(now)
        if not invocation.started:
            invocation.started = self.changed_at
            self._log(loglines.start(invocation.request_id, self.version), "report")
        report = self._sum_up(invocation, now)
        self._log(loglines.end(invocation.request_id), "report")
        self._log(loglines.report(report), "report")
        self._invocation = None
        self.invocations += 1
        self._owner.invocation_ended(invocation)
        invocation.answer(report)

    def _sum_up(self, invocation: Invocation, now: float) -> InvocationReport:
        """How the invocation ran; one that timed out took its timeout."""
        assert invocation.outcome is not None
        end = invocation.outcome.end
        duration = self.revision.timeout if end == "timeout" else now - invocation.started
        return InvocationReport(
            request_id=invocation.request_id,
            environment_id=self.id,
            before=invocation.before,
            placed=invocation.placed,
            duration=duration,
            billed_ms=loglines.billed_ms(duration),
            max_memory_used=self._peak,
            memory_size=self.revision.memory_size,
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

    # Its ends ---------------------------------------------------------------------------------------------------

    def _time_out(self) -> None:
        """The invocation took too long: the environment ends, the caller hears why."""
        invocation = self._invocation
        if invocation is None:
            self.kill("timeout")
            return
        self._signal(signal.SIGKILL)
        self._output.drain()
        stamp = datetime.fromtimestamp(self._clock.time(), UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        self._log(loglines.timed_out(stamp, invocation.request_id, self.revision.timeout), "error")
        self._fail(outcomes.timed_out(invocation.request_id, self.revision.timeout), "timeout")

    def _fail(self, outcome: Outcome, reason: str) -> None:
        """End with `outcome` as the answer to the invocation, if there is one."""
        if self._invocation is not None and self._invocation.outcome is None:
            self._invocation.outcome = outcome
        self.kill(reason)

    def _exited(self, status: int) -> None:
        """The process has ended by itself, or by a signal that was not ours."""
        self._leave("exit", outcomes.exit_reason(status))

    def _leave(self, reason: str, exit_reason: str) -> None:
        """Be gone: answer what runs, free what is held. An environment leaves once."""
        if self.state == "gone":
            return
        self.reason = reason
        invocation = self._invocation
        if invocation is not None:
            self._output.drain()
            if invocation.outcome is None:
                invocation.outcome = outcomes.exited(invocation.request_id, exit_reason)
                text = f"RequestId: {invocation.request_id} Error: {exit_reason}\nRuntime.ExitError"
                self._log(text, "error")
            self._complete(invocation, self._clock.perf_counter())
        self._free()
        self.pid = 0
        self._change("gone")
        self._owner.environment_gone(self)

    def _free(self) -> None:
        """Let go of timers, pipe, Runtime API and folder."""
        for timer in (self._timer, self._idle_timer):
            if timer is not None:
                timer.cancel()
        self._output.close()
        if self._listener is not None:
            self._listener.close()
        asyncio.get_running_loop().run_in_executor(None, shutil.rmtree, self._folder, True)

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to the process group."""
        if self.pid:
            signal_group(self.pid, number)

    # Limits -----------------------------------------------------------------------------------------------------

    def _arm(self, seconds: float) -> None:
        """Let init or the invocation take `seconds`; a timer that is running already is kept and looks again."""
        self._deadline = self._clock.perf_counter() + seconds
        if self._timer is None:
            self._timer = self._clock.call_later_real(seconds, self._look_at_deadline)

    def _look_at_deadline(self) -> None:
        self._timer = None
        if self.state not in ("init", "busy"):
            return
        remaining = self._deadline - self._clock.perf_counter()
        if remaining > 0:
            self._timer = self._clock.call_later_real(remaining, self._look_at_deadline)
        elif self.state == "init":
            self._overrun_init()
        else:
            self._time_out()

    def _watch_idleness(self) -> None:
        """End after `idle_limit` emulated seconds without an invocation."""
        if self._idle_timer is None:
            limit = self._facilities.settings.idle_limit
            remaining = max(0.0, self.since + limit - self._clock.time())
            self._idle_timer = self._clock.call_later(remaining, self._look_at_idleness)

    def _look_at_idleness(self) -> None:
        self._idle_timer = None
        if self.state != "frozen":
            return
        if self._clock.time() >= self.since + self._facilities.settings.idle_limit:
            self.kill("idle")
        else:
            self._watch_idleness()

    def _look_at_memory(self, now: float) -> None:
        if now - self._peak_at >= MEMORY_INTERVAL and self.pid:
            self._peak_at = now
            self._peak = peak_megabytes(self.pid) or self._peak

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
        self._log(line, loglines.level_of(line))

    def _log(self, text: str, level: str) -> None:
        """Write a line that the running invocation's caller gets too, where it asked for the tail."""
        if self._invocation is not None:
            self._invocation.note_line(text)
        self._write(text, level)

    def _write(self, text: str, level: str) -> None:
        request_id = self._invocation.request_id if self._invocation is not None else ""
        name, version, now = self.function_name, self.version, self._clock.time()
        record = LogRecord(now, name, version, level, text, request_id, self._log_group, self.log_stream)
        self._facilities.logs.write(record)
