"""The account's usage plans and API keys: what each allows, which keys are in it, and what those have left."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lgtui.console.changes.usage_patch import plan_operations
from lgtui.console.changes.usage_views import ApiKey, UsagePlan, Use
from lgtui.console.figures.usage_words import key_row, plan_facts, plan_row
from lgtui.console.messages import SecretsSeen
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.confirm import ConfirmDelete
from lgtui.console.screens.dialog import Dialog
from lgtui.console.screens.key_forms import AttachForm, KeyForm
from lgtui.console.screens.plan_form import PlanForm
from lgtui.console.screens.time_keys import TIME_KEYS, TravelsInTime, time_bindings
from lgtui.console.screens.whole_screen import ChangingScreen
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import harmless
from lgtui.console.widgets.status_lines import time_chip

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient
    from lgtui.console.screens.time_orders import TimeOrders

HELP = (
    "A usage plan says which stages its API keys may call, how fast (a token bucket for each key) and how often (a "
    "quota of requests a day, week or month). Methods that need an API key (ApiKeyRequired) answer 403 without a key "
    "of a plan that opens the stage, 429 while its bucket is empty or its quota is used up.\n\n"
    "On the left are the plans, and below them every API key of the account; on the right the keys in the plan, with "
    "what each has used of this period and what it has left. tab goes from one to the other.\n\n"
    "enter edits what the cursor is on: a plan, or a key with what is left to it. n makes a new plan, on the right a "
    "new key. a puts a key into the plan, x takes it out; on the left x deletes a plan, among all keys a key.\n"
    "Periods end at midnight UTC, in the region's time: , and . step it, and a quota begins anew with the next period."
)
KEYS = f"""\
n        new plan, or new key      enter    edit
a        put a key into the plan   x        take out, delete
y        copy the key's value      f2       show or mask values
U        undo the last change      esc      go back
{TIME_KEYS}"""

NO_PLAN = "No usage plan yet: n makes one."
NO_KEY = "No key is in this plan: a puts one in, n makes one."
NO_KEYS = "The account has no API key: n makes one."

LOST_WITH_PLAN = (
    "Its stages are closed to its keys, and what those have used is forgotten; the keys stay. This cannot be undone."
)
LOST_WITH_KEY = "Whoever has its value is answered 403 from the next request on. This cannot be undone."

LOOK_EVERY = 1.0
"""Seconds between two looks at what keys have used."""


class Found(NamedTuple):
    """What the region tells.

    Attributes:
        plan: the plan whose keys were asked for, None for every key of the account.
        inside: the ids of the keys in it.
        uses: what those have used, by id.
    """

    plans: list[UsagePlan]
    keys: list[ApiKey]
    plan: UsagePlan | None
    inside: list[str]
    uses: dict[str, Use]


NOTHING = Found([], [], None, [], {})


class EditableList(OptionList):
    """A list of what can be edited."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "edit", id="usage-plans.edit")]


