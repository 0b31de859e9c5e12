"""The stage editor: variables and throttle of a running stage, changed by AWS's UpdateStage."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Input, Static

from lgtui import frames
from lgtui.console.outcomes import Failure
from lgtui.console.patches import Operation
from lgtui.console.screens.dialog import Dialog
from lgtui.console.stage_patch import stage_operations, stage_throttle
from lgtui.console.widgets.pairs_editor import PairsEditor

Apply = Callable[[list[Operation]], Awaitable[Failure | None]]


class StageEditor(Dialog):
    """Edits one stage; stays open with AWS's words where the change is refused.

    Args:
        api: whose stage it is.
        stage: the stage as it runs.
        apply: sends the patch operations.
    """

    DEFAULT_CSS = """
    StageEditor {
        #throttle { height: 1; & > Static { width: auto; margin-right: 1; } & > Input { width: 12; margin-right: 3; } }
        PairsEditor { max-height: 12; }
        #apply { margin-top: 1; background: $primary; color: $background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+j,ctrl+s", "apply", "apply", priority=True)]
    HINT = "enter applies · a cleared name removes its variable · esc goes back · S in the explorer: logs and cache"

    def __init__(self, api: frames.ApiView, stage: frames.StageView, apply: Apply) -> None:
        super().__init__(f"Stage {stage.name} of {api.name}")
        self._stage = stage
        self._apply = apply

    def fields(self) -> ComposeResult:
        rate, burst = stage_throttle(self._stage)
        yield Static("throttle of the stage: requests per second, and how many at once", classes="heading")
        with Horizontal(id="throttle"):
            yield Static("rate")
            yield Input(rate, id="rate", compact=True, placeholder="none")
            yield Static("burst")
            yield Input(burst, id="burst-limit", compact=True, placeholder="none")
        yield Static("stage variables", classes="heading")
        yield PairsEditor(id="variables")
        yield Button("Apply", id="apply", compact=True)

    async def on_mount(self) -> None:
        await self.query_one("#variables", PairsEditor).show(sorted(self._stage.variables.items()))
        self.query_one("#rate", Input).focus()

    @on(Input.Submitted)
    @on(Button.Pressed)
    def action_apply(self) -> None:
        """Send what differs; with nothing changed, just go back."""
        operations = stage_operations(
            self._stage,
            self.query_one("#variables", PairsEditor).pairs,
            self.query_one("#rate", Input).value,
            self.query_one("#burst-limit", Input).value,
        )
        if not operations:
            self.dismiss(None)
            return
        done = f"Stage {self._stage.name} changed; it holds from the next request on."
        self.carry_out(done, self._apply(operations))
