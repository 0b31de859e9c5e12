"""The execution environments as cells: one glyph for each, by function version and state."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from lgtui.console.widgets.environment_rows import CELL_WIDTH, GLYPHS, EnvironmentRows, Row, detail_of
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.live_view import LiveView
from lgtui.console.widgets.plain_text import cropped, fitted, harmless
from lgtui.frames import EnvironmentView

LEGENDS = tuple(
    between.join(f"{glyph}{space}{state}" for state, glyph in GLYPHS.items())
    for between, space in (("  ", " "), (" ", " "), (" ", ""))
)
"""What the glyphs mean, ever closer together."""

HINTS = ("None yet: the first invocation starts one, cold.", "None yet: invoke a function.", "None yet.")
"""What is said where there is no environment, ever shorter."""


class EnvironmentCells(LiveView):
    """Every execution environment as one cell, busy ones and frozen ones told apart at a glance.

    One widget paints all cells, and a change of state repaints one of them. The last line is the legend, or what is
    known of the cell under the cursor.
    """

    DEFAULT_CSS = """
    EnvironmentCells {
        & > .environment--init { color: $warning; }
        & > .environment--busy { color: $success; }
        & > .environment--idle { color: $foreground; }
        & > .environment--frozen { color: $primary; }
        & > .environment--gone { color: $error 70%; }
        & > .environment--dim { color: $foreground 55%; }
        & > .environment--cursor { background: $foreground 25%; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "environment--init",
        "environment--busy",
        "environment--idle",
        "environment--frozen",
        "environment--gone",
        "environment--dim",
        "environment--cursor",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Previous", show=False),
        Binding("right,l", "step(1)", "Next", show=False),
        Binding("up,k", "step_row(-1)", "Up", show=False),
        Binding("down,j", "step_row(1)", "Down", show=False),
        Binding("escape", "unselect", "Unselect", show=False),
    ]

    def __init__(self, frame_clock: FrameClock) -> None:
        super().__init__(frame_clock)
        self._rows = EnvironmentRows()
        self._changed: set[str] = set()
        self._moved = False
        self._cursor: str | None = None

    @property
    def selected(self) -> EnvironmentView | None:
        """The environment under the cursor, or None."""
        return self._rows.views.get(self._cursor) if self._cursor else None

    def replace(self, environments: list[EnvironmentView]) -> None:
        """Show these environments alone."""
        self._rows = EnvironmentRows()
        self._changed.clear()
        self._moved = True
        self.update_environments(environments)

    def update_environments(self, environments: list[EnvironmentView]) -> None:
        """Take the newest views of environments that changed."""
        now = self.frame_clock.now()
        for view in environments:
            self._moved |= self._rows.put(view, now)
            self._changed.add(view.id)
        self.wake()

    def draw_frame(self) -> float | None:
        """Repaint the cells that changed, or everything where the rows did."""
        now = self.frame_clock.now()
        self._moved |= self._rows.fade(now)
        if self._moved:
            self._arrange()
        else:
            self.repaint(
                *map(self._cell, self._changed),
                *map(self._summary, self._rows.rows_of(self._changed)),
                *([self._legend_line] if self._cursor in self._changed else []),
            )
        self._changed.clear()
        return self._rows.next_fade(now)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the cells to the new width."""
        self._arrange()

    def render_line(self, y: int) -> Strip:
        """A line of cells, or the legend on the last line in sight."""
        if y == self._legend_y:
            return self._legend()
        if not self._rows.rows:
            return self.line_of([("environment--dim", self._fitting(HINTS) if y == 0 else "")])
        found = self._rows.cells_on(y + self.scroll_offset.y)
        if found is None:
            return self.blank_line()
        row, ids = found
        if row.inline:
            return self._paint_inline(row)
        return self._paint_label(row) if not ids else self.line_of([("", " " * CELL_WIDTH), *self._cells(ids)])

    # Painting

    def _arrange(self) -> None:
        self._moved = False
        self._rows.layout(self.view_width)
        self.set_line_count(self._rows.line_count + 1)
        self.refresh()

    def _cell(self, environment_id: str) -> Region:
        x, y = self._rows.place_of(environment_id)
        return Region(x, y, 1, 1)

    def _summary(self, row: Row) -> Region:
        x = self._rows.summary_x(row)
        return Region(x, row.top, self.view_width - x, 1)

    @property
    def _legend_line(self) -> Region:
        return Region(0, self._legend_y + self.scroll_offset.y, self.view_width, 1)

    @property
    def _legend_y(self) -> int:
        """The view's line that shows the legend: with a gap below few rows, over the last line where there are many."""
        return min(self._rows.line_count + 1, self.scrollable_content_region.height - 1)

    def _legend(self) -> Strip:
        view = self.selected
        if view is None:
            return self.line_of([("environment--dim", self._fitting(LEGENDS))])
        return self.line_of([(f"environment--{view.state}", GLYPHS[view.state]), ("", f" {detail_of(view)}")])

    def _fitting(self, texts: Sequence[str]) -> str:
        """The first of some texts that there is room for."""
        return next((text for text in texts if cell_len(text) <= self.view_width), texts[-1])

    def _paint_inline(self, row: Row) -> Strip:
        cells = self._cells(row.ids)
        padding = self._rows.summary_x(row) - self._rows.label_width - 1 - len(row.ids) * CELL_WIDTH
        return self.line_of(
            [
                ("", self._label(row)),
                *cells,
                ("", " " * padding),
                ("environment--dim", self._rows.summary(row)),
            ]
        )

    def _paint_label(self, row: Row) -> Strip:
        return self.line_of([("", self._label(row)), ("environment--dim", self._rows.summary(row))])

    def _label(self, row: Row) -> str:
        """Function and version in the label's column; where it is too narrow the function's name is cropped."""
        width = self._rows.label_width
        name = cropped(harmless(row.function), max(1, width - len(row.version) - 1))
        return fitted(f"{name} {row.version}", width) + " "

    def _cells(self, ids: list[str]) -> list[tuple[str, str]]:
        cells = []
        for environment_id in ids:
            state = self._rows.views[environment_id].state
            style = "environment--cursor" if environment_id == self._cursor else f"environment--{state}"
            cells += [(style, GLYPHS[state]), ("", " ")]
        return cells

    # Cursor

    def action_step(self, cells: int) -> None:
        """Move the cursor by `cells`, from row to row."""
        order = [environment_id for row in self._rows.rows for environment_id in row.ids]
        if order:
            here = order.index(self._cursor) + cells if self._cursor in order else 0
            self._select(order[here % len(order)])

    def action_step_row(self, lines: int) -> None:
        """Move the cursor to the nearest cell `lines` of cells further down."""
        if self.selected is None:
            self.action_step(0)
            return
        x, y = self._rows.place_of(self.selected.id)
        line = y + lines
        while (found := self._rows.cells_on(line)) is not None and line >= 0:
            if found[1]:
                index = min(max(0, (x - self._rows.cells_x(found[0])) // CELL_WIDTH), len(found[1]) - 1)
                self._select(found[1][index])
                return
            line += lines

    def action_unselect(self) -> None:
        """Show the legend again."""
        self._select(None)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the cell that was clicked."""
        view = self._under(event)
        self._select(view.id if view else None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell what is known of the cell under the mouse."""
        view = self._under(event)
        self.tooltip = None if view is None else Content(detail_of(view))

    def _under(self, event: events.MouseEvent) -> EnvironmentView | None:
        place = self.place_under(event)
        if place is None or place.y - self.scroll_offset.y == self._legend_y:
            return None
        return self._rows.environment_at(place)

    def _select(self, environment_id: str | None) -> None:
        changed = [each for each in (self._cursor, environment_id) if each is not None and each in self._rows.views]
        self._cursor = environment_id
        self.repaint(*map(self._cell, changed), self._legend_line)
        if self.selected is not None:
            _, y = self._rows.place_of(self.selected.id)
            height = self.scrollable_content_region.height - 1
            self.jump_to(min(max(self.scroll_offset.y, y - height + 1), y))
