"""The editor of a stage's logs and cache; it says why a log cannot be switched on, and puts that right."""

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Select, Static

from lgtui import frames
from lgtui.console.changes.gateway_views import StageSettings
from lgtui.console.changes.stage_settings import (
    FORMATS,
    Typed,
    format_problem,
    group_problem,
    price,
    settings_operations,
    ttl_problem,
    typed_of,
)
from lgtui.console.messages import OrderDone
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.form import LoadedForm
from lgtui.console.widgets.form_field import Field
from lgtui.console.widgets.plain_text import harmless
from lgtui.frames import CACHE_PRICES

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

LEVELS = (("off", "OFF"), ("errors", "ERROR"), ("errors and info", "INFO"))

EXAMPLE_ROLE = "arn:aws:iam::123456789012:role/apigateway-logs"

NO_ROLE = (
    "Neither log can be switched on yet: API Gateway writes logs in the name of a role of the account, and none is "
    "set. On AWS that is a role which trusts apigateway.amazonaws.com and has the policy "
    "AmazonAPIGatewayPushToCloudWatchLogs; it is set once for a region, by UpdateAccount. Here any role's ARN does."
)

STATES = {
    "NOT_AVAILABLE": "there is none",
    "CREATE_IN_PROGRESS": "it is being made, about 4 minutes of emulated time; requests reach the endpoint meanwhile",
    "DELETE_IN_PROGRESS": "it is being deleted, about 4 minutes of emulated time",
    "AVAILABLE": "it answers",
}
"""What the states of a cache mean."""


FIELDS = ("level", "data-trace", "metrics", "destination", "format", "size", "caching", "ttl")
"""The ids of the fields, in the order of `Typed`."""

TYPED_FIELDS = ("destination", "format", "ttl")
"""Those that are typed; of the others a value is chosen."""


