"""The screen's layout: panes in columns or rows where there is room, or one at a time with tabs."""

from pathlib import Path

from textual.app import ComposeResult
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from lgtui.console.panes.arrangement import arrangement_for, fits_together
from lgtui.console.panes.pane import Pane
from lgtui.console.panes.pane_area import PaneArea
from lgtui.console.panes.splits import Part
from lgtui.console.widgets.status_lines import HeaderLine, KeyLine, PaneTabs

STYLES = Path(__file__).with_suffix(".tcss")
"""The layout's style sheet, which the application reads too: that of a first screen is not read by itself."""


class PaneLayout(Screen[None]):
    """Arranges panes; which those are, and what they do, is its subclass's business.

    Args:
        panes: in the order of the tab key; the first is the current one.
    """

    CSS_PATH = STYLES
    AUTO_FOCUS = ""

    def __init__(self, *panes: Pane) -> None:
        super().__init__()
        self.current = panes[0]
        self.area = PaneArea(*panes)
        self._maximised = False

    def compose(self) -> ComposeResult:
        yield HeaderLine()
        yield Static(id="alarm", markup=False)
        yield PaneTabs()
        yield self.area
        yield KeyLine(self.hints_at)

    def hints_at(self, action: str) -> bool:
        """Whether the key line is to show an action's key."""
        return True

    def on_resize(self, event: Resize) -> None:
        self._arrange()

    @property
    def is_single(self) -> bool:
        """Whether one pane is shown at a time: the terminal is small, or the pane is maximised."""
        return self._maximised or not fits_together(self.size)

    @property
    def together(self) -> Part:
        """How the panes share the screen, where several are shown."""
        return arrangement_for(self.size, event=False, lab=False)

    def _arrange(self) -> None:
        """Show the panes there is room for, or only the current one with the tabs above it."""
        self.area.part = self.current.NUMBER if self.is_single else self.together
        tabs = self.query_one(PaneTabs)
        tabs.display = self.is_single
        tabs.show(self.current.NUMBER)
