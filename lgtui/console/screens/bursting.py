"""The order that sends many times over, and what is said of it."""

import time
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from lgtui import frames
from lgtui.console.figures.burst import BurstEnded, BurstFailed, BurstProcess, BurstProgressed
from lgtui.console.kept.bursts import export
from lgtui.console.panes.burst_lab import BurstLabPane
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.live import BucketsPane
from lgtui.console.region.state import FunctionTarget, in_words
from lgtui.console.requests.drafts import Request
from lgtui.console.screens.sending import Sending
from lgtui.console.session import Session
from lgtui.console.widgets.burst_dialog import BurstDialog
from lgtui.console.widgets.burst_numbers import BurstSize
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.load.plan import BurstPlan, BurstResult
from lgtui.load.report import record


class Bursting(Sending):
    """Sends bursts of what the composer holds, one at a time.

    Args:
        session: the tie to the emulator; the app closes it in the end.
        frame_clock: draws the live panes; a test gives a manual one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("B", "pane(7)", "burst lab", show=False, id="burst-lab"),
    ]

    def __init__(self, session: Session, frame_clock: FrameClock | None = None) -> None:
        super().__init__(session, frame_clock)
        self._burst = BurstProcess(self.post_message)
        self._plan: BurstPlan | None = None
        self._began = 0.0
        self._title = ""

    @property
    def is_bursting(self) -> bool:
        """Whether a burst is being sent."""
        return self._burst.running

    @on(ComposerPane.BurstOrdered)
    def action_burst(self) -> None:
        """Ask how many requests to send and how fast; stop a burst that is running."""
        if self._burst.running:
            self._burst.stop()
            return
        if isinstance(self.current, BurstLabPane):
            self.current.start_or_stop()
            return
        request, composer = self.open_request(), self.query_one(ComposerPane)
        if request and composer.target:
            start = partial(self._start_burst, request)
            throttles = self.state.throttles_of(composer.target)
            self.app.push_screen(BurstDialog(self._aim(), throttles, self._clock.speed, start))

    def _start_burst(self, request: Request, size: BurstSize) -> None:
        plan = BurstPlan(
            url=request.url,
            rate=size.rate,
            count=size.count,
            shape=size.shape,
            base=size.base,
            connections=size.connections,
            method=request.http_method,
            headers=request.headers,
            body=request.body,
        )
        self._plan, self._began, self._title = plan, time.time(), self._aim()
        self.query_one(BurstLabPane).begin(plan)
        self.run_worker(self._burst.run(plan), group="burst", exit_on_error=False)

    # The lab -----------------------------------------------------------------------------------------------------

    def action_pane(self, number: int) -> None:
        """Jump to a pane; the lab learns what it would send."""
        if number == BurstLabPane.NUMBER:
            self._aim_lab()
            lab = self.query_one(BurstLabPane)
            if not self.is_bursting and lab.shown is None and self.bursts:
                lab.list_records(list(self.bursts.all))
        super().action_pane(number)

    async def _show(self, frame: frames.AnyFrame) -> None:
        await super()._show(frame)
        if isinstance(frame, (frames.ClockChanged, frames.ResourcesChanged)):
            self._aim_lab()

    def _aim_lab(self) -> None:
        """Tell the lab what it would send, through which throttles, and how time runs."""
        target = self.query_one(ComposerPane).target
        throttles = self.state.throttles_of(target) if target else []
        self.query_one(BurstLabPane).aim(self._aim(), throttles, self._clock.speed)

    def _aim(self) -> str:
        """What the composer holds, in words."""
        composer = self.query_one(ComposerPane)
        if isinstance(composer.target, FunctionTarget):
            return in_words(FunctionTarget(composer.target.name, composer.event.draft.qualifier))
        return in_words(composer.target) if composer.target else ""

    @on(BurstLabPane.StartOrdered)
    def _lab_ordered(self, event: BurstLabPane.StartOrdered) -> None:
        if event.size is None:
            self._burst.stop()
        elif not self._burst.running and (request := self.open_request()):
            self._start_burst(request, event.size)

    @on(BurstLabPane.ExportOrdered)
    def _export_ordered(self, event: BurstLabPane.ExportOrdered) -> None:
        written = export(event.kept, Path.cwd())
        if isinstance(written, str):
            self.notify(written, title="Not exported", severity="error", markup=False)
        else:
            self.notify("\n".join(map(str, written)), title="Exported", markup=False)

    # What a burst tells ------------------------------------------------------------------------------------------

    @on(BurstProgressed)
    def _burst_progressed(self, event: BurstProgressed) -> None:
        progress = event.progress
        self.query_one(BurstLabPane).show_progress(progress)
        self.query_one(BucketsPane).title_with(f"burst {progress.sent:,}/{progress.planned:,} · b stops")

    @on(BurstEnded)
    def _burst_ended(self, event: BurstEnded) -> None:
        result = event.result
        self.query_one(BucketsPane).title_with("")
        lab = self.query_one(BurstLabPane)
        lab.end()
        if self._plan:
            kept = record(self._plan, result, self._began, self._title)
            self.keep_burst(kept)
            lab.list_records(list(self.bursts.all) if self.bursts else [kept], kept)
        if not lab.display:
            self._tell_ended(result)

    def _tell_ended(self, result: BurstResult) -> None:
        """Say how a burst came out where the lab, which shows it, is not seen."""
        answers = [f"{count:,} × {status}" for status, count in sorted(result.by_status.items())]
        errors = [f"{count:,} × {reason}" for reason, count in result.errors.items()]
        title = f"Burst {'stopped' if result.stopped else 'done'}: {result.sent:,} sent in {result.elapsed:.1f} s"
        facts = [*answers, *errors, f"p50 {result.latency.p50 * 1000:.1f} ms  p99 {result.latency.p99 * 1000:.1f} ms"]
        self.notify("\n".join(facts), title=title, markup=False, severity="error" if errors else "information")

    @on(BurstFailed)
    def _burst_failed(self, event: BurstFailed) -> None:
        self.query_one(BucketsPane).title_with("")
        lab = self.query_one(BurstLabPane)
        lab.end(event.reason)
        if not lab.display:
            self.notify(event.reason, title="No burst", severity="error", markup=False)
