"""What screens with a list and a filter line over it have in common."""

from typing import Generic, TypeVar

from textual import on
from textual.widgets import Input, OptionList

from lgtui.console.screens.whole_screen import WholeScreen

Result = TypeVar("Result")
Thing = TypeVar("Thing")


class FilteredList(WholeScreen[Result | None], Generic[Result, Thing]):
    """Leads the focus between the filter and the list; a subclass composes both and fills the list.

    Attributes:
        shown: what is listed, in the list's order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Thing] = []

    def offer(self) -> None:
        """List what the filter lets through."""
        raise NotImplementedError

    @property
    def words(self) -> list[str]:
        """What is typed into the filter, in lower case."""
        return self.query_one(Input).value.lower().split()

    @property
    def current(self) -> Thing | None:
        """What the cursor is on."""
        at = self.query_one(OptionList).highlighted
        return self.shown[at] if at is not None and at < len(self.shown) else None

    @on(Input.Changed)
    def _filtered(self) -> None:
        self.offer()

    @on(Input.Submitted)
    def _filter_done(self) -> None:
        self.query_one(OptionList).focus()

    def action_filter(self) -> None:
        """Type into the filter."""
        self.query_one(Input).focus()

    def action_leave(self) -> None:
        """Leave the filter, or go back."""
        if self.query_one(Input).has_focus:
            self.query_one(OptionList).focus()
        else:
            self.dismiss(None)
