"""What was sent before: look at it, send it again, edit it, or compare two answers."""

import time
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from lgtui.console.panes.waterfall import milliseconds
from lgtui.console.region.outcomes import Answer, Failure
from lgtui.console.requests import bodies
from lgtui.console.requests.comparison import Line, compare
from lgtui.console.requests.drafts import Draft, Request
from lgtui.console.requests.exchanges import Exchange
from lgtui.console.requests.invocations import EventDraft
from lgtui.console.screens.filtered_list import FilteredList
from lgtui.console.secret_values import masked
from lgtui.console.theme import DIM, status_style
from lgtui.console.widgets.plain_text import fitted, harmless, harmless_lines
from lgtui.console.widgets.text_view import TextView, lines_of

HELP = (
    "Every request and invocation that the console has sent for this project, the newest first; those of earlier runs "
    "too.\n\n"
    "enter sends it again, exactly as it was. u duplicates it into the composer, to be edited.\n"
    "m marks an answer, c shows how the answer under the cursor differs from the marked one; c again goes back.\n"
    "/ filters by method, path, function or status; y copies the request as a curl command with its secrets."
)
EMPTY = "Nothing was sent yet.\n\nesc goes back; ^j sends what is in the composer."


class HistoryChoice(NamedTuple):
    """What is to happen with an exchange: send it again, or put its draft into the composer."""

    exchange: Exchange
    send: bool


class HistoryScreen(FilteredList[HistoryChoice, Exchange]):
    """Lists exchanges; dismissed with what was chosen, or None.

    Args:
        exchanges: oldest first.
        as_curl: gives a request as a curl command line.
    """

    CSS = """
    HistoryScreen {
        #nothing { display: none; padding: 1 2; color: $foreground 50%; }
        &.-empty #nothing { display: block; }
        &.-empty #both { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "again", "send again", id="history.again"),
        Binding("u", "use", "duplicate", tooltip="into the composer, to be edited", id="history.use"),
        Binding("m", "mark", "mark", id="history.mark"),
        Binding("c", "compare", "compare", id="history.compare"),
        Binding("y", "copy", "copy as curl", id="history.copy"),
        Binding("slash", "filter", "filter", key_display="/", id="history.filter"),
    ]
    NAME = "History"
    HELP = HELP
    KEYS = ""

    def __init__(self, exchanges: list[Exchange], as_curl: Callable[[Draft | EventDraft, Request], str]) -> None:
        super().__init__()
        self._as_curl = as_curl
        self._exchanges = list(reversed(exchanges))
        self._marked: Exchange | None = None
        self._comparing = False
        self._secrets_shown = False

    def head(self) -> ComposeResult:
        """The filter."""
        yield Static(Content.styled("history", "bold"))
        yield Input(id="filter", compact=True, placeholder="/ filters by method, path, function or status")

    def body(self) -> ComposeResult:
        """The list, and one exchange beside it."""
        yield Static(EMPTY, id="nothing", markup=False)
        with Horizontal(id="both"):
            yield OptionList()
            yield TextView(id="details")

    def on_mount(self) -> None:
        """Show everything, with the cursor on the newest."""
        self.set_class(not self._exchanges, "-empty")
        self.offer()
        self.query_one(OptionList).focus()

    # The list ----------------------------------------------------------------------------------------------------

    def offer(self) -> None:
        """List what the filter lets through; the cursor stays where it is."""
        words = self.words
        self.shown = [each for each in self._exchanges if all(word in _searched(each) for word in words)]
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.set_options(Option(_row(each, marked=each is self._marked)) for each in self.shown)
        if self.shown:
            options.highlighted = min(at, len(self.shown) - 1)
        else:
            self.query_one(TextView).show([Content.styled("Nothing of that kind was sent.", DIM)])

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._show()

    @on(OptionList.OptionSelected)
    def action_again(self) -> None:
        """Send the exchange's request again, exactly as it was."""
        if self.current:
            self.dismiss(HistoryChoice(self.current, send=True))

    def action_use(self) -> None:
        """Put what was typed into the composer."""
        if self.current:
            self.dismiss(HistoryChoice(self.current, send=False))

    def action_mark(self) -> None:
        """Mark the answer that others are compared with."""
        self._marked = None if self._marked is self.current else self.current
        self.offer()

    def action_compare(self) -> None:
        """Show how two answers differ, or one again."""
        if self._marked is None and not self._comparing:
            self.notify("Mark an answer with m first, then go to another one.", severity="warning")
            return
        self._comparing = not self._comparing
        self._show()

    def action_copy(self) -> None:
        """Copy the request as a curl command line."""
        if self.current:
            self.app.copy_to_clipboard(self._as_curl(self.current.draft, self.current.request))
            self.notify("copied as curl, secrets included")

    def show_secrets(self, shown: bool) -> None:
        """Show the values of secret headers, or mask them."""
        self._secrets_shown = shown
        self._show()

    # The details -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        if self.current:
            self._draw(self.current, self._marked if self._comparing else None)

    @work(thread=True, exclusive=True, group="details", exit_on_error=False)
    def _draw(self, exchange: Exchange, other: Exchange | None) -> None:
        worker = get_current_worker()
        shown = _difference(other, exchange) if other else _details(exchange, self._secrets_shown)
        if not worker.is_cancelled:
            self.app.call_from_thread(self.query_one(TextView).show, lines_of(shown))


