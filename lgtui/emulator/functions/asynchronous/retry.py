"""When an event is attempted again, and when it is given up (guide, invocation-async-error-handling; fact doc-007)."""

from typing import NamedTuple

import msgspec

from lgtui.emulator.functions.asynchronous.event import Condition, Event
from lgtui.emulator.functions.model import FunctionEventInvokeConfig

RETRY_WAITS = (60.0, 120.0)
"""Seconds between an attempt that ended with a function error and the next one (fact dst-003)."""

LONGEST_BACK_OFF = 300.0
"""Seconds at most between attempts that are throttled or meet a system error; the first wait is one second."""

DEFAULT_AGE = 21_600
"""Seconds that an event is kept: six hours."""


class Limits(NamedTuple):
    """How often an event is retried after function errors, and how many seconds it is kept."""

    retries: int = len(RETRY_WAITS)
    age: float = DEFAULT_AGE


def limits_of(config: FunctionEventInvokeConfig | None) -> Limits:
    """The limits that a configuration sets; AWS's defaults for what it does not say."""
    retries = config.maximum_retry_attempts if config else None
    age = config.maximum_event_age_in_seconds if config else None
    return Limits(len(RETRY_WAITS) if retries is None else retries, DEFAULT_AGE if age is None else age)


def after_failure(event: Event, limits: Limits, now: float) -> Event | Condition:
    """The event as it is attempted next after a function error, or why it is over."""
    if event.failures >= limits.retries:
        return "RetriesExhausted"
    failed = msgspec.structs.replace(event, failures=event.failures + 1, setbacks=0)
    return _put_off(failed, RETRY_WAITS[event.failures], limits, now)


def after_setback(event: Event, limits: Limits, now: float) -> Event | Condition:
    """The event as it is attempted next after a throttle or a system error, or why it is over."""
    wait = min(2.0 ** min(event.setbacks, 10), LONGEST_BACK_OFF)
    return _put_off(msgspec.structs.replace(event, setbacks=event.setbacks + 1), wait, limits, now)


def is_too_old(event: Event, limits: Limits, now: float) -> bool:
    """Whether the event has waited too long for another attempt."""
    return now >= event.accepted + limits.age


def _put_off(event: Event, wait: float, limits: Limits, now: float) -> Event | Condition:
    """An attempt that would come too late is not waited for (fact dst-005)."""
    if is_too_old(event, limits, now + wait):
        return "EventAgeExceeded"
    return msgspec.structs.replace(event, due=now + wait)
