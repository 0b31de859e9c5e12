"""A request's life cycle as a waterfall: one line for each step, its bar where and as long as it ran."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from lgtui import frames
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import harmless

ENDPOINT = "endpoint"
"""The step that waits for the integration; it and what is nested in it are the user's own time."""

TIME_WIDTH = 7
LEAST_BAR = 8
LEAST_SUMMARY = 10
"""Columns below which a step's summary is left out: it stands below the waterfall too."""

HALVES = {(False, False): " ", (True, True): "━", (True, False): "╸", (False, True): "╺"}
"""Which halves of a cell a bar covers → the sign that does."""

VERDICTS = {
    "ok": ("✓", "$success"),
    "refused": ("✗", "$error"),
    "failed": ("✗", "$error"),
    "skipped": ("·", DIM),
    "not emulated": ("!", "$warning"),
}
"""Verdict → the glyph before a step's name, and its colour."""


def bar(start: float, duration: float, total: float, width: int) -> str:
    """A thin line in half cells, at least one, for a step within `total` seconds, which are `width` cells wide."""
    halves = width * 2
    scale = halves / total if total > 0 else 0.0
    first = min(int(start * scale), halves - 1)
    last = min(max(first + 1, round((start + duration) * scale)), halves)
    cells = [
        (half * 2 >= first and half * 2 < last, half * 2 + 1 >= first and half * 2 + 1 < last) for half in range(width)
    ]
    return "".join(HALVES[cell] for cell in cells).rstrip()


def milliseconds(seconds: float) -> str:
    """Seconds in milliseconds, as precise as is worth reading."""
    value = seconds * 1000
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 0.1 else f"{value:.2f}"


class Waterfall(Widget, can_focus=True):
    """Draws a trace and lets a step be selected."""

    DEFAULT_CSS = """
    Waterfall { height: auto; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("enter", "open", "open step", id="open-step"),
    ]

    trace: reactive[frames.Trace | None] = reactive(None, layout=True)
    """The trace that is drawn."""
    selected: reactive[int] = reactive(0)
    """The selected step's number."""

    class Selected(Message):
        """A step was selected."""

        def __init__(self, entry: frames.TraceEntry) -> None:
            super().__init__()
            self.entry = entry

    class Opened(Message):
        """The selected step is to be shown in full."""

        def __init__(self, trace: frames.Trace, number: int) -> None:
            super().__init__()
            self.trace = trace
            self.number = number

    def watch_trace(self, trace: frames.Trace | None) -> None:
        """Select the step that decided: the last that was refused or failed, else the first."""
        entries = trace.entries if trace else []
        decided = [number for number, entry in enumerate(entries) if entry.verdict in ("refused", "failed")]
        self.set_reactive(Waterfall.selected, decided[-1] if decided else 0)
        self._tell()

    def watch_selected(self) -> None:
        """Tell which step it is now."""
        self._tell()

    def action_move(self, step: int) -> None:
        """Select the step above or below."""
        count = len(self.trace.entries) if self.trace else 0
        self.selected = max(0, min(self.selected + step, count - 1))

    def action_open(self) -> None:
        """Show the selected step in full."""
        if self.trace and self.trace.entries:
            self.post_message(self.Opened(self.trace, self.selected))

    def on_click(self, event: events.Click) -> None:
        """Select the step that was clicked; a second click opens it."""
        if self.trace and 0 <= event.y < len(self.trace.entries):
            self.selected = event.y
            if event.chain > 1:
                self.action_open()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """One line for each step."""
        return len(self.trace.entries) if self.trace else 0

    def render(self) -> Content:
        """The whole waterfall, as wide as there is room."""
        if self.trace is None:
            return Content("")
        columns = self._columns(self.trace)
        return Content("\n").join(self._line(number, entry, columns) for number, entry in enumerate(self.trace.entries))

    def _columns(self, trace: frames.Trace) -> tuple[int, int]:
        """How wide the names and the bars are: two fifths of the rest are for the bars, or all but what is said.

        Where little room is left for that, the bars have it.
        """
        names = max((len(_name(entry)) for entry in trace.entries), default=0)
        summaries = max((len(entry.summary) for entry in trace.entries), default=0)
        room = self._room(names)
        bars = max(LEAST_BAR, room * 2 // 5, room - summaries)
        return names, bars if room - bars >= min(LEAST_SUMMARY, summaries) else max(LEAST_BAR, room)

    def _room(self, names: int) -> int:
        """Columns that a bar and what is said share."""
        return self.size.width - names - TIME_WIDTH - len("✓   ") - len("  ")

    def _line(self, number: int, entry: frames.TraceEntry, columns: tuple[int, int]) -> Content:
        names, bars = columns
        glyph, colour = VERDICTS.get(entry.verdict, ("?", "$foreground"))
        skipped = entry.verdict == "skipped"
        told = DIM if entry.verdict in ("ok", "skipped") else colour
        total = self.trace.duration if self.trace else 0.0
        drawn = "" if skipped else bar(entry.start, entry.duration, total, bars)
        line = Content.assemble(
            (f"{glyph} ", colour),
            (f"{_name(entry):<{names}}  ", DIM if skipped else "$foreground"),
            (
                f"{drawn:<{bars}}",
                "$primary" if entry.verdict == "ok" and (entry.nested or entry.name == ENDPOINT) else colour,
            ),
            (f"{milliseconds(entry.duration):>{TIME_WIDTH}}  ", "$foreground"),
            (harmless(entry.summary) if bars < self._room(names) else "", told),
        ).truncate(self.size.width, ellipsis=True, pad=True)
        return line.stylize("on $block-cursor-background") if number == self.selected and self.has_focus else line

    def _tell(self) -> None:
        if self.trace and self.trace.entries:
            self.post_message(self.Selected(self.trace.entries[self.selected]))


def _name(entry: frames.TraceEntry) -> str:
    return ("  " if entry.nested else "") + entry.name