class StageSettingsEditor(LoadedForm[tuple[StageSettings, str]]):
    """Edits the logs and the cache of one stage.

    Args:
        api, stage: whose they are.
        client: the region's client.
    """

    DEFAULT_CSS = """
    StageSettingsEditor {
        & > #box { width: 100; }
        #role-part { display: none; height: auto; &.-shown { display: block; } }
        #why { color: $text-warning; margin-bottom: 1; }
    }
    """
    HINT = "^s or Apply applies · esc goes back · s in the explorer edits variables and throttles"

    class Aside(Message):
        """What is done without leaving the form was done (`done` says so), or was refused."""

        def __init__(self, done: str, failure: Failure | None) -> None:
            super().__init__()
            self.done = done
            self.failure = failure

    class RoleSet(Aside):
        """The account has its role, or it was refused."""

    def __init__(self, api: frames.ApiView, stage: frames.StageView, client: "RegionClient") -> None:
        super().__init__(f"Logs and cache of {harmless(stage.name)}, {harmless(api.name)}")
        self._api_id = api.id
        self._stage_name = stage.name
        self._client = client
        self._stage = StageSettings(stage.name, stage.deployment_id)

    def form(self) -> ComposeResult:
        """The account's role where it is missing, both logs, and the cache."""
        with Vertical(id="role-part"):
            yield Static("the account's role for logs", classes="heading")
            yield Static(NO_ROLE, id="why", markup=False)
            role = Input(EXAMPLE_ROLE, id="role", classes="-wide", compact=True, select_on_focus=False)
            yield Field("role ARN", role, extra=[Button("Set", id="set-role", compact=True)])
        yield from self._log_fields()
        yield from self._cache_fields()

    def _log_fields(self) -> ComposeResult:
        yield Static("execution log: what each step did", classes="heading")
        yield Field("level", Select(LEVELS, allow_blank=False, compact=True, id="level"))
        yield _switch("headers, bodies", "data-trace")
        yield _switch("method metrics", "metrics")
        yield Static("access log: one line a request", classes="heading")
        yield Field("log group's ARN", _line("destination", "none"), group_problem)
        presets = [Button(name, id=f"format-{name}", compact=True, classes="preset") for name in FORMATS]
        yield Field("format", _line("format", "with $context.requestId in it"), format_problem, extra=presets)

    def _cache_fields(self) -> ComposeResult:
        yield Static("cache of responses", classes="heading", id="cache-heading", markup=False)
        sizes = [("none", ""), *((price(size), size) for size in CACHE_PRICES)]
        size = Select(sizes, allow_blank=False, compact=True, id="size", classes="-wide")
        yield Field("size", size, extra=[Button("Flush", id="flush", compact=True)])
        yield _switch("GETs are cached", "caching")
        ttl = Input("300", id="ttl", compact=True, select_on_focus=False)
        yield Field("time to live", ttl, ttl_problem, "seconds, 0 to 3,600")

    async def look(self) -> tuple[StageSettings, str] | Failure:
        """Ask for the stage and the account's role, which the feed does not tell."""
        stage = await self._client.stage(self._api_id, self._stage_name)
        if isinstance(stage, Failure):
            return stage
        role = await self._client.cloudwatch_role()
        return role if isinstance(role, Failure) else (stage, role)

    async def fill(self, found: tuple[StageSettings, str]) -> None:
        """Begin with the stage as it is, or where the role is missing with that."""
        self._stage, role = found
        self._show(typed_of(self._stage), self._stage.cache_cluster_status)
        self.query_one("#role-part").set_class(not role, "-shown")
        self.query_one("#role" if not role else "#level").focus()

    def _show(self, typed: Typed, status: str) -> None:
        for field, value in zip(FIELDS, typed, strict=True):
            self._widget(field).value = value
        heading = f"cache of responses: {status}, {STATES.get(status, '')}".rstrip(", ")
        self.query_one("#cache-heading", Static).update(Content(heading))
        self.query_one("#flush", Button).disabled = status != "AVAILABLE"

    def _typed(self) -> Typed:
        return Typed(*(str(self._widget(field).value).strip() for field in FIELDS))

    def _widget(self, field: str) -> "Input | Select[str]":
        if field in TYPED_FIELDS:
            return self.query_one(f"#{field}", Input)
        return self.query_one(f"#{field}", Select)

    # Orders ------------------------------------------------------------------------------------------------------

    @on(Button.Pressed, ".preset")
    def _preset(self, event: Button.Pressed) -> None:
        self.query_one("#format", Input).value = FORMATS[str(event.button.label)]

    @on(Button.Pressed, "#flush")
    def _flush(self) -> None:
        self.run_worker(self._flushed_by_worker(), group="flush", exclusive=True, exit_on_error=False)

    async def _flushed_by_worker(self) -> None:
        failure = await self._client.flush_cache(self._api_id, self._stage_name)
        self.post_message(self.Aside(f"The cache of {self._stage_name} is empty.", failure))

    @on(Button.Pressed, "#set-role")
    @on(Input.Submitted, "#role")
    def _set_role(self, event: Button.Pressed | Input.Submitted) -> None:
        event.prevent_default()
        self.run_worker(self._set_by_worker(), group="role", exclusive=True, exit_on_error=False)

    async def _set_by_worker(self) -> None:
        failure = await self._client.set_cloudwatch_role(self.query_one("#role", Input).value.strip())
        self.post_message(self.RoleSet("The account has its role: logs can be switched on.", failure))

    @on(RoleSet)
    def _role_set(self, event: RoleSet) -> None:
        if event.failure is None:
            self.query_one("#role-part").set_class(False, "-shown")
            self.query_one("#level").focus()

    @on(Aside)
    def _done_aside(self, event: Aside) -> None:
        self.show_error(event.failure.message if event.failure else "")
        if event.failure is None:
            self.notify(event.done, markup=False)

    def send(self) -> None:
        """Send what differs; with nothing changed, just go back."""
        operations = settings_operations(self._stage, self._typed())
        if not operations:
            self.dismiss(None)
            return
        done = f"Stage {self._stage_name} changed; it holds from the next request on."
        self.carry_out(done, partial(self._client.update_stage, self._api_id, self._stage_name, operations))

    @on(OrderDone)
    def _refused_for_the_role(self, event: OrderDone) -> None:
        """Explain a refusal that comes of the account's missing role."""
        if event.failure and "CloudWatch Logs role ARN" in event.failure.message:
            self.query_one("#role-part").set_class(True, "-shown")


def _switch(label: str, field: str) -> Field:
    return Field(label, Select((("no", "false"), ("yes", "true")), allow_blank=False, compact=True, id=field))


def _line(field: str, placeholder: str) -> Input:
    return Input(id=field, classes="-wide", compact=True, select_on_focus=False, placeholder=placeholder)
