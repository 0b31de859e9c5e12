"""Jump mode: a letter stands on everything that can have the focus, and pressing it leads there."""

from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

LETTERS = ascii_lowercase


class JumpScreen(ModalScreen[Widget | None]):
    """Dismissed with the widget to go to, or None.

    Args:
        widgets: what can be gone to, with where it is on the screen; no more than there are letters.
    """

    CSS = """
    JumpScreen { background: $background 40%; layers: letters; }
    JumpScreen > Static {
        layer: letters; position: absolute; width: auto; height: 1;
        background: $warning; color: $button-color-foreground; text-style: bold;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+o", "leave", "back", show=False, priority=True)]

    def __init__(self, widgets: Sequence[Widget]) -> None:
        super().__init__()
        self._places = dict(zip(LETTERS, widgets, strict=False))

    def compose(self) -> ComposeResult:
        for letter, widget in self._places.items():
            label = Static(Content(f" {letter} "))
            label.styles.offset = (widget.region.x, widget.region.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go where the letter stands; any other key goes back."""
        event.stop()
        self.dismiss(self._places.get(event.key))

    def action_leave(self) -> None:
        """Stay where the focus was."""
        self.dismiss(None)


def places(widgets: Sequence[Widget], screen: Region) -> list[Widget]:
    """Those of the widgets that are seen, from the top left on; as many as there are letters."""
    return sorted(_seen(widgets, screen), key=lambda widget: (widget.region.y, widget.region.x))[: len(LETTERS)]


def _seen(widgets: Sequence[Widget], screen: Region) -> Iterator[Widget]:
    for widget in widgets:
        if widget.focusable and widget.region.intersection(screen).area:
            yield widget
