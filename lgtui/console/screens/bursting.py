"""The order that sends many times over, and what is said of it."""

from functools import partial

from textual import on

from lgtui.console.burst import BurstEnded, BurstFailed, BurstProcess, BurstProgressed
from lgtui.console.drafts import Request
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.live import BucketsPane
from lgtui.console.screens.sending import Sending
from lgtui.console.session import Session
from lgtui.console.state import FunctionTarget, MethodTarget, in_words
from lgtui.console.widgets.burst_dialog import NO_GATEWAY, BurstDialog
from lgtui.console.widgets.burst_numbers import BurstSize
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.load.plan import BurstPlan


class Bursting(Sending):
    """Sends bursts of what the composer holds, one at a time.

    Args:
        session: the tie to the emulator; the app closes it in the end.
        frame_clock: draws the live panes; a test gives a manual one.
    """

    def __init__(self, session: Session, frame_clock: FrameClock | None = None) -> None:
        super().__init__(session, frame_clock)
        self._burst = BurstProcess(self.post_message)

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
        request, composer = self.open_request(), self.query_one(ComposerPane)
        if request and composer.target:
            target = composer.target
            start = partial(self._start_burst, request)
            if isinstance(target, MethodTarget):
                dialog = BurstDialog(in_words(target), self.state.throttle_of(target), start)
            else:
                invoked = FunctionTarget(target.name, composer.event.draft.qualifier)
                dialog = BurstDialog(in_words(invoked), None, start, NO_GATEWAY)
            self.app.push_screen(dialog)

    def _start_burst(self, request: Request, size: BurstSize) -> None:
        plan = BurstPlan(
            url=request.url,
            rate=size.rate,
            count=size.count,
            method=request.http_method,
            headers=request.headers,
            body=request.body,
        )
        self.run_worker(self._burst.run(plan), group="burst", exit_on_error=False)

    @on(BurstProgressed)
    def _burst_progressed(self, event: BurstProgressed) -> None:
        progress = event.progress
        self.query_one(BucketsPane).title_with(f"burst {progress.sent:,}/{progress.planned:,} · b stops")

    @on(BurstEnded)
    def _burst_ended(self, event: BurstEnded) -> None:
        result = event.result
        self.query_one(BucketsPane).title_with("")
        answers = [f"{count:,} × {status}" for status, count in sorted(result.by_status.items())]
        errors = [f"{count:,} × {reason}" for reason, count in result.errors.items()]
        title = f"Burst {'stopped' if result.stopped else 'done'}: {result.sent:,} sent in {result.elapsed:.1f} s"
        facts = [*answers, *errors, f"p50 {result.latency.p50 * 1000:.1f} ms  p99 {result.latency.p99 * 1000:.1f} ms"]
        self.notify("\n".join(facts), title=title, markup=False, severity="error" if errors else "information")

    @on(BurstFailed)
    def _burst_failed(self, event: BurstFailed) -> None:
        self.query_one(BucketsPane).title_with("")
        self.notify(event.reason, title="No burst", severity="error", markup=False)
