"""The deploy dialog: a description for AWS's CreateDeployment."""

from collections.abc import Awaitable, Callable

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from lgtui import frames
from lgtui.console.outcomes import Failure
from lgtui.console.screens.dialog import Dialog

Deploy = Callable[[str], Awaitable[Failure | None]]


class DeployDialog(Dialog):
    """Asks for a description and deploys.

    Args:
        api: what is deployed.
        stage: onto which stage.
        deploy: sends the order; takes the description.
    """

    HINT = "enter deploys · esc goes back · D in the explorer shows all deployments"

    def __init__(self, api: frames.ApiView, stage: frames.StageView, deploy: Deploy) -> None:
        super().__init__(f"Deploy {api.name} to {stage.name}")
        self._stage = stage
        self._deploy = deploy

    def fields(self) -> ComposeResult:
        yield Static("A deployment is a snapshot of the API as it is now; the stage will point to it.")
        yield Static("description", classes="heading")
        yield Input(id="description", compact=True, placeholder="what changed")

    def on_mount(self) -> None:
        self.query_one("#description", Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.carry_out(f"Deployed to {self._stage.name}.", self._deploy(event.value))
