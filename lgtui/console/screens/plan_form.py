"""The form of a usage plan: its throttles, its quota, and the stages that it opens."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple, cast

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Select, Static

from lgtui import frames
from lgtui.console.changes.limits import DESCRIPTION_MOST, length_problem
from lgtui.console.changes.patches import in_text
from lgtui.console.changes.usage_patch import name_problem, offset_problem, quota_problem
from lgtui.console.changes.usage_views import ApiStage, Period, Quota, Throttle, UsagePlan
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.form import Form
from lgtui.console.widgets.check_list import CheckList
from lgtui.console.widgets.form_field import Field
from lgtui.console.widgets.plain_text import harmless
from lgtui.console.widgets.throttle_fields import ThrottleFields, Typed

Save = Callable[[UsagePlan], Awaitable[Failure | str | None]]

WHOLE = ""
"""The scope of a plan's own throttle."""

PERIODS = (("a day", "DAY"), ("a week", "WEEK"), ("a month", "MONTH"))


class StageChoice(NamedTuple):
    """A stage that a plan can open: what it is called, and which of its methods can have a throttle.

    Attributes:
        label: `dev of shop`.
        methods: key in the plan's throttles → `GET /orders`.
    """

    label: str
    methods: dict[str, str]


class PlanForm(Form):
    """Makes a usage plan, or changes one.

    Args:
        plan: what the fields begin with; one without an id is made.
        apis: whose stages can be opened.
        save: sends the plan as it was filled in.
    """

    HINT = "^s applies · space opens a stage or closes it · esc goes back"

    def __init__(self, plan: UsagePlan, apis: Iterable[frames.ApiView], save: Save) -> None:
        super().__init__(f"Usage plan {harmless(plan.name)}" if plan.id else "New usage plan")
        self._plan = plan
        self._stages = _stages(apis, plan)
        self._save = save

    def form(self) -> ComposeResult:
        """What it is called, throttles, quota and stages."""
        plan, quota = self._plan, self._plan.quota or Quota()
        yield Field("name", _line("name", plan.name), name_problem)
        described = _line("description", plan.description)
        yield Field("description", described, lambda text: length_problem(text, DESCRIPTION_MOST))
        yield Static("throttle of each of its keys", classes="heading")
        opened = [stage.key for stage in plan.api_stages]
        yield ThrottleFields(self._scopes(opened), _throttles(plan), whole=True)
        yield Static("quota of each of its keys", classes="heading")
        limit = Input(str(quota.limit) if plan.quota else "", id="limit", compact=True, placeholder="none")
        yield Field("requests", limit, quota_problem, "empty for no quota")
        yield Field("in", Select(PERIODS, value=quota.period, allow_blank=False, compact=True, id="period"))
        offset = Input(str(quota.offset), id="offset", compact=True)
        yield Field("offset", offset, self._offset_problem, "requests less in the first period")
        yield Static("stages that it opens", classes="heading")
        yield CheckList({key: stage.label for key, stage in self._stages.items()}, opened, id="stages")

    def on_mount(self) -> None:
        """Begin at the name of a new plan, at the rate of another."""
        self.query_one("#rate" if self._plan.id else "#name", Input).focus()

    @on(CheckList.Changed)
    def _stages_chosen(self, event: CheckList.Changed) -> None:
        self.query_one(ThrottleFields).offer(self._scopes(event.check_list.chosen))

    def send(self) -> None:
        """Send the plan as it was filled in; with nothing changed, just go back."""
        typed = self._typed_plan()
        if typed == self._plan:
            self.dismiss(None)
            return
        done = "changed" if self._plan.id else "made"
        said = f"Usage plan {harmless(typed.name)} is {done}; it holds from the next request on."
        self.carry_out(said, partial(self._save, typed))

    def _typed_plan(self) -> UsagePlan:
        throttles = {scope: _throttle(typed) for scope, typed in self.query_one(ThrottleFields).throttles.items()}
        limit, offset = (self.query_one(f"#{name}", Input).value.strip() for name in ("limit", "offset"))
        return msgspec.structs.replace(
            self._plan,
            name=self.query_one("#name", Input).value.strip(),
            description=self.query_one("#description", Input).value.strip(),
            throttle=throttles.pop(WHOLE, None),
            quota=Quota(int(limit), int(offset or "0"), self._period) if limit else None,
            api_stages=[self._opened(key, throttles) for key in self.query_one(CheckList).chosen],
        )

    def _opened(self, key: str, throttles: Mapping[str, Throttle]) -> ApiStage:
        """A stage with the throttles of its methods."""
        api_id, _, stage = key.partition(":")
        own = {scope.partition(" ")[2]: limit for scope, limit in throttles.items() if scope.partition(" ")[0] == key}
        return ApiStage(api_id, stage, own)

    def _scopes(self, opened: Iterable[str]) -> dict[str, str]:
        """What can have a throttle: each key's requests in all, and to one method of the stages that are open."""
        methods = {
            f"{key} {method}": f"{called} of {self._stages[key].label}"
            for key in opened
            for method, called in self._stages[key].methods.items()
        }
        return {WHOLE: "all its requests", **methods}

    def _offset_problem(self, offset: str) -> str:
        return offset_problem(offset, self._period, self.query_one("#limit", Input).value.strip())

    @property
    def _period(self) -> Period:
        return cast("Period", self.query_one("#period", Select).value)


def _stages(apis: Iterable[frames.ApiView], plan: UsagePlan) -> dict[str, StageChoice]:
    """Every stage there is, and those that the plan opens already."""
    found = {
        f"{api.id}:{stage.name}": StageChoice(f"{stage.name} of {api.name}", _methods(api))
        for api in apis
        for stage in api.stages
    }
    for stage in plan.api_stages:
        known = found.setdefault(stage.key, StageChoice(stage.key, {}))
        known.methods.update((method, method) for method in stage.throttle if method not in known.methods)
    return found


def _methods(api: frames.ApiView) -> dict[str, str]:
    return {
        f"{resource.path.rstrip('/')}/{method.http_method}": f"{method.http_method} {resource.path}"
        for resource in api.resources
        for method in resource.methods
    }


def _throttles(plan: UsagePlan) -> dict[str, Typed]:
    """A plan's throttles as text, by scope."""
    whole = {WHOLE: _typed(plan.throttle)} if plan.throttle else {}
    own = {
        f"{stage.key} {method}": _typed(limits)
        for stage in plan.api_stages
        for method, limits in stage.throttle.items()
    }
    return {**whole, **own}


def _typed(throttle: Throttle) -> Typed:
    return in_text(throttle.rate_limit), str(throttle.burst_limit)


def _throttle(typed: Typed) -> Throttle:
    rate, burst = typed
    return Throttle(float(rate), int(burst))


def _line(field: str, text: str) -> Input:
    return Input(text, id=field, classes="-wide", compact=True, select_on_focus=False, placeholder="none")
