"""Asynchronous invocation: the events that wait, run or are to be retried, and what became of others of late."""

import time
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lgtui import frames
from lgtui.console.figures.cache_words import time_left
from lgtui.console.figures.event_words import doing, ended_words, figures, told_at_last
from lgtui.console.region.outcomes import Failure
from lgtui.console.requests.bodies import in_bytes
from lgtui.console.screens.time_keys import TIME_KEYS, TravelsInTime, time_bindings
from lgtui.console.screens.whole_screen import WholeScreen
from lgtui.console.secret_values import masked_json
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import cropped, harmless
from lgtui.console.widgets.status_lines import time_chip
from lgtui.console.widgets.steady_text import SteadyText

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient
    from lgtui.console.screens.time_orders import TimeOrders

HELP = (
    "An asynchronous invocation (InvocationType Event) is answered 202 as soon as the event is safe in the function's "
    "queue; what becomes of it is seen here alone, and in the log.\n\n"
    "● running    an attempt runs now\n"
    "≡ waiting    it is due and waits for its turn\n"
    "↻ failed     the function ended with an error: it is tried again a minute later, then two minutes later\n"
    "✗ throttled  no concurrency was free: it is tried again after 1, 2, 4 … seconds, 5 minutes at most, until it is "
    "too old; that counts as no attempt\n\n"
    "How many attempts there are, how old an event may grow and who is told of failures is the function's event "
    "invoke configuration (EventInvokeConfig in SAM); a dead-letter target gets the event itself, a destination a "
    "record of what happened.\n\n"
    "Retries follow the region's time: , steps it by a minute, ] lets it run faster. Payloads show their first bytes; "
    "f2 shows what of them is secret."
)
KEYS = f"""\
{TIME_KEYS}
f2       show or mask secrets      esc      go back"""
NOTHING = "No event waits or runs: Event in a function's composer sends one."

LOOK_EVERY = 1.0
"""Seconds between two looks at the queues."""

ENDINGS_SHOWN = 6
ID_SHOWN = 8
LABEL_WIDTH = 30
PAYLOAD_WIDTH = 300


