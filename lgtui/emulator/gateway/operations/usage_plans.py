"""Operations on usage plans and on the keys in them."""

from collections.abc import Sequence

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.model import (
    ApiKey,
    ApiStage,
    CreateUsagePlanKeyRequest,
    CreateUsagePlanRequest,
    Empty,
    QuotaSettings,
    UpdateUsagePlanRequest,
    UsagePlan,
    UsagePlanKey,
    UsagePlanKeyRequest,
    UsagePlanKeys,
    UsagePlanKeysRequest,
    UsagePlanRequest,
    UsagePlans,
    UsagePlansRequest,
)
from lgtui.emulator.gateway.operations.api_keys import ApiKeyOperations
from lgtui.emulator.gateway.operations.base import brief, page
from lgtui.emulator.gateway.operations.usage_plan_patches import PATCHER
from lgtui.emulator.gateway.usage.plans import PlanState, stage_key

KEY_TYPE = "API_KEY"
OFFSETS = {"WEEK": 6, "MONTH": 27}
"""The greatest offset of a quota by period; that of a day is 0."""


class UsagePlanOperations(ApiKeyOperations):
    """Create-, Get-, GetAll-, Update- and DeleteUsagePlan, and those on UsagePlanKey."""

    def create_usage_plan(self, request: CreateUsagePlanRequest) -> UsagePlan:
        """Make a plan; a burst greater than the rate is fine (aws_behaviour, section 1).

        Raises:
            BadRequestException: a limit or a stage is not allowed.
            NotFoundException: a stage does not exist (fact key-007).
        """
        plan = UsagePlan(
            id=self._new_id(6, self._clients.plans, request.tags),
            name=request.name,
            description=request.description,
            api_stages=request.api_stages,
            throttle=request.throttle,
            quota=request.quota,
            tags=request.tags,
        )
        self._check(plan)
        self._clients.add_plan(plan)
        return brief(plan)

    def get_usage_plan(self, request: UsagePlanRequest) -> UsagePlan:
        """The plan of that id."""
        return self._plan(request.usage_plan_id).plan

    def get_usage_plans(self, request: UsagePlansRequest) -> UsagePlans:
        """A page of all plans, or of those that a key is in, oldest first."""
        plans = [state.plan for state in self._clients.plans.values()]
        if request.key_id:
            plans = self._clients.plans_of(self._key(request.key_id).id)
        items, position = page(plans, request.position, request.limit)
        return UsagePlans(items=[brief(plan) for plan in items], position=position)

    def update_usage_plan(self, request: UpdateUsagePlanRequest) -> UsagePlan:
        """Change a plan; requests from now on see the result.

        Raises:
            BadRequestException: a path or a value is not allowed (fact key-006).
            NotFoundException: a stage does not exist (fact key-007).
            ConflictException: a key of the plan is in another one for a stage that is added.
        """
        state = self._plan(request.usage_plan_id)
        plan = PATCHER.apply(state.plan, request.patch_operations)
        self._check(plan)
        added = {stage_key(stage) for stage in plan.api_stages} - set(state.stages)
        for key_id in state.keys if added else ():
            self._check_one_plan(key_id, state, added)
        self._clients.change_plan(state, plan)
        return plan

    def delete_usage_plan(self, request: UsagePlanRequest) -> Empty:
        """Remove a plan; its keys stay.

        Raises:
            BadRequestException: it still has stages.
        """
        state = self._plan(request.usage_plan_id)
        if state.plan.api_stages:
            first = state.plan.api_stages[0]
            raise BadRequestException(
                f"Cannot delete Usage Plan {state.plan.id} because there are API Stages associated with it, including "
                f"{first.api_id}:{first.stage}"
            )
        self._clients.remove_plan(state)
        return Empty()

    # Keys of a plan ---------------------------------------------------------------------------------------------

    def create_usage_plan_key(self, request: CreateUsagePlanKeyRequest) -> UsagePlanKey:
        """Put a key into a plan.

        Raises:
            BadRequestException: the type of the key is none.
            ConflictException: it is in the plan, or in another one for one of its stages.
        """
        if request.key_type != KEY_TYPE:
            raise BadRequestException(f"Usage plan key type must be {KEY_TYPE}")
        key, state = self._key(request.key_id), self._plan(request.usage_plan_id)
        if key.id in state.keys:
            raise ConflictException(f"API Key {key.id} is in the Usage Plan {state.plan.id} already")
        self._check_one_plan(key.id, state, set(state.stages))
        self._clients.join(key.id, state)
        return _plan_key(key)

    def get_usage_plan_key(self, request: UsagePlanKeyRequest) -> UsagePlanKey:
        """The key of that id in a plan."""
        return _plan_key(self._key_of(self._plan(request.usage_plan_id), request.key_id))

    def get_usage_plan_keys(self, request: UsagePlanKeysRequest) -> UsagePlanKeys:
        """A page of a plan's keys, the last one first; a plan that is not there has none (recorded)."""
        state = self._clients.plans.get(request.usage_plan_id)
        keys = [self._key(key_id) for key_id in reversed(list(state.keys))] if state else []
        named = [key for key in keys if key.name.startswith(request.name_query)]
        items, position = page(named, request.position, request.limit)
        return UsagePlanKeys(items=[_plan_key(key) for key in items], position=position)

    def delete_usage_plan_key(self, request: UsagePlanKeyRequest) -> Empty:
        """Take a key out of a plan."""
        state = self._plan(request.usage_plan_id)
        self._clients.leave(self._key_of(state, request.key_id).id, state)
        return Empty()

    def _plan(self, plan_id: str) -> PlanState:
        state = self._clients.plans.get(plan_id)
        if state is None:
            raise NotFoundException("Invalid Usage Plan ID specified")
        return state

    def _key_of(self, state: PlanState, key_id: str) -> ApiKey:
        """The key of that id, which is in the plan."""
        if key_id not in state.keys:
            raise NotFoundException("Invalid API Key identifier specified")
        return self._key(key_id)

    def _check_one_plan(self, key_id: str, state: PlanState, stages: set[str]) -> None:
        """A key may be in one plan only for each stage (guide, api-gateway-api-usage-plans)."""
        stage = self._clients.opened_by_another(key_id, state, stages)
        if stage:
            raise ConflictException(f"API Key {key_id} is in another Usage Plan for the API Stage {stage} already")

    def _check(self, plan: UsagePlan) -> None:
        if not plan.name:
            raise BadRequestException("Usage Plan name must be specified")
        _check_limits(plan)
        self._check_stages(plan.id, plan.api_stages)

    def _check_stages(self, plan_id: str, stages: Sequence[ApiStage]) -> None:
        for stage in stages:
            api = self._store.apis.get(stage.api_id)
            if api is None or stage.stage not in api.stages:
                raise NotFoundException(
                    f"Invalid API Stage {{api: {stage.api_id}, stage: {stage.stage}}} specified for usageplan {plan_id}"
                )
        if len({stage_key(stage) for stage in stages}) < len(stages):
            raise ConflictException(f"An API Stage is associated with the Usage Plan {plan_id} already")


def _plan_key(key: ApiKey) -> UsagePlanKey:
    return UsagePlanKey(id=key.id, type=KEY_TYPE, value=key.value, name=key.name)


def _check_limits(plan: UsagePlan) -> None:
    """Refuse limits that AWS refuses."""
    throttles = [plan.throttle, *(limit for stage in plan.api_stages for limit in stage.throttle.values())]
    if any(limit is not None and (limit.rate_limit < 0 or limit.burst_limit < 0) for limit in throttles):
        raise BadRequestException("Usage Plan throttle limits must not be negative")
    if plan.quota is not None:
        _check_quota(plan.quota)


def _check_quota(quota: QuotaSettings) -> None:
    if quota.limit <= 0:
        raise BadRequestException("Usage Plan quota limit must be greater than zero")
    greatest = OFFSETS.get(quota.period, 0)
    if not 0 <= quota.offset <= greatest:
        rule = f"between 0 and {greatest} inclusive" if greatest else "zero"
        raise BadRequestException(f"Usage Plan quota offset must be {rule} in the {quota.period} period")
