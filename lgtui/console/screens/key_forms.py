"""The forms of API keys: one that makes or changes a key, and one that puts a key into a usage plan."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import msgspec
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Select, Static

from lgtui.console.changes.limits import length_problem, whole_problem
from lgtui.console.changes.patches import in_text
from lgtui.console.changes.usage_patch import NAME_MOST, key_value_problem
from lgtui.console.changes.usage_views import ApiKey, UsagePlan, Use
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.form import Form
from lgtui.console.widgets.form_field import Field
from lgtui.console.widgets.plain_text import harmless

Save = Callable[[ApiKey, str], Awaitable[Failure | str | None]]
"""Sends a key as it was filled in, and what is to be left of its quota, empty where that stays."""

Attach = Callable[[ApiKey], Awaitable[Failure | None]]

SWITCH = (("yes", "true"), ("no", "false"))


class KeyForm(Form):
    """Makes an API key, or changes one and what is left of its quota.

    Args:
        key: what the fields begin with; one without an id is made.
        plan: the usage plan in which it is looked at, or which a new one gets into; None for none.
        use: what it has used of that.
        save: sends the key.
    """

    HINT = "enter or ^s applies · f2 shows the value · esc goes back"

    def __init__(self, key: ApiKey, plan: UsagePlan | None, use: Use | None, save: Save) -> None:
        super().__init__(f"API key {harmless(key.called)}" if key.id else "New API key")
        self._key = key
        self._plan = plan
        self._left = "" if use is None or use.left is None else str(use.left)
        self._save = save

    def form(self) -> ComposeResult:
        """Its name, value, state, and what is left."""
        key = self._key
        name = Input(key.name, id="name", classes="-wide", compact=True, select_on_focus=False, placeholder="none")
        yield Field("name", name, lambda text: length_problem(text, NAME_MOST))
        hint = "20 to 128 characters; empty: API Gateway makes one"
        value = Input(key.value, id="value", classes="-wide", compact=True, password=True, placeholder=hint)
        value.disabled = bool(key.id)
        yield Field("value", value, key_value_problem)
        described = Input(key.description, id="description", classes="-wide", compact=True, select_on_focus=False)
        yield Field("description", described)
        enabled = Select(SWITCH, value=in_text(key.enabled), allow_blank=False, compact=True, id="enabled")
        yield Field("enabled", enabled, note="no: it opens nothing")
        if self._left:
            left = Input(self._left, id="left", compact=True, select_on_focus=False)
            yield Field("requests left", left, whole_problem, "of its quota in this period")
        if self._plan and not key.id:
            yield Static(f"It goes into the usage plan {harmless(self._plan.name)}.", classes="heading", markup=False)

    def on_mount(self) -> None:
        """Begin with what is most often changed."""
        self.query_one("#left" if self._left else "#name", Input).focus()

    def send(self) -> None:
        """Send what was filled in; with nothing changed, just go back."""
        typed = msgspec.structs.replace(
            self._key,
            **{field: self.query_one(f"#{field}", Input).value.strip() for field in ("name", "value", "description")},
            enabled=self.query_one("#enabled", Select).value == "true",
        )
        left = self.query_one("#left", Input).value.strip() if self._left else ""
        if typed == self._key and left == self._left and self._key.id:
            self.dismiss(None)
            return
        done = f"API key {harmless(typed.name or self._key.called or '{}')} is {'changed' if self._key.id else 'made'}."
        self.carry_out(done, partial(self._save, typed, left if left != self._left else ""))

    def show_secrets(self, shown: bool) -> None:
        """Show the key's value, or mask it."""
        self.query_one("#value", Input).password = not shown


class AttachForm(Form):
    """Puts one of the account's keys into a usage plan.

    Args:
        plan: the plan.
        keys: those that are not in it.
        attach: puts one in.
    """

    HINT = "^s puts it in · esc goes back"
    BUTTON = "Put in"

    def __init__(self, plan: UsagePlan, keys: Sequence[ApiKey], attach: Attach) -> None:
        super().__init__(f"A key for {harmless(plan.name)}")
        self._plan = plan
        self._keys = {key.id: key for key in keys}
        self._put_in = attach

    def form(self) -> ComposeResult:
        """Which key."""
        keys = [(Content(harmless(key.called)), key_id) for key_id, key in self._keys.items()]
        yield Field("API key", Select(keys, allow_blank=False, compact=True, id="key", classes="-wide"))

    def on_mount(self) -> None:
        """Begin with the choice."""
        self.query_one("#key", Select).focus()

    def send(self) -> None:
        """Put the chosen key into the plan."""
        key = self._keys[str(self.query_one("#key", Select).value)]
        done = f"The key {harmless(key.called)} is in {harmless(self._plan.name)}."
        self.carry_out(done, partial(self._put_in, key))
