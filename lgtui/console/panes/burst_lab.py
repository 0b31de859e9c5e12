"""Pane 7: the burst lab — what to send, how fast, and what comes of it, beside the buckets and environments."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from lgtui.console.figures.burst_words import (
    by_outcome,
    chips,
    compared,
    latency_words,
    one_before,
    row,
    why_unanswered,
)
from lgtui.console.panes.burst_form import BurstForm
from lgtui.console.panes.pane import Pane
from lgtui.console.region.throttles import Throttle
from lgtui.console.theme import DIM
from lgtui.console.widgets.burst_chart import BurstChart
from lgtui.console.widgets.burst_numbers import BurstSize
from lgtui.console.widgets.plain_text import harmless
from lgtui.load.plan import BurstPlan, BurstProgress
from lgtui.load.report import BurstRecord
from lgtui.load.shapes import profile_of_count
from lgtui.load.timeline import slot_width


class BurstLabPane(Pane):
    """A form, a chart, and the bursts that are over."""

    NUMBER = 7
    TITLE = "Burst lab"
    HELP = (
        "Sends what the composer (2) holds again and again, at a rate of your choice, whatever the answers take: no "
        "slow answer holds the next request back, and a latency counts from the moment a request was due. A sender "
        "that waits for each answer would stand still while the target does, and tell of one slow answer where "
        "hundreds of callers would have had one (coordinated omission).\n\n"
        "constant  the rate, all the time\n"
        "ramp      from the base evenly up to the rate: see at which rate refusals begin\n"
        "spike     base, rate, base: see what a bucket forgives, and how it recovers\n"
        "steps     five steps from the base to the rate\n\n"
        "Seconds and requests make each other. Where more requests than connections are on the way, the next ones "
        "wait for one, and that counts as latency.\n\n"
        "In the chart a column is a moment, and its height the requests that were due then: "
        "█ 2xx  ▓ 429  ▒ 4xx  ▚ 5xx  × no answer  ░ on the way  ─ the rate asked for. Below it are the latencies, in "
        "one scale: half of the answers, 95 and 99 of 100 took no longer.\n\n"
        "b or the button starts and stops · ↑ ↓ in the list show earlier bursts, beside the one before them · enter "
        "there puts its numbers into the form, a sends it again · x writes the one that is shown as JSON and SVG into "
        "the folder lgtui was started in. lgtui burst does the same without the screen."
    )
    DEFAULT_CSS = """
    BurstLabPane {
        display: none;
        & > BurstChart { padding: 0 1; }
        & > #lab-outcomes { height: auto; min-height: 3; padding: 0 1; }
        & > OptionList {
            height: 5; border: none; border-top: solid $border-blurred; background: transparent; padding: 0 1;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        & > OptionList:focus { border: none; border-top: solid $border; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "again", "again", id="burst-again"),
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
        self._records: list[BurstRecord] = []
        self._shown: BurstRecord | None = None
        self._is_bursting = False

    def compose(self) -> ComposeResult:
        yield BurstForm()
        yield BurstChart()
        yield Static("Nothing was sent from here yet: b or Start begins.", id="lab-outcomes", markup=False)
        yield OptionList()

    @property
    def home(self) -> Widget:
        """The rate."""
        return self.query_one("#lab-rate", Input)

    @property
    def form(self) -> BurstForm:
        """What is asked for."""
        return self.query_one(BurstForm)

    @property
    def shown(self) -> BurstRecord | None:
        """The burst that is shown, where it is over."""
        return self._shown

    # What is asked for -------------------------------------------------------------------------------------------

    def aim(self, title: str, throttles: Sequence[Throttle], speed: float) -> None:
        """Say what is sent, which throttles are on its way, and how many emulated seconds a real one has."""
        self.title_with(harmless(title))
        self.form.aim(throttles, speed)

    @on(BurstForm.Submitted)
    def start_or_stop(self) -> None:
        """Order a burst as the form says, or the end of the one that is being sent."""
        size = self.form.asked
        if self._is_bursting or size:
            self.post_message(self.StartOrdered(None if self._is_bursting else size))

    @on(BurstForm.Changed)
    def _preview(self, event: BurstForm.Changed) -> None:
        """Draw the rates that are asked for, where there is no burst to draw."""
        if event.size and not self._is_bursting and self._shown is None:
            self.query_one(BurstChart).begin(event.size.profile, slot_width(event.size.profile.seconds))

    def action_leave_field(self) -> None:
        """Take the focus out of a text field, so that single keys are commands again."""
        self.query_one("#lab-start", Button).focus()

    # What comes of it --------------------------------------------------------------------------------------------

    def begin(self, plan: BurstPlan) -> None:
        """Show a burst that begins."""
        self._is_bursting, self._shown = True, None
        self.form.show_running(True)
        self.query_one(BurstChart).begin(plan.profile, slot_width(plan.profile.seconds))
        self._say(Content("it begins: b stops it"))

    def show_progress(self, progress: BurstProgress) -> None:
        """Show how far the burst is."""
        self.query_one(BurstChart).update_slots(progress.slots)
        said = f"{progress.sent:,} of {progress.planned:,} sent · {progress.rate:,.0f}/s due · b stops"
        self._say(
            Content.assemble(said, (f"   {latency_words(progress.latency)}", DIM)),
            chips(by_outcome(progress.by_status, progress.failed)),
        )

    def end(self, failure: str = "") -> None:
        """The burst is over, or did not begin, or broke off; `failure` says why."""
        self._is_bursting = False
        self.form.show_running(False)
        if failure:
            self._say(Content.styled(f"✗ {harmless(failure)}", "$text-error"))

    def list_records(self, records: list[BurstRecord], show: BurstRecord | None = None) -> None:
        """List bursts that are over, the newest first, and show one of them."""
        self._records = list(reversed(records))
        runs = self.query_one(OptionList)
        with self.prevent(OptionList.OptionHighlighted):
            runs.set_options(Option(row(each)) for each in self._records)
            if show in self._records:
                runs.highlighted = self._records.index(show)
        if show:
            self._show(show)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if not self._is_bursting and event.option_list.has_focus and event.option_index < len(self._records):
            self._show(self._records[event.option_index])

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        """Put the numbers of the burst that is shown into the form."""
        if self._shown:
            self.form.fill(_size_of(self._shown))

    def _show(self, kept: BurstRecord) -> None:
        self._shown = kept
        result = kept.result
        rates = profile_of_count(kept.shape, kept.rate, kept.base, kept.count)
        self.query_one(BurstChart).begin(rates, result.slot_width, result.slots)
        ended = f" · stopped before the other {result.planned - result.sent:,}" if result.stopped else ""
        before = one_before(kept, self._records)
        more = [Content.styled(why_unanswered(result), "$text-error")] if result.errors else []
        more += [Content.styled(compared(kept, before), DIM)] if before else []
        self._say(
            Content.assemble(
                f"{result.sent:,} sent in {result.elapsed:,.1f} s{ended}", (f"   {latency_words(result.latency)}", DIM)
            ),
            chips(by_outcome(result.by_status, sum(result.errors.values()))),
            *more,
        )

    def _say(self, *lines: Content) -> None:
        self.query_one("#lab-outcomes", Static).update(Content("\n").join(lines))

    # Keys --------------------------------------------------------------------------------------------------------

    def action_again(self) -> None:
        """Send the burst that is shown once more, with what the composer holds now."""
        if self._is_bursting:
            self.notify("A burst is being sent: b stops it.", severity="warning")
        elif self._shown is None:
            self.notify("There is no finished burst to send again yet.", severity="warning")
        else:
            self.form.fill(_size_of(self._shown))
            self.start_or_stop()

    def action_export(self) -> None:
        """Write the burst that is shown as JSON and SVG."""
        if self._shown:
            self.post_message(self.ExportOrdered(self._shown))
        else:
            self.notify("There is no finished burst to export yet.", severity="warning")


def _size_of(kept: BurstRecord) -> BurstSize:
    return BurstSize(kept.count, kept.rate, kept.shape, kept.base, kept.connections)
