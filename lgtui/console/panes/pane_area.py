"""The area that the panes share; the borders between them are moved by the mouse or by keys."""

from collections.abc import Mapping

from textual import events
from textual.geometry import NULL_OFFSET, NULL_SPACING, Offset, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.reactive import reactive
from textual.widget import Widget

from lgtui.console.panes.pane import Pane
from lgtui.console.panes.splits import Arranged, Border, Part, Split, arrange, panes_of


class _Splitting(Layout):
    """Places panes as the splits of their area have it."""

    name = "splitting"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        assert isinstance(parent, PaneArea)
        regions = arrange(parent.part, size.region, parent.shares).panes
        return [
            WidgetPlacement(regions[child.NUMBER], NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if isinstance(child, Pane) and child.NUMBER in regions
        ]


class PaneArea(Widget):
    """Places its panes as they are told to share it.

    Attributes:
        part: how they share it.
        shares: name of a split → share of its first part, where the user has moved the border.

    Args:
        panes: what can stand in it.
    """

    DEFAULT_CSS = "PaneArea { width: 1fr; height: 1fr; }"
    ALLOW_SELECT = False

    part: reactive[Part] = reactive[Part](0)
    shares: reactive[Mapping[str, float]] = reactive[Mapping[str, float]](dict)

    def __init__(self, *panes: Pane) -> None:
        super().__init__(*panes)
        self._layout = _Splitting()
        self._pulled: tuple[Border, int] | None = None
        self._held_at: Offset | None = None
        self._marked: Split | None = None

    @property
    def layout(self) -> Layout:
        """Splits, instead of what CSS can say."""
        return self._layout

    @property
    def arranged(self) -> Arranged:
        """Where the panes stand."""
        return arrange(self.part, self.size.region, self.shares)

    def watch_part(self) -> None:
        """Show the panes that have a place, and no others."""
        numbers = set(panes_of(self.part))
        for pane in self.query_children(Pane):
            if pane.NUMBER not in numbers and pane.has_focus_within:
                self.screen.set_focus(None)  # else it would go to a field beside, which leads back to the pane
            pane.display = pane.NUMBER in numbers
        self.watch_shares()

    def watch_shares(self) -> None:
        """Place the panes anew."""
        for pane in self.query_children(Pane):
            pane.refresh(layout=True, repaint=False)  # a layout that only the area asks for comes from its cache

    def resize(self, pane: int, by: int, *, beside: bool) -> bool:
        """Make a pane wider (`beside`) or taller by so many cells, or the other way; gives whether it can be."""
        found = self.arranged.border_of(pane, beside=beside)
        if found is None:
            return False
        border, is_first = found
        self._move(border, border.share_of(border.extent + (by if is_first else -by)))
        return True

    def _move(self, border: Border, share: float) -> None:
        self.shares = {**self.shares, border.split.name: share}

    # The mouse ---------------------------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the border under the mouse; only a pull takes the mouse, for a click may be another's."""
        if border := self._border_at(event):
            x, y = self._position(event)
            self._pulled = border, border.position(x, y) - border.extent
        self._held_at = event.screen_offset

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pull the border that is held, or show the one that could be."""
        if self._pulled:
            self.capture_mouse()
            border, held_at = self._pulled
            x, y = self._position(event)
            self._move(border, border.share_of(border.position(x, y) - held_at))
        else:
            self._mark(self._border_at(event))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let the border go."""
        if self._pulled:
            self._pulled = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Take the end of a pull for no click."""
        if event.screen_offset != self._held_at:
            event.stop()

    def on_leave(self) -> None:
        """Show no border any more."""
        if not self._pulled:
            self._mark(None)

    def _position(self, event: events.MouseEvent) -> tuple[int, int]:
        return event.screen_x - self.region.x, event.screen_y - self.region.y

    def _border_at(self, event: events.MouseEvent) -> Border | None:
        """The border under the mouse, unless something else lies over it."""
        x, y = self._position(event)
        border = self.arranged.border_at(x, y)
        over = self.screen.get_widget_at(event.screen_x, event.screen_y)[0] if border else None
        return border if over is self or isinstance(over, Pane) else None

    def _mark(self, border: Border | None) -> None:
        """Let the frames along a border stand out, and no others."""
        split = border.split if border else None
        if split is self._marked:
            return
        self._marked = split
        edges = self.arranged.edges_at(border) if border else {}
        for pane in self.query_children(Pane):
            pane.mark_edge(edges.get(pane.NUMBER))
