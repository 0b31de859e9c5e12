"""The editor of a stage's logs and cache; it says why a log cannot be switched on, and puts that right."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Select, Static

from lgtui import frames
from lgtui.console.gateway_views import StageSettings
from lgtui.console.messages import OrderDone
from lgtui.console.outcomes import Failure
from lgtui.console.screens.dialog import Dialog
from lgtui.console.stage_settings import FORMATS, Typed, price, settings_operations, ttl_problem, typed_of
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


class StageSettingsEditor(Dialog):
    """Edits the logs and the cache of one stage.

    Args:
        api, stage: whose they are.
        client: the region's client.
    """

    DEFAULT_CSS = """
    StageSettingsEditor {
        & > #box { width: 100; }
        #fields { height: auto; max-height: 1fr; }
        .field { height: 1; }
        .field > .label { width: 18; }
        .field > Select { width: 44; height: 1; }
        .field > Input { width: 1fr; }
        .field > .unit { width: 1fr; margin-left: 2; color: $foreground 50%; }
        .field > Button { width: auto; min-width: 6; margin-left: 1; }
        #role-part { display: none; height: auto; &.-shown { display: block; } }
        #why { color: $text-warning; margin-bottom: 1; }
        Select.-textual-compact > SelectCurrent { background: $panel; height: 1; padding: 0 1; }
        Select:focus > SelectCurrent { text-style: underline; }
        #apply { margin-top: 1; background: $primary; color: $background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+j,ctrl+s", "apply", "apply", priority=True)]
    HINT = "^s or Apply applies · esc goes back · s in the explorer edits variables and throttle"

    class Fetched(Message):
        """The stage's settings and the account's role were fetched, or were not."""

        def __init__(self, stage: StageSettings | Failure, role: str | Failure) -> None:
            super().__init__()
            self.stage = stage
            self.role = role

    class RoleSet(Message):
        """The account has its role, or it was refused."""

        def __init__(self, failure: Failure | None) -> None:
            super().__init__()
            self.failure = failure

    def __init__(self, api: frames.ApiView, stage: frames.StageView, client: "RegionClient") -> None:
        super().__init__(f"Logs and cache of {harmless(stage.name)}, {harmless(api.name)}")
        self._api_id = api.id
        self._stage_name = stage.name
        self._client = client
        self._stage: StageSettings | None = None

    def fields(self) -> ComposeResult:
        """The account's role where it is missing, both logs, and the cache."""
        with VerticalScroll(id="fields"):
            with Vertical(id="role-part"):
                yield Static("the account's role for logs", classes="heading")
                yield Static(NO_ROLE, id="why", markup=False)
                with self._field("role ARN"):
                    yield Input(EXAMPLE_ROLE, id="role", compact=True, select_on_focus=False)
                    yield Button("Set", id="set-role", compact=True)
            yield from self._log_fields()
            yield from self._cache_fields()
        yield Button("Apply", id="apply", compact=True)

    def _log_fields(self) -> ComposeResult:
        yield Static("execution log: what each step did", classes="heading")
        with self._field("level"):
            yield Select(LEVELS, allow_blank=False, compact=True, id="level")
        yield from self._switch("headers, bodies", "data-trace")
        yield from self._switch("method metrics", "metrics")
        yield Static("access log: one line a request", classes="heading")
        with self._field("log group's ARN"):
            yield Input(id="destination", compact=True, select_on_focus=False, placeholder="none")
        with self._field("format"):
            yield Input(id="format", compact=True, select_on_focus=False, placeholder="with $context.requestId in it")
            for name in FORMATS:
                yield Button(name, id=f"format-{name}", compact=True, classes="preset")

    def _cache_fields(self) -> ComposeResult:
        yield Static("cache of responses", classes="heading", id="cache-heading", markup=False)
        with self._field("size"):
            sizes = [("none", ""), *((price(size), size) for size in CACHE_PRICES)]
            yield Select(sizes, allow_blank=False, compact=True, id="size")
            yield Button("Flush", id="flush", compact=True)
        yield from self._switch("GETs are cached", "caching")
        with self._field("time to live"):
            yield Input("300", id="ttl", compact=True, select_on_focus=False)
            yield Static("seconds, 0 to 3,600", classes="unit")

    def _switch(self, label: str, field: str) -> ComposeResult:
        with self._field(label):
            yield Select((("no", "false"), ("yes", "true")), allow_blank=False, compact=True, id=field)

    def _field(self, label: str) -> Horizontal:
        return Horizontal(Static(label, classes="label"), classes="field")

    def on_mount(self) -> None:
        """Ask for what the feed does not tell."""
        self._fetch()

    def _fetch(self) -> None:
        self.run_worker(self._fetched_by_worker(), group="fetch", exclusive=True, exit_on_error=False)

    async def _fetched_by_worker(self) -> None:
        stage = await self._client.stage(self._api_id, self._stage_name)
        self.post_message(self.Fetched(stage, await self._client.cloudwatch_role()))

    @on(Fetched)
    def _fetched(self, event: Fetched) -> None:
        for outcome in (event.stage, event.role):
            if isinstance(outcome, Failure):
                self.show_error(outcome.message)
                return
        if isinstance(event.stage, StageSettings):
            self._stage = event.stage
            self._show(typed_of(event.stage), event.stage.cache_cluster_status)
        self.query_one("#role-part").set_class(not event.role, "-shown")
        self.query_one("#role" if not event.role else "#level").focus()

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
        self.carry_out(
            f"The cache of {self._stage_name} is empty.", self._client.flush_cache(self._api_id, self._stage_name)
        )

    @on(Button.Pressed, "#set-role")
    @on(Input.Submitted, "#role")
    def _set_role(self) -> None:
        self.run_worker(self._set_by_worker(), group="role", exclusive=True, exit_on_error=False)

    async def _set_by_worker(self) -> None:
        arn = self.query_one("#role", Input).value.strip()
        self.post_message(self.RoleSet(await self._client.set_cloudwatch_role(arn)))

    @on(RoleSet)
    def _role_set(self, event: RoleSet) -> None:
        self.show_error(event.failure.message if event.failure else "")
        if event.failure is None:
            self.query_one("#role-part").set_class(False, "-shown")
            self.query_one("#level").focus()
            self.notify("The account has its role: logs can be switched on.")

    @on(Button.Pressed, "#apply")
    @on(Input.Submitted, "#destination, #format, #ttl")
    def action_apply(self) -> None:
        """Send what differs; with nothing changed, just go back."""
        if self._stage is None:
            return
        typed = self._typed()
        if problem := ttl_problem(typed.ttl):
            self.show_error(f"The time to live is {problem}.")
            return
        operations = settings_operations(self._stage, typed)
        if not operations:
            self.dismiss(None)
            return
        done = f"Stage {self._stage_name} changed; it holds from the next request on."
        self.carry_out(done, self._client.update_stage(self._api_id, self._stage_name, operations))

    @on(OrderDone)
    def _refused_for_the_role(self, event: OrderDone) -> None:
        """Explain a refusal that comes of the account's missing role."""
        if event.failure and "CloudWatch Logs role ARN" in event.failure.message:
            self.query_one("#role-part").set_class(True, "-shown")
