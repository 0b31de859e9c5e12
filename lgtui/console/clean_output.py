"""The last gate before the terminal: whatever a widget draws, no character of it can steer the terminal."""

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from lgtui.console.widgets.plain_text import without_controls


class CleanOutput(LineFilter):
    """Takes control and direction characters out of drawn lines, which stay as wide as they were laid out.

    Panes make text harmless in readable ways before they lay it out; this holds for what is typed or pasted into
    fields, and for anything that was forgotten.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, those with a harmful character replaced."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [_clean(segment) for segment in segments]


def _clean(segment: Segment) -> Segment:
    text, style, control = segment
    if text.isprintable():
        return segment
    return Segment(set_cell_size(without_controls(text), segment.cell_length), style, control)
