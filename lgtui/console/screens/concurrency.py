"""The form of a function's concurrency: what is reserved for it, and what is kept ready for a version or an alias."""

from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Select, Static

from lgtui import frames
from lgtui.console.changes.function_limits import UNRESERVED_LEAST, provisioned_problem, reserved_problem
from lgtui.console.changes.function_views import Provisioned
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.form import LoadedForm
from lgtui.console.widgets.form_field import Field
from lgtui.console.widgets.plain_text import harmless

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

RESERVED = (
    "Executions at once that are the function's own: others cannot take them, and it cannot have more. "
    f"0 refuses every invocation. {UNRESERVED_LEAST} of the account's stay for functions without any."
)
PROVISIONED = "Environments of one version or alias that are kept ready, so that none of its first invocations is cold."
NO_VERSION = "Publish a version first (p): $LATEST is not kept ready."


class Claims(NamedTuple):
    """What a function has claimed: its reservation as text, and what is kept ready, by version and alias."""

    reserved: str
    provisioned: dict[str, Provisioned]


class ConcurrencyForm(LoadedForm[Claims]):
    """Edits what a function has of the account's concurrency.

    Args:
        function: the function.
        qualifier: the version or alias to begin with, or empty.
        limit: the account's concurrency, 0 where it is not known.
        client: the region's client.
    """

    DEFAULT_CSS = "ConcurrencyForm .text { margin-bottom: 1; } ConcurrencyForm.-short .text { margin-bottom: 0; }"
    HINT = "enter or ^s applies · empty gives it back · esc goes back"

    def __init__(self, function: frames.FunctionView, qualifier: str, limit: int, client: "RegionClient") -> None:
        super().__init__(f"Concurrency of {harmless(function.name)}")
        self._function = function
        self._limit = limit
        self._client = client
        self._qualifiers = _qualifiers(function)
        self._first = qualifier if qualifier in self._qualifiers else ""
        self._was = Claims("", {})
        self._typed: dict[str, str] = {}
        self._qualifier = ""

    def form(self) -> ComposeResult:
        """Both kinds, each with what it is."""
        yield Static("reserved", classes="heading")
        yield Static(RESERVED, classes="text")
        executions = Input(id="executions", compact=True, placeholder="none", disabled=True)
        yield Field("executions at once", executions, lambda text: reserved_problem(_plain(text), self._limit))
        yield Static("provisioned", classes="heading")
        if not self._qualifiers:
            yield Static(NO_VERSION)
            return
        yield Static(PROVISIONED, classes="text")
        options = [(Content(harmless(label)), key) for key, label in self._qualifiers.items()]
        yield Field("of", Select(options, allow_blank=False, compact=True, id="qualifier"))
        ready = Input(id="ready", compact=True, placeholder="none", disabled=True)
        yield Field("environments", ready, self._ready_problem, id="ready-field")

    async def look(self) -> Claims | Failure:
        """Ask what is reserved and what is kept ready."""
        reserved = await self._client.reserved_concurrency(self._function.name)
        if isinstance(reserved, Failure):
            return reserved
        provisioned = await self._client.provisioned(self._function.name)
        if isinstance(provisioned, Failure):
            return provisioned
        return Claims("" if reserved is None else str(reserved), {each.qualifier: each for each in provisioned})

    async def fill(self, found: Claims) -> None:
        """Begin with what is claimed now."""
        self._was = found
        self._typed = {qualifier: str(each.requested) for qualifier, each in found.provisioned.items()}
        number = self.query_one("#executions", Input)
        number.value = found.reserved
        number.disabled = False
        number.focus()
        if self._qualifiers:
            first = self._first or next((name for name in found.provisioned if name in self._qualifiers), "")
            self.query_one("#ready", Input).disabled = False
            self.query_one("#qualifier", Select).value = first or next(iter(self._qualifiers))
            self._show_ready()

    # What is kept ready ------------------------------------------------------------------------------------------

    @on(Select.Changed, "#qualifier")
    def _show_ready(self) -> None:
        self._qualifier = str(self.query_one("#qualifier", Select).value)
        with self.prevent(Input.Changed):
            self.query_one("#ready", Input).value = self._typed.get(self._qualifier, "")
        known = self._was.provisioned.get(self._qualifier)
        said = f"{known.status}, {known.available} of {known.requested} ready" if known else ""
        reason = f": {known.status_reason}" if known and known.status_reason else ""
        field = self.query_one("#ready-field", Field)
        field.note = said + reason
        field.show_problem()

    @on(Input.Changed, "#ready")
    def _ready_typed(self, event: Input.Changed) -> None:
        self._typed[self._qualifier] = _plain(event.value)

    def _ready_problem(self, text: str) -> str:
        return provisioned_problem(_plain(text), self._reserved, self._limit)

    @property
    def _reserved(self) -> str:
        return _plain(self.query_one("#executions", Input).value)

    # Orders ------------------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Send what differs; with nothing changed, just go back."""
        if self._reserved == self._was.reserved and not self._to_provision:
            self.dismiss(None)
            return
        self.carry_out(f"The concurrency of {harmless(self._function.name)} is changed.", self._order)

    @property
    def _to_provision(self) -> dict[str, str]:
        """What is to be kept ready otherwise than it is."""
        known = {name: str(each.requested) for name, each in self._was.provisioned.items()}
        return {name: typed for name, typed in self._typed.items() if typed != known.get(name, "")}

    async def _order(self) -> Failure | None:
        """Reserve first where that makes room for what is to be kept ready, else last."""
        grows = not self._reserved or (bool(self._was.reserved) and int(self._reserved) > int(self._was.reserved))
        steps = (self._reserve, self._provision) if grows else (self._provision, self._reserve)
        for step in steps:
            if failure := await step():
                return failure
        return None

    async def _reserve(self) -> Failure | None:
        if self._reserved == self._was.reserved:
            return None
        executions = int(self._reserved) if self._reserved else None
        failure = await self._client.reserve_concurrency(self._function.name, executions)
        if failure is None:
            self._was = self._was._replace(reserved=self._reserved)
        return failure

    async def _provision(self) -> Failure | None:
        for qualifier, typed in self._to_provision.items():
            executions = int(typed) if typed else None
            if failure := await self._client.provision(self._function.name, qualifier, executions):
                return failure
            known = {name: each for name, each in self._was.provisioned.items() if name != qualifier}
            now = {qualifier: Provisioned(qualifier, executions)} if executions else {}
            self._was = self._was._replace(provisioned={**known, **now})
        return None


def _qualifiers(function: frames.FunctionView) -> dict[str, str]:
    """What environments can be kept ready for: qualifier → what it is called; aliases first."""
    aliases = {name: f"{name} → v{view.version}" for name, view in function.aliases.items()}
    return {**aliases, **{version: f"v{version}" for version in reversed(function.versions)}}


def _plain(text: str) -> str:
    return text.strip().replace(",", "")
