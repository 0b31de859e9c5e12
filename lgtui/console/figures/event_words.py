"""Events of asynchronous invocations in words: what each waits for, and where it goes when every attempt fails."""

from lgtui.console.figures.cache_words import time_left
from lgtui.frames import AsyncEvents, EndedEvent, QueuedEvent

CONDITIONS = {
    "Success": "succeeded",
    "RetriesExhausted": "given up: every attempt failed",
    "EventAgeExceeded": "given up: too old for another attempt",
    "ZeroReservedConcurrency": "given up: the function's reserved concurrency is 0",
}
"""AWS's words for why an event is over → plain ones."""


def figures(told: AsyncEvents) -> str:
    """How many wait and run, and whether all of them are shown."""
    waiting = f"{told.queued:,} queued" + (f", {told.retrying:,} of them to be retried" if told.retrying else "")
    left_out = told.queued + told.running - len(told.events)
    shown = f"   the {len(told.events):,} due first are shown" if left_out > 0 else ""
    return f"{waiting}   {told.running:,} running{shown}"


def doing(event: QueuedEvent, now: float) -> tuple[str, str]:
    """What an event does now: a sign with a word, and the time until the next attempt where there is one to wait for.

    Args:
        now: the region's time.
    """
    if event.running:
        return "● running", ""
    if event.due <= now:
        return "≡ waiting", ""
    return ("✗ throttled" if event.setbacks else "↻ failed"), time_left(event.due - now)


def told_at_last(event: QueuedEvent) -> str:
    """Whom it concerns when every attempt has failed."""
    told = [f"destination {event.on_failure}"] if event.on_failure else []
    told += [f"dead-letter target {event.dead_letter}"] if event.dead_letter else []
    return " and ".join(told) or "nobody: it is dropped, and only the log tells of it"


def ended_words(event: EndedEvent) -> str:
    """How an event ended, and whom that was told."""
    times = {0: "without a run", 1: "after 1 run"}.get(event.invocations, f"after {event.invocations} runs")
    told = ", ".join(map(_short, event.told)) or "told nobody"
    return f"{CONDITIONS.get(event.condition, event.condition)} {times} → {told}"


def _short(arn: str) -> str:
    """An ARN's service and the last part of its name: `lambda Failed`."""
    parts = arn.split(":")
    return f"{parts[2]} {parts[-1]}" if len(parts) > 3 else arn
