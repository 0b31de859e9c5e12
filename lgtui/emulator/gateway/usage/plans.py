"""Usage plans at work: which plan lets a key call a stage, and the buckets and the quota that its requests draw on."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.model import ApiKey, ApiStage, MethodSetting, ThrottleSettings, UsagePlan
from lgtui.emulator.gateway.throttle import Throttles, TokenBucket
from lgtui.emulator.gateway.usage.keys import KeyRing
from lgtui.emulator.gateway.usage.quota import UNUSED, KeyUsage, Quota, UsageRecord
from lgtui.emulator.objects import Objects, Shelf

PLAN = "usage plan"
PLAN_METHOD = "plan method"
ROOM = 1_000
"""Buckets of keys beyond which those that are full again are given up: a new one would be full too."""
USAGE_INTERVAL = 1.0
"""Real seconds between two writes of what keys have used: so much of it may be lost when the process is killed."""


class PlanRecord(msgspec.Struct, frozen=True):
    """What lasts of a usage plan; `first_end` is its quota's."""

    plan: UsagePlan
    first_end: float | None


class PlanState:
    """A usage plan with its keys and what they have used.

    Attributes:
        stages: what the plan opens, `{api id}/{stage}` → throttles by `/path/METHOD`, the root's by `/METHOD`.
        keys: what each key had used when that was written down last, by its id, in the order they came.
    """

    __slots__ = ("_usage", "keys", "plan", "quota", "stages")

    def __init__(self, record: PlanRecord, shelf: Shelf) -> None:
        self.keys = shelf.table("usage-plan-key", UsageRecord)
        self._usage: dict[str, KeyUsage] = {}
        settings = record.plan.quota
        self.quota = Quota(settings, record.first_end) if settings and record.first_end is not None else None
        self._take(record.plan)

    @property
    def record(self) -> PlanRecord:
        """What lasts of it."""
        return PlanRecord(self.plan, self.quota.first_end if self.quota else None)

    def change(self, plan: UsagePlan, time: float) -> None:
        """Take another plan of the same id from `time` on; a quota that stays keeps its first period."""
        standing = self.quota
        if plan.quota is None:
            self.quota = None
        elif standing is None or standing.settings.period != plan.quota.period:
            self.quota = Quota.since(plan.quota, time)
        else:
            standing.settings = plan.quota
        self._take(plan)

    def _take(self, plan: UsagePlan) -> None:
        self.plan = plan
        self.stages = {
            stage_key(stage): {name.replace("//", "/"): limit for name, limit in stage.throttle.items()}
            for stage in plan.api_stages
        }

    def usage(self, key_id: str) -> KeyUsage:
        """What the key has used."""
        usage = self._usage.get(key_id)
        if usage is None:
            usage = self._usage[key_id] = KeyUsage(self.keys[key_id])
        return usage

    def keep_usage(self, key_id: str) -> None:
        """Write down what the key has used."""
        self.keys[key_id] = self.usage(key_id).record

    def forget(self, key_id: str) -> None:
        """Take a key out, with what it has used."""
        del self.keys[key_id]
        self._usage.pop(key_id, None)


class Admission(NamedTuple):
    """A key's standing in the plan that opens the stage; `buckets` in the order they are asked."""

    key: ApiKey
    state: PlanState
    usage: KeyUsage
    buckets: tuple[TokenBucket, ...]
    note_use: Callable[[PlanState, str], None]

    def note_request(self, time: float) -> None:
        """Count a request of the key."""
        self.usage.count(self.state.quota, time)
        self.note_use(self.state, self.key.id)


class Rejection(NamedTuple):
    """Why a key opens nothing: `reason` for the execution log, `explanation` for people."""

    reason: str
    explanation: str


