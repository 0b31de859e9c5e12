"""The events of one function, from acceptance until each is over."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import RecursiveInvocationException, ServiceError, TooManyRequestsException
from lgtui.emulator.functions.asynchronous import retry
from lgtui.emulator.functions.asynchronous.chores import Chores
from lgtui.emulator.functions.asynchronous.cores import Cores
from lgtui.emulator.functions.asynchronous.courier import Courier
from lgtui.emulator.functions.asynchronous.destinations import Message
from lgtui.emulator.functions.asynchronous.event import Condition, Ending, Event
from lgtui.emulator.functions.asynchronous.overview import MOST_EVENTS, PAYLOAD_SHOWN, ended_event, queued_event
from lgtui.emulator.functions.asynchronous.pace import Pace
from lgtui.emulator.functions.asynchronous.rows import Rows
from lgtui.emulator.functions.asynchronous.window import Window
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import InvocationRequest, InvocationResponse
from lgtui.emulator.functions.names import LATEST
from lgtui.frames import EndedEvent, QueuedEvent

Begin = Callable[[InvocationRequest, str], "asyncio.Future[InvocationResponse]"]
"""Starts a RequestResponse invocation under a request id."""

Refuses = Callable[[str], bool]
"""Whether a function refuses everything, because its reserved concurrency is 0."""


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """The figures of a function's queue are other ones; `function_name` says whose."""

    function_name: str


class Waiting(NamedTuple):
    """Events that wait for an execution: all of them, and those whose function has failed before."""

    queued: int
    retrying: int


@dataclass(frozen=True, slots=True)
class Means:
    """What every queue of a region works with.

    Attributes:
        started: every function is there as it shall be: what earlier runs have left may be attempted.
        ended: what was given up or told somebody of late, the newest first.
        first_number: of the events that this run of the region accepts; those that earlier runs left are lower.
        begin: starts an attempt.
        tell: takes a level and one sentence for the log.
    """

    clock: Clock
    bus: Bus
    rows: Rows
    courier: Courier
    chores: Chores
    started: asyncio.Event
    ended: deque[EndedEvent]
    first_number: int
    begin: Begin
    refuses: Refuses
    tell: Callable[[str, str], None]


