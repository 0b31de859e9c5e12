"""Bodies as the trace shows them: text, cut where it is long."""

SHOWN = 64 * 1024
"""Bytes of a body that a trace shows."""


def shown(body: bytes) -> str:
    """The beginning of a body, and how much there is in all where that is more."""
    text = body[:SHOWN].decode("utf-8", "replace")
    return text if len(body) <= SHOWN else f"{text}… ({len(body)} B in all)"


BRIEF = 200
"""Bytes of a value inside a sentence."""


def brief(value: bytes) -> str:
    """The beginning of a value, for a sentence about it."""
    text = value[:BRIEF].decode("utf-8", "replace")
    return text if len(value) <= BRIEF else f"{text}…"
