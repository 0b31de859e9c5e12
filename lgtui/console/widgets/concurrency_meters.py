"""Concurrency against its limits: the account's, and for each function that is not at rest its own."""

from dataclasses import dataclass
from typing import ClassVar

from textual.strip import Strip

from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.live_view import LiveView
from lgtui.console.widgets.plain_text import fitted, harmless
from lgtui.frames import ActivityView, ConcurrencyView

Line = list[tuple[str, str]]
"""Pairs of component class and text."""

LONGEST_LABEL = 16
WIDEST_BAR = 20

LEAST_SHOWN = 0.05
"""Concurrency that is worth a figure."""

NEARLY_FULL = 0.75
"""The part of a limit from which a bar warns."""


class ConcurrencyMeters(LiveView):
    """Draws running executions as bars against their limits, and below each function what leads to its figure."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "meter--ok",
        "meter--near",
        "meter--full",
        "meter--empty",
        "meter--dim",
    }
    DEFAULT_CSS = """
    ConcurrencyMeters {
        height: 1;
        max-height: 50%;
        & > .meter--ok { color: $success; }
        & > .meter--near { color: $warning; }
        & > .meter--full { color: $error; }
        & > .meter--empty { color: $foreground 20%; }
        & > .meter--dim { color: $foreground 50%; }
    }
    """

    def __init__(self, frame_clock: FrameClock) -> None:
        super().__init__(frame_clock)
        self._view = ConcurrencyView(0, 0)
        self._lines: list[Line] = []

    def update_view(self, view: ConcurrencyView) -> None:
        """Take the new figures."""
        self._view = view
        self.wake()

    def draw_frame(self) -> float | None:
        """Repaint where a figure differs; there is nothing to animate."""
        lines = _lines(self._view, self.view_width)
        if lines != self._lines:
            if len(lines) != len(self._lines):
                self.styles.height = max(1, len(lines))
            self._lines = lines
            self.set_line_count(len(lines))
            self.refresh()
        return None

    def on_resize(self) -> None:
        """Draw the bars as wide as there is room."""
        self.wake()

    def render_line(self, y: int) -> Strip:
        """One line of a meter."""
        line = y + self.scroll_offset.y
        return self.line_of(self._lines[line]) if line < len(self._lines) else self.blank_line()


@dataclass(frozen=True)
class Meter:
    """What runs against a limit."""

    name: str
    running: int
    limit: int
    of: str

    @property
    def numbers(self) -> Line:
        """What runs and the limit, and in a word where the limit is reached."""
        full = (" ✗ full" if self.limit else " ✗ refuses all") if self.running >= self.limit else ""
        return [("", f" {self.running:,}"), ("meter--dim", f"/{self.limit:,} {self.of}"), ("meter--full", full)]

    def bar(self, width: int) -> Line:
        """The same as a bar of `width` cells."""
        share = min(1.0, self.running / self.limit) if self.limit else 0.0
        filled = min(max(round(share * width), 1 if share else 0), width)
        state = "full" if share == 1.0 else "near" if share >= NEARLY_FULL else "ok"
        return [(f"meter--{state}", "█" * filled), ("meter--empty", "░" * (width - filled))]


def _lines(view: ConcurrencyView, width: int) -> list[Line]:
    """The account's meter, and below it each function with what leads to its figure."""
    if not view.limit:
        return []
    meters = [Meter("account", view.running, view.limit, "concurrent"), *map(_meter, view.functions)]
    label = min(max(len(meter.name) for meter in meters), LONGEST_LABEL, width // 3)
    numbers = max(sum(len(text) for _, text in meter.numbers) for meter in meters if meter.of)
    bar = max(0, min(WIDEST_BAR, width - label - 1 - numbers))
    lines = [_line(meters[0], label, bar)]
    for meter, one in zip(meters[1:], view.functions, strict=True):
        lines += [_line(meter, label, bar), *([("", " " * (label + 1)), *parts] for parts in _facts(one))]
    return lines


def _meter(one: ActivityView) -> Meter:
    """A function against its reserved concurrency; `of` is empty where it has none, and no limit of its own."""
    reserved = one.reserved
    return Meter(harmless(one.function), one.running, reserved or 0, "" if reserved is None else "reserved")


def _line(meter: Meter, label: int, bar: int) -> Line:
    name = ("", f"{fitted(meter.name, label)} ")
    if not meter.of:
        return [name, ("", f"{meter.running:,}"), ("meter--dim", " running")]
    return [name, *meter.bar(bar), *meter.numbers]


def _facts(one: ActivityView) -> list[Line]:
    """What leads to a function's figure, and what waits: only lines that say something."""
    lines: list[Line] = []
    if one.rate:
        at_once = one.rate * one.duration
        factors = f"{one.rate:,.1f}/s × {_duration(one.duration)} = "
        lines.append([("meter--dim", factors), ("", f"{at_once:,.1f}" if at_once >= LEAST_SHOWN else "<0.1")])
    if one.throttled:
        lines.append([("meter--full", f"✗ {one.throttled:,} throttled"), ("meter--dim", " in 10 s")])
    ready, busy = one.provisioned
    if ready:
        spilled = ("meter--near", f"  {one.spilled:,} spilled over" if one.spilled else "")
        lines.append([("", f"{busy:,}"), ("meter--dim", f"/{ready:,} provisioned busy"), spilled])
    if one.queued:
        lines.append([("meter--near", f"≡ {one.queued:,} queued"), ("meter--dim", f"  {one.retrying:,} retrying")])
    return lines


def _duration(seconds: float) -> str:
    """A duration in emulated seconds, which in slow motion are few: `0.02 ms`, `12 ms`, `1.5 s`."""
    if seconds < 0.001:
        return f"{seconds * 1000:.2g} ms"
    return f"{seconds * 1000:,.0f} ms" if seconds < 1 else f"{seconds:,.1f} s"
