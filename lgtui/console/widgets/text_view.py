"""A long text, folded at the view's width: only what is in sight is drawn, however long it is."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, chop_cells
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual


class TextView(ScrollView, can_focus=True):
    """Shows lines that a worker has made ready."""

    DEFAULT_CSS = """
    TextView { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", show=False),
        Binding("up,k", "scroll_up", show=False),
        Binding("home,g", "scroll_home", show=False),
        Binding("end,G", "scroll_end", show=False),
    ]

    def __init__(self, *, id: str | None = None, can_focus: bool = True) -> None:  # noqa: A002
        super().__init__(id=id)
        self.can_focus = can_focus
        self._lines: Sequence[Content] = ()
        self._folds: list[tuple[int, int, int]] = []
        self._width = 0
        self._drawn: dict[int, Strip] = {}

    def show(self, lines: Sequence[Content]) -> None:
        """Show lines from the first one on; control characters are gone from them already."""
        self._lines = lines
        self._fold()
        self.scroll_home(animate=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fold anew where the width has changed; what was on top stays there."""
        if self.scrollable_content_region.width == self._width:
            return
        top = self._folds[self.scroll_offset.y][0] if self.scroll_offset.y < len(self._folds) else 0
        self._fold()
        at = next((at for at, (number, _, _) in enumerate(self._folds) if number == top), 0)
        self.scroll_to(y=at, animate=False)

    def _fold(self) -> None:
        self._width = width = self.scrollable_content_region.width
        self._folds = [(at, *part) for at, line in enumerate(self._lines) for part in _parts(line.plain, width)]
        self._drawn.clear()
        self.virtual_size = Size(width, len(self._folds))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line as far as it is folded."""
        at = y + self.scroll_offset.y
        if at >= len(self._folds) or self._width <= 0:
            return Strip.blank(self._width, self.rich_style)
        if at not in self._drawn:
            number, start, end = self._folds[at]
            part = self._lines[number][start:end]
            (strip, *_) = Visual.to_strips(self, part, self._width, 1, self.visual_style, apply_selection=False)
            self._drawn[at] = strip.adjust_cell_length(self._width, self.rich_style)
        strip = self._drawn[at]
        if self.text_selection and (span := self.text_selection.get_span(at)):
            strip = self._selected(strip, *span)
        return strip.apply_offsets(0, at)

    def _selected(self, strip: Strip, start: int, end: int) -> Strip:
        style = self.screen.get_component_rich_style("screen--selection")
        before, chosen, after = strip.divide([start, self._width if end == -1 else end, self._width])
        return Strip.join([before, chosen.apply_style(style), after])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What is selected, with the lines as they are folded."""
        return selection.extract("\n".join(self._lines[at].plain[start:end] for at, start, end in self._folds)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected."""
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw anew when the theme changes."""
        super().notify_style_update()
        self._drawn.clear()
        self.refresh()


def lines_of(content: Content) -> list[Content]:
    """A text's lines: a worker's business, where it is long."""
    return content.split("\n", allow_blank=True)


def _parts(text: str, width: int) -> list[tuple[int, int]]:
    """Where a line is folded: the parts' first letters, and those after their last."""
    if width <= 0 or (len(text) <= width and (text.isascii() or cell_len(text) <= width)):
        return [(0, len(text))]
    if text.isascii():
        return [(start, min(start + width, len(text))) for start in range(0, len(text), width)]
    parts, start = [], 0
    for part in chop_cells(text, width):
        parts.append((start, start + len(part)))
        start += len(part)
    return parts
