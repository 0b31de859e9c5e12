"""The screen's layout: three columns of panes over the log, or one pane at a time with tabs."""

from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from lgtui.console.panes.pane import Pane
from lgtui.console.widgets.status_lines import HeaderLine, KeyLine, PaneTabs

STYLES = Path(__file__).with_suffix(".tcss")
"""The layout's style sheet, which the application reads too: that of a first screen is not read by itself."""

LEAST_WIDTH = 118
"""Columns below which one pane is shown at a time, with tabs."""

LEAST_HEIGHT = 30
"""Rows below which one pane is shown at a time."""


class PaneLayout(Screen[None]):
    """Arranges panes; which those are, and what they do, is its subclass's business.

    Args:
        left: the panes of the left column, from top to bottom.
        middle: those of the middle column.
        right: those of the right column.
        below: the pane below the columns.
    """

    CSS_PATH = STYLES
    AUTO_FOCUS = ""

    def __init__(self, left: Sequence[Pane], middle: Sequence[Pane], right: Sequence[Pane], below: Pane) -> None:
        super().__init__()
        self.current = left[0]
        self._columns = {"left": left, "middle": middle, "right": right}
        self._below = below
        self._maximised = False

    def compose(self) -> ComposeResult:
        yield HeaderLine()
        yield Static(id="alarm", markup=False)
        yield PaneTabs()
        with Horizontal(id="columns"):
            for name, panes in self._columns.items():
                yield Vertical(*panes, id=name)
        yield self._below
        yield KeyLine(self.hints_at)

    def hints_at(self, action: str) -> bool:
        """Whether the key line is to show an action's key."""
        return True

    def on_resize(self, event: Resize) -> None:
        self._arrange()

    @property
    def is_single(self) -> bool:
        """Whether one pane is shown at a time: the terminal is small, or the pane is maximised."""
        return self._maximised or self.size.width < LEAST_WIDTH or self.size.height < LEAST_HEIGHT

    def _arrange(self) -> None:
        """Show all panes, or only the current one with the tabs above it."""
        single = self.is_single
        self.set_class(single, "-single")
        for pane in self.query(Pane):
            pane.display = self._shows(pane)
        for column in self.query("#columns > Vertical"):
            column.display = any(pane.display for pane in column.children)
        self.query_one("#columns").display = any(column.display for column in self.query("#columns > Vertical"))
        self.query_one(PaneTabs).show(self.current.NUMBER)

    def _shows(self, pane: Pane) -> bool:
        """Whether a pane is seen now."""
        return not self.is_single or pane is self.current
