"""The deploy dialog: a description for AWS's CreateDeployment."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual.app import ComposeResult
from textual.widgets import Input, Static

from lgtui import frames
from lgtui.console.limits import DESCRIPTION_MOST, length_problem
from lgtui.console.outcomes import Failure
from lgtui.console.screens.form import Form
from lgtui.console.widgets.form_field import Field

Deploy = Callable[[str], Awaitable[Failure | None]]


class DeployDialog(Form):
    """Asks for a description and deploys.

    Args:
        api: what is deployed.
        stage: onto which stage.
        deploy: sends the order; takes the description.
    """

    HINT = "enter deploys · esc goes back · D in the explorer shows all deployments"
    BUTTON = "Deploy"

    def __init__(self, api: frames.ApiView, stage: frames.StageView, deploy: Deploy) -> None:
        super().__init__(f"Deploy {api.name} to {stage.name}")
        self._stage = stage
        self._deploy = deploy

    def form(self) -> ComposeResult:
        """What a deployment is, and its description."""
        yield Static("A deployment is a snapshot of the API as it is now; the stage will point to it.")
        described = Input(id="description", classes="-wide", compact=True, placeholder="what changed")
        yield Field("description", described, lambda text: length_problem(text, DESCRIPTION_MOST))

    def on_mount(self) -> None:
        """Type into the description at once."""
        self.query_one("#description", Input).focus()

    def send(self) -> None:
        """Deploy."""
        description = self.query_one("#description", Input).value
        self.carry_out(f"Deployed to {self._stage.name}.", partial(self._deploy, description))
