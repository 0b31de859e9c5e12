"""The deploy dialog: a description for AWS's CreateDeployment."""

from collections.abc import Awaitable, Callable

from lgtui import frames
from lgtui.console.changes.limits import DESCRIPTION_MOST
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.form import DescriptionForm
from lgtui.console.widgets.plain_text import harmless

Deploy = Callable[[str], Awaitable[Failure | None]]


class DeployDialog(DescriptionForm):
    """Asks for a description and deploys.

    Args:
        api: what is deployed.
        stage: onto which stage.
        deploy: sends the order; takes the description.
    """

    EXPLAINED = "A deployment is a snapshot of the API as it is now; the stage will point to it."
    MOST = DESCRIPTION_MOST
    HINT = "enter deploys · esc goes back · D in the explorer shows all deployments"
    BUTTON = "Deploy"

    def __init__(self, api: frames.ApiView, stage: frames.StageView, deploy: Deploy) -> None:
        name = harmless(stage.name)
        super().__init__(f"Deploy {harmless(api.name)} to {name}", f"Deployed to {name}.", deploy)
