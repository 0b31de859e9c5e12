"""The dialog that publishes a version of a function."""

from collections.abc import Awaitable, Callable

from lgtui.console.changes.function_limits import DESCRIPTION_MOST
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.form import DescriptionForm
from lgtui.console.widgets.plain_text import harmless

Publish = Callable[[str], Awaitable[str | Failure]]


class PublishDialog(DescriptionForm):
    """Asks for a description and publishes.

    Args:
        function: whose present state becomes a version.
        publish: sends the order; takes the description, returns the version.
    """

    EXPLAINED = (
        "A version is a copy of $LATEST, code and configuration, that never changes. "
        "Where nothing has changed since the last version, AWS makes no new one."
    )
    MOST = DESCRIPTION_MOST
    HINT = "enter publishes · esc goes back"
    BUTTON = "Publish"

    def __init__(self, function: str, publish: Publish) -> None:
        name = harmless(function)
        super().__init__(f"Publish a version of {name}", f"Version {{}} of {name} is the newest.", publish)
