"""The explorer's screen kept up to date: the session's messages go in, the panes show them."""

from textual import on
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from lgtui import frames
from lgtui.console import collector, messages
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.live import BucketsPane, EnvironmentsPane
from lgtui.console.panes.logs import LogsPane
from lgtui.console.panes.request_form import RequestForm
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.panes.response import ResponsePane
from lgtui.console.region.outcomes import Answer, Failure
from lgtui.console.region.state import FunctionTarget, MethodTarget, RegionState, Target
from lgtui.console.requests.invocations import log_tail
from lgtui.console.screens.six_panes import SixPanes
from lgtui.console.session import Session
from lgtui.console.widgets.bucket_gauges import BucketGauges
from lgtui.console.widgets.bucket_levels import FeedClock
from lgtui.console.widgets.concurrency_meters import ConcurrencyMeters
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.outcome_sparks import OutcomeSparks
from lgtui.console.widgets.plain_text import harmless_lines
from lgtui.console.widgets.status_lines import HeaderLine

LAMBDA_ID = "Lambda request id"
"""What a trace calls the id that the function's own log lines bear."""

SAID_FOR = 8.0
"""Seconds that what the emulator said at its start stays in sight."""


class RegionScreen(SixPanes):
    """Shows a region; what a user can order it to do is its subclass's business.

    Args:
        session: the tie to the emulator; the app closes it in the end.
        frame_clock: draws the live panes; a test gives a manual one.
    """

    def __init__(self, session: Session, frame_clock: FrameClock | None = None) -> None:
        super().__init__(RegionState(), frame_clock or FrameClock())
        self.session = session
        self._life = "starting"
        self._cost = 0.0
        self._clock = FeedClock(self.state.clock, self.frame_clock.now())
        self._last_answer: Answer | None = None
        self.last_ids: list[str] = []

    def on_mount(self) -> None:
        self._show_header()
        self.call_after_refresh(self._follow_session)

    def on_unmount(self) -> None:
        self.frame_clock.stop()

    @property
    def is_live(self) -> bool:
        """Whether the region's feed is followed."""
        return self._life == "live"

    # The feed ----------------------------------------------------------------------------------------------------

    def _follow_session(self) -> None:
        self.run_worker(self.session.run(self.post_message), group="session", exclusive=True, exit_on_error=False)

    @on(messages.Starting)
    def _starting(self) -> None:
        self._life = "starting"
        self._alarm("")
        self._show_header()

    @on(messages.Started)
    def _started(self, event: messages.Started) -> None:
        for line in event.said:
            self.notify(line, markup=False, timeout=SAID_FOR)

    @on(messages.FramesArrived)
    async def _frames_arrived(self, event: messages.FramesArrived) -> None:
        if self.app.return_code is not None:  # the app is ending, and the panes are being taken down
            return
        for frame in event.batch:
            self.state.apply(frame)
            await self._show(frame)
        if self._life != "live":
            self._life = "live"
            self._alarm("")
            self._show_header()

    async def _show(self, frame: frames.AnyFrame) -> None:
        """Bring the panes that a frame concerns up to date."""
        match frame:
            case frames.Hello():
                await self._show_all(frame)
            case frames.ProjectChanged() | frames.ResourcesChanged():
                await self._show_resources()
            case frames.BucketsChanged(buckets=buckets, removed=removed):
                self.query_one(BucketGauges).update_buckets(buckets, removed)
            case frames.EnvironmentsChanged(environments=environments):
                self.query_one(EnvironmentsPane).update_environments(environments)
            case frames.LogsWritten(lines=lines, dropped=dropped):
                self.query_one(LogsPane).view.feed(lines, dropped)
                if any(line.request_id in self.last_ids for line in lines if line.request_id):
                    self._show_request_log()
            case frames.CountersChanged(counters=counters, at=at):
                self.query_one(OutcomeSparks).update_counters(counters, at)
                if counters.cost != self._cost:
                    self._show_header()
            case frames.ConcurrencyChanged(concurrency=concurrency):
                self.query_one(ConcurrencyMeters).update_view(concurrency)
            case frames.ClockChanged(clock=clock):
                self._clock = FeedClock(clock, self.frame_clock.now())
                self.query_one(BucketsPane).show_time(clock)
                self.query_one(EnvironmentsPane).show_time(clock)
                self._show_header()

    def region_time(self) -> float:
        """The region's time now, in emulated seconds since the epoch."""
        return self._clock.at(self.frame_clock.now())

    async def _show_all(self, hello: frames.Hello) -> None:
        self._clock = FeedClock(hello.clock, self.frame_clock.now())
        self.query_one(BucketsPane).replace(hello)
        self.query_one(EnvironmentsPane).replace(hello)
        log = self.query_one(LogsPane).view
        log.clear()
        log.feed(hello.logs)
        await self._show_resources()
        if self.focused is None:
            self.action_pane(ResourcesPane.NUMBER)
        self.call_after_refresh(collector.settle)

    async def _show_resources(self) -> None:
        resources, composer = self.query_one(ResourcesPane), self.query_one(ComposerPane)
        resources.refresh_view()
        if composer.target is None and (first := self._first_target()):
            await composer.open(first)
            resources.mark(first)
        self._show_stage()

    def _first_target(self) -> Target | None:
        """What the composer is to show at first."""
        return self.state.first_target()

    @on(messages.FeedLost)
    def _feed_lost(self, event: messages.FeedLost) -> None:
        self._life = f"connecting again: {event.reason}"
        if self.state.hello is None:
            self._alarm(f"✗ {event.reason} — trying again; q quits")
        self._show_header()

    @on(messages.EmulatorEnded)
    def _emulator_ended(self, event: messages.EmulatorEnded) -> None:
        self._life = "ended"
        said = "\n".join(event.lines[-6:])
        first = "esc, then r," if isinstance(self.focused, Input | TextArea) else "press r"
        self._alarm(f"✗ the emulator ended ({event.reason}) — {first} to start it again\n{said}".rstrip())
        self._show_header()
        if self.app.screen is not self:
            self.notify(
                "Go back with esc, and press r to start it again.", title="The emulator ended", severity="error"
            )

    def _alarm(self, text: str) -> None:
        alarm = self.query_one("#alarm", Static)
        alarm.set_class(bool(text), "-shown")
        alarm.update(Content(harmless_lines(text)))

    def _show_header(self) -> None:
        api = self.state.api(self._api_id())
        self._cost = self.state.counters.cost
        self.query_one(HeaderLine).show(api, self._stage(), self.state.clock, self._life, self._cost)

    # What is selected --------------------------------------------------------------------------------------------

    @property
    def selected(self) -> Target | None:
        """The target under the tree's cursor, else the one that is open."""
        return self.query_one(ResourcesPane).target or self.query_one(ComposerPane).target

    def _api_id(self) -> str:
        target = self.query_one(ComposerPane).target
        if isinstance(target, MethodTarget):
            return target.api_id
        return self.state.apis[0].id if self.state.apis else ""

    def _stage(self) -> frames.StageView | None:
        return self.state.stage(self._api_id())

    def _show_stage(self) -> None:
        """Show which stage requests go to, wherever that is said."""
        self.query_one(ComposerPane).show_region(self._stage(), self.state.stages(self._api_id()))
        self._show_header()

    def choose_stage(self, name: str) -> None:
        """Send to this stage of the API that is shown; a name that it does not have changes nothing."""
        if any(stage.name == name for stage in self.state.stages(self._api_id())):
            self.state.chosen_stages[self._api_id()] = name
            self._show_stage()

    @on(RequestForm.StageChosen)
    def _stage_chosen(self, event: RequestForm.StageChosen) -> None:
        self.choose_stage(event.name)

    def action_next_stage(self) -> None:
        """Send to the API's next stage."""
        if len(self.state.stages(self._api_id())) > 1:
            self.choose_stage(self.state.stage_after(self._api_id()))
        else:
            self.notify("This API has no other stage: d deploys to this one.", severity="warning")

    @on(ResourcesPane.Chosen)
    async def _chosen(self, event: ResourcesPane.Chosen) -> None:
        composer = self.query_one(ComposerPane)
        await composer.open(event.target)
        self._show_stage()
        if self.is_single:
            self.action_pane(composer.NUMBER)

    # Answers -----------------------------------------------------------------------------------------------------

    @on(messages.Answered)
    def _answered(self, event: messages.Answered) -> None:
        response = self.query_one(ResponsePane)
        if isinstance(event.outcome, Failure):
            self._last_answer = None
            response.show_failure(event.outcome)
            return
        self._last_answer = event.outcome
        self.last_ids = [event.outcome.request_id]
        if isinstance(event.target, FunctionTarget):
            response.show_invocation(event.outcome)
        else:
            response.show_answer(event.outcome)
        self._show_request_log()

    @on(messages.Traced)
    def _traced(self, event: messages.Traced) -> None:
        self.query_one(ResponsePane).show_trace(event.outcome)
        if isinstance(event.outcome, frames.Trace):
            self.last_ids = ids_of(event.outcome)
        self._show_request_log()

    def _show_request_log(self) -> None:
        """Show the log lines of the last answer, unless it brought the tail of its log itself."""
        if self._last_answer and not log_tail(self._last_answer):
            self.query_one(ResponsePane).show_log(self._last_answer, self.state.lines_of(self.last_ids))


def ids_of(trace: frames.Trace) -> list[str]:
    """The ids that the lines of a request bear: the gateway's, and those of the invocations it led to."""
    return [trace.request_id, *(entry.saw[LAMBDA_ID] for entry in trace.entries if LAMBDA_ID in entry.saw)]
