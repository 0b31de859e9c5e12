"""An event invocation that was accepted and is not over, and how it ends."""

from typing import Literal, NamedTuple

import msgspec

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.functions.model import InvocationRequest, InvocationResponse

Condition = Literal["Success", "RetriesExhausted", "EventAgeExceeded", "ZeroReservedConcurrency"]
"""Why an event is over, in AWS's words (facts con-002, dst-003, dst-005)."""


class Place(NamedTuple):
    """An event's place in its queue: the earlier it is due the earlier it comes, then by order of acceptance."""

    due: float
    number: int


class Event(msgspec.Struct, frozen=True):
    """One accepted event.

    Attributes:
        number: its key in the store; grows with each event that a region accepts.
        request_id: the same for all attempts.
        accepted: emulated seconds since the epoch.
        due: when the next attempt is, likewise.
        request: what is invoked at each attempt, with what.
        failures: attempts that ended with a function error.
        setbacks: attempts since then that were throttled or met a system error.
    """

    number: int
    request_id: str
    accepted: float
    due: float
    request: InvocationRequest
    failures: int = 0
    setbacks: int = 0

    @property
    def place(self) -> Place:
        """Where it stands in its queue."""
        return Place(self.due, self.number)


class Ending(NamedTuple):
    """How an event ended.

    Attributes:
        invocations: how often the function ran for it, as the record says it.
        response: the last attempt's, None where there was none.
        refusal: why the last attempt did not run, None where it ran or there was none.
    """

    event: Event
    condition: Condition
    invocations: int
    response: InvocationResponse | None = None
    refusal: ServiceError | None = None

    @property
    def succeeded(self) -> bool:
        """Whether the function ran without an error."""
        return self.condition == "Success"
