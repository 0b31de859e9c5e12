"""A text editor for code: it colours its lines, marks a place, and shows nothing that could steer a terminal."""

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.reactive import var
from textual.widgets import TextArea

from lgtui.console.requests.highlighting import Highlighter

LONGEST_COLOURED = 4_000
"""Characters of a line that is coloured; a longer one is shown plain, because every key draws it again."""

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if code != 0x09}
_PICTURES |= {0x7F: "␡"} | dict.fromkeys((*range(0x80, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F)), "�")
# One character for one, so that columns stay what they are.


class CodeEditor(TextArea):
    """Edits a text whose tokens never reach over the end of a line.

    Args:
        highlighter: finds the tokens of a line.
        text: what it begins with.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "code--key",
        "code--string",
        "code--number",
        "code--word",
        "code--reference",
        "code--comment",
        "code--mark",
    }
    DEFAULT_CSS = """
    CodeEditor {
        height: 1fr;
        scrollbar-size: 0 1;
        & > .code--key { color: $primary; }
        & > .code--string { color: $success; }
        & > .code--number { color: $warning; }
        & > .code--word { color: $warning; text-style: bold; }
        & > .code--reference { color: $primary; text-style: bold; }
        & > .code--comment { color: $foreground 50%; text-style: italic; }
        & > .code--mark { color: $button-color-foreground; background: $error; text-style: bold underline; }
    }
    """

    mark: var[tuple[int, int] | None] = var(None)
    """Line and column, both from 0, that a message points at."""

    def __init__(self, highlighter: Highlighter, text: str = "", *, id: str | None = None) -> None:  # noqa: A002
        # The cursor's line would be drawn in one colour, over those of its tokens and over the mark.
        super().__init__(text, id=id, compact=True, soft_wrap=False, tab_behavior="focus", highlight_cursor_line=False)
        self._highlighter = highlighter
        self._colours: dict[str, Style] = {}

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn, with its colours and the mark."""
        line = self.document.get_line(line_index)
        text = Text(line.translate(_PICTURES), end="", no_wrap=True)
        if len(line) <= LONGEST_COLOURED:
            for start, end, kind in self._highlighter(line):
                text.stylize(self._colour_of(kind), start, end)
        if self.mark and self.mark[0] == line_index:
            column = self.mark[1]
            text.pad_right(max(0, column + 1 - len(text)))
            text.stylize(self.get_component_rich_style("code--mark"), column, column + 1)
        return text

    def colour_by(self, highlighter: Highlighter) -> None:
        """Find tokens in another way from now on."""
        if highlighter is not self._highlighter:
            self._highlighter = highlighter
            self.notify_style_update()
            self.refresh()

    def type_over(self, text: str) -> None:
        """Replace the whole text as if typed, so that ^z brings the old one back."""
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor((0, 0))

    def watch_mark(self) -> None:
        """Draw the lines again: those that are kept do not know the mark."""
        self.notify_style_update()
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget the colours when the theme or a rule changes them."""
        self._colours = {}
        super().notify_style_update()

    def _colour_of(self, kind: str) -> Style:
        """What a token adds to a line; the ground stays the editor's, so that cursor and selection show."""
        if kind not in self._colours:
            style = self.get_component_rich_style(f"code--{kind}")
            self._colours[kind] = Style(color=style.color, bold=style.bold, italic=style.italic)
        return self._colours[kind]
