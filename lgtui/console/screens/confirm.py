"""The question before what cannot be undone."""

from textual.app import ComposeResult
from textual.widgets import Button, Static

from lgtui.console.screens.dialog import Carry
from lgtui.console.screens.form import Form


class ConfirmDelete(Form):
    """Asks whether something is to be deleted.

    Args:
        what: the thing, in words that begin a sentence.
        loses: what goes with it, a sentence.
        delete: deletes it.
    """

    HINT = "enter deletes · esc goes back"
    BUTTON = "Delete"

    def __init__(self, what: str, loses: str, delete: Carry) -> None:
        super().__init__(f"Delete: {what}")
        self._what = what
        self._loses = loses
        self._delete = delete

    def form(self) -> ComposeResult:
        """What will be gone."""
        yield Static(self._loses, markup=False)

    def on_mount(self) -> None:
        """Stand on the button."""
        self.query_one("#apply", Button).focus()

    def send(self) -> None:
        """Delete it."""
        self.carry_out(f"{self._what} is deleted.", self._delete)
