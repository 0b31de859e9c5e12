"""Everything that AWS's operations tell of what is selected, beside the tree."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.highlight import highlight
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static, Tab, Tabs

from lgtui.console.details import Question, readable
from lgtui.console.region.outcomes import Failure
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import harmless, harmless_lines
from lgtui.console.widgets.text_view import TextView, lines_of
from lgtui.console.worker_failures import SaysFailures

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

NOT_FOUND = 404
HINT = "← → another part · ↑ ↓ scroll · y copies · f2 secrets · esc goes back"


class DetailsScreen(ModalScreen[None], SaysFailures):
    """Shows the answers to questions, one at a time.

    Args:
        title: what they are about.
        asked: the questions, at least one.
        client: the region's client.
    """

    CSS = """
    DetailsScreen {
        align: right middle;
        background: $background 40%;
        & > #side {
            width: 62%; min-width: 78; max-width: 100%; height: 100%; padding: 0 1;
            border: round $border; border-title-color: $foreground; border-title-style: bold; background: $background;
        }
        Tabs { height: 1; margin-bottom: 1; }
        TextView { height: 1fr; scrollbar-size-vertical: 1; }
        #hint { color: $foreground 50%; height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,q", "leave", "back", show=False),
        Binding("y", "copy", "copy", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(20)", show=False),
        Binding("pageup", "scroll(-20)", show=False),
    ]

    class Answered(Message):
        """A question was answered, or was not."""

        def __init__(self, question: Question, outcome: dict[str, Any] | Failure) -> None:
            super().__init__()
            self.question = question
            self.outcome = outcome

    def __init__(self, title: str, asked: Sequence[Question], client: "RegionClient") -> None:
        super().__init__()
        self._title = title
        self._asked = asked
        self._client = client
        self._text = ""
        self._document: dict[str, Any] | None = None
        self._secrets_shown = False

    def compose(self) -> ComposeResult:
        with Vertical(id="side") as side:
            side.border_title = Content(harmless(self._title))
            yield Tabs(*(Tab(question.title, id=f"part-{number}") for number, question in enumerate(self._asked)))
            yield TextView(id="details", can_focus=False)
            yield Static(HINT, id="hint", markup=False)

    def on_mount(self) -> None:
        """Let the arrows choose a part."""
        self.query_one(Tabs).focus()

    @on(Tabs.TabActivated)
    def _chosen(self, event: Tabs.TabActivated) -> None:
        question = self._asked[int((event.tab.id or "").removeprefix("part-"))]
        self._show([Content.styled("…", DIM)])
        self.run_worker(self._ask(question), group="question", exclusive=True, exit_on_error=False)

    async def _ask(self, question: Question) -> None:
        self.post_message(self.Answered(question, await self._client.ask(question.path)))

    @on(Answered)
    def _answered(self, event: Answered) -> None:
        outcome = event.outcome
        self._document = None if isinstance(outcome, Failure) else outcome
        if not isinstance(outcome, Failure):
            self._render_answer(outcome)
        elif outcome.status == NOT_FOUND and event.question.absent:
            self._show([Content.styled(event.question.absent, DIM)])
        else:
            self._show([Content.styled(f"✗ {harmless(outcome.message)}", "$text-error")])

    @work(thread=True, exclusive=True, group="details", exit_on_error=False)
    def _render_answer(self, document: dict[str, Any]) -> None:
        text = readable(document, secrets_shown=self._secrets_shown) if document else ""
        shown = highlight(harmless_lines(text), language="yaml") if text else Content.styled("There is nothing.", DIM)
        self.app.call_from_thread(self._show, lines_of(shown), text)

    def _show(self, lines: list[Content], text: str = "") -> None:
        self._text = text
        self.query_one(TextView).show(lines)

    def show_secrets(self, shown: bool) -> None:
        """Show the values of variables that are called like secrets, or mask them."""
        self._secrets_shown = shown
        if self._document is not None:
            self._render_answer(self._document)

    def action_scroll(self, lines: int) -> None:
        """Scroll what is shown by so many lines."""
        self.query_one(TextView).scroll_relative(y=lines, animate=False)

    def action_copy(self) -> None:
        """Copy what is shown."""
        self.app.copy_to_clipboard(self._text)
        self.notify("copied")

    def action_leave(self) -> None:
        """Go back to the explorer."""
        self.dismiss(None)
