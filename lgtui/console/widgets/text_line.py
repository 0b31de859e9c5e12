"""A line of text in which typing stays cheap while the rest of the screen lives."""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class TextLine(Input):
    """An input whose width is not its text's: a key in it paints this line, and lays nothing out again."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """The text's size, which scrolling needs. Every other widget lays the screen out where its own changes."""
