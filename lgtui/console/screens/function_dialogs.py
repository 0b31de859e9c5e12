"""The dialogs on one function: publish a version, reserve concurrency, and which alias's weights to edit."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Static

from lgtui.console.function_limits import UNRESERVED_LEAST, reserved_problem
from lgtui.console.outcomes import Failure
from lgtui.console.screens.alias_editor import AliasEditor
from lgtui.console.screens.dialog import Dialog
from lgtui.console.state import FunctionTarget, RegionState
from lgtui.console.widgets.plain_text import harmless

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

Publish = Callable[[str], Awaitable[str | Failure]]
Find = Callable[[], Awaitable[int | Failure | None]]
Reserve = Callable[[int | None], Awaitable[Failure | None]]


class PublishDialog(Dialog):
    """Asks for a description and publishes.

    Args:
        function: whose present state becomes a version.
        publish: sends the order; takes the description, returns the version.
    """

    HINT = "enter publishes · esc goes back"

    def __init__(self, function: str, publish: Publish) -> None:
        super().__init__(f"Publish a version of {harmless(function)}")
        self._function = function
        self._publish = publish

    def fields(self) -> ComposeResult:
        """What a version is, and its description."""
        yield Static(
            "A version is a copy of $LATEST, code and configuration, that never changes. "
            "Where nothing has changed since the last version, AWS makes no new one."
        )
        yield Static("description", classes="heading")
        yield Input(id="description", compact=True, placeholder="what changed", max_length=256)

    def on_mount(self) -> None:
        """Type into the description at once."""
        self.query_one("#description", Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.carry_out(f"Version {{}} of {harmless(self._function)} is the newest.", self._publish(event.value))


class ConcurrencyDialog(Dialog):
    """Asks how much concurrency a function is to have of its own.

    Args:
        function: the function.
        find: asks what it has now, None where it has nothing.
        limit: the account's concurrency, 0 where it is not known.
        reserve: sends the order; None gives the reservation back.
    """

    DEFAULT_CSS = """
    ConcurrencyDialog {
        .field { height: 1; margin-top: 1; }
        .field > Static { width: auto; margin-right: 1; }
        .field > Input { width: 12; }
        #problem { width: 1fr; margin-left: 2; color: $text-error; }
        #apply { margin-top: 1; background: $primary; color: $background; }
    }
    """
    HINT = "enter applies · empty gives it back · esc goes back"

    class Found(Message):
        """What the function has reserved now was asked."""

        def __init__(self, reserved: int | Failure | None) -> None:
            super().__init__()
            self.reserved = reserved

    def __init__(self, function: str, find: Find, limit: int, reserve: Reserve) -> None:
        super().__init__(f"Reserved concurrency of {harmless(function)}")
        self._function = function
        self._find = find
        self._limit = limit
        self._reserve = reserve

    def fields(self) -> ComposeResult:
        """What a reservation is, and how much."""
        yield Static(
            "Executions at once that are the function's own: others cannot take them, and it cannot have more. "
            f"0 refuses every invocation. {UNRESERVED_LEAST} of the account's stay for functions without any."
        )
        with Horizontal(classes="field"):
            yield Static("executions at once")
            yield Input(id="executions", compact=True, placeholder="none", disabled=True)
            yield Static(id="problem", markup=False)
        yield Button("Apply", id="apply", compact=True)

    def on_mount(self) -> None:
        """Ask what is reserved now; typing begins with that."""
        self.run_worker(self._look(), exit_on_error=False)

    async def _look(self) -> None:
        self.post_message(self.Found(await self._find()))

    @on(Found)
    def _show_reserved(self, event: Found) -> None:
        if isinstance(event.reserved, Failure):
            self.show_error(event.reserved.message)
            return
        number = self.query_one("#executions", Input)
        number.value = "" if event.reserved is None else str(event.reserved)
        number.disabled = False
        number.focus()

    @property
    def _text(self) -> str:
        return self.query_one("#executions", Input).value.strip().replace(",", "")

    @on(Input.Changed)
    def _typed(self) -> None:
        problem = reserved_problem(self._text, self._limit)
        self.query_one("#problem", Static).update(Content(f"✗ {problem}" if problem else ""))

    @on(Input.Submitted)
    @on(Button.Pressed)
    def _apply(self) -> None:
        if self.query_one("#executions").disabled or reserved_problem(self._text, self._limit):
            return
        executions = int(self._text) if self._text else None
        name = harmless(self._function)
        done = f"{name} has no reserved concurrency." if executions is None else f"{name} has {executions:,} reserved."
        self.carry_out(done, self._reserve(executions))


def publish_dialog(client: "RegionClient", state: RegionState, target: FunctionTarget) -> Dialog | str:
    """The dialog that publishes a version of a function."""
    function = state.function(target.name)
    known = function.versions if function else []
    return PublishDialog(target.name, partial(client.publish_version, target.name, known))


def concurrency_dialog(client: "RegionClient", state: RegionState, target: FunctionTarget) -> Dialog | str:
    """The dialog that reserves concurrency for a function."""
    find = partial(client.reserved_concurrency, target.name)
    reserve = partial(client.reserve_concurrency, target.name)
    return ConcurrencyDialog(target.name, find, state.concurrency.limit, reserve)


def weights_dialog(client: "RegionClient", state: RegionState, target: FunctionTarget) -> Dialog | str:
    """The editor of the alias that is selected, else of the function's first; in words why there is none."""
    function = state.function(target.name)
    if function is None or not function.aliases:
        return (
            f"{target.name} has no alias yet: publish a version (p) and make one with AWS's CreateAlias, "
            "or set AutoPublishAlias in the template."
        )
    alias = target.qualifier if target.qualifier in function.aliases else next(iter(function.aliases))
    return AliasEditor(function, alias, partial(client.update_alias, function.name))
