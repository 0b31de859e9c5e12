"""The editor of a stage's canary: which share of the requests goes to a deployment, and with which variables."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual.app import ComposeResult
from textual.widgets import Input, Select, Static

from lgtui.console.changes.canary import canary_operations, percent_problem
from lgtui.console.changes.gateway_views import CanarySettings, Deployment
from lgtui.console.changes.limits import variables_problem
from lgtui.console.changes.patches import Operation, in_text
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.form import Form
from lgtui.console.widgets.form_field import Field, PairsField
from lgtui.console.widgets.pairs_editor import PairsEditor
from lgtui.console.widgets.plain_text import harmless

Apply = Callable[[list[Operation]], Awaitable[Failure | None]]

BEGINNING = CanarySettings(percent_traffic=10.0)
"""What a new canary's fields begin with."""


class CanaryEditor(Form):
    """Makes a deployment the canary of a stage, or changes the canary that it is.

    Args:
        stage: the stage's name.
        deployment: what part of the requests is to go to.
        canary: the stage's canary, None while it has none.
        apply: sends the patch operations.
    """

    HINT = "enter or ^s applies · a cleared name removes its variable · esc goes back"

    def __init__(self, stage: str, deployment: Deployment, canary: CanarySettings | None, apply: Apply) -> None:
        super().__init__(f"Canary of {harmless(stage)}: deployment {deployment.id}")
        self._stage = stage
        self._deployment = deployment
        self._canary = canary
        self._apply = apply

    def form(self) -> ComposeResult:
        """The share, the cache, and the variables that differ."""
        canary = self._canary or BEGINNING
        percent = Input(in_text(canary.percent_traffic), id="percent", compact=True)
        yield Field("percent of requests", percent, percent_problem, "from 0 to 100")
        caches = (("its own", "false"), ("the stage's", "true"))
        value = in_text(canary.use_stage_cache)
        yield Field("cache", Select(caches, value=value, allow_blank=False, compact=True, id="cache"))
        yield Static("stage variables that are otherwise in the canary", classes="heading")
        yield PairsField(variables_problem, id="overrides")

    async def on_mount(self) -> None:
        """Begin at the share."""
        canary = self._canary or BEGINNING
        await self.query_one(PairsEditor).show(sorted(canary.stage_variable_overrides.items()))
        self.query_one("#percent", Input).focus()

    def send(self) -> None:
        """Send what differs; with nothing changed, just go back."""
        percent = self.query_one("#percent", Input).value.strip()
        shares_cache = self.query_one("#cache", Select).value == "true"
        pairs = self.query_one(PairsEditor).pairs
        operations = canary_operations(self._canary, self._deployment.id, percent, pairs, shares_cache)
        if not operations:
            self.dismiss(None)
            return
        done = f"{percent} % of {self._stage}'s requests go to {self._deployment.id} from the next one on."
        self.carry_out(done, partial(self._apply, operations))
