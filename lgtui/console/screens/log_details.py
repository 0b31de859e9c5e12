"""All of one log line: the whole text, JSON unfolded, and where it is from."""

from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from lgtui.console.requests import bodies
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import harmless
from lgtui.console.worker_failures import SaysFailures
from lgtui.frames import LogLine

HINT = "↑ ↓ scroll · y copies · R its request's lines · esc goes back"


class LogDetails(ModalScreen[LogLine | None], SaysFailures):
    """Shows a line; dismissed with it where the lines of its request are wanted.

    Args:
        line: the line.
    """

    CSS = """
    LogDetails {
        align: center middle;
        background: $background 40%;
        & > #line {
            width: 90%; max-width: 140; height: auto; max-height: 90%; padding: 0 1; scrollbar-size-vertical: 1;
            border: round $border; border-title-color: $foreground; border-title-style: bold; background: $background;
            border-subtitle-color: $foreground 60%;
        }
        #text { margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "leave", "back", show=False),
        Binding("y", "copy", "copy", show=False),
        Binding("R", "one_request", "request", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,ctrl+d", "scroll(20)", show=False),
        Binding("pageup,ctrl+u", "scroll(-20)", show=False),
    ]

    def __init__(self, line: LogLine) -> None:
        super().__init__()
        self._line = line

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="line") as box:
            box.border_title = Content(harmless(f"{self._line.source} {self._line.label}".rstrip()))
            box.border_subtitle = HINT
            yield Static(_facts(self._line), id="facts", markup=False)
            yield Static(Content.styled("…", DIM), id="text", markup=False)

    def on_mount(self) -> None:
        """Unfold the text, which may be long."""
        self.query_one(VerticalScroll).focus()
        self._unfold(self._line.text)

    @work(thread=True, exclusive=True, group="unfold", exit_on_error=False)
    def _unfold(self, text: str) -> None:
        shown = bodies.render(text.encode(errors="replace"), "text/plain")
        self.app.call_from_thread(self.query_one("#text", Static).update, shown)

    def action_scroll(self, lines: int) -> None:
        """Scroll the text by so many lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_copy(self) -> None:
        """Copy the text as it was written."""
        self.app.copy_to_clipboard(self._line.text)
        self.notify("copied")

    def action_one_request(self) -> None:
        """Go back to the lines of this one's request."""
        if self._line.request_id:
            self.dismiss(self._line)

    def action_leave(self) -> None:
        """Go back to the log."""
        self.dismiss(None)


def _facts(line: LogLine) -> Content:
    """When and where it was written, a fact a line; what is not known is left out."""
    time = datetime.fromtimestamp(line.time)
    facts = (
        ("time", f"{time:%Y-%m-%d %H:%M:%S}.{time.microsecond // 1000:03}"),
        ("level", line.level),
        ("request id", line.request_id),
        ("log group", line.group),
        ("log stream", line.stream),
    )
    shown = [Content.assemble((f"{name:<12}", DIM), harmless(value)) for name, value in facts if value]
    return Content("\n").join(shown)