class Clients:
    """Every key and every plan of the account, live: a change acts on the next request."""

    def __init__(self, clock: Clock, throttles: Throttles, objects: Objects) -> None:
        self._clock = clock
        self._throttles = throttles
        self._objects = objects
        self._plans_of: dict[str, tuple[PlanState, ...]] = {}
        self._buckets: dict[tuple[str, ...], TokenBucket] = {}
        self._room = ROOM
        shelf = objects.shelf("apigateway")
        self.keys = KeyRing(shelf)
        self.plans = shelf.mirror("usage-plan", PlanRecord, self._load, lambda state: state.record)
        self._used: dict[tuple[str, str], None] = {}
        self._timer: asyncio.TimerHandle | None = None
        for state in self.plans.values():
            for key_id in state.keys:
                self._enter(key_id, state)

    def add_plan(self, plan: UsagePlan) -> PlanState:
        """Make a plan."""
        state = self._load(PlanRecord(plan, None))
        state.change(plan, self._clock.time())
        self.plans[plan.id] = state
        return state

    def admit(self, value: str, stage: str, route: Route) -> Admission | Rejection:
        """The standing of whoever sends `value` as its key, for one method of `stage` (`{api id}/{stage}`)."""
        key = self.keys.of_value(value)
        if key is None:
            return _no_such_key(value)
        if not key.enabled:
            return Rejection("API Key is disabled", f"The API key {_named(key)} is disabled. Enable it.")
        for state in self._plans_of.get(key.id, ()):
            throttles = state.stages.get(stage)
            if throttles is not None:
                buckets = self._buckets_of(key, state, stage, throttles, route)
                return Admission(key, state, state.usage(key.id), buckets, self._note_use)
        return _no_plan(key, stage)

    def plans_of(self, key_id: str) -> list[UsagePlan]:
        """The plans that the key is in."""
        return [state.plan for state in self._plans_of.get(key_id, ())]

    def opened_by_another(self, key_id: str, state: PlanState, stages: set[str]) -> str:
        """A stage among `stages` that a plan of the key besides `state` opens, or empty."""
        others = [other for other in self._plans_of.get(key_id, ()) if other is not state]
        return next((stage for other in others for stage in sorted(stages) if stage in other.stages), "")

    def join(self, key_id: str, state: PlanState) -> None:
        """Put a key into a plan."""
        state.keys[key_id] = UNUSED
        self._enter(key_id, state)

    def _enter(self, key_id: str, state: PlanState) -> None:
        self._plans_of[key_id] = (*self._plans_of.get(key_id, ()), state)

    def leave(self, key_id: str, state: PlanState) -> None:
        """Take a key out of a plan."""
        state.forget(key_id)
        rest = tuple(other for other in self._plans_of[key_id] if other is not state)
        if rest:
            self._plans_of[key_id] = rest
        else:
            del self._plans_of[key_id]
        self._drop_buckets(state, key_id)

    def remove_key(self, key: ApiKey) -> None:
        """Forget a key, in its plans too."""
        for state in self._plans_of.get(key.id, ()):
            self.leave(key.id, state)
        self.keys.remove(key)

    def remove_plan(self, state: PlanState) -> None:
        """Forget a plan."""
        for key_id in list(state.keys):
            self.leave(key_id, state)
        del self.plans[state.plan.id]

    def change_plan(self, state: PlanState, plan: UsagePlan) -> None:
        """Put `plan` in place of what `state` is; buckets keep their levels, cut to the new burst."""
        state.change(plan, self._clock.time())
        self.plans[plan.id] = state
        for place, bucket in [item for item in self._buckets.items() if item[0][0] == plan.id]:
            setting = _setting(state, place)
            if setting is None:
                self._throttles.remove(self._buckets.pop(place))
            else:
                self._throttles.resize(bucket, setting.rate_limit, setting.burst_limit)

    def close(self, api_id: str, stage: str = "") -> None:
        """Take a stage that is gone out of every plan, or every stage of an API that is gone."""
        for state in self.plans.values():
            left = [
                opened for opened in state.plan.api_stages if opened.api_id != api_id or stage not in ("", opened.stage)
            ]
            if len(left) < len(state.plan.api_stages):
                self.change_plan(state, msgspec.structs.replace(state.plan, api_stages=left))

    # Usage ------------------------------------------------------------------------------------------------------

    def keep_usage(self) -> None:
        """Write down what keys have used since the last time."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        used, self._used = self._used, {}
        for plan_id, key_id in used:
            state = self.plans.get(plan_id)
            if state is not None and key_id in state.keys:
                state.keep_usage(key_id)

    def _note_use(self, state: PlanState, key_id: str) -> None:
        """Let what a key has used be written down, together with what others use meanwhile."""
        self._used[state.plan.id, key_id] = None
        if self._timer is None:
            self._timer = self._clock.call_later_real(USAGE_INTERVAL, self.keep_usage)

    def _load(self, record: PlanRecord) -> PlanState:
        return PlanState(record, self._objects.shelf("apigateway", record.plan.id))

    # Buckets ----------------------------------------------------------------------------------------------------

    def _buckets_of(
        self, key: ApiKey, state: PlanState, stage: str, throttles: dict[str, ThrottleSettings], route: Route
    ) -> tuple[TokenBucket, ...]:
        """The bucket of the method in the plan, where the plan sets one, and the plan's, which all its stages share."""
        if len(self._buckets) > self._room:
            self._make_room()
        buckets: tuple[TokenBucket, ...] = ()
        plan = state.plan
        if throttles:
            method = f"{route.resource_path.rstrip('/')}/{route.http_method}"
            if (own := throttles.get(method)) is not None:
                buckets = (self._bucket((plan.id, key.id, stage, method), PLAN_METHOD, key, own),)
        if plan.throttle is not None:
            buckets = (*buckets, self._bucket((plan.id, key.id), PLAN, key, plan.throttle))
        return buckets

    def _bucket(self, place: tuple[str, ...], scope: str, key: ApiKey, setting: ThrottleSettings) -> TokenBucket:
        bucket = self._buckets.get(place)
        if bucket is None:
            path, _, verb = place[-1].rpartition("/")
            label = f"{_named(key)} · {verb} {path}" if scope == PLAN_METHOD else f"{_named(key)} · plan"
            limits = MethodSetting(throttling_rate_limit=setting.rate_limit, throttling_burst_limit=setting.burst_limit)
            bucket = self._throttles.add(f"{scope.replace(' ', '-')}/{'/'.join(place)}", scope, label, limits)
            self._buckets[place] = bucket
        return bucket

    def _drop_buckets(self, state: PlanState, key_id: str) -> None:
        methods = [(stage, method) for stage, throttles in state.stages.items() for method in throttles]
        for place in [(), *methods]:
            bucket = self._buckets.pop((state.plan.id, key_id, *place), None)
            if bucket is not None:
                self._throttles.remove(bucket)

    def _make_room(self) -> None:
        """Give up the buckets that are full again."""
        now = self._clock.monotonic()
        for place, bucket in list(self._buckets.items()):
            if bucket.refill(now) >= bucket.burst:
                del self._buckets[place]
                self._throttles.remove(bucket)
        self._room = max(ROOM, 2 * len(self._buckets))


