"""The editor of a stage's canary: which share of the requests goes to a deployment, and with which variables."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Input, Select, Static

from lgtui.console.canary import canary_operations, percent_problem
from lgtui.console.gateway_views import CanarySettings, Deployment
from lgtui.console.outcomes import Failure
from lgtui.console.patches import Operation, in_text
from lgtui.console.screens.dialog import Dialog
from lgtui.console.widgets.pairs_editor import PairsEditor
from lgtui.console.widgets.plain_text import harmless

Apply = Callable[[list[Operation]], Awaitable[Failure | None]]

BEGINNING = CanarySettings(percent_traffic=10.0)
"""What a new canary's fields begin with."""


class CanaryEditor(Dialog):
    """Makes a deployment the canary of a stage, or changes the canary that it is.

    Args:
        stage: the stage's name.
        deployment: what part of the requests is to go to.
        canary: the stage's canary, None while it has none.
        apply: sends the patch operations.
    """

    DEFAULT_CSS = """
    CanaryEditor {
        .field { height: 1; }
        .field > .label { width: 22; }
        .field > Input { width: 12; }
        .field > Select { width: 30; height: 1; }
        PairsEditor { max-height: 10; }
        Select.-textual-compact > SelectCurrent { background: $panel; height: 1; padding: 0 1; }
        Select:focus > SelectCurrent { text-style: underline; }
        #apply { margin-top: 1; background: $primary; color: $background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+j,ctrl+s", "apply", "apply", priority=True)]
    HINT = "enter applies · a cleared name removes its variable · esc goes back"

    def __init__(self, stage: str, deployment: Deployment, canary: CanarySettings | None, apply: Apply) -> None:
        super().__init__(f"Canary of {harmless(stage)}: deployment {deployment.id}")
        self._stage = stage
        self._deployment = deployment
        self._canary = canary
        self._apply = apply

    def fields(self) -> ComposeResult:
        """The share, the cache, and the variables that differ."""
        canary = self._canary or BEGINNING
        with Horizontal(classes="field"):
            yield Static("percent of requests", classes="label")
            yield Input(in_text(canary.percent_traffic), id="percent", compact=True)
        with Horizontal(classes="field"):
            yield Static("cache", classes="label")
            caches = (("its own", "false"), ("the stage's", "true"))
            value = "true" if canary.use_stage_cache else "false"
            yield Select(caches, value=value, allow_blank=False, compact=True, id="cache")
        yield Static("stage variables that are otherwise in the canary", classes="heading")
        yield PairsEditor(id="overrides")
        yield Button("Apply", id="apply", compact=True)

    async def on_mount(self) -> None:
        """Begin at the share."""
        canary = self._canary or BEGINNING
        await self.query_one(PairsEditor).show(sorted(canary.stage_variable_overrides.items()))
        self.query_one("#percent", Input).focus()

    @on(Input.Submitted)
    @on(Button.Pressed)
    def action_apply(self) -> None:
        """Send what differs; with nothing changed, just go back."""
        percent = self.query_one("#percent", Input).value.strip()
        if problem := percent_problem(percent):
            self.show_error(f"The share is {problem}.")
            return
        shares_cache = self.query_one(Select).value == "true"
        pairs = self.query_one(PairsEditor).pairs
        operations = canary_operations(self._canary, self._deployment.id, percent, pairs, shares_cache)
        if not operations:
            self.dismiss(None)
            return
        done = f"{percent} % of {self._stage}'s requests go to {self._deployment.id} from the next one on."
        self.carry_out(done, self._apply(operations))
