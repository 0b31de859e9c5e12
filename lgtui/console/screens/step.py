"""One step of a life cycle in full: what it saw and what it changed, with documents laid open."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import get_current_worker

from lgtui import frames
from lgtui.console.panes.waterfall import VERDICTS, milliseconds
from lgtui.console.requests import bodies
from lgtui.console.secret_values import masked
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import harmless
from lgtui.console.widgets.text_view import TextView, lines_of
from lgtui.console.worker_failures import SaysFailures

HINT = "← → another step · ↑ ↓ scroll · y copies · esc goes back"
SHORT = 60
"""Characters of a value that stands beside its name."""

NOTHING = "This step has nothing more to tell."


class StepScreen(ModalScreen[int], SaysFailures):
    """Shows one step at a time; dismissed with the number of the last.

    Args:
        entries: the life cycle's steps.
        number: which of them is shown first.
        secrets_shown: whether values of secret headers may be seen.
    """

    CSS = """
    StepScreen {
        align: right middle;
        background: $background 40%;
        & > #side {
            width: 62%; min-width: 78; max-width: 100%; height: 100%; padding: 0 1;
            border: round $border; border-title-color: $foreground; border-title-style: bold; background: $background;
        }
        TextView { height: 1fr; scrollbar-size-vertical: 1; }
        #hint { color: $foreground 50%; height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "leave", "back", show=False),
        Binding("y", "copy", "copy", show=False),
        Binding("left,h", "move(-1)", show=False),
        Binding("right,l", "move(1)", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(20)", show=False),
        Binding("pageup", "scroll(-20)", show=False),
        Binding("home,g", "scroll(-1000000)", show=False),
        Binding("end,G", "scroll(1000000)", show=False),
    ]

    def __init__(self, entries: Sequence[frames.TraceEntry], number: int, *, secrets_shown: bool) -> None:
        super().__init__()
        self._entries = entries
        self._number = number
        self._secrets_shown = secrets_shown
        self._text = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="side"):
            yield TextView(id="full-step", can_focus=False)
            yield Static(HINT, id="hint", markup=False)

    def on_mount(self) -> None:
        """Show the first step."""
        self._show()

    def _show(self) -> None:
        entry = self._entries[self._number]
        glyph, colour = VERDICTS.get(entry.verdict, ("?", "$foreground"))
        place = f"  {self._number + 1}/{len(self._entries)}"
        self.query_one("#side", Vertical).border_title = Content.assemble(
            (f"{glyph} ", colour), harmless(entry.name), (f"  {milliseconds(entry.duration)} ms{place}", DIM)
        )
        self._draw(entry)

    @work(thread=True, exclusive=True, group="step", exit_on_error=False)
    def _draw(self, entry: frames.TraceEntry) -> None:
        worker = get_current_worker()
        shown = drawn(entry, secrets_shown=self._secrets_shown)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._put, lines_of(shown), shown.plain)

    def _put(self, lines: list[Content], text: str) -> None:
        self._text = text
        self.query_one(TextView).show(lines)

    def show_secrets(self, shown: bool) -> None:
        """Show the values of secret headers, or mask them."""
        self._secrets_shown = shown
        self._show()

    def action_move(self, steps: int) -> None:
        """Show another step."""
        self._number = max(0, min(self._number + steps, len(self._entries) - 1))
        self._show()

    def action_scroll(self, lines: int) -> None:
        """Scroll what is shown by so many lines."""
        self.query_one(TextView).scroll_relative(y=lines, animate=False)

    def action_copy(self) -> None:
        """Copy what is shown."""
        self.app.copy_to_clipboard(self._text)
        self.notify("copied, as it is shown")

    def action_leave(self) -> None:
        """Go back to the waterfall."""
        self.dismiss(self._number)


def drawn(entry: frames.TraceEntry, *, secrets_shown: bool) -> Content:
    """A step in full: its summary, then what it saw and what it changed."""
    parts = [Content.styled(harmless(entry.summary) or NOTHING, "bold")]
    for heading, facts in (("saw", entry.saw), ("changed", entry.changed)):
        if facts:
            parts += [Content(""), Content.styled(heading, f"underline {DIM}")]
            parts += _facts({name: masked(name, value, shown=secrets_shown) for name, value in facts.items()})
    return Content("\n").join(parts)


def _facts(facts: Mapping[str, str]) -> list[Content]:
    """Short values beside their names, the others below."""
    short = [name for name, value in facts.items() if _is_short(value)]
    width = max(map(len, short), default=0)
    lines: list[Content] = []
    for name, value in facts.items():
        if name in short:
            lines.append(Content.assemble((f"{harmless(name):<{width}}  ", "$primary"), harmless(value)))
        else:
            lines += [Content.styled(harmless(name), "$primary"), bodies.render(value.encode(errors="replace"), "")]
    return lines


def _is_short(value: str) -> bool:
    return len(value) <= SHORT and "\n" not in value and bodies.pretty_json(value) is None
