"""The form of a function's settings: memory, time, storage, and its environment variables."""

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Input, Static

from lgtui.console.changes.function_limits import (
    DESCRIPTION_MOST,
    MEMORY_SIZES,
    STORAGE_SIZES,
    TIMEOUTS,
    environment_problem,
)
from lgtui.console.changes.function_views import FunctionSettings, Storage, Variables
from lgtui.console.changes.limits import length_problem, whole_problem
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.form import LoadedForm
from lgtui.console.secret_values import is_secret_variable
from lgtui.console.widgets.form_field import Field, PairsField
from lgtui.console.widgets.pairs_editor import PairsEditor
from lgtui.console.widgets.plain_text import harmless

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

FIELDS = ("memory", "timeout", "storage", "description")


class FunctionSettingsForm(LoadedForm[FunctionSettings]):
    """Edits the settings of $LATEST, which the next version gets; the next invocation starts an environment with them.

    Args:
        function: the function.
        client: the region's client.
    """

    HINT = "enter or ^s applies · a cleared name removes its variable · f2 shows secrets · esc goes back"

    def __init__(self, function: str, client: "RegionClient") -> None:
        super().__init__(f"Settings of {harmless(function)}")
        self._function = function
        self._client = client
        self._was = FunctionSettings(0, 0)

    def form(self) -> ComposeResult:
        """The numbers, the description, and the variables."""
        yield _number("memory", "memory", MEMORY_SIZES, "MB, 128 to 10,240")
        yield _number("timeout", "timeout", TIMEOUTS, "seconds, 1 to 900")
        yield _number("/tmp", "storage", STORAGE_SIZES, "MB, 512 to 10,240")
        described = Input(id="description", classes="-wide", compact=True, select_on_focus=False, placeholder="none")
        yield Field("description", described, lambda text: length_problem(text, DESCRIPTION_MOST))
        yield Static("environment variables", classes="heading")
        yield PairsField(environment_problem, id="variables", secret=is_secret_variable)

    async def look(self) -> FunctionSettings | Failure:
        """Ask for the settings as they are."""
        return await self._client.configuration(self._function)

    async def fill(self, found: FunctionSettings) -> None:
        """Begin with the settings as they are."""
        self._was = found
        texts = (str(found.memory_size), str(found.timeout), str(found.ephemeral_storage.size), found.description)
        for field, text in zip(FIELDS, texts, strict=True):
            self.query_one(f"#{field}", Input).value = text
        await self.query_one(PairsEditor).show(sorted(found.environment.variables.items()))
        self.query_one("#memory", Input).focus()

    def send(self) -> None:
        """Send what differs; with nothing changed, just go back."""
        document = self._document()
        if not document:
            self.dismiss(None)
            return
        done = f"{harmless(self._function)} changed; its next invocation starts with that."
        self.carry_out(done, partial(self._client.update_configuration, self._function, document))

    def _document(self) -> dict[str, Any]:
        """What of UpdateFunctionConfiguration's members is to be otherwise."""
        were = _members(self._was)
        return {name: value for name, value in _members(self._typed()).items() if value != were[name]}

    def _typed(self) -> FunctionSettings:
        memory, timeout, storage, description = (self.query_one(f"#{field}", Input).value.strip() for field in FIELDS)
        variables = Variables(dict(self.query_one(PairsEditor).pairs))
        return FunctionSettings(int(memory), int(timeout), description, variables, Storage(int(storage)))

    def show_secrets(self, shown: bool) -> None:
        """Show or mask the values of variables that are secret."""
        self.query_one(PairsEditor).show_secrets(shown)


def _number(label: str, field: str, limits: tuple[int, int], note: str) -> Field:
    typed = Input(id=field, compact=True, select_on_focus=False)
    return Field(label, typed, lambda text: whole_problem(text, *limits), note)


def _members(settings: FunctionSettings) -> dict[str, Any]:
    return {
        "MemorySize": settings.memory_size,
        "Timeout": settings.timeout,
        "EphemeralStorage": {"Size": settings.ephemeral_storage.size},
        "Description": settings.description,
        "Environment": {"Variables": settings.environment.variables},
    }
