"""The explorer: six panes on one region, and every order a user can give it."""

import gc
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from lgtui import frames
from lgtui.console import messages
from lgtui.console.burst import BurstEnded, BurstFailed, BurstProcess, BurstProgressed
from lgtui.console.drafts import Request, as_curl, gateway_request, invoke_request
from lgtui.console.editor import edit
from lgtui.console.outcomes import Answer, Failure
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.live import BucketsPane, LogsPane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.panes.response import ResponsePane
from lgtui.console.screens.commands import COMMANDS
from lgtui.console.screens.deploy import DeployDialog
from lgtui.console.screens.help import HelpScreen
from lgtui.console.screens.six_panes import SixPanes
from lgtui.console.screens.stage_editor import StageEditor
from lgtui.console.session import Session
from lgtui.console.state import FunctionTarget, MethodTarget, RegionState, Target
from lgtui.console.widgets.bucket_gauges import BucketGauges
from lgtui.console.widgets.burst_dialog import BurstDialog
from lgtui.console.widgets.burst_numbers import BurstSize
from lgtui.console.widgets.environment_cells import EnvironmentCells
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.outcome_sparks import OutcomeSparks
from lgtui.console.widgets.status_lines import HeaderLine
from lgtui.load.plan import BurstPlan

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

SAID_FOR = 8.0
"""Seconds that what the emulator said at its start stays in sight."""

LAMBDA_ID = "Lambda request id"
"""What a trace calls the id that the function's own log lines bear."""

LEAST_SPEED, MOST_SPEED = 1 / 16, 64.0
"""How slow and how fast the keys let the region's time run."""


