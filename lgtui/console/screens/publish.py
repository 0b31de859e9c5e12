"""The dialog that publishes a version of a function."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual.app import ComposeResult
from textual.widgets import Input, Static

from lgtui.console.function_limits import DESCRIPTION_MOST
from lgtui.console.limits import length_problem
from lgtui.console.outcomes import Failure
from lgtui.console.screens.form import Form
from lgtui.console.widgets.form_field import Field
from lgtui.console.widgets.plain_text import harmless

Publish = Callable[[str], Awaitable[str | Failure]]


class PublishDialog(Form):
    """Asks for a description and publishes.

    Args:
        function: whose present state becomes a version.
        publish: sends the order; takes the description, returns the version.
    """

    HINT = "enter publishes · esc goes back"
    BUTTON = "Publish"

    def __init__(self, function: str, publish: Publish) -> None:
        super().__init__(f"Publish a version of {harmless(function)}")
        self._function = function
        self._publish = publish

    def form(self) -> ComposeResult:
        """What a version is, and its description."""
        yield Static(
            "A version is a copy of $LATEST, code and configuration, that never changes. "
            "Where nothing has changed since the last version, AWS makes no new one."
        )
        described = Input(id="description", classes="-wide", compact=True, placeholder="what changed")
        yield Field("description", described, lambda text: length_problem(text, DESCRIPTION_MOST))

    def on_mount(self) -> None:
        """Type into the description at once."""
        self.query_one("#description", Input).focus()

    def send(self) -> None:
        """Publish."""
        description = self.query_one("#description", Input).value
        self.carry_out(
            f"Version {{}} of {harmless(self._function)} is the newest.", partial(self._publish, description)
        )
