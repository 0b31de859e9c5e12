"""The picker of demos, for a start without a project."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lgtui.console.theme import DIM

INTRODUCTION = (
    "There is no template here. lgtui opens a folder with a SAM or CloudFormation template.yaml:\n"
    "    lgtui path/to/project\n\n"
    "Or start with a demo; it is copied into a folder of its name here, for you to edit:"
)


class DemoFolder(Protocol):
    """A bundled demo, as the picker needs it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def summary(self) -> str:
        """One line of what it shows."""

    def unpack(self) -> Path:
        """Copy it into a folder of the user's, unless it is there already; gives that folder."""


class DemoList(OptionList):
    """The demos; the one under the cursor stays in sight."""

    def on_resize(self) -> None:
        self.call_after_refresh(self.scroll_to_highlight)


class PickerScreen(Screen[Path]):
    """Lets a demo be chosen; dismissed with the folder of the user's own copy.

    Args:
        demos: what there is to choose from.
    """

    DEFAULT_CSS = """
    PickerScreen {
        align: center middle;
        & > Vertical { width: 84; max-width: 100%; height: auto; border: round $border; padding: 1 2; }
        Static { height: auto; margin-bottom: 1; }
        OptionList, OptionList:focus { height: auto; max-height: 14; border: none; background: transparent; }
        #hint { color: $foreground 50%; margin: 1 0 0 0; }
        &.-short, &.-tiny {
            & > Vertical { height: 100%; padding: 0 1; }
            OptionList, OptionList:focus { height: 1fr; max-height: 100%; }
            #hint { margin: 0; height: 1; }
        }
        &.-tiny #introduction { display: none; }
    }
    """
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-tiny"), (18, "-short"), (30, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.quit", "quit", show=False)]

    def __init__(self, demos: Sequence[DemoFolder]) -> None:
        super().__init__()
        self._demos = demos

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "λ lgtui"
            yield Static(INTRODUCTION, id="introduction", markup=False)
            width = max((len(demo.name) for demo in self._demos), default=0)
            yield DemoList(
                *(
                    Option(Content.assemble((f"{demo.name:<{width}}", "bold $primary"), "  ", (demo.summary, DIM)))
                    for demo in self._demos
                )
            )
            yield Static("↑ ↓ enter opens · q quits", id="hint")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._demos[event.option_index].unpack())
