"""Saved requests and events: one to be opened, or the draft to be saved under a name."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from lgtui.console.requests.saved import SavedFile
from lgtui.console.screens.dialog import Dialog
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import harmless

NOTHING = (
    "Nothing is saved yet.\n\nO saves what the composer holds: a request as requests/NAME.http, an event as "
    "events/NAME.json, beside the template, to be shared with the project."
)


class SavedScreen(ModalScreen[SavedFile | None]):
    """Lists what is saved; dismissed with what was chosen, or None."""

    CSS = """
    SavedScreen {
        align: center middle; background: $background 60%;
        & > Vertical {
            width: 84; max-width: 100%; height: auto; max-height: 94%; padding: 1 2;
            border: round $border; background: $background;
        }
        OptionList, OptionList:focus { height: auto; max-height: 20; border: none; background: transparent; }
        #hint { color: $foreground 50%; margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "back", show=False)]

    def __init__(self, files: list[SavedFile]) -> None:
        super().__init__()
        self._files = files

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Saved requests and events"
            if self._files:
                yield OptionList(*(Option(_row(saved)) for saved in self._files))
            else:
                yield Static(NOTHING, markup=False)
            yield Static("↑ ↓ enter opens · esc goes back", id="hint")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._files[event.option_index])

    def action_leave(self) -> None:
        """Go back, with nothing opened."""
        self.dismiss(None)


def _row(saved: SavedFile) -> Content:
    place = f"{saved.path.parent.name}/{saved.path.name}"
    return Content.assemble((f"{harmless(saved.name):<36}", "bold"), (harmless(place), DIM))


class SaveDialog(Dialog):
    """Asks for a name.

    Args:
        suggested: the name to begin with.
        save: saves under a name; gives in words why that failed, else an empty text.
        heading: stands in the frame.
    """

    HINT = "enter saves · esc goes back"

    def __init__(self, suggested: str, save: Callable[[str], str], heading: str = "Save for the project") -> None:
        super().__init__(heading)
        self._suggested = suggested
        self._save = save

    def fields(self) -> ComposeResult:
        yield Static("name", classes="heading")
        yield Input(self._suggested, id="name", compact=True)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one("#name", Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if not event.value.strip():
            self.show_error("give it a name")
        elif failure := self._save(event.value.strip()):
            self.show_error(failure)
        else:
            self.dismiss(None)
