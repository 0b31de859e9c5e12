"""What the dialogs have in common: a framed box over the explorer, an error line, Esc to go back."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from lgtui.console.messages import OrderDone
from lgtui.console.region.outcomes import Failure
from lgtui.console.worker_failures import SaysFailures

Carry = Callable[[], Awaitable[Failure | str | None]]

ORDER = "order"
"""The group of the worker that carries out an order."""


class Dialog(ModalScreen[None], SaysFailures):
    """A box in the middle of the screen; a subclass yields what is in it from `fields`.

    Args:
        heading: stands in the frame.
    """

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        & > #box {
            width: 76; max-width: 96%; height: auto; max-height: 94%;
            border: round $border; border-title-color: $foreground; border-title-style: bold;
            background: $background; padding: 1 2;
        }
        #error { display: none; color: $text-error; height: auto; margin-top: 1; &.-shown { display: block; } }
        #hint { color: $foreground 50%; margin-top: 1; }
        .heading { color: $foreground 50%; margin-top: 1; }
        Input { background: $panel; }
        VerticalScroll { scrollbar-size-vertical: 1; }
        &.-short > #box, &.-tiny > #box { padding: 0 1; max-height: 100%; }
        &.-short .heading, &.-tiny .heading { margin-top: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "back", show=False)]
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-tiny"), (20, "-short"), (30, "-tall")]  # noqa: RUF012
    HINT: ClassVar[str] = "esc goes back"

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            box.border_title = Content(self._heading)
            yield from self.fields()
            yield Static(id="error", markup=False)
            yield from self.foot()

    def fields(self) -> ComposeResult:
        """What the dialog holds."""
        raise NotImplementedError

    def foot(self) -> ComposeResult:
        """What stands below the fields and the error."""
        yield Static(self.HINT, id="hint", markup=False)

    def carry_out(self, done: str, order: Carry) -> None:
        """Carry out an order in a worker: go back and say `done`, or stay and say what was refused.

        A `{}` in `done` stands for what came of the order. While one is on its way no other begins.
        """
        if any(worker.group == ORDER and not worker.is_finished for worker in self.workers if worker.node is self):
            return
        self.run_worker(self._carried_out(done, order()), group=ORDER, exit_on_error=False)

    async def _carried_out(self, done: str, order: Awaitable[Failure | str | None]) -> None:
        self.post_message(await OrderDone.of(done, order))

    @on(OrderDone)
    def _order_done(self, event: OrderDone) -> None:
        event.stop()
        if event.failure:
            self.show_error(event.failure.message)
        else:
            self.notify(event.what, markup=False)
            self.dismiss(None)

    def show_error(self, message: str) -> None:
        """Say what was refused, in the dialog itself."""
        line = self.query_one("#error", Static)
        line.set_class(bool(message), "-shown")
        line.update(Content(f"✗ {message}" if message else ""))

    def action_close(self) -> None:
        """Go back, with nothing done."""
        self.dismiss(None)
