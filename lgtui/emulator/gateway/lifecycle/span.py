"""A step's place in time, from which its trace entries are made."""

from typing import NamedTuple

from lgtui.frames import TraceEntry


class Span(NamedTuple):
    """When a step ran and how it ended: `start` in real seconds since the request came in, `duration` likewise."""

    start: float
    duration: float
    verdict: str

    def entry(
        self,
        name: str,
        summary: str = "",
        *,
        saw: dict[str, str] | None = None,
        changed: dict[str, str] | None = None,
        verdict: str = "",
    ) -> TraceEntry:
        """The entry of a step with this span; `verdict` where it is another than the span's."""
        return TraceEntry(
            name=name,
            start=self.start,
            duration=self.duration,
            verdict=verdict or self.verdict,
            summary=summary,
            saw=saw or {},
            changed=changed or {},
        )
