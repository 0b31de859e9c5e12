"""The execution environments as lines of time: what each one did of late, the newest at the right."""

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from lgtui.console.widgets.bucket_levels import FeedClock
from lgtui.console.widgets.environment_history import (
    CODES,
    NOTHING,
    SLOTS,
    SPANS,
    STATES,
    EnvironmentHistory,
    columns_of,
    slots_per_column,
)
from lgtui.console.widgets.environment_rows import LONGEST_LABEL, detail_of
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.live_view import LiveView
from lgtui.console.widgets.plain_text import fitted, harmless
from lgtui.frames import ClockView, EnvironmentState, EnvironmentView

SIGNS: dict[EnvironmentState, str] = {"init": "▒", "busy": "█", "idle": "─", "frozen": "┈", "gone": "✗"}
"""One sign for each state, in the order of the legend."""

ID_SHOWN = 6
"""Characters of an id that are shown: its last ones, in which those of a region differ."""

FOOT = 2
"""Lines below the last environment in sight: the axis and the legend."""

SPAN_NAMES = ("1 s", "10 s", "60 s", "10 min")
SPAN_AT_FIRST = SPANS.index(60.0)


class EnvironmentTimelines(LiveView):
    """A line for every execution environment, which scrolls with emulated time and stands while that does.

    A column shows the most active state of its time. The picture is drawn again when a column is full, and a line when
    it looks different; once nothing but one state is in sight no frame is wanted.
    """

    class SpanChanged(Message):
        """Another span of time is shown."""

    DEFAULT_CSS = """
    EnvironmentTimelines {
        & > .timeline--init { color: $warning; }
        & > .timeline--busy { color: $success; }
        & > .timeline--idle { color: $foreground; }
        & > .timeline--frozen { color: $primary; }
        & > .timeline--gone { color: $error; }
        & > .timeline--dim { color: $foreground 55%; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"timeline--{state}" for state in STATES), "timeline--dim"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "span(1)", "longer", show=False),
        Binding("right,l", "span(-1)", "shorter", show=False),
        Binding("up,k", "scroll_up", "Up", show=False),
        Binding("down,j", "scroll_down", "Down", show=False),
    ]

    def __init__(self, frame_clock: FrameClock) -> None:
        super().__init__(frame_clock)
        self._history = EnvironmentHistory()
        self._clock = FeedClock(ClockView(0.0, 1.0, True), frame_clock.now())
        self._span = SPAN_AT_FIRST
        self._order: list[str] = []
        self._changed: set[str] = set()
        self._at = 0.0
        self._drawn_column = -1
        self._drawn: dict[str, bytes] = {}
        self._label_width = 0

    @property
    def span_name(self) -> str:
        """How much time is in sight: `60 s`."""
        return SPAN_NAMES[self._span]

    def replace(self, environments: list[EnvironmentView], clock: ClockView) -> None:
        """Begin with these environments, as they are by `clock`, and no past."""
        self._history = EnvironmentHistory()
        for view in environments:
            self._history.begin(view)
        self._drawn_column = -1
        self.set_clock(clock)

    def update_environments(self, environments: list[EnvironmentView]) -> None:
        """Take the newest views of environments that changed."""
        for view in environments:
            if self._history.put(view):
                self._drawn_column = -1
            self._changed.add(view.id)
        self.wake()

    def set_clock(self, clock: ClockView) -> None:
        """Let the lines move on with the region's clock as it runs now."""
        self._clock = FeedClock(clock, self.frame_clock.now())
        self._history.speed = clock.speed
        self.wake()

    # Painting

    def draw_frame(self) -> float | None:
        """Draw everything when a column is full, else the lines that look different."""
        self._at = max(self._clock.at(self.frame_clock.now()), self._history.latest)
        column = self._column_at(self._at)
        if column != self._drawn_column:
            self._arrange()
            self._drawn_column = column = self._column_at(self._at)
        else:
            lines = [line for line in self._lines_in_sight() if self._looks_different(self._order[line])]
            self.repaint(*(Region(0, line, self.view_width, 1) for line in lines))
        self._changed.clear()
        return self._next_frame(column)

    def _looks_different(self, environment_id: str) -> bool:
        return environment_id in self._changed and self._columns(environment_id) != self._drawn.get(environment_id)

    def _next_frame(self, column: int) -> float | None:
        moves = self._clock.speed and self._history.latest >= self._at - SPANS[self._span]
        return ((column + 1) * self._column_seconds - self._at) / self._clock.speed if moves else None

    def _arrange(self) -> None:
        """Bring the lines into order, by function and then as they came; those gone out of sight go."""
        self._drawn.clear()
        self._history.forget(self._at - SPANS[-1])
        views, oldest = self._history.views, self._at - SPANS[self._span]
        there = [view for view in views.values() if self._history.was_there(view.id, oldest)]
        self._order = [view.id for view in sorted(there, key=lambda view: (view.function, view.version))]
        longest = max((len(view.function) for view in there), default=0)
        self._label_width = min(longest + 1 + ID_SHOWN, LONGEST_LABEL, max(ID_SHOWN + 2, self.view_width * 2 // 5))
        self.set_line_count(len(self._order) + FOOT)
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Draw as many columns as there is room for."""
        self._drawn_column = -1
        self.wake()

    def render_line(self, y: int) -> Strip:
        """The line of an environment, or below them the axis and the legend."""
        foot = y - self._foot_y
        if not self._order:
            hint = "None yet: the first invocation starts one, cold."
            return self.line_of([("timeline--dim", hint if y == 0 else "")])
        if foot == 0:
            return self._axis()
        if foot == 1:
            return self.line_of([part for state in SIGNS for part in _legend_of(state)])
        line = y + self.scroll_offset.y
        return self._paint(self._order[line]) if foot < 0 and line < len(self._order) else self.blank_line()

    def _paint(self, environment_id: str) -> Strip:
        columns = self._drawn[environment_id] = self._columns(environment_id)
        view = self._history.views[environment_id]
        function = fitted(harmless(view.function), self._label_width - ID_SHOWN - 1)
        label = [("", f"{function} "), ("timeline--dim", f"{fitted(harmless(view.id)[-ID_SHOWN:], ID_SHOWN)} ")]
        return self.line_of([*label, *_runs(columns)])

    def _axis(self) -> Strip:
        """How far back the line goes, below its two ends."""
        width = SLOTS // slots_per_column(self._room)
        ends = f"├ {self.span_name} ago".ljust(max(0, width - len("now ┤"))) + "now ┤"
        return self.line_of([("", " " * (self._label_width + 1)), ("timeline--dim", ends)])

    def _columns(self, environment_id: str) -> bytes:
        slots = self._history.until(environment_id, self._span, self._at)
        return columns_of(slots, int(self._at / (SPANS[self._span] / SLOTS)), self._room)

    def _column_at(self, at: float) -> int:
        return int(at / self._column_seconds)

    @property
    def _column_seconds(self) -> float:
        return SPANS[self._span] / SLOTS * slots_per_column(self._room)

    @property
    def _room(self) -> int:
        """Columns that are left for time."""
        return max(1, self.view_width - self._label_width - 1)

    @property
    def _foot_y(self) -> int:
        """The view's line of the axis: below few lines, over the last where there are many."""
        return min(len(self._order), self.scrollable_content_region.height - FOOT)

    def _lines_in_sight(self) -> range:
        first = self.scroll_offset.y
        return range(first, min(len(self._order), first + self._foot_y))

    # Keys and mouse

    def action_span(self, steps: int) -> None:
        """Show a longer span of time, or a shorter one."""
        self._span = min(max(0, self._span + steps), len(SPANS) - 1)
        self._drawn_column = -1
        self.wake()
        self.post_message(self.SpanChanged())

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell what is known of the environment under the mouse."""
        place = self.place_under(event)
        if place is None or place.y not in self._lines_in_sight():
            self.tooltip = None
        else:
            self.tooltip = Content(detail_of(self._history.views[self._order[place.y]]))


def _legend_of(state: EnvironmentState) -> list[tuple[str, str]]:
    return [(f"timeline--{state}", SIGNS[state]), ("timeline--dim", f" {state}  ")]


_SIGNS = {CODES[state]: (f"timeline--{state}", sign) for state, sign in SIGNS.items()} | {NOTHING: ("", " ")}
"""Code → component class and sign."""


def _runs(columns: bytes) -> Iterator[tuple[str, str]]:
    """Columns as pieces of one state each."""
    for code, run in groupby(columns):
        style, sign = _SIGNS[code]
        yield style, sign * len(list(run))
