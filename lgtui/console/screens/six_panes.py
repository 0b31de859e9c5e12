"""The explorer's panes: six of them, and the burst lab in the place of two; keys and focus lead from one to another."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus
from textual.widget import Widget

from lgtui.console.panes.burst_lab import BurstLabPane
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.live import BucketsPane, EnvironmentsPane, LogsPane
from lgtui.console.panes.pane import Pane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.panes.response import ResponsePane
from lgtui.console.screens.pane_layout import PaneLayout
from lgtui.console.state import RegionState
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.worker_failures import SaysFailures


class SixPanes(PaneLayout, SaysFailures):
    """Leads the focus among the panes; what they show is its subclass's business.

    Args:
        state: what the resource tree is drawn from.
        frame_clock: draws the live panes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "jump", "jump", priority=True, show=False, id="jump"),
        Binding("z", "maximize", "maximise", show=False, id="maximise"),
        *(Binding(str(number), f"pane({number})", f"pane {number}", show=False) for number in range(1, 8)),
    ]

    def __init__(self, state: RegionState, frame_clock: FrameClock) -> None:
        super().__init__(
            left=[ResourcesPane(state)],
            middle=[ComposerPane(state), ResponsePane(), BurstLabPane()],
            right=[BucketsPane(frame_clock), EnvironmentsPane(frame_clock)],
            below=LogsPane(frame_clock),
        )
        self.state = state
        self.frame_clock = frame_clock
        self._lab_is_open = False

    def _shows(self, pane: Pane) -> bool:
        """Whether a pane is seen now: the lab takes the place of request and response, where it is open."""
        if self.is_single:
            return super()._shows(pane)
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