class AsyncEventsScreen(TravelsInTime, WholeScreen[None]):
    """Watches the queues of every function.

    Args:
        client: the region's client.
        explorer: has the region's time, and takes the orders to it.
    """

    CSS = """
    AsyncEventsScreen {
        #figures { height: auto; padding: 0 1; margin-bottom: 1; }
        OptionList { height: 1fr; }
        #event, #ended {
            display: none; height: auto; max-height: 40%; padding: 0 1; border-top: solid $border-blurred;
            &.-shown { display: block; }
        }
        #ended { text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *time_bindings("async-events"),
    ]
    NAME = "Asynchronous invocation"
    HELP = HELP
    KEYS = KEYS

    class Looked(Message):
        """The queues were looked at, or nobody answered."""

        def __init__(self, outcome: frames.AsyncEvents | Failure) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, client: "RegionClient", explorer: "TimeOrders") -> None:
        super().__init__()
        self._client = client
        self._explorer = explorer
        self._events: list[frames.QueuedEvent] = []
        self._rows: list[Content] = []
        self._secrets = False

    def head(self) -> ComposeResult:
        """What is watched, and the region's time."""
        yield Static(Content.styled("asynchronous invocation", "bold"))
        yield SteadyText(id="time")

    def body(self) -> ComposeResult:
        """Figures, the events, the one under the cursor, and those that are over."""
        yield SteadyText(id="figures", markup=False)
        yield OptionList()
        yield SteadyText(id="event", markup=False)
        yield SteadyText(id="ended", markup=False)

    def on_mount(self) -> None:
        """Look at the queues, again and again."""
        self.query_one(OptionList).focus()
        self._look()
        self.set_interval(LOOK_EVERY, self._look)

    # What waits --------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        self.query_one("#time", Static).update(time_chip(self._explorer.state.clock))
        self.run_worker(self._looked_by_worker(), group="look", exclusive=True, exit_on_error=False)

    async def _looked_by_worker(self) -> None:
        self.post_message(self.Looked(await self._client.async_events()))

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        if isinstance(event.outcome, Failure):
            self.show_error(event.outcome.message)
            return
        self.show_error("")
        self.query_one("#figures", Static).update(Content(figures(event.outcome)))
        self._list(event.outcome.events)
        self._show_event()
        ended = event.outcome.ended[:ENDINGS_SHOWN]
        self._show("#ended", Content("\n").join([Content.styled("over of late", DIM), *map(_ended_row, ended)]), ended)

    def _list(self, events: list[frames.QueuedEvent]) -> None:
        """List events as they stand now; the cursor stays on its own."""
        current, options = self.current, self.query_one(OptionList)
        rows = [_row(event, self._explorer.region_time()) for event in events] or [Content.styled(NOTHING, DIM)]
        self._events = events
        if rows == self._rows:
            return
        self._rows = rows
        ids = [event.request_id for event in events]
        with self.prevent(OptionList.OptionHighlighted):
            options.set_options(Option(row) for row in rows)
            if events:
                kept = current.request_id if current else ""
                options.highlighted = ids.index(kept) if kept in ids else 0

    @property
    def current(self) -> frames.QueuedEvent | None:
        """The event that the cursor is on."""
        at = self.query_one(OptionList).highlighted
        return self._events[at] if at is not None and at < len(self._events) else None

    @on(OptionList.OptionHighlighted)
    def _show_event(self) -> None:
        """Tell all that is known of the event under the cursor."""
        event = self.current
        self._show("#event", self._told(event) if event else Content(""), event)

    def _told(self, event: frames.QueuedEvent) -> Content:
        payload = cropped(harmless(masked_json(event.payload, shown=self._secrets)), PAYLOAD_WIDTH)
        facts = {
            "event": f"{event.function}:{event.qualifier}  {event.request_id}",
            "accepted": f"{_clock(event.accepted)}, given up at {_clock(event.expires)} at the latest",
            "attempt": f"{event.attempt} of {event.attempts}, {_when(event)}",
            "at last": told_at_last(event),
            "payload": payload,
        }
        lines = [Content.assemble((f"{name:<10}", DIM), harmless(text)) for name, text in facts.items()]
        return Content("\n").join(lines)

    def _show(self, where: str, what: Content, shown: object) -> None:
        line = self.query_one(where, Static)
        line.set_class(bool(shown), "-shown")
        line.update(what)

    # Keys --------------------------------------------------------------------------------------------------------

    def show_secrets(self, shown: bool) -> None:
        """Show or mask what of payloads is secret."""
        self._secrets = shown
        self._show_event()


def _row(event: frames.QueuedEvent, now: float) -> Content:
    state, left = doing(event, now)
    style = {"●": "$success", "↻": "$warning", "✗": "$error"}.get(state[0], "$foreground")
    label = cropped(harmless(f"{event.function}:{event.qualifier}"), LABEL_WIDTH)
    return Content.assemble(
        (f"{state:<12}", style),
        (f"{left:>8}  ", "bold"),
        f"attempt {event.attempt}/{event.attempts}  ",
        (f"{label:<{LABEL_WIDTH}}", "$primary"),
        (f"  {event.request_id[:ID_SHOWN]}…", DIM),
        f"  {time_left(now - event.accepted)} old",
        (f"  {in_bytes(event.size)}", DIM),
    )


def _ended_row(event: frames.EndedEvent) -> Content:
    return Content.assemble(
        (f"{_clock(event.at)}  ", DIM),
        ("✓ " if event.condition == "Success" else "✗ ", "$success" if event.condition == "Success" else "$error"),
        (harmless(f"{event.function}:{event.qualifier}"), "$primary"),
        (f"  {event.request_id[:ID_SHOWN]}…  ", DIM),
        harmless(ended_words(event)),
    )


def _when(event: frames.QueuedEvent) -> str:
    if event.running:
        return "running"
    throttled = f", throttled {event.setbacks} times" if event.setbacks > 1 else ", throttled" if event.setbacks else ""
    return f"due at {_clock(event.due)}{throttled}"


def _clock(at: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(at))
