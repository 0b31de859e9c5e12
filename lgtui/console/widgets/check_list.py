"""A list of things of which any number are chosen: `☑ dev of shop`."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from lgtui.console.widgets.plain_text import harmless

CHOSEN, NOT_CHOSEN = "☑", "☐"


class CheckList(OptionList):
    """Lets things be chosen by space, enter or the mouse; a sign says which are, whatever the colours.

    Args:
        labels: key of each thing → what it is called.
        chosen: the keys of those that are chosen at first.
    """

    DEFAULT_CSS = """
    CheckList, CheckList:focus { height: auto; border: none; padding: 0; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", "choose", show=False)]

    class Changed(Message):
        """Something was chosen, or is no longer."""

        def __init__(self, check_list: "CheckList") -> None:
            super().__init__()
            self.check_list = check_list

        @property
        def control(self) -> "CheckList":
            """The list, so that handlers can select by it."""
            return self.check_list

    def __init__(self, labels: Mapping[str, str], chosen: Iterable[str], id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, compact=True)
        self._labels = dict(labels)
        self._chosen = set(chosen)
        self.add_options(Option(self._prompt(key)) for key in self._labels)

    def on_mount(self) -> None:
        """Stand on the first."""
        self.highlighted = 0 if self._labels else None

    @property
    def chosen(self) -> list[str]:
        """The keys of what is chosen, in order."""
        return [key for key in self._labels if key in self._chosen]

    @on(OptionList.OptionSelected)
    def _turned(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        key = list(self._labels)[event.option_index]
        self._chosen ^= {key}
        self.replace_option_prompt_at_index(event.option_index, self._prompt(key))
        self.post_message(self.Changed(self))

    def _prompt(self, key: str) -> Content:
        return Content(f"{CHOSEN if key in self._chosen else NOT_CHOSEN} {harmless(self._labels[key])}")
