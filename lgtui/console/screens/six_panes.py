"""The explorer's panes: six of them, and the burst lab in the place of two; keys and focus lead from one to another."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Click, DescendantFocus
from textual.widget import Widget

from lgtui.console.panes.arrangement import arrangement_for
from lgtui.console.panes.burst_lab import BurstLabPane
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.live import BucketsPane, EnvironmentsPane
from lgtui.console.panes.logs import LogsPane
from lgtui.console.panes.pane import Pane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.panes.response import ResponsePane
from lgtui.console.panes.splits import Part, panes_of
from lgtui.console.region.state import RegionState
from lgtui.console.screens.pane_layout import PaneLayout
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.worker_failures import SaysFailures

WIDER, TALLER = 2, 1
"""Columns and rows that a key makes a pane wider or taller by."""


class SixPanes(PaneLayout, SaysFailures):
    """Leads the focus among the panes; what they show is its subclass's business.

    Args:
        state: what the resource tree is drawn from.
        frame_clock: draws the live panes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "jump", "jump", priority=True, show=False, id="jump"),
        Binding("z", "maximize", "maximise", show=False, id="maximise"),
        Binding("less_than_sign", f"widen({-WIDER})", "narrower", key_display="<", show=False, id="pane-narrower"),
        Binding("greater_than_sign", f"widen({WIDER})", "wider", key_display=">", show=False, id="pane-wider"),
        Binding("minus", f"heighten({-TALLER})", "lower", key_display="-", show=False, id="pane-lower"),
        Binding("plus", f"heighten({TALLER})", "taller", key_display="+", show=False, id="pane-taller"),
        Binding("0", "usual_sizes", "usual sizes", show=False, id="usual-sizes"),
        *(Binding(str(number), f"pane({number})", f"pane {number}", show=False) for number in range(1, 8)),
    ]

    def __init__(self, state: RegionState, frame_clock: FrameClock) -> None:
        super().__init__(
            ResourcesPane(state),
            ComposerPane(state),
            ResponsePane(),
            BurstLabPane(),
            BucketsPane(frame_clock),
            EnvironmentsPane(frame_clock),
            LogsPane(frame_clock),
        )
        self.state = state
        self.frame_clock = frame_clock
        self._lab_is_open = False

    @property
    def together(self) -> Part:
        """The panes as what the composer holds wants it; the lab takes the place of the response."""
        return arrangement_for(self.size, event=self.query_one(ComposerPane).has_event, lab=self._lab_is_open)

    def _go_to(self, pane: Pane) -> None:
        self.current = pane
        stays_open = self._lab_is_open and pane.NUMBER in panes_of(self.together)
        self._lab_is_open = stays_open or isinstance(pane, BurstLabPane)
        self._arrange()

    @on(ComposerPane.Opened)
    def _make_room(self) -> None:
        self._arrange()

    @on(DescendantFocus)
    def _note_current(self, event: DescendantFocus) -> None:
        pane = next((node for node in event.widget.ancestors_with_self if isinstance(node, Pane)), None)
        if pane and pane is not self.current:
            self._go_to(pane)

    def on_click(self, event: Click) -> None:
        """Go to the pane whose frame was clicked; a second click gives it the whole screen, or takes it again."""
        clicked, _ = self.get_widget_at(event.screen_x, event.screen_y)
        if isinstance(clicked, Pane):
            self.action_pane(clicked.NUMBER)
            if event.chain == 2:
                self.action_maximize()

    @property
    def is_current(self) -> bool:
        """Whether the panes are seen: Textual takes any screen above for transparent, and draws it at each change."""
        return super().is_current and (self.app.screen is self or self.app.screen.is_modal)

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

    # The size of the panes -----------------------------------------------------------------------------------------

    def action_widen(self, by: int) -> None:
        """Make the current pane wider, or narrower by a negative number of columns."""
        self._resize(by, beside=True)

    def action_heighten(self, by: int) -> None:
        """Make the current pane taller, or lower by a negative number of rows."""
        self._resize(by, beside=False)

    def _resize(self, by: int, *, beside: bool) -> None:
        if not self.area.resize(self.current.NUMBER, by, beside=beside):
            self.notify("No border to move here.", severity="warning")

    def action_usual_sizes(self) -> None:
        """Give every pane the size that it has at first."""
        self.area.shares = {}

    # Where else to -------------------------------------------------------------------------------------------------

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
