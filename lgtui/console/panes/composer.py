"""Pane 2: what is to be sent — a request through the gateway, or an event straight to a function."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, ContentSwitcher, Input

from lgtui import frames
from lgtui.console.panes.event_form import EventForm
from lgtui.console.panes.pane import Pane
from lgtui.console.panes.request_form import RequestForm
from lgtui.console.region.state import FunctionTarget, MethodTarget, RegionState, Target
from lgtui.console.requests.drafts import Draft
from lgtui.console.requests.invocations import EventDraft
from lgtui.console.widgets.document_editor import DocumentEditor
from lgtui.console.widgets.plain_text import harmless


class ComposerPane(Pane):
    """Shows the form that suits the target that is open.

    Attributes:
        request: the form of a request to the gateway.
        event: the form of an event for a function.
        target: what is open.

    Args:
        state: where functions are looked up.
    """

    NUMBER = 2
    TITLE = "Request"
    HELP = (
        "The request that Send makes through the gateway's real port, or the event that Invoke hands to a function.\n\n"
        "^j or ^s sends from anywhere; enter sends from a line; esc leaves a text field\n"
        "b (outside a text field) sends it many times over\n\n"
        "A request: parameters are the {names} in the path; the query may be typed in the path or in Params. Where the "
        "API has several stages, the one to send to is chosen before the path, or with n (outside a text field): the "
        "header, stage editor, deployments and cache follow.\n"
        "Auth has the account's API keys by name, and bearer token, user and password, or a signature (AWS IAM), with "
        "the emulator's own key or one of a session; ! there says that the method asks for what the request lacks.\n\n"
        "An event: choose version or alias, whether to wait for the answer (RequestResponse), to queue the event "
        "(Event) or only to ask whether it would be taken (DryRun), and an event to begin from; ^z brings back what "
        "was typed before. What is wrong with the JSON is told, and marked, as you type; ^g (f4) lays it out, "
        "a body of XML too."
    )
    DEFAULT_CSS = """
    ComposerPane {
        ContentSwitcher { height: 1fr; }
        ContentSwitcher > Vertical { height: 1fr; }
        .line { height: 1; padding: 0 1; margin-bottom: 1; }
        Select {
            height: 1; margin-right: 1;
            &.-textual-compact > SelectCurrent { background: $panel; height: 1; padding: 0 1; }
            & > SelectCurrent .arrow { background: transparent; }
            &:focus > SelectCurrent { text-style: underline; }
            & > SelectOverlay { width: auto; min-width: 100%; }
        }
        #http-method {
            &.-textual-compact > SelectCurrent { background: $success; }
            & > SelectCurrent.-has-value Static#label { color: $button-color-foreground; text-style: bold; }
            & > SelectCurrent .arrow { color: $button-color-foreground; }
            &.-warning > SelectCurrent { background: $warning; }
            &.-error > SelectCurrent { background: $error; }
        }
        Button { min-width: 8; margin-left: 1; }
        Button.send.-textual-compact { background: $primary; color: $button-color-foreground; text-style: bold; }
        Button.burst.-textual-compact { background: $warning; color: $button-color-foreground; text-style: bold; }
        TabbedContent { height: 1fr; }
        TabPane { padding: 0 1; height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g,f4", "format", "format", tooltip="the body or the event, JSON or XML", show=False, id="format"),
        Binding("escape", "leave_field", show=False),
    ]

    class Opened(Message):
        """Another target is shown."""

    class SendOrdered(Message):
        """What is typed is to be sent."""

    class BurstOrdered(Message):
        """What is typed is to be sent many times over."""

    def __init__(self, state: RegionState) -> None:
        super().__init__(id="composer")
        self._state = state
        self.target: Target | None = None
        self.request = RequestForm()
        self.event = EventForm()

    def compose(self) -> ComposeResult:
        with ContentSwitcher(initial="request-form"):
            yield self.request
            yield self.event

    @property
    def home(self) -> Widget:
        """What is to be filled in first."""
        return self.event.home if self.has_event else self.request.home

    @property
    def has_event(self) -> bool:
        """Whether the target takes an event, not a request."""
        return isinstance(self.target, FunctionTarget)

    @property
    def draft(self) -> Draft | EventDraft:
        """What is typed for the target that is open."""
        return self.event.typed if self.has_event else self.request.typed

    async def open_draft(self, target: Target, draft: Draft | EventDraft) -> None:
        """Show a target with this draft, in place of what was typed for it."""
        if isinstance(target, FunctionTarget) and isinstance(draft, EventDraft):
            self.event.drafts[target.name] = draft
        elif isinstance(target, MethodTarget) and isinstance(draft, Draft):
            self.request.drafts[target] = draft
        await self.open(target)

    async def open(self, target: Target) -> None:
        """Show a target's draft."""
        self.target = target
        self.post_message(self.Opened())
        match target:
            case MethodTarget(path=path, http_method=http_method):
                self.query_one(ContentSwitcher).current = "request-form"
                await self.request.open(target)
                self.title_with(harmless(f"{http_method} {path}"))
            case FunctionTarget(name=name):
                self.query_one(ContentSwitcher).current = "event-form"
                self.event.open(target, self._state.function(name), self._state.clock.at)
                self.title_with(f"invoke {harmless(name)}")

    def show_region(self, stage: frames.StageView | None, stages: Sequence[frames.StageView]) -> None:
        """Take in what the region holds now: stages and variables, the function's versions and aliases."""
        self.request.show_stage(stage, stages)
        if isinstance(self.target, MethodTarget):
            self.request.show_method(self._state.method(self.target))
        elif isinstance(self.target, FunctionTarget):
            self.event.show_function(self._state.function(self.target.name))

    @on(Input.Submitted)
    @on(Button.Pressed, ".send")
    def _send(self, event: Message) -> None:
        event.stop()
        self.post_message(self.SendOrdered())

    @on(Button.Pressed, ".burst")
    def _burst(self, event: Message) -> None:
        event.stop()
        self.post_message(self.BurstOrdered())

    def action_format(self) -> None:
        """Lay the body or the event out anew."""
        (self.event if self.has_event else self.request).query_one(DocumentEditor).format()

    def action_leave_field(self) -> None:
        """Take the focus out of a text field, so that single keys are commands again."""
        (self.event if self.has_event else self.request).leave_field()
