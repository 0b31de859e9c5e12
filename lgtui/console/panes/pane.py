"""What the six panes have in common: a number, a title in the border, and where the focus goes."""

from typing import ClassVar, get_args

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from lgtui.console.panes.splits import Edge


class Pane(Vertical):
    """A numbered pane, dim until something in it has the focus.

    A subclass sets `NUMBER` and `TITLE`; `home` is the widget its number key leads to.
    """

    DEFAULT_CSS = """
    Pane {
        border: round $border-blurred;
        border-title-color: $foreground 60%;
        border-subtitle-color: $foreground 50%;
        padding: 0;
        &:focus-within {
            border: round $border;
            border-title-color: $foreground;
        }
        VerticalScroll { scrollbar-size-vertical: 1; }
        .empty { color: $foreground 50%; padding: 1 2; }
    }
    """

    ALLOW_SELECT = False
    NUMBER: int
    TITLE: str
    HELP: ClassVar[str] = ""

    def on_mount(self) -> None:
        self.title_with("")
        self.border_subtitle = str(self.NUMBER)

    def title_with(self, facts: str) -> None:
        """Show the title in the border with live facts after it."""
        self.border_title = Content(f"{self.TITLE}  {facts}".rstrip())

    @property
    def home(self) -> Widget:
        """The widget that gets the focus when the pane is jumped to: its first that can."""
        return next((child for child in self.query("*") if child.focusable), self)

    def mark_edge(self, edge: Edge | None) -> None:
        """Let one edge of the frame stand out, or none."""
        for each in get_args(Edge):
            accent = ("heavy", self.app.theme_variables["accent"]) if each == edge else None
            setattr(self.styles, f"border_{each}", accent)
