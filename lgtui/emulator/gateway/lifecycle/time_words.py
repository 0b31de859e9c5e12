"""Spans of emulated time as people say them."""

BRIEF = 10.0
"""Seconds under which milliseconds are told."""


def span_in_words(seconds: float) -> str:
    """A span in its two greatest units: `2 d 3 h`, `5 min 7 s`."""
    minutes, second = divmod(max(0, round(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    parts = [(days, "d"), (hour, "h"), (minute, "min"), (second, "s")]
    first = next((at for at, (count, _) in enumerate(parts) if count), len(parts) - 1)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2])


def wait_in_words(seconds: float) -> str:
    """How long somebody waits: `485 ms`, and from ten seconds on as a span."""
    return f"{seconds * 1000:.0f} ms" if seconds < BRIEF else span_in_words(seconds)
