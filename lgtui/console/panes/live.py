"""Panes 4 and 5: the live widgets in their frames."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from lgtui import frames
from lgtui.console.panes.pane import Pane
from lgtui.console.widgets.bucket_gauges import BucketGauges
from lgtui.console.widgets.concurrency_meters import ConcurrencyMeters
from lgtui.console.widgets.environment_cells import EnvironmentCells
from lgtui.console.widgets.environment_timelines import EnvironmentTimelines
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.outcome_sparks import OutcomeSparks
from lgtui.console.widgets.status_lines import short_time_chip


class TimedPane(Pane):
    """A pane on the region's time: its title says, too, where that does not run as usual."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._clock = frames.ClockView(0.0, 1.0, False)
        self._facts = ""

    def title_with(self, facts: str) -> None:
        """Show the title in the border with live facts after it, and how time runs between them."""
        self._facts = facts
        parts = Content(self.TITLE), short_time_chip(self._clock), Content(facts)
        self.border_title = Content("  ").join(part for part in parts if part)

    def show_time(self, clock: frames.ClockView) -> None:
        """Say how time runs now."""
        self._clock = clock
        self.title_with(self._facts)


class BucketsPane(TimedPane):
    """The token buckets, and how requests came out."""

    NUMBER = 4
    TITLE = "Token buckets"
    HELP = (
        "A throttle is a token bucket: burst is how many tokens it holds, rate how many come back each second. "
        "A request takes one token from each bucket on its way (account, stage, method) in one step; where one of "
        "them has none, the answer is 429, no bucket loses a token and the function never hears of the request. "
        "So a stage of 5 a second and burst 10 answers ten requests at once, then five a second.\n\n"
        "✗ an empty bucket, with the time to its next token\n"
        "yellow: under a quarter left\n\n"
        "The charts show requests a second by what came of them, all in one scale: █ is what the axis says. A column "
        "takes a real second; how much of the region's time that is, and so how far back the chart goes, follows the "
        "clock: in slow motion at ×0.01, 150 requests a second are 15,000 of the region's, and its account limit of "
        "10,000 refuses the rest.\n"
        "hits are answers of a stage's cache (C shows it).\n\n"
        "b empties the buckets with a burst\n"
        "s changes rate and burst of the stage or of a method, P those of API keys in usage plans\n"
        "space stops time, and with it refilling"
    )
    DEFAULT_CSS = "BucketsPane { & > BucketGauges { padding: 0 1; } & > OutcomeSparks { padding: 0 1; } }"

    def __init__(self, frame_clock: FrameClock) -> None:
        super().__init__("buckets")
        self._frame_clock = frame_clock

    def compose(self) -> ComposeResult:
        yield BucketGauges(self._frame_clock)
        yield OutcomeSparks(self._frame_clock)

    def replace(self, hello: frames.Hello) -> None:
        """Start from a whole state."""
        self.show_time(hello.clock)
        self.query_one(BucketGauges).replace(hello.buckets, hello.clock)
        self.query_one(OutcomeSparks).replace(hello.counters, hello.clock)

    def show_time(self, clock: frames.ClockView) -> None:
        """Let gauges and charts move with the clock as it runs now."""
        super().show_time(clock)
        self.query_one(BucketGauges).set_clock(clock)
        self.query_one(OutcomeSparks).set_clock(clock)


class EnvironmentsPane(TimedPane):
    """The execution environments by state: as cells, or as lines of time."""

    NUMBER = 5
    TITLE = "Execution environments"
    HELP = (
        "Each sign is one execution environment: a process of its own that works on one event at a time. "
        "Two requests at once need two of them; where none is free a new one starts, which is the cold start.\n\n"
        "◐ init    it starts: interpreter, code outside the handler\n"
        "● busy    it works on an event\n"
        "○ idle    it has just answered\n"
        "❄ frozen  stopped until the next event; memory stays\n"
        "✗ gone    ended: idle, timed out, exited, or replaced\n\n"
        "What a handler keeps in global variables is there for the next event in the same environment, and only there."
        "\n\n"
        "arrows or the mouse tell more about one   esc shows the legend again\n\n"
        "v shows a time line for each instead, the newest at the right: ▒ init, █ busy, ─ idle, ┈ frozen, ✗ gone. "
        "It runs on emulated time: it stands while that is paused. A column shows the most active state of its time, "
        "so short work is seen; work after ┈ means that the environment was thawed.\n"
        "← longer, → shorter: 1 s, 10 s, 60 s, 10 min   ↑ ↓ scroll   v back to the signs\n\n"
        "Concurrency is how many run at once: requests a second × how long one takes. It is counted against the "
        "account's limit and, where a function has any, its reserved concurrency (c); beyond either the answer is 429. "
        "Provisioned environments are kept ready; what finds none free spills over to others. "
        "Events of asynchronous invocations wait in the function's queue; "
        "those that failed are tried again after one and two minutes. Q lists them."
    )
    DEFAULT_CSS = """
    EnvironmentsPane {
        & > EnvironmentCells { padding: 0 1; }
        & > EnvironmentTimelines { padding: 0 1; display: none; }
        &.-timelines > EnvironmentCells { display: none; }
        &.-timelines > EnvironmentTimelines { display: block; }
        & > ConcurrencyMeters { padding: 0 1; margin-top: 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("v", "timelines", "time lines", id="time-lines")]

    def __init__(self, frame_clock: FrameClock) -> None:
        super().__init__("environments")
        self._frame_clock = frame_clock

    def compose(self) -> ComposeResult:
        yield EnvironmentCells(self._frame_clock)
        yield EnvironmentTimelines(self._frame_clock)
        yield ConcurrencyMeters(self._frame_clock)

    @property
    def home(self) -> Widget:
        """The cells, or the time lines where they are shown."""
        return self.query_one(EnvironmentTimelines if self.has_class("-timelines") else EnvironmentCells)

    def on_mount(self) -> None:
        super().on_mount()
        self._show_facts()

    def replace(self, hello: frames.Hello) -> None:
        """Start from a whole state."""
        self.show_time(hello.clock)
        self.query_one(EnvironmentCells).replace(hello.environments)
        self.query_one(EnvironmentTimelines).replace(hello.environments, hello.clock)
        self.query_one(ConcurrencyMeters).update_view(hello.concurrency)

    def show_time(self, clock: frames.ClockView) -> None:
        """Let the time lines move with the clock as it runs now."""
        super().show_time(clock)
        self.query_one(EnvironmentTimelines).set_clock(clock)

    def update_environments(self, environments: list[frames.EnvironmentView]) -> None:
        """Take the newest views of environments that changed."""
        self.query_one(EnvironmentCells).update_environments(environments)
        self.query_one(EnvironmentTimelines).update_environments(environments)

    def action_timelines(self) -> None:
        """Show the time lines in place of the cells, or the cells again."""
        self.toggle_class("-timelines")
        self._show_facts()
        self.home.focus()

    @on(EnvironmentTimelines.SpanChanged)
    def _show_facts(self) -> None:
        """Say in the border how much time is in sight, and which key shows the other view."""
        shown = self.has_class("-timelines")
        self.title_with(f"← {self.query_one(EnvironmentTimelines).span_name} →" if shown else "")
        self.border_subtitle = f"{self.NUMBER}  v: {'signs' if shown else 'time lines'}"
