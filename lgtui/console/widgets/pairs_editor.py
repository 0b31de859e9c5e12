"""An editor of names and values: one line each, always with an empty line at the end for the next."""

from collections.abc import Callable, Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from lgtui.console.widgets.text_line import TextLine

Pairs = tuple[tuple[str, str], ...]

IsSecret = Callable[[str], bool]


def nothing_is(_: str) -> bool:
    """The answer where no name's value is a secret."""
    return False


class PairLine(Horizontal):
    """One name with its value.

    Args:
        name: the name to start with.
        value: the value to start with.
        fixed: True where the name is shown and only the value is typed.
    """

    DEFAULT_CSS = """
    PairLine {
        height: 1;
        & > .pair-name { width: 24; margin-right: 1; }
        & > .pair-value { width: 1fr; }
        & > Static.pair-name { color: $primary; }
    }
    """

    def __init__(self, name: str = "", value: str = "", *, fixed: bool = False) -> None:
        super().__init__()
        self._first = (name, value)
        self._fixed = fixed

    def compose(self) -> ComposeResult:
        name, value = self._first
        if self._fixed:
            yield Static(name, classes="pair-name", markup=False)
        else:
            yield TextLine(name, placeholder="name", classes="pair-name", compact=True, select_on_focus=False)
        yield TextLine(value, placeholder="value", classes="pair-value", compact=True, select_on_focus=False)

    def mask(self, masked: bool) -> None:
        """Show dots for the value, or the value."""
        self.query_one("Input.pair-value", Input).password = masked

    @property
    def pair(self) -> tuple[str, str]:
        """The name and the value as they are now."""
        if not self.is_mounted:
            return self._first
        name = self._first[0] if self._fixed else self.query_one("Input.pair-name", Input).value
        return name, self.query_one("Input.pair-value", Input).value


class PairsEditor(VerticalScroll, can_focus=False):
    """Edits a list of pairs.

    Args:
        fixed: True where the names are given and only values are typed; there is no empty line then.
        secret: tells of a name whether its value is a secret, which is masked.
    """

    DEFAULT_CSS = """
    PairsEditor { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    """

    class Changed(Message):
        """A name or a value was typed."""

        def __init__(self, editor: "PairsEditor") -> None:
            super().__init__()
            self.editor = editor

        @property
        def control(self) -> "PairsEditor":
            """The editor, so that handlers can select by it."""
            return self.editor

    def __init__(self, *, fixed: bool = False, secret: IsSecret = nothing_is, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._fixed = fixed
        self._secret = secret
        self._secrets_shown = False

    @property
    def pairs(self) -> Pairs:
        """Every pair that has a name, in order."""
        return tuple(line.pair for line in self.query(PairLine) if line.pair[0])

    async def show(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Replace the pairs, unless they are already what is shown."""
        wanted = tuple(pairs)
        if self.query(PairLine) and wanted == self.pairs:
            return
        lines = [PairLine(name, value, fixed=self._fixed) for name, value in wanted]
        if not self._fixed:
            lines.append(PairLine())
        with self.prevent(Input.Changed):
            await self.remove_children()
            await self.mount_all(lines)
        self._mask()

    def show_secrets(self, shown: bool) -> None:
        """Show the values that are secret, or mask them."""
        self._secrets_shown = shown
        self._mask()

    def _mask(self) -> None:
        for line in self.query(PairLine):
            if line.is_mounted:
                line.mask(not self._secrets_shown and self._secret(line.pair[0]))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._mask()
        lines = self.query(PairLine)
        if not self._fixed and lines and lines.last().pair != ("", ""):
            self.mount(PairLine())
        self.post_message(self.Changed(self))
