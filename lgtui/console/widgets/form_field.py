"""The lines of forms: a label, what is typed or chosen, and beside it what that means or what is wrong with it."""

from collections.abc import Callable, Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from lgtui.console.widgets.pairs_editor import IsSecret, PairsEditor, nothing_is
from lgtui.console.widgets.plain_text import harmless

Check = Callable[[str], str]


def all_is_well(_: str) -> str:
    """The check of what cannot be wrong."""
    return ""


class Checked(Widget):
    """What of a form can be wrong; mixed into a widget, as the last base, that has a line of the class `note`.

    Attributes:
        note: what is said while all is well.
    """

    note = ""

    @property
    def problem(self) -> str:
        """What is wrong, in words; nothing where all is well."""
        raise NotImplementedError

    @property
    def place(self) -> Widget:
        """Where that is put right."""
        raise NotImplementedError

    def show_problem(self) -> None:
        """Say what is wrong now, else what it means."""
        problem = self.problem
        self.set_class(bool(problem), "-wrong")
        line = self.query_one(".note", Static)
        line.display = bool(problem or self.note)
        line.update(Content(f"✗ {harmless(problem)}" if problem else self.note))


def note_line(note: str = "") -> Static:
    """The line that says what a `Checked` means, or what is wrong with it; not there while there is nothing to say."""
    line = Static(Content(note), classes="note", markup=False)
    line.display = bool(note)
    return line


class Field(Horizontal, Checked):
    """One value of a form.

    Args:
        label: what it is.
        control: where it is typed or chosen.
        check: says what is wrong with it.
        note: what it means; it gives way to what is wrong.
        extra: stands beside the control.
    """

    DEFAULT_CSS = """
    Field {
        height: auto;
        & > .label { width: 20; }
        & > Input { width: 14; background: $panel; }
        & > Select { width: 26; height: 1; }
        & > Select > SelectCurrent { background: $panel; height: 1; padding: 0 1; }
        & > Select:focus > SelectCurrent { text-style: underline; }
        & > .note { width: 1fr; height: auto; margin-left: 2; color: $foreground 50%; }
        & > Button { width: auto; min-width: 6; margin-left: 1; }
        &.-wide > Input { width: 1fr; }
        &.-wide > Select { width: 42; }
        &.-wide > .note { width: auto; max-width: 40%; }
        &.-wrong > .note { color: $text-error; }
    }
    """

    def __init__(
        self,
        label: str,
        control: "Input | Select[str]",
        check: Check = all_is_well,
        note: str = "",
        *,
        extra: Iterable[Widget] = (),
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id, classes="-wide" if control.has_class("-wide") else "")
        self._label = label
        self._control = control
        self._check = check
        self.note = note
        self._extra = extra

    def compose(self) -> ComposeResult:
        yield Static(self._label, classes="label", markup=False)
        yield self._control
        yield from self._extra
        yield note_line(self.note)

    @property
    def value(self) -> str:
        """What is typed or chosen."""
        return str(self._control.value).strip()

    @property
    def problem(self) -> str:
        """What is wrong with it; nothing while it cannot be typed."""
        return "" if self._control.disabled else self._check(self.value)

    @property
    def place(self) -> Widget:
        """Its control."""
        return self._control


class PairsField(Vertical, Checked):
    """Names and values of a form, with what is wrong with one of them below.

    Args:
        check: says what is wrong with the pairs.
        id: of the editor in it.
        secret: tells of a name whether its value is a secret, which is masked.
    """

    DEFAULT_CSS = """
    PairsField {
        height: auto;
        & > PairsEditor { max-height: 12; }
        & > .note { height: auto; color: $text-error; }
    }
    """

    def __init__(self, check: Callable[[dict[str, str]], str], id: str, secret: IsSecret = nothing_is) -> None:  # noqa: A002
        super().__init__()
        self._check = check
        self._editor = PairsEditor(id=id, secret=secret)

    def compose(self) -> ComposeResult:
        yield self._editor
        yield note_line()

    @property
    def problem(self) -> str:
        """What is wrong with the first pair that is not allowed."""
        return self._check(dict(self._editor.pairs))

    @property
    def place(self) -> Widget:
        """The first line."""
        return self._editor.query(Input).first()
