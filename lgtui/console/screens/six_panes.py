"""The screen's layout: six panes in three columns over the log, or one at a time with tabs."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus, Resize
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from lgtui.console.panes.burst_lab import BurstLabPane
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.live import BucketsPane, EnvironmentsPane, LogsPane
from lgtui.console.panes.pane import Pane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.panes.response import ResponsePane
from lgtui.console.state import RegionState
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.status_lines import HeaderLine, KeyLine, PaneTabs
from lgtui.console.worker_failures import SaysFailures

LEAST_WIDTH = 118
"""Columns below which one pane is shown at a time, with tabs."""

LEAST_HEIGHT = 30
"""Rows below which one pane is shown at a time."""


class SixPanes(Screen[None], SaysFailures):
    """Arranges the panes and leads the focus; what they show is its subclass's business.

    Args:
        state: what the resource tree is drawn from.
        frame_clock: draws the live panes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "jump", "jump", priority=True, show=False, id="jump"),
        Binding("z", "maximize", "maximise", show=False, id="maximise"),
        *(Binding(str(number), f"pane({number})", f"pane {number}", show=False) for number in range(1, 8)),
    ]
    CSS_PATH = "explorer.tcss"
    AUTO_FOCUS = ""

    def __init__(self, state: RegionState, frame_clock: FrameClock) -> None:
        super().__init__()
        self.state = state
        self.frame_clock = frame_clock
        self.current: Pane = ResourcesPane(state)
        self._maximised = False
        self._lab_is_open = False

    def compose(self) -> ComposeResult:
        yield HeaderLine()
        yield Static(id="alarm", markup=False)
        yield PaneTabs()
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield self.current
            with Vertical(id="middle"):
                yield ComposerPane(self.state)
                yield ResponsePane()
                yield BurstLabPane()
            with Vertical(id="right"):
                yield BucketsPane(self.frame_clock)
                yield EnvironmentsPane(self.frame_clock)
        yield LogsPane(self.frame_clock)
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
        """Whether a pane is seen now: the lab takes the place of request and response, where it is open."""
        if self.is_single:
            return pane is self.current
        if isinstance(pane, (ComposerPane, ResponsePane)):
            return not self._lab_is_open
        return self._lab_is_open or not isinstance(pane, BurstLabPane)

    def _go_to(self, pane: Pane) -> None:
        self.current = pane
        if isinstance(pane, (ComposerPane, ResponsePane, BurstLabPane)):
            self._lab_is_open = isinstance(pane, BurstLabPane)
        self._arrange()

    @on(DescendantFocus)
    def _note_current(self, event: DescendantFocus) -> None:
        pane = next((node for node in event.widget.ancestors_with_self if isinstance(node, Pane)), None)
        if pane and pane is not self.current:
            self._go_to(pane)

    def action_pane(self, number: int) -> None:
        """Jump to a pane."""
        pane = next(pane for pane in self.query(Pane) if number == pane.NUMBER)
        self._go_to(pane)
        self.call_after_refresh(self._focus_home, pane)

    def _focus_home(self, pane: Pane) -> None:
        pane.home.focus()

    def action_timelines(self) -> None:
        """Jump to the environments, and show their time lines in place of the cells, or the cells again."""
        pane = self.query_one(EnvironmentsPane)
        self._go_to(pane)
        pane.action_timelines()

    def action_jump(self) -> None:
        """Put a letter on everything that can have the focus, and go to the one that is pressed."""
        from lgtui.console.screens.jump import JumpScreen, places

        self.app.push_screen(JumpScreen(places(self.focus_chain, self.region)), self._jumped)

    def _jumped(self, widget: Widget | None) -> None:
        if widget:
            widget.focus()

    def action_maximize(self) -> None:
        """Give the current pane the whole screen, or put it back among the others."""
        self._maximised = not self._maximised
        self._arrange()
