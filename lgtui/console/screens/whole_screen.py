"""What the screens that take the whole terminal have in common: a head, an error line, parts beside each other."""

from collections.abc import Awaitable, Iterable
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from lgtui.console.messages import OrderDone
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.commands import bound_below
from lgtui.console.screens.help import KEYS, HelpScreen
from lgtui.console.widgets.plain_text import harmless
from lgtui.console.widgets.status_lines import KeyLine
from lgtui.console.widgets.steady_text import SteadyText
from lgtui.console.worker_failures import SaysFailures

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

Result = TypeVar("Result")

SIDE_BY_SIDE = 100
"""Columns from which a list and what it shows stand beside each other, unless a screen says otherwise."""


class WholeScreen(Screen[Result], SaysFailures, Generic[Result]):
    """A head, an error line, a body and the line of keys; a subclass yields the head's parts and the body.

    What is in a widget with the id `both` stands beside each other where there is room.

    Attributes:
        NAME, HELP, KEYS: what its help is called, says, and lists of keys.
        BESIDE: columns from which the parts of `both` stand beside each other.
    """

    DEFAULT_CSS = """
    WholeScreen {
        layout: vertical; background: $background;
        & > #head { height: 1; background: $panel; }
        #head > Static { width: auto; margin-right: 2; text-wrap: nowrap; }
        #head > Input { width: 1fr; background: $panel; }
        & > #error { display: none; color: $text-error; height: auto; padding: 0 1; &.-shown { display: block; } }
        #both { height: 1fr; layout: vertical; }
        #both.-wide { layout: horizontal; }
        OptionList {
            height: 2fr; border: none; background: transparent; padding: 0 1;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        OptionList:focus { border: none; }
        #both.-wide > OptionList { width: 56; height: 1fr; border-right: solid $border-blurred; }
        #both.-wide > OptionList:focus { border-right: solid $border; }
        VerticalScroll { height: 3fr; padding: 0 1; scrollbar-size-vertical: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", key_display="esc"),
        Binding("question_mark", "help", "help", key_display="?"),
    ]
    NAME: ClassVar[str]
    HELP: ClassVar[str]
    KEYS: ClassVar[str] = KEYS
    BESIDE: ClassVar[int] = SIDE_BY_SIDE

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Static(Content.styled(" λ lgtui ", "bold $button-color-foreground on $primary"))
            yield from self.head()
        yield SteadyText(id="error", markup=False)
        yield from self.body()
        yield KeyLine()

    def head(self) -> ComposeResult:
        """What stands in the head line."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """What stands between the head and the keys."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Put the parts beside each other where there is room."""
        for both in self.query("#both"):
            both.set_class(self.size.width >= self.BESIDE, "-wide")

    def show_error(self, message: str) -> None:
        """Say what went wrong, or with an empty text that nothing does any more."""
        line = self.query_one("#error", Static)
        line.set_class(bool(message), "-shown")
        line.update(Content(f"✗ {harmless(message)}" if message else ""))

    def commands(self) -> Iterable[SystemCommand]:
        """What can be done here, for the palette."""
        return bound_below(self, "", (), Widget.run_action)

    def action_help(self) -> None:
        """Explain this screen."""
        self.app.push_screen(HelpScreen(self.NAME, self.HELP, self.KEYS))

    def action_leave(self) -> None:
        """Go back to the explorer."""
        self.dismiss(None)


class ChangingScreen(WholeScreen[None]):
    """A screen from which the region is changed; a subclass asks in `fetch` what there is now.

    Args:
        client: the region's client.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("U", "undo", "undo", show=False, id="screen.undo")]

    def __init__(self, client: "RegionClient") -> None:
        super().__init__()
        self.client = client

    def fetch(self) -> None:
        """Ask the region, in a worker, what there is now."""
        raise NotImplementedError

    def order(self, done: str, order: Awaitable[str | Failure | None]) -> None:
        """Carry an order out in a worker, say `done` or what was refused, and fetch anew.

        A `{}` in `done` stands for what came of the order.
        """
        self.run_worker(self._ordered_by_worker(done, order), group="order", exit_on_error=False)

    async def _ordered_by_worker(self, done: str, order: Awaitable[str | Failure | None]) -> None:
        self.post_message(await OrderDone.of(done, order))

    @on(OrderDone)
    def _order_done(self, event: OrderDone) -> None:
        event.stop()
        self.show_error(event.failure.message if event.failure else "")
        if event.failure is None:
            self.notify(event.what, markup=False)
        self.fetch()

    def action_undo(self) -> None:
        """Take the last change back that was made from the console, or say why that cannot be."""
        self.order("undone: {}", self.client.undo())
