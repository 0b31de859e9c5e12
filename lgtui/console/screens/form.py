"""What the forms have in common: fields that are checked while one types, and a button that sends them."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import ClassVar, Generic, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Input, Select, Static

from lgtui.console.changes.limits import length_problem
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.dialog import Dialog
from lgtui.console.widgets.form_field import Checked, Field
from lgtui.console.widgets.pairs_editor import PairsEditor

PUT_RIGHT = "Put right what is marked with ✗ first."

Found = TypeVar("Found")


class Form(Dialog):
    """A dialog of fields; a subclass yields them from `form` and sends them in `send`.

    Nothing is sent while something is wrong, and what was typed stays where the region refuses it.

    Attributes:
        BUTTON: what its button says.
    """

    DEFAULT_CSS = """
    Form {
        & > #box { width: 84; }
        #fields { height: auto; max-height: 65vh; }
        #foot { height: auto; margin-top: 1; }
        #foot > #apply { width: auto; min-width: 9; background: $primary; color: $button-color-foreground; }
        #foot > #hint { width: 1fr; height: auto; margin: 0 0 0 2; }
        &.-short #foot, &.-tiny #foot, &.-short #error, &.-tiny #error { margin-top: 0; }
        &.-short #fields { max-height: 75vh; }
        &.-tiny #fields { max-height: 50vh; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j,ctrl+s", "apply", "apply", priority=True),
        Binding("pageup", "scroll_fields(-1)", "up", show=False),
        Binding("pagedown", "scroll_fields(1)", "down", show=False),
    ]
    HINT = "enter or ^s applies · esc goes back"
    BUTTON: ClassVar[str] = "Apply"

    def __init__(self, heading: str) -> None:
        super().__init__(heading)
        self._told_to_put_right = False

    def fields(self) -> ComposeResult:
        """The form's own fields, in a box that scrolls where the terminal is small."""
        with VerticalScroll(id="fields", can_focus=False):
            yield from self.form()

    def form(self) -> ComposeResult:
        """What is filled in."""
        raise NotImplementedError

    def send(self) -> None:
        """Send what was filled in; nothing of it is wrong."""
        raise NotImplementedError

    def foot(self) -> ComposeResult:
        """The button, and beside it the hint."""
        with Horizontal(id="foot"):
            yield Button(self.BUTTON, id="apply", compact=True)
            yield Static(self.HINT, id="hint", markup=False)

    @property
    def checked(self) -> Iterator[Checked]:
        """What of it can be wrong, in order."""
        return (widget for widget in self.query("#fields *") if isinstance(widget, Checked))

    @on(Input.Changed)
    @on(Select.Changed)
    @on(PairsEditor.Changed)
    def show_problems(self) -> None:
        """Say beside each field what is wrong with it now: what one holds may be wrong because of another."""
        for each in self.checked:
            each.show_problem()
        if self._told_to_put_right and not any(each.problem for each in self.checked):
            self._told_to_put_right = False
            self.show_error("")

    @on(Input.Submitted)
    @on(Button.Pressed, "#apply")
    def _apply_asked(self) -> None:
        self.action_apply()

    def action_apply(self) -> None:
        """Send what was filled in, or go to the first field that is wrong."""
        wrong = next((each for each in self.checked if each.problem), None)
        if wrong is None:
            self.show_error("")
            self.send()
        else:
            self.show_problems()
            self.show_error(PUT_RIGHT)
            self._told_to_put_right = True
            wrong.place.focus()

    def action_scroll_fields(self, pages: int) -> None:
        """Scroll what does not fit into a small terminal."""
        fields = self.query_one("#fields", VerticalScroll)
        fields.scroll_relative(y=pages * max(1, fields.size.height - 1), animate=False)


class DescriptionForm(Form):
    """A form that asks for a description alone.

    Args:
        heading: stands in the frame.
        done: what is said when the order is carried out; a `{}` stands for what came of it.
        order: takes the description.

    Attributes:
        EXPLAINED: what is made.
        MOST: characters of a description.
    """

    EXPLAINED: ClassVar[str]
    MOST: ClassVar[int]

    def __init__(self, heading: str, done: str, order: Callable[[str], Awaitable[str | Failure | None]]) -> None:
        super().__init__(heading)
        self._done = done
        self._order = order

    def form(self) -> ComposeResult:
        """What is made, and its description."""
        yield Static(self.EXPLAINED)
        described = Input(id="description", classes="-wide", compact=True, placeholder="what changed")
        yield Field("description", described, lambda text: length_problem(text, self.MOST))

    def on_mount(self) -> None:
        """Type into the description at once."""
        self.query_one("#description", Input).focus()

    def send(self) -> None:
        """Send it."""
        self.carry_out(self._done, partial(self._order, self.query_one("#description", Input).value))


class LoadedForm(Form, Generic[Found]):
    """A form that begins with what the region tells; until then nothing is sent. A subclass says what that is."""

    class Loaded(Message):
        """The region has told what there is, or has not."""

        def __init__(self, found: object) -> None:
            super().__init__()
            self.found = found

    def __init__(self, heading: str) -> None:
        super().__init__(heading)
        self._filled = False

    async def look(self) -> Found | Failure:
        """Ask the region; runs in a worker."""
        raise NotImplementedError

    async def fill(self, found: Found) -> None:
        """Put what the region told into the fields."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Ask what there is; typing begins with that."""
        self.run_worker(self._loaded_by_worker(), group="load", exclusive=True, exit_on_error=False)

    async def _loaded_by_worker(self) -> None:
        self.post_message(self.Loaded(await self.look()))

    @on(Loaded)
    async def _loaded(self, event: Loaded) -> None:
        if isinstance(event.found, Failure):
            self.show_error(event.found.message)
            return
        self._filled = True
        await self.fill(cast("Found", event.found))
        self.show_problems()

    def action_apply(self) -> None:
        """Send what was filled in, once it was begun with what there is."""
        if self._filled:
            super().action_apply()