class EventQueue:
    """One function's queue: attempts what is due, puts off what is to be retried, settles what is over."""

    def __init__(self, function: Function, means: Means) -> None:
        self.function = function
        self._name = function.name
        self._means = means
        self._window = Window(self._name, means.rows, means.clock, means.chores, self._dispatch)
        self._pace = Pace(means.clock, self._dispatch, Cores())
        self._running: set[int] = set()
        self._ending: set[int] = set()
        self._queued = 0
        self._retrying = 0
        self._changed = QueueChanged(self._name)
        self._stopped = False
        means.chores.start(self._open(), f"{self._name}: looking for queued events")

    @property
    def waiting(self) -> Waiting:
        """How many events wait for an execution."""
        return Waiting(self._queued, self._retrying)

    @property
    def running(self) -> int:
        """How many events have an attempt that runs."""
        return len(self._running)

    async def first(self) -> list[QueuedEvent]:
        """The events that are due first, those that run included."""
        found = await self._means.rows.first(self._name, MOST_EVENTS, PAYLOAD_SHOWN)
        return [
            queued_event(self.function, event, self._limits(event), size, running=event.number in self._running)
            for event, size in found
            if event.number not in self._ending
        ]

    def accept(self, event: Event) -> "asyncio.Future[None]":
        """Take an event; the future is done once it is committed, and only then it is attempted."""
        self._count(event, 1)
        direct = self._window.admit(event)
        written = self._means.rows.add(self._name, event)
        written.add_done_callback(partial(self._accepted, event, direct))
        return written

    def stop(self) -> None:
        """Attempt nothing more; what is not over stays in the store."""
        self._stopped = True
        self._window.stop()
        self._pace.stop()

    async def _open(self) -> None:
        """Go on with what an earlier run has left."""
        queued, retrying = await self._means.rows.left(self._name, self._means.first_number)
        if queued:
            self._queued += queued
            self._retrying += retrying
            self._means.bus.publish(self._changed)
            await self._means.started.wait()
        if self._stopped:
            return
        if queued:
            self._means.tell("info", f"{self._name}: {queued} events were left in its queue, and are delivered now")
        self._window.open()

    def _accepted(self, event: Event, direct: bool, written: "asyncio.Future[None]") -> None:
        if self._stopped:
            return
        if not written.cancelled() and written.exception() is not None:
            self._count(event, -1)
            if direct:
                self._window.release(event)
        elif direct:
            self._window.ready.append(event)
            self._dispatch()
        else:
            self._window.refill()

    # Attempts ---------------------------------------------------------------------------------------------------

    def _dispatch(self) -> None:
        """Attempt what is due as far as the pace allows, and see that there is more."""
        ready = self._window.ready
        while ready and self._pace.allows(len(self._running)):
            self._attempt(ready.popleft())
        self._pace.note_waiting(bool(ready))
        self._window.refill()

    def _attempt(self, event: Event) -> None:
        """Begin an attempt on the code and configuration of this moment (fact ver-004)."""
        self._count(event, -1)
        if self._means.refuses(self._name):
            self._end(Ending(event, "ZeroReservedConcurrency", event.failures))
        elif retry.is_too_old(event, self._limits(event), self._means.clock.time()):
            self._end(Ending(event, "EventAgeExceeded", event.failures))
        else:
            self._begin(event)

    def _begin(self, event: Event) -> None:
        try:
            answer = self._means.begin(event.request, event.request_id)
        except ServiceError as error:
            self._refused(event, error)
        else:
            self._running.add(event.number)
            answer.add_done_callback(partial(self._answered, event))

    def _answered(self, event: Event, answer: "asyncio.Future[InvocationResponse]") -> None:
        self._running.discard(event.number)
        error = None if answer.cancelled() else answer.exception()
        if self._stopped or answer.cancelled():
            return
        self._pace.note_end()
        if error is None:
            self._ran(event, answer.result())
        else:
            self._refused(event, error if isinstance(error, ServiceError) else ServiceError(str(error)))
        self._dispatch()

    def _ran(self, event: Event, response: InvocationResponse) -> None:
        if not response.function_error:
            # Reported as 1 after one failure (fact cap-002); after two [guess].
            self._end(Ending(event, "Success", 1, response))
            return
        following = retry.after_failure(event, self._limits(event), self._means.clock.time())
        if isinstance(following, Event):
            self._put_off(following)
        else:
            self._end(Ending(event, following, event.failures + 1, response))

    def _refused(self, event: Event, error: ServiceError) -> None:
        """An attempt was throttled, or met what AWS would call a system error."""
        if isinstance(error, RecursiveInvocationException):
            # That it is not retried is documented; the record's condition is a [guess].
            self._end(Ending(event, "RetriesExhausted", event.failures, refusal=error))
            return
        if isinstance(error, TooManyRequestsException):
            self._pace.note_throttle(len(self._running))
        following = retry.after_setback(event, self._limits(event), self._means.clock.time())
        if isinstance(following, Event):
            self._put_off(following)
        else:
            self._end(Ending(event, following, event.failures, refusal=error))

    def _limits(self, event: Event) -> retry.Limits:
        return retry.limits_of(self.function.event_invoke_configs.get(event.request.qualifier or LATEST))

    # What comes of them -----------------------------------------------------------------------------------------

    def _put_off(self, event: Event) -> None:
        """Leave an event to the store until its next attempt is due."""
        self._count(event, 1)
        self._means.rows.put_off(event)
        self._window.release(event)
        self._window.expect(event.due)

    def _end(self, ending: Ending) -> None:
        """Tell whom it concerns of an event that is over, then forget it."""
        if not ending.succeeded:
            self._means.tell("warn", _given_up(self._name, ending))
        messages = self._means.courier.messages(self.function, ending)
        if messages or not ending.succeeded:
            told = [message.arn for message in messages]
            self._means.ended.appendleft(ended_event(self.function, ending, self._means.clock.time(), told))
        if messages:
            self._ending.add(ending.event.number)
            self._means.chores.start(self._settle(ending.event, messages), f"{self._name}: telling of an event")
        else:
            self._forget(ending.event)

    async def _settle(self, event: Event, messages: list[Message]) -> None:
        await self._means.courier.send(messages, event.request_id)
        self._forget(event)
        self._window.refill()

    def _forget(self, event: Event) -> None:
        self._ending.discard(event.number)
        self._means.rows.remove(event)
        self._window.release(event)

    def _count(self, event: Event, change: int) -> None:
        self._queued += change
        if event.failures:
            self._retrying += change
        self._means.bus.publish(self._changed)


def _given_up(name: str, ending: Ending) -> str:
    reasons: dict[Condition, str] = {
        "RetriesExhausted": f"attempt {ending.invocations} failed and there are no more",
        "EventAgeExceeded": "it would be too old at the next attempt",
        "ZeroReservedConcurrency": "the function's reserved concurrency is 0",
    }
    return f"{name}: event {ending.event.request_id} is given up: {reasons[ending.condition]} ({ending.condition})"