class ExplorerScreen(SixPanes):
    """Shows a region and sends it requests and orders.

    Args:
        session: the tie to the emulator; the app closes it in the end.
        frame_clock: draws the live panes; a test gives a manual one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "app.command_palette", "palette", priority=True),
        Binding("ctrl+j,ctrl+s", "send", "send", priority=True, id="send"),
        Binding("b", "burst", "burst", id="burst"),
        Binding("e", "edit_handler", "edit", id="edit-handler"),
        Binding("s", "stage", "stage", id="stage"),
        Binding("d", "deploy", "deploy", id="deploy"),
        Binding("space", "toggle_clock", "pause", id="pause-clock"),
        Binding("question_mark", "help", "help", key_display="?", id="help"),
        Binding("left_square_bracket", "speed(0.5)", "slower", show=False, id="slower"),
        Binding("right_square_bracket", "speed(2)", "faster", show=False, id="faster"),
        Binding("r", "reload", "reload", show=False, id="reload"),
    ]

    def __init__(self, session: Session, frame_clock: FrameClock | None = None) -> None:
        super().__init__(RegionState(), frame_clock or FrameClock())
        self.session = session
        self._life = "starting"
        self._last_answer: Answer | None = None
        self._last_ids: list[str] = []
        self._burst = BurstProcess(self.post_message)

    def on_mount(self) -> None:
        self._show_header()
        self._follow_session()

    def on_unmount(self) -> None:
        self.frame_clock.stop()

    @property
    def is_live(self) -> bool:
        """Whether the region's feed is followed."""
        return self._life == "live"

    @property
    def is_bursting(self) -> bool:
        """Whether a burst is being sent."""
        return self._burst.running

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
                self.query_one(EnvironmentCells).update_environments(environments)
            case frames.LogsWritten(lines=lines, dropped=dropped):
                self.query_one(LogsPane).view.feed(lines, dropped)
                if any(line.request_id in self._last_ids for line in lines if line.request_id):
                    self._show_request_log()
            case frames.CountersChanged(counters=counters, at=at):
                self.query_one(OutcomeSparks).update_counters(counters, at)
            case frames.ClockChanged(clock=clock):
                self.query_one(BucketGauges).set_clock(clock)
                self.query_one(OutcomeSparks).set_clock(clock)
                self._show_header()

    async def _show_all(self, hello: frames.Hello) -> None:
        self.query_one(BucketsPane).replace(hello)
        self.query_one(EnvironmentCells).replace(hello.environments)
        log = self.query_one(LogsPane).view
        log.clear()
        log.feed(hello.logs)
        await self._show_resources()
        if self.focused is None:
            self.action_pane(ResourcesPane.NUMBER)
        self.call_after_refresh(_freeze)

    async def _show_resources(self) -> None:
        resources, composer = self.query_one(ResourcesPane), self.query_one(ComposerPane)
        resources.refresh_view()
        if composer.target is None and (first := self.state.first_method()):
            await composer.open(first)
            resources.mark(first)
        composer.show_stage(self._stage())
        self._show_header()

    @on(messages.FeedLost)
    def _feed_lost(self, event: messages.FeedLost) -> None:
        self._life = f"connecting again: {event.reason}"
        self._show_header()

    @on(messages.EmulatorEnded)
    def _emulator_ended(self, event: messages.EmulatorEnded) -> None:
        self._life = "ended"
        said = "\n".join(event.lines[-6:])
        self._alarm(f"✗ the emulator ended ({event.reason}) — press r to start it again\n{said}".rstrip())
        self._show_header()

    def _alarm(self, text: str) -> None:
        alarm = self.query_one("#alarm", Static)
        alarm.set_class(bool(text), "-shown")
        alarm.update(Content(text))

    def _show_header(self) -> None:
        api = self.state.api(self._api_id())
        self.query_one(HeaderLine).show(api, self._stage(), self.state.clock, self._life)

    # What is selected --------------------------------------------------------------------------------------------

    def _api_id(self) -> str:
        target = self.query_one(ComposerPane).target
        if isinstance(target, MethodTarget):
            return target.api_id
        return self.state.apis[0].id if self.state.apis else ""

    def _stage(self) -> frames.StageView | None:
        return self.state.stage(self._api_id())

    @on(ResourcesPane.Chosen)
    async def _chosen(self, event: ResourcesPane.Chosen) -> None:
        composer = self.query_one(ComposerPane)
        await composer.open(event.target)
        composer.show_stage(self._stage())
        self._show_header()
        if self.is_single:
            self.action_pane(composer.NUMBER)

    # Orders ------------------------------------------------------------------------------------------------------

    @on(ComposerPane.SendOrdered)
    def action_send(self) -> None:
        """Send the draft through the gateway's port, or invoke the function directly."""
        request = self._request()
        target = self.query_one(ComposerPane).target
        if request is None or target is None:
            return
        self.query_one(ResponsePane).show_sending(request)
        if self.is_single:
            self.action_pane(ResponsePane.NUMBER)
        self.run_worker(self._send(target, request), group="send", exclusive=True, exit_on_error=False)

    def _request(self) -> Request | None:
        """The draft as a request; None, and said why, where it cannot be sent."""
        composer, client, stage = self.query_one(ComposerPane), self.session.client, self._stage()
        if client is None or composer.target is None:
            self.notify("Nothing to send to yet: no emulator runs, or no method is open.", severity="warning")
            return None
        if isinstance(composer.target, FunctionTarget):
            return invoke_request(composer.draft, client.control_url)
        if stage is None:
            self.notify("This API has no stage: deploy it first (d).", severity="warning")
            return None
        return gateway_request(composer.draft, stage.url)

    async def _send(self, target: Target, request: Request) -> None:
        client = self.session.client
        if client is None:
            return
        outcome = await client.send(request)
        self.post_message(messages.Answered(target, request, outcome))
        if isinstance(outcome, Answer) and isinstance(target, MethodTarget):
            request_id = outcome.header("x-amzn-RequestId")
            self.post_message(messages.Traced(request_id, await client.trace(request_id)))

    @on(messages.Answered)
    def _answered(self, event: messages.Answered) -> None:
        response = self.query_one(ResponsePane)
        if isinstance(event.outcome, Failure):
            self._last_answer = None
            response.show_failure(event.outcome)
            return
        self._last_answer = event.outcome
        self._last_ids = event.outcome.request_ids
        response.show_answer(event.outcome, direct=isinstance(event.target, FunctionTarget))
        self._show_request_log()

    @on(messages.Traced)
    def _traced(self, event: messages.Traced) -> None:
        self.query_one(ResponsePane).show_trace(event.outcome)
        if isinstance(event.outcome, frames.Trace):
            self._last_ids = [event.request_id, *(entry.saw.get(LAMBDA_ID, "") for entry in event.outcome.entries)]
        self._show_request_log()

    def _show_request_log(self) -> None:
        if self._last_answer:
            self.query_one(ResponsePane).show_log(self._last_answer, self.state.lines_of(self._last_ids))

    @on(ComposerPane.BurstOrdered)
    def action_burst(self) -> None:
        """Ask how many requests to send and how fast; stop a burst that is running."""
        if self._burst.running:
            self._burst.stop()
            return
        request, composer = self._request(), self.query_one(ComposerPane)
        if request and composer.target:
            target = composer.target
            throttle = self.state.throttle_of(target) if isinstance(target, MethodTarget) else None
            words = f"{request.http_method} {composer.draft.line}"
            self.app.push_screen(BurstDialog(words, throttle, partial(self._start_burst, request)))

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

    def _order(self, what: str, order: "Callable[[RegionClient], Awaitable[Failure | None]]") -> None:
        """Carry out an order in a worker, and tell the screen of its end."""
        if client := self.session.client:
            self.run_worker(self._carry_out(what, order(client)), group="order", exit_on_error=False)

    async def _carry_out(self, what: str, order: Awaitable[Failure | None]) -> None:
        self.post_message(messages.OrderDone(what, await order))

    @on(messages.OrderDone)
    def _order_done(self, event: messages.OrderDone) -> None:
        if event.failure:
            self.notify(event.failure.message, title=f"{event.what} failed", severity="error", markup=False)
        else:
            self.notify(event.what, markup=False, timeout=2)

    def action_reload(self) -> None:
        """Load the project again; start the emulator again where it has ended."""
        if self._life == "ended":
            self._follow_session()
        else:
            self._order("reload", lambda client: client.reload())

    def action_toggle_clock(self) -> None:
        """Pause the region's time, or let it run on."""
        paused = not self.state.clock.paused
        self._order("time paused" if paused else "time runs", lambda client: client.set_clock({"paused": paused}))

    def action_speed(self, factor: float) -> None:
        """Let the region's time run faster or slower."""
        speed = min(max(self.state.clock.speed * factor, LEAST_SPEED), MOST_SPEED)
        self._order(f"time runs at ×{speed:g}", lambda client: client.set_clock({"speed": speed}))

    def action_stage(self) -> None:
        """Open the stage editor."""
        if found := self._running_stage():
            client, api, stage = found
            self.app.push_screen(StageEditor(api, stage, partial(client.update_stage, api.id, stage.name)))

    def action_deploy(self) -> None:
        """Ask for a description and deploy."""
        if found := self._running_stage():
            client, api, stage = found
            self.app.push_screen(DeployDialog(api, stage, partial(client.create_deployment, api.id, stage.name)))

    def _running_stage(self) -> "tuple[RegionClient, frames.ApiView, frames.StageView] | None":
        client, api, stage = self.session.client, self.state.api(self._api_id()), self._stage()
        if client and api and stage:
            return client, api, stage
        self.notify("There is no stage yet: no API is loaded.", severity="warning")
        return None

    def action_edit_handler(self) -> None:
        """Open the selected handler in the user's editor, which gets the terminal meanwhile."""
        target = self.query_one(ResourcesPane).target or self.query_one(ComposerPane).target
        function = self.state.handler_of(target) if target else None
        if function is None or not function.source:
            self.notify("No handler's file is known for what is selected.", severity="warning")
            return
        if failure := edit(self.app, function.source):
            self.notify(failure, severity="error", markup=False)

    def action_copy_curl(self) -> None:
        """Copy the request as a curl command line."""
        if request := self._request():
            self.app.copy_to_clipboard(as_curl(request))
            self.notify("copied as curl")

    def action_help(self) -> None:
        """Explain the pane that has the focus."""
        self.app.push_screen(HelpScreen(self.current.TITLE, self.current.HELP))

    def commands(self) -> Iterable[SystemCommand]:
        """Every order by name, for the palette."""
        for title, explained, action in COMMANDS:
            yield SystemCommand(title, explained, partial(self.run_action, action))


def _freeze() -> None:
    """Take what the start made out of the collector's sight: its pauses would be felt."""
    gc.collect()
    gc.freeze()