class UsagePlansScreen(TravelsInTime, ChangingScreen):
    """Lists usage plans and keys, and changes both.

    Args:
        client: the region's client.
        explorer: has the region's time and its APIs.
    """

    CSS = """
    UsagePlansScreen {
        #both > #plans { height: auto; max-height: 35%; }
        #both.-wide > #plans { width: 60; height: 1fr; max-height: 100%; }
        #inside { height: 1fr; }
        #facts { height: auto; max-height: 50%; padding: 0 1; margin-bottom: 1; }
        #keys { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", id="usage-plans.new"),
        Binding("a", "attach", "add key", id="usage-plans.attach"),
        Binding("x", "take_out", "remove", id="usage-plans.take-out"),
        Binding("y", "copy", "copy key", show=False, id="usage-plans.copy"),
        *time_bindings("usage-plans"),
    ]
    NAME = "Usage plans"
    HELP = HELP
    KEYS = KEYS

    class Looked(Message):
        """The region told what there is, or did not."""

        def __init__(self, outcome: Found | Failure) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, client: "RegionClient", explorer: "TimeOrders") -> None:
        super().__init__(client)
        self._explorer = explorer
        self._found = NOTHING
        self._lost = False
        self._rows: dict[str, list[Content]] = {}
        self._secrets = False

    def head(self) -> ComposeResult:
        """What is shown, and the region's time."""
        yield Static(Content.styled("usage plans", "bold"))
        yield Static(id="time")

    def body(self) -> ComposeResult:
        """The plans, and beside them what is in one."""
        with Horizontal(id="both"):
            yield EditableList(id="plans")
            with Vertical(id="inside"):
                yield Static(id="facts", markup=False)
                yield EditableList(id="keys")

    def on_mount(self) -> None:
        """Look at the plans, again and again."""
        self._plans_list.focus()
        self.fetch()
        self.set_interval(LOOK_EVERY, self.fetch)

    @property
    def _plans_list(self) -> OptionList:
        return self.query_one("#plans", OptionList)

    @property
    def _keys_list(self) -> OptionList:
        return self.query_one("#keys", OptionList)

    # What there is -----------------------------------------------------------------------------------------------

    def fetch(self) -> None:
        """Ask for the plans, the keys, and what those of the plan under the cursor have used."""
        self.query_one("#time", Static).update(time_chip(self._explorer.state.clock))
        self.run_worker(self._looked_by_worker(), group="look", exclusive=True, exit_on_error=False)

    async def _looked_by_worker(self) -> None:
        self.post_message(self.Looked(await self._look()))

    async def _look(self) -> Found | Failure:
        at = self._plans_list.highlighted or 0
        plans = await self.client.usage_plans()
        if isinstance(plans, Failure):
            return plans
        keys = await self.client.api_keys()
        if isinstance(keys, Failure):
            return keys
        if at >= len(plans):
            return Found(plans, keys, None, [key.id for key in keys], {})
        inside = await self.client.plan_keys(plans[at].id)
        if isinstance(inside, Failure):
            return inside
        uses = await self.client.uses(plans[at], self._explorer.region_time())
        if isinstance(uses, Failure):
            return uses
        return Found(plans, keys, plans[at], [key.id for key in inside], uses)

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        if isinstance(event.outcome, Failure):
            self._lost = True
            self.show_error(event.outcome.message)
            return
        if self._lost:
            self._lost = False
            self.show_error("")
        if event.outcome.keys != self._found.keys:
            self.post_message(SecretsSeen([key.value for key in event.outcome.keys]))
        self._found = event.outcome
        self._show()

    def _show(self) -> None:
        """Show what there is, with the cursors where they are."""
        found = self._found
        every = Content.assemble(("all API keys ", "bold"), (f"{len(found.keys)}", DIM))
        self._list(self._plans_list, [*map(plan_row, found.plans), every])
        stages = {
            f"{api.id}:{stage.name}": f"{stage.name} of {api.name}"
            for api in self._explorer.state.apis
            for stage in api.stages
        }
        self.query_one("#facts", Static).update(plan_facts(found.plan, stages) if found.plan else self._without_plan)
        rows = [key_row(key, found.plan, found.uses.get(key.id), secrets=self._secrets) for key in self._keys_inside]
        nothing = NO_KEY if found.plan else NO_KEYS
        self._list(self._keys_list, rows or [Content.styled(nothing, DIM)])

    @property
    def _without_plan(self) -> Content:
        return Content.styled("every API key of the account" if self._found.plans else NO_PLAN, DIM)

    def _list(self, options: OptionList, rows: list[Content]) -> None:
        if self._rows.get(str(options.id)) == rows:
            return
        self._rows[str(options.id)] = rows
        at = options.highlighted or 0
        with self.prevent(OptionList.OptionHighlighted):
            options.set_options(Option(row) for row in rows)
            options.highlighted = min(at, len(rows) - 1)

    @on(OptionList.OptionHighlighted, "#plans")
    def _plan_chosen(self) -> None:
        self.fetch()

    @property
    def _keys_inside(self) -> list[ApiKey]:
        """The keys on the right, in the plan's order."""
        known = {key.id: key for key in self._found.keys}
        return [known[key_id] for key_id in self._found.inside if key_id in known]

    @property
    def _key(self) -> ApiKey | None:
        """The key under the cursor."""
        at, keys = self._keys_list.highlighted, self._keys_inside
        return keys[at] if at is not None and at < len(keys) else None

    @property
    def _on_keys(self) -> bool:
        return self._keys_list.has_focus

    # Orders ------------------------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def action_edit(self) -> None:
        """Edit the plan or the key under the cursor."""
        plan, key = self._found.plan, self._key
        if self._on_keys and key:
            use = self._found.uses.get(key.id)
            self._open(KeyForm(key, plan, use, partial(self._save_key, key, plan, use)))
        elif plan and not self._on_keys:
            self._open(PlanForm(plan, self._explorer.state.apis, partial(self._save_plan, plan)))

    def action_new(self) -> None:
        """Make a plan, or with the cursor among the keys a key, which gets into the plan."""
        plan = self._found.plan
        if self._on_keys or (plan is None and self._found.plans):
            self._open(KeyForm(ApiKey(), plan, None, lambda key, _: self.client.create_api_key(key, plan)))
        else:
            self._open(PlanForm(UsagePlan(), self._explorer.state.apis, self.client.create_usage_plan))

    def action_attach(self) -> None:
        """Put one of the account's keys into the plan."""
        plan = self._found.plan
        others = [key for key in self._found.keys if key.id not in self._found.inside]
        if plan is None:
            self.notify("Go to a plan first: a puts a key into it.", severity="warning")
        elif not others:
            self.notify(f"Every key of the account is in {harmless(plan.name)}: n makes one.", markup=False)
        else:
            self._open(AttachForm(plan, others, partial(self.client.attach_key, plan)))

    def action_take_out(self) -> None:
        """Take the key under the cursor out of the plan, or delete the key or the plan that it is on."""
        plan, key = self._found.plan, self._key
        if self._on_keys and key and plan:
            done = f"The key {harmless(key.called)} is out of {harmless(plan.name)}."
            self.order(done, self.client.detach_key(plan, key, self._found.uses.get(key.id)))
        elif self._on_keys and key:
            delete = partial(self.client.delete_api_key, key)
            self._open(ConfirmDelete(f"API key {harmless(key.called)}", LOST_WITH_KEY, delete))
        elif plan and not self._on_keys:
            delete = partial(self.client.delete_usage_plan, plan)
            self._open(ConfirmDelete(f"Usage plan {harmless(plan.name)}", LOST_WITH_PLAN, delete))

    def action_copy(self) -> None:
        """Copy the value of the key under the cursor."""
        if key := self._key:
            self.app.copy_to_clipboard(key.value)
            self.notify(f"copied the value of {harmless(key.called)}", markup=False)

    def show_secrets(self, shown: bool) -> None:
        """Show the keys' values, or mask them."""
        self._secrets = shown
        self._show()

    async def _save_plan(self, before: UsagePlan, after: UsagePlan) -> Failure | None:
        return await self.client.update_usage_plan(before.id, plan_operations(before, after))

    async def _save_key(
        self, before: ApiKey, plan: UsagePlan | None, use: Use | None, after: ApiKey, left: str
    ) -> Failure | None:
        failure = await self.client.update_api_key(before, after)
        if failure or not left or plan is None:
            return failure
        return await self.client.leave_requests(plan, after, use, int(left))

    def _open(self, dialog: Dialog) -> None:
        self.app.push_screen(dialog, lambda _: self.fetch())
