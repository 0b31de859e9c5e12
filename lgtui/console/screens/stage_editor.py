"""The stage editor: variables and throttles of a running stage, changed by AWS's UpdateStage."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual.app import ComposeResult
from textual.widgets import Input, Static

from lgtui import frames
from lgtui.console.changes.limits import variables_problem
from lgtui.console.changes.patches import Operation
from lgtui.console.changes.stage_patch import stage_operations, stage_scopes, stage_throttles
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.form import Form
from lgtui.console.widgets.form_field import PairsField
from lgtui.console.widgets.pairs_editor import PairsEditor
from lgtui.console.widgets.plain_text import harmless
from lgtui.console.widgets.throttle_fields import ThrottleFields

Apply = Callable[[list[Operation]], Awaitable[Failure | None]]


class StageEditor(Form):
    """Edits one stage; stays open with AWS's words where the change is refused.

    Args:
        api: whose stage it is.
        stage: the stage as it runs.
        apply: sends the patch operations.
    """

    HINT = "enter or ^s applies · a cleared name removes its variable · esc goes back · S: logs and cache"

    def __init__(self, api: frames.ApiView, stage: frames.StageView, apply: Apply) -> None:
        super().__init__(f"Stage {harmless(stage.name)} of {harmless(api.name)}")
        self._api = api
        self._stage = stage
        self._apply = apply

    def form(self) -> ComposeResult:
        """The throttles, and the variables."""
        yield ThrottleFields(stage_scopes(self._api), stage_throttles(self._stage))
        yield Static("stage variables", classes="heading")
        yield PairsField(variables_problem, id="variables")

    async def on_mount(self) -> None:
        """Begin at the stage's rate."""
        await self.query_one("#variables", PairsEditor).show(sorted(self._stage.variables.items()))
        self.query_one("#rate", Input).focus()

    def send(self) -> None:
        """Send what differs; with nothing changed, just go back."""
        variables = self.query_one("#variables", PairsEditor).pairs
        operations = stage_operations(self._stage, variables, self.query_one(ThrottleFields).throttles)
        if not operations:
            self.dismiss(None)
            return
        done = f"Stage {self._stage.name} changed; it holds from the next request on."
        self.carry_out(done, partial(self._apply, operations))
