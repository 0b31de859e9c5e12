"""Pane 7: the burst lab — what to send, how fast, and what comes of it, beside the buckets and environments."""

import time
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Select, Static
from textual.widgets.option_list import Option

from lgtui.console.panes.pane import Pane
from lgtui.console.theme import DIM
from lgtui.console.widgets.burst_chart import SIGNS, BurstChart
from lgtui.console.widgets.burst_numbers import (
    BurstSize,
    base_problem,
    connections_problem,
    expected_refusals,
    rate_problem,
    seconds_problem,
    suggested,
)
from lgtui.console.widgets.plain_text import harmless
from lgtui.frames import ThrottleView
from lgtui.load.plan import BurstPlan, BurstProgress, Latency, Outcome, outcome_of
from lgtui.load.report import BurstRecord
from lgtui.load.shapes import BASE_SHARE, SHAPES, Shape, profile, profile_of_count
from lgtui.load.timeline import slot_width

DEFAULT_SECONDS = 10.0


class BurstLabPane(Pane):
    """A form, a chart, and the bursts that are over."""

    NUMBER = 7
    TITLE = "Burst lab"
    HELP = (
        "Sends what the composer (2) holds again and again, at a rate of your choice, whatever the answers take: no "
        "slow answer holds the next request back, and a latency counts from the moment a request was due.\n\n"
        "constant  the rate, all the time\n"
        "ramp      from the base evenly up to the rate: see at which rate refusals begin\n"
        "spike     base, rate, base: see what a bucket forgives, and how it recovers\n"
        "steps     five steps from the base to the rate\n\n"
        "In the chart a column is a moment, and its height the requests that were due then: "
        "█ 2xx  ▓ 429  ▒ 4xx  ▚ 5xx  × no answer  ░ on the way  ─ the rate asked for.\n\n"
        "b or the button starts and stops · ↑ ↓ in the list show earlier bursts · x writes the one that is shown as "
        "JSON and SVG into the folder lgtui was started in."
    )
    DEFAULT_CSS = """
    BurstLabPane {
        display: none;
        & > .lab-form { height: 1; padding: 0 1; }
        .lab-form > Select {
            width: 14; height: 1; margin-right: 2;
            &.-textual-compact > SelectCurrent { background: $panel; height: 1; padding: 0 1; }
        }
        .lab-form > Input { width: 10; background: $panel; margin-right: 1; }
        .lab-form > Static { width: 14; color: $foreground 50%; }
        .lab-form > Button { width: 14; margin-right: 2; background: $warning; color: $background; text-style: bold; }
        & > #lab-forecast { height: 2; padding: 0 1; color: $foreground 80%; }
        & > #lab-forecast.-wrong { color: $text-error; }
        & > BurstChart { padding: 0 1; }
        & > #lab-outcomes { height: 2; padding: 0 1; }
        & > OptionList {
            height: 5; border: none; border-top: solid $border-blurred; background: transparent; padding: 0 1;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        & > OptionList:focus { border: none; border-top: solid $border; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "export", "export", id="export-burst"),
        Binding("escape", "leave_field", show=False),
    ]

    class StartOrdered(Message):
        """A burst of this size is to be sent, or the one that is being sent stopped."""

        def __init__(self, size: BurstSize | None) -> None:
            super().__init__()
            self.size = size

    class ExportOrdered(Message):
        """A burst is to be written into files."""

        def __init__(self, kept: BurstRecord) -> None:
            super().__init__()
            self.kept = kept

    def __init__(self) -> None:
        super().__init__(id="burst-lab")
        self._throttle: ThrottleView | None = None
        self._records: list[BurstRecord] = []
        self._shown: BurstRecord | None = None
        self._is_bursting = False

    def compose(self) -> ComposeResult:
        size = suggested(None)
        with Horizontal(classes="lab-form"):
            yield Select(
                [(name, name) for name in SHAPES], value="spike", allow_blank=False, compact=True, id="lab-shape"
            )
            yield from self._field("rate", "per second", size.rate)
            yield from self._field("base", "base a second", size.rate * BASE_SHARE)
        with Horizontal(classes="lab-form"):
            yield Button("Start", id="lab-start", compact=True)
            yield from self._field("seconds", "seconds", DEFAULT_SECONDS)
            yield from self._field("connections", "connections", size.connections)
        yield Static(id="lab-forecast", markup=False)
        yield BurstChart()
        yield Static(id="lab-outcomes", markup=False)
        yield OptionList()

    @staticmethod
    def _field(name: str, label: str, first: float) -> ComposeResult:
        yield Input(f"{first:g}", id=f"lab-{name}", compact=True, select_on_focus=False)
        yield Static(label)

    @property
    def home(self) -> Widget:
        """The rate."""
        return self.query_one("#lab-rate", Input)

    @property
    def shown(self) -> BurstRecord | None:
        """The burst that is shown, where it is over."""
        return self._shown

    # What is asked for -------------------------------------------------------------------------------------------

    def aim(self, title: str, throttle: ThrottleView | None) -> None:
        """Say what is sent, and which throttle is on its way; None where there is none but the account's."""
        self._throttle = throttle
        self.title_with(harmless(title))
        self._forecast()

    @on(Input.Changed)
    @on(Select.Changed)
    def _typed(self) -> None:
        self._forecast()

    @on(Input.Submitted)
    @on(Button.Pressed, "#lab-start")
    def start_or_stop(self) -> None:
        """Order a burst as the form says, or the end of the one that is being sent."""
        size = self.size_asked
        if self._is_bursting or size:
            self.post_message(self.StartOrdered(None if self._is_bursting else size))

    @property
    def size_asked(self) -> BurstSize | None:
        """What the form asks for; None while something in it is wrong."""
        if self._problem():
            return None
        shape = self._shape
        rate, base, seconds = (self._number(name) for name in ("rate", "base", "seconds"))
        count = profile(shape, rate, base, seconds).requests
        return BurstSize(count, rate, shape, base, int(self._number("connections")))

    @property
    def _shape(self) -> Shape:
        chosen = self.query_one("#lab-shape", Select).value
        return next(shape for shape in SHAPES if shape == chosen)

    def _problem(self) -> str:
        """What is wrong with the form, empty where nothing is."""
        rate = self._text("rate")
        if problem := rate_problem(rate):
            return f"per second: {problem}"
        checks = {
            "base": base_problem(self._text("base"), self._number("rate")),
            "seconds": seconds_problem(self._text("seconds")),
            "connections": connections_problem(self._text("connections")),
        }
        return next((f"{name}: {problem}" for name, problem in checks.items() if problem), "")

    def _forecast(self) -> None:
        """Say what is wrong with the form, or what it will do."""
        line, problem = self.query_one("#lab-forecast", Static), self._problem()
        line.set_class(bool(problem), "-wrong")
        size = self.size_asked
        if size is None:
            line.update(Content(f"✗ {problem}"))
            return
        said = f"{size.count:,} requests in {size.profile.seconds:,.1f} s."
        if self._throttle:
            refused = expected_refusals(size, self._throttle)
            bucket = f"A bucket of {self._throttle.burst:,}, refilled with {self._throttle.rate:,g} a second,"
            said += f" {bucket} lets {size.count - refused:,} through and answers 429 to about {refused:,}."
        line.update(Content(said))

    def _number(self, name: str) -> float:
        return float(self._text(name))

    def _text(self, name: str) -> str:
        return self.query_one(f"#lab-{name}", Input).value.replace(",", "").strip()

    def action_leave_field(self) -> None:
        """Take the focus out of a text field, so that single keys are commands again."""
        self.query_one("#lab-start", Button).focus()

    # What comes of it --------------------------------------------------------------------------------------------

    def begin(self, plan: BurstPlan) -> None:
        """Show a burst that begins."""
        self._is_bursting, self._shown = True, None
        self._label_button()
        self.query_one(BurstChart).begin(plan.profile, slot_width(plan.profile.seconds))

    def show_progress(self, progress: BurstProgress) -> None:
        """Show how far the burst is."""
        self.query_one(BurstChart).update_slots(progress.slots)
        said = f"{progress.sent:,} of {progress.planned:,} sent · {progress.rate:,.0f}/s due"
        self._show_outcomes(said, progress.by_status, progress.failed, progress.latency)

    def end(self) -> None:
        """The burst is over, or did not begin."""
        self._is_bursting = False
        self._label_button()

    def list_records(self, records: list[BurstRecord], show: BurstRecord | None = None) -> None:
        """List bursts that are over, the newest first, and show one of them."""
        self._records = list(reversed(records))
        runs = self.query_one(OptionList)
        with self.prevent(OptionList.OptionHighlighted):
            runs.set_options(Option(_row(each)) for each in self._records)
            if show in self._records:
                runs.highlighted = self._records.index(show)
        if show:
            self._show(show)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if not self._is_bursting and event.option_list.has_focus and event.option_index < len(self._records):
            self._show(self._records[event.option_index])

    def _show(self, kept: BurstRecord) -> None:
        self._shown = kept
        result = kept.result
        rates = profile_of_count(kept.shape, kept.rate, kept.base, kept.count)
        self.query_one(BurstChart).begin(rates, result.slot_width, result.slots)
        ended = f" · stopped before the other {result.planned - result.sent:,}" if result.stopped else ""
        said = f"{result.sent:,} sent in {result.elapsed:,.1f} s{ended}"
        self._show_outcomes(said, result.by_status, sum(result.errors.values()), result.latency)

    def _show_outcomes(self, said: str, by_status: dict[int, int], failed: int, latency: Latency) -> None:
        counts: dict[Outcome, int] = {"failed": failed} if failed else {}
        for status, count in by_status.items():
            counts[outcome_of(status)] = counts.get(outcome_of(status), 0) + count
        chips = [
            Content.assemble((f"{sign} ", colour), f"{name} ", (f"{counts[outcome]:,}", "bold"))
            for outcome, (sign, colour, name) in SIGNS.items()
            if outcome in counts
        ]
        times = f"p50 {_ms(latency.p50)}  p95 {_ms(latency.p95)}  p99 {_ms(latency.p99)}"
        lines = [Content.assemble(said, (f"   {times}", DIM)), Content("   ").join(chips)]
        self.query_one("#lab-outcomes", Static).update(Content("\n").join(lines))

    def action_export(self) -> None:
        """Write the burst that is shown as JSON and SVG."""
        if self._shown:
            self.post_message(self.ExportOrdered(self._shown))
        else:
            self.notify("There is no finished burst to export yet.", severity="warning")

    def _label_button(self) -> None:
        self.query_one("#lab-start", Button).label = "Stop" if self._is_bursting else "Start"


def _row(kept: BurstRecord) -> Content:
    result = kept.result
    throttled = result.by_status.get(429, 0)
    return Content.assemble(
        (time.strftime("%d.%m. %H:%M", time.localtime(kept.at)), DIM),
        f"  {kept.shape} {kept.rate:,g}/s  {result.sent:,} sent",
        (f"  429 {throttled:,}" if throttled else "", "$warning"),
        (f"  p99 {_ms(result.latency.p99)}  ", DIM),
        harmless(kept.title),
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"