def _searched(exchange: Exchange) -> str:
    return f"{exchange.title} {_status(exchange)}".lower()


def _status(exchange: Exchange) -> str:
    outcome = exchange.outcome
    if isinstance(outcome, Failure):
        return "failed"
    return outcome.header("x-amz-function-error") or str(outcome.status)


def _row(exchange: Exchange, *, marked: bool) -> Content:
    """`▸ 10:31:02  200  14.2 ms  GET /orders/7`."""
    outcome = exchange.outcome
    status = outcome.status if isinstance(outcome, Answer) else 0
    seconds = f"{milliseconds(outcome.seconds)} ms" if isinstance(outcome, Answer) else ""
    return Content.assemble(
        ("▸ " if marked else "  ", "bold $warning"),
        (_when(exchange.at), DIM),
        "  ",
        (f" {fitted(_status(exchange), 6)}", status_style(status)),
        (f" {seconds:>10}  ", DIM),
        harmless(exchange.title),
    )


def _when(at: float) -> str:
    """The time of day, with the date where it is not today's."""
    local = time.localtime(at)
    today = time.localtime()
    form = "%H:%M:%S" if local[:3] == today[:3] else "%d.%m. %H:%M"
    return f"{time.strftime(form, local):<12}"


def _details(exchange: Exchange, secrets_shown: bool) -> Content:
    request, outcome = exchange.request, exchange.outcome
    parts = [
        Content.styled(f"{request.http_method} {harmless(request.url)}", "bold"),
        *_headers(request.headers, secrets_shown),
        *([Content(""), bodies.render(request.body, "application/json")] if request.body else []),
        Content(""),
    ]
    if isinstance(outcome, Failure):
        return Content("\n").join([*parts, Content.styled(f"✗ {harmless(outcome.message)}", "$text-error")])
    status = Content.styled(f" {outcome.status} {harmless(outcome.reason)} ", status_style(outcome.status))
    body = bodies.render(outcome.body, outcome.header("content-type"), outcome.header("content-encoding"))
    return Content("\n").join([*parts, status, *_headers(outcome.headers, secrets_shown), Content(""), body])


def _headers(headers: tuple[tuple[str, str], ...], secrets_shown: bool) -> list[Content]:
    return [
        Content.assemble((f"{harmless(name)}: ", "$primary"), harmless(masked(name, value, shown=secrets_shown)))
        for name, value in headers
    ]


_SIDES = {"both": ("  ", DIM), "first": ("− ", "$text-error"), "other": ("+ ", "$text-success")}


def _difference(first: Exchange, other: Exchange) -> Content:
    lines = compare(first, other)
    heading = Content.assemble(
        ("− marked  ", "bold $text-error"), (f"{_when(first.at).strip()}  {harmless(first.title)}\n", DIM),
        ("+ this    ", "bold $text-success"), (f"{_when(other.at).strip()}  {harmless(other.title)}\n", DIM),
    )  # fmt: skip
    if all(line.side == "both" for line in lines):
        return heading + Content.styled("\nThe answers are alike, but for their ids and dates.", "$text-success")
    return heading + Content("\n") + Content("\n").join(map(_drawn, lines))


def _drawn(line: Line) -> Content:
    sign, style = _SIDES[line.side]
    return Content.styled(sign + harmless_lines(line.text), style)