def stage_key(stage: ApiStage) -> str:
    """The stage as the data plane names it: `{api id}/{stage}`."""
    return f"{stage.api_id}/{stage.stage}"


def masked(value: str) -> str:
    """A key's value as execution logs show it: the last six characters (aws_behaviour, section 4)."""
    return "*" * max(0, len(value) - 6) + value[-6:]


def _setting(state: PlanState, place: tuple[str, ...]) -> ThrottleSettings | None:
    """The throttle that the plan has for a bucket's place, or None where it has none (any more)."""
    if len(place) == 2:
        return state.plan.throttle
    return state.stages.get(place[2], {}).get(place[3])


def _named(key: ApiKey) -> str:
    return key.name or key.id


def _no_such_key(value: str) -> Rejection:
    if not value:
        return Rejection("API Key was not sent", "The method requires an API key, and the request has none. Send one.")
    return Rejection(
        "API Key was not found", f"There is no API key with the value {masked(value)}. Send one of the account's."
    )


def _no_plan(key: ApiKey, stage: str) -> Rejection:
    return Rejection(
        "No Usage Plan found for key and API Stage",
        f"No usage plan of the API key {_named(key)} opens the stage {stage}. A key opens nothing by itself: put it "
        "into a usage plan that has this stage.",
    )
