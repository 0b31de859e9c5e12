"""Pane 6: the log, with what narrows it down: source, level, request, a filter, a search."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input

from lgtui.console.panes.pane import Pane
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.log_lines import LEVELS, OPEN, Sieve
from lgtui.console.widgets.log_view import LogView
from lgtui.console.widgets.plain_text import harmless
from lgtui.frames import LogLine

LEVEL_NAMES = {"all": "all", "info": "info +", "warn": "warnings +", "error": "errors", "platform": "platform"}

Fact = tuple[str, str]
"""What stands in the border, and the action that a click on it runs; empty for none."""


class LogsPane(Pane):
    """The log: all of it or what passes the filters, following its end or standing still."""

    NUMBER = 6
    TITLE = "Logs"
    HELP = (
        "Functions, the gateway, reloads and the project, as they speak. A function's lines of one request stand "
        "between START and END; REPORT says what it cost. The gateway's own lines (its execution log, where the stage "
        "writes one) bear the request's id in front.\n\n"
        "/   filters: only lines with this text\n"
        "F ^f   finds: marks a text; n N go to the next line with it, the one before\n"
        "c   one source after the other\n"
        "l   a level and what is worse; platform: START, END, REPORT; L back\n"
        "R   only the request of the line, at gateway and function; R again all\n"
        "enter   all of a line: JSON unfolded, time, ids, log group and stream\n"
        "v   selects lines by moving; y copies them, or the one under the cursor\n"
        "j k ↑ ↓   g G first, last   ^d ^u half a page   f follows the end\n"
        "esc   shows every line again\n\n"
        "With the mouse: click what stands in the border, drag over lines to select them, double-click one for its "
        "details.\n\n"
        "A level is what the runtimes write: [ERROR], ERROR between tabs, or a level in a line of JSON. "
        "A traceback is an error. ✗ error   ▲ warning"
    )
    DEFAULT_CSS = """
    LogsPane {
        & > LogView { padding: 0 1; }
        & > Input { display: none; dock: bottom; &.-shown { display: block; } }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "type('log-filter')", "filter", key_display="/", id="filter-logs", tooltip="only some lines"),
        Binding("F,ctrl+f", "type('log-find')", "find", show=False, id="find-in-logs", tooltip="mark a text"),
        Binding("c", "next_source", "source", show=False, id="log-source", tooltip="a function, the gateway, …"),
        Binding("l", "next_level(1)", "level", id="log-level", tooltip="info, warnings, errors, platform"),
        Binding("L", "next_level(-1)", "level back", show=False, id="log-level-back", tooltip="the other way round"),
        Binding("R", "one_request", "request", id="log-request", tooltip="only the lines of this line's request"),
        Binding("escape", "show_all", "every line", show=False, id="log-all", tooltip="no filter, no search"),
    ]

    class RequestChosen(Message):
        """The lines of one request are to be shown, whichever of its ids this is."""

        def __init__(self, request_id: str) -> None:
            super().__init__()
            self.request_id = request_id

    def __init__(self, frame_clock: FrameClock) -> None:
        super().__init__(id="logs")
        self._frame_clock = frame_clock
        self._searched = ""
        self._found = True

    def compose(self) -> ComposeResult:
        yield LogView(self._frame_clock)
        yield Input(id="log-filter", placeholder="filter: text in a line, its source or request id", compact=True)
        yield Input(id="log-find", placeholder="find: text in a line; then n and N", compact=True)

    @property
    def view(self) -> LogView:
        """The log itself."""
        return self.query_one(LogView)

    @property
    def home(self) -> Widget:
        """The log."""
        return self.view

    def on_mount(self) -> None:
        super().on_mount()
        self._show_facts()

    # Filters -----------------------------------------------------------------------------------------------------

    def action_type(self, field: str) -> None:
        """Type into the filter or the search."""
        line = self.query_one(f"#{field}", Input)
        line.add_class("-shown")
        line.focus()

    def action_next_source(self) -> None:
        """Show the next source alone; after the last, all of them."""
        sources = [None, *self.view.sources]
        source = self.view.sieve.source
        number = sources.index(source) if source in sources else 0
        self._narrow(replace(self.view.sieve, source=sources[(number + 1) % len(sources)]))

    def action_next_level(self, step: int) -> None:
        """Show the lines of the next level, or the one before."""
        number = LEVELS.index(self.view.sieve.level) + step
        self._narrow(replace(self.view.sieve, level=LEVELS[number % len(LEVELS)]))

    def action_one_request(self) -> None:
        """Show only the lines of the current line's request, or all again."""
        line = self.view.current
        if self.view.sieve.requests:
            self.show_requests(())
        elif line is None or not line.request_id:
            self.notify("This line belongs to no request.", severity="warning")
        else:
            self.show_requests([line.request_id])
            self.post_message(self.RequestChosen(line.request_id))

    def show_requests(self, request_ids: Iterable[str]) -> None:
        """Show only the lines of requests with these ids; of none shows all."""
        self._narrow(replace(self.view.sieve, requests=frozenset(filter(None, request_ids))))

    def action_show_all(self) -> None:
        """Leave the line that is typed in, or a selection; else show every line again."""
        if self.view.selecting:
            self.view.end_selection()
            return
        for line in self.query(Input):
            line.value = ""
            line.remove_class("-shown")
        self.view.show_only(OPEN)
        self.view.focus()
        self._show_facts()

    def _narrow(self, sieve: Sieve) -> None:
        self.view.show_only(sieve)
        self._show_facts()

    @on(Input.Changed, "#log-filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        self._narrow(replace(self.view.sieve, text=event.value.strip()))

    @on(Input.Changed, "#log-find")
    def _search_typed(self, event: Input.Changed) -> None:
        self._searched, self._found = event.value, True
        self.view.find(event.value)
        self._show_facts()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.input.remove_class("-shown")
        self.view.focus()

    @on(LogView.Searched)
    def _search_ended(self, event: LogView.Searched) -> None:
        self._found = event.number is not None
        self._show_facts()

    # Lines -------------------------------------------------------------------------------------------------------

    @on(LogView.Copied)
    def _copied(self, event: LogView.Copied) -> None:
        self.notify("copied the line" if event.count == 1 else f"copied {event.count:,} lines")

    @on(LogView.DetailsWanted)
    def _show_details(self, event: LogView.DetailsWanted) -> None:
        from lgtui.console.screens.log_details import LogDetails

        self.app.push_screen(LogDetails(event.line), self._show_request_of)

    def _show_request_of(self, line: LogLine | None) -> None:
        if line is not None:
            self.show_requests([line.request_id])
            self.post_message(self.RequestChosen(line.request_id))

    @on(LogView.FollowChanged)
    def _show_facts(self) -> None:
        self.border_title = Content("  ").join([Content(self.TITLE), *map(_drawn, self._facts(self.view.sieve))])
        self.border_subtitle = f"{self.NUMBER}  {'following' if self.view.follow else 'standing still'}"

    def _facts(self, sieve: Sieve) -> list[Fact]:
        """What narrows the log down, each part a button for the mouse."""
        facts = [
            (f"{harmless(sieve.source or 'all')} ▾", "next_source"),
            (f"level: {LEVEL_NAMES[sieve.level]} ▾", "next_level(1)"),
            (f"filter: {harmless(sieve.text) or '–'}", "type('log-filter')"),
        ]
        if sieve.requests:
            facts.append((f"request: {harmless(min(sieve.requests))[:8]}… ✗", "one_request"))
        if self._searched:
            missed = "" if self._found else " (in no line)"
            facts.append((f"find: {harmless(self._searched)}{missed}", "type('log-find')"))
        return facts


def _drawn(fact: Fact) -> Content:
    text, action = fact
    return Content.styled(text, Style.from_meta({"@click": action}))
