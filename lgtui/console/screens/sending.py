"""The orders that send: a request or an event, a trial, one from the history again; and copying what would be sent."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from lgtui import frames
from lgtui.console import messages
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.request_form import RequestForm
from lgtui.console.panes.response import ResponsePane
from lgtui.console.region.outcomes import Answer, Failure
from lgtui.console.region.state import FunctionTarget, MethodTarget, Target
from lgtui.console.requests.boto3_code import invoke_code, trial_code
from lgtui.console.requests.curl import as_curl
from lgtui.console.requests.drafts import Draft, Request, gateway_request, missing_values, signed
from lgtui.console.requests.invocations import EventDraft, invocation_id, invoke_request, is_answered
from lgtui.console.requests.signing import Signing
from lgtui.console.requests.trials import TrialInput, read_trial, trial_input, trial_request
from lgtui.console.screens.keeping_work import KeepsWork

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient
    from lgtui.console.screens.history import HistoryChoice


class Sending(KeepsWork):
    """Sends what the composer holds, or held before.

    Args:
        session: the tie to the emulator; the app closes it in the end.
        frame_clock: draws the live panes; a test gives a manual one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next_stage", "next stage", show=False, id="next-stage"),
        Binding("t", "try_method", "try", show=False, id="test-invoke"),
        Binding("ctrl+r", "history", "history", priority=True, show=False, id="history"),
    ]

    @on(ComposerPane.SendOrdered)
    def action_send(self) -> None:
        """Send the draft through the gateway's port, or invoke the function directly."""
        composer = self.query_one(ComposerPane)
        if composer.target:
            self._order_sending(composer.target, composer.draft)

    def _order_sending(self, target: Target, draft: Draft | EventDraft, stage: str = "") -> None:
        """Send a draft; `stage` names the one that a request is to go to, empty for the chosen one."""
        if request := self.request_for(target, draft, stage):
            self._say_sending(request)
            sent_to = stage or self._stage_name(target)
            work = self._send(target, draft, sent_to, request)
            self.run_worker(work, group="send", exclusive=True, exit_on_error=False)

    def _stage_name(self, target: Target) -> str:
        stage = self.state.stage(target.api_id) if isinstance(target, MethodTarget) else None
        return stage.name if stage else ""

    def _say_sending(self, request: Request) -> None:
        self.query_one(ResponsePane).show_sending(request)
        if self.is_single:
            self.action_pane(ResponsePane.NUMBER)

    def open_request(self) -> Request | None:
        """The open draft as a request; None, and said why, where it cannot be sent."""
        composer = self.query_one(ComposerPane)
        if composer.target is None:
            self.notify("Nothing to send yet: no method is open.", severity="warning")
            return None
        return self.request_for(composer.target, composer.draft)

    def request_for(self, target: Target, draft: Draft | EventDraft, stage: str = "") -> Request | None:
        """A draft as a request to the region as it is now; None, and said why, where it cannot be sent.

        Args:
            stage: the name of the stage; empty for the chosen one.
        """
        client = self.session.client
        if client is None:
            self.notify("Nothing to send to yet: no emulator runs.", severity="warning")
        elif isinstance(target, FunctionTarget) and isinstance(draft, EventDraft):
            return invoke_request(target.name, draft, client.control_url)
        elif isinstance(target, MethodTarget) and isinstance(draft, Draft):
            return self._gateway_request(target, draft, stage)
        return None

    def _gateway_request(self, target: MethodTarget, draft: Draft, name: str) -> Request | None:
        stage = self.state.stage(target.api_id)
        if name:
            stage = next((each for each in self.state.stages(target.api_id) if each.name == name), None)
        if missing := missing_values(draft):
            said = f"The path has no {{{missing[0]}}} yet: type a value (2, Params), or take it out of the path."
            self.notify(said, severity="warning", markup=False)
            return None
        self.post_message(messages.SecretsSeen(draft.secrets))
        if stage:
            return self._signed(gateway_request(draft, stage.url), draft)
        gone = f"There is no stage {name} any more: u puts the request into the composer."
        self.notify(gone if name else "This API has no stage: deploy it first (d).", severity="warning", markup=False)
        return None

    def _signed(self, request: Request, draft: Draft) -> Request:
        """A request with its signature, where the draft has one."""
        key = self._key(draft)
        return signed(request, key, self.state.signing.region, self.region_time()) if key else request

    def _key(self, draft: Draft | EventDraft) -> Signing | None:
        """With what a draft is signed: what was typed, else the region's own key; None where it is not signed."""
        signing = draft.signing if isinstance(draft, Draft) else None
        if signing is None or signing.access_key_id:
            return signing
        return Signing(self.state.signing.access_key_id, self.state.signing.secret_access_key)

    @on(RequestForm.KeysWanted)
    def _keys_wanted(self) -> None:
        if client := self.session.client:
            self.run_worker(self._read_keys(client), group="keys", exclusive=True, exit_on_error=False)

    async def _read_keys(self, client: "RegionClient") -> None:
        self.post_message(messages.KeysRead(await client.api_keys()))

    @on(messages.KeysRead)
    def _keys_read(self, event: messages.KeysRead) -> None:
        if isinstance(event.outcome, Failure):
            self.notify(event.outcome.message, title="The API keys cannot be read", severity="warning", markup=False)
        else:
            self.post_message(messages.SecretsSeen([key.value for key in event.outcome]))
            self.query_one(ComposerPane).request.offer_keys(event.outcome)

    async def _send(self, target: Target, draft: Draft | EventDraft, stage: str, request: Request) -> None:
        client = self.session.client
        if client is None:
            return
        outcome = await client.send(request)
        self.post_message(messages.Answered(target, draft, stage, request, outcome))
        if isinstance(outcome, Answer) and isinstance(target, MethodTarget):
            request_id = outcome.header("x-amzn-RequestId")
            self.post_message(messages.Traced(request_id, await client.trace(request_id)))
        elif isinstance(outcome, Answer) and is_answered(outcome) and (request_id := invocation_id(outcome)):
            self.post_message(messages.Traced(request_id, await client.trace(request_id)))

    # Trials ------------------------------------------------------------------------------------------------------

    def action_try_method(self) -> None:
        """Try the draft by TestInvokeMethod, on the API as it is edited now."""
        composer = self.query_one(ComposerPane)
        self._order_trial(composer.target, composer.draft)

    def _order_trial(self, target: Target | None, draft: Draft | EventDraft) -> None:
        if (client := self.session.client) and (trial := self._trial(target, draft)):
            method, resource, given = trial
            request = trial_request(method, resource.id, given, client.control_url)
            self._say_sending(request)
            self.run_worker(self._try(method, draft, request), group="send", exclusive=True, exit_on_error=False)

    def _trial(
        self, target: Target | None, draft: Draft | EventDraft
    ) -> tuple[MethodTarget, frames.ResourceView, TrialInput] | None:
        """What is to be tried; None, and said why, where nothing can be."""
        resource = self.state.resource(target) if isinstance(target, MethodTarget) else None
        if isinstance(target, MethodTarget) and isinstance(draft, Draft) and resource:
            return target, resource, trial_input(draft, self.state.stage(target.api_id))
        self.notify("TestInvokeMethod tries methods: open one in Resources (1) first.", severity="warning")
        return None

    async def _try(self, target: MethodTarget, draft: Draft | EventDraft, request: Request) -> None:
        client = self.session.client
        if client is None or not isinstance(draft, Draft):
            return
        tried = read_trial(await client.send(request))
        self.post_message(messages.Tried(target, draft, request, tried))
        if not isinstance(tried, Failure) and tried.request_id:
            self.post_message(messages.Traced(tried.request_id, await client.trace(tried.request_id)))

    @on(messages.Tried)
    def _tried(self, event: messages.Tried) -> None:
        response = self.query_one(ResponsePane)
        self._last_answer = None  # it has brought its log itself
        if isinstance(event.outcome, Failure):
            response.show_failure(event.outcome)
        else:
            response.show_trial(event.outcome.answer, event.outcome.log)

    # The history -------------------------------------------------------------------------------------------------

    def action_history(self) -> None:
        """Look at what was sent before."""
        from lgtui.console.screens.history import HistoryScreen

        if self.exchanges is not None and self.is_current:
            self.app.push_screen(HistoryScreen(list(self.exchanges.all), self._as_curl), self._chose_exchange)

    async def _chose_exchange(self, choice: "HistoryChoice | None") -> None:
        if choice is None:
            return
        exchange = choice.exchange
        if not self.state.holds(exchange.target):
            self.notify("What this was sent to is no longer there.", severity="warning")
        elif not choice.send:
            await self.open_draft(exchange.target, exchange.draft)
            self.choose_stage(exchange.stage)
        elif exchange.whole and exchange.trial:
            self._order_trial(exchange.target, exchange.draft)
        elif exchange.whole:
            self._order_sending(exchange.target, exchange.draft, exchange.stage)
        else:
            self.notify("Its body was too long to be kept whole: u puts what is left of it into the composer.")

    async def open_draft(self, target: Target, draft: Draft | EventDraft) -> None:
        """Put a draft into the composer, in place of what was typed there."""
        composer = self.query_one(ComposerPane)
        await composer.open_draft(target, draft)
        self._show_stage()
        self.action_pane(ComposerPane.NUMBER)

    def show_secrets(self, shown: bool) -> None:
        """Show what is masked by its name, or mask it again: API keys, Authorization, cookies."""
        self.query_one(ComposerPane).request.show_secrets(shown)
        self.query_one(ResponsePane).show_secrets(shown)

    # The clipboard -----------------------------------------------------------------------------------------------

    def action_copy_url(self) -> None:
        """Copy the URL that requests go to."""
        if stage := self._stage():
            self._copy(stage.url, "copied the stage's URL")
        else:
            self.notify("There is no stage yet: no API is loaded.", severity="warning")

    def action_copy_curl(self) -> None:
        """Copy the request as a curl command line."""
        if request := self.open_request():
            draft = self.query_one(ComposerPane).draft
            self._copy(self._as_curl(draft, request), "copied as curl, secrets included")

    def _as_curl(self, draft: Draft | EventDraft, request: Request) -> str:
        return as_curl(request, self._key(draft), self.state.signing.region)

    def action_copy_boto3(self) -> None:
        """Copy Python that does the same by boto3."""
        composer, client = self.query_one(ComposerPane), self.session.client
        if client is None:
            return
        if isinstance(composer.target, FunctionTarget) and isinstance(composer.draft, EventDraft):
            self._copy(invoke_code(composer.target, composer.draft, client.control_url), "copied as boto3's Invoke")
        elif trial := self._trial(composer.target, composer.draft):
            target, resource, given = trial
            code = trial_code(target, resource.id, given, client.control_url)
            self._copy(code, "copied as boto3's TestInvokeMethod, secrets included")

    def _copy(self, text: str, done: str) -> None:
        self.app.copy_to_clipboard(text)
        self.notify(done)
