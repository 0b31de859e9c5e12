"""What the live widgets have in common: a line-API view that draws on the shared frame clock."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from lgtui.console.widgets.frame_clock import FrameClock


class LiveView(ScrollView):
    """A scrolling view that is fed at any rate and draws at the frame clock's.

    A subclass keeps what it is fed, calls `wake`, and in `draw_frame` refreshes what differs on the screen.
    While the view is hidden it draws nothing.
    """

    DEFAULT_CSS = """
    LiveView {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        background: transparent;
    }
    """

    PLACE: ClassVar[str] = ""
    """Where on the screen it is: views of one place are drawn together."""

    def __init__(self, frame_clock: FrameClock) -> None:
        super().__init__()
        self.frame_clock = frame_clock
        self._unsubscribe: Callable[[], None] = lambda: None
        self._shown = True
        self._styles_by_name: dict[str, Style] = {}

    def draw_frame(self) -> float | None:
        """Refresh what changed; returns the seconds until the next frame is wanted, or None."""
        raise NotImplementedError

    def wake(self) -> None:
        """Ask for a frame, because there is something new to draw."""
        if self.is_attached:
            self.frame_clock.wake(place=self.PLACE)

    def style_of(self, component: str) -> Style:
        """The Rich style of a component class, or with an empty name the view's own, remembered until styles change."""
        style = self._styles_by_name.get(component)
        if style is None:
            style = self.get_component_rich_style(component) if component else self.rich_style
            self._styles_by_name[component] = style
        return style

    def line_of(self, parts: Iterable[tuple[str, str]]) -> Strip:
        """A strip as wide as the view from (component class, text) pairs; an empty class is the view's own style."""
        segments = [Segment(text, self.style_of(name)) for name, text in parts]
        return Strip(segments).adjust_cell_length(self.view_width, self.style_of(""))

    def blank_line(self) -> Strip:
        """A line with nothing on it."""
        return Strip.blank(self.view_width, self.style_of(""))

    @property
    def view_width(self) -> int:
        """Columns there are for the content."""
        return self.scrollable_content_region.width

    def repaint(self, *regions: Region) -> None:
        """Repaint parts of the content, in the content's columns and lines; all of a frame's at once, where it can."""
        if regions:
            shift = (self.gutter.left, self.gutter.top - self.scroll_offset.y)
            self.refresh(*(region.translate(shift) for region in regions))

    def place_under(self, event: events.MouseEvent) -> Offset | None:
        """Column and line of the content under the mouse, or None beside the content."""
        offset = event.get_content_offset(self)
        return None if offset is None else Offset(offset.x, offset.y + self.scroll_offset.y)

    def set_line_count(self, count: int) -> None:
        """Tell the scroll bar how many lines there are.

        Only where the bar comes or goes is the screen laid out again, which costs ten times as much.
        """
        size, height = Size(self.view_width, count), self.scrollable_content_region.height
        if size == self.virtual_size:
            return
        if size.width == self.virtual_size.width and height < min(count, self.virtual_size.height):
            self.set_reactive(LiveView.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = count
        else:
            self.virtual_size = size

    def jump_to(self, line: int) -> None:
        """Make `line` the first in sight, at once and even before the scroll bar is there."""
        self.scroll_to(y=line, animate=False, force=True)

    def notify_style_update(self) -> None:
        """Forget remembered styles when the theme or a rule changes them."""
        super().notify_style_update()
        self._styles_by_name.clear()
        self.refresh()

    def on_mount(self) -> None:
        """Join the frame clock."""
        self._unsubscribe = self.frame_clock.subscribe(self._frame, self.PLACE)
        self.frame_clock.wake(place=self.PLACE)

    def on_unmount(self) -> None:
        """Leave the frame clock."""
        self._unsubscribe()

    def on_hide(self, event: events.Hide) -> None:
        """Draw no more until shown again."""
        self._shown = False

    def on_show(self, event: events.Show) -> None:
        """Draw what came meanwhile."""
        self._shown = True
        self.wake()

    def _frame(self) -> float | None:
        return self.draw_frame() if self._shown else None
