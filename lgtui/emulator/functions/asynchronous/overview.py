"""What is told of events that wait, run or are over: as the console and `GET /_lgtui/events` show them."""

from lgtui.emulator.functions.asynchronous.courier import dead_letter_target, destination_of
from lgtui.emulator.functions.asynchronous.event import Ending, Event
from lgtui.emulator.functions.asynchronous.retry import Limits
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.names import LATEST
from lgtui.frames import EndedEvent, QueuedEvent

MOST_EVENTS = 200
"""Events of one function that are told at once, and of all of them together."""

MOST_ENDED = 50
"""Events that are remembered after they are over."""

PAYLOAD_SHOWN = 400
"""Bytes of a payload that are told."""


def queued_event(function: Function, event: Event, limits: Limits, size: int, *, running: bool) -> QueuedEvent:
    """An event that is not over.

    Args:
        event: with the beginning of its payload.
        limits: that hold for it now.
        size: bytes of the whole payload.
        running: whether an attempt runs.
    """
    qualifier = event.request.qualifier or LATEST
    return QueuedEvent(
        function=function.name,
        qualifier=qualifier,
        request_id=event.request_id,
        running=running,
        attempt=event.failures + 1,
        attempts=limits.retries + 1,
        setbacks=event.setbacks,
        accepted=event.accepted,
        due=event.due,
        expires=event.accepted + limits.age,
        size=size,
        payload=event.request.payload.decode(errors="replace"),
        on_failure=destination_of(function, qualifier, succeeded=False),
        dead_letter=dead_letter_target(function, qualifier),
    )


def ended_event(function: Function, ending: Ending, at: float, told: list[str]) -> EndedEvent:
    """An event that is over since emulated time `at`, and the ARNs that are told of it."""
    event = ending.event
    return EndedEvent(
        function=function.name,
        qualifier=event.request.qualifier or LATEST,
        request_id=event.request_id,
        at=at,
        condition=ending.condition,
        invocations=ending.invocations,
        told=told,
    )
