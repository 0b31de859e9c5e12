"""Concurrency against its limits: the account's, and for each function that is not at rest its own."""

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
NUMBERS_WIDTH = 22
"""Columns kept for `4/5 reserved` beside a bar."""

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


def _lines(view: ConcurrencyView, width: int) -> list[Line]:
    if not view.limit:
        return []
    names = ["account", *(harmless(one.function) for one in view.functions)]
    label = min(max(map(len, names)), LONGEST_LABEL)
    lines = [_meter(fitted("account", label), view.running, view.limit, "concurrent", width)]
    for one in view.functions:
        name = fitted(harmless(one.function), label)
        if one.reserved is None:
            lines.append([("", f"{name} "), ("", f"{one.running:,}"), ("meter--dim", " running")])
        else:
            lines.append(_meter(name, one.running, one.reserved, "reserved", width))
        lines += [[("", " " * (label + 1)), *parts] for parts in _facts(one)]
    return lines


def _meter(label: str, running: int, limit: int, of: str, width: int) -> Line:
    """A bar of what runs against its limit, with both as numbers."""
    cells = max(4, min(WIDEST_BAR, width - len(label) - NUMBERS_WIDTH))
    share = min(1.0, running / limit) if limit else 1.0
    filled = max(round(share * cells), 1 if running else 0) if limit else 0
    full = running >= limit
    state = "full" if full else "near" if share >= NEARLY_FULL else "ok"
    return [
        ("", f"{label} "),
        (f"meter--{state}", "█" * filled),
        ("meter--empty", "░" * (cells - filled)),
        ("", f" {running:,}"),
        ("meter--dim", f"/{limit:,} {of}"),
        ("meter--full", (" ✗ full" if limit else " ✗ refuses all") if full else ""),
    ]


def _facts(one: ActivityView) -> list[Line]:
    """What leads to a function's figure, and what waits: only lines that say something."""
    lines: list[Line] = []
    if one.rate:
        at_once = one.rate * one.duration
        factors = f"{one.rate:,.1f}/s × {_duration(one.duration)} = "
        lines.append([("meter--dim", factors), ("", f"{at_once:,.1f}" if at_once >= LEAST_SHOWN else "under 0.1")])
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
    return f"{seconds * 1000:,.0f} ms" if seconds < 1 else f"{seconds:,.1f} s"
