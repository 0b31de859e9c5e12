"""Brings API keys and usage plans to a plan by AWS's operations; what keys have used stays."""

from collections.abc import Iterator
from typing import Literal

from lgtui.emulator.gateway import model as apigateway
from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.objects import Shelf
from lgtui.project.plan import KeyPlan, Plan, UsagePlanPlan

CUSTOM_ID = "_custom_id_"
"""The tag by which an operation is told the id."""


class UsageApplier:
    """Applies the keys and the usage plans of plans, and remembers what it has applied."""

    def __init__(self, gateway: Gateway, applied: Shelf) -> None:
        self._gateway = gateway
        self._keys = applied.table("api-key", KeyPlan)
        self._plans = applied.table("usage-plan", UsagePlanPlan)

    def put_key(self, wanted: KeyPlan) -> list[str]:
        """Make or change a key; one with another value is another key."""
        before = self._keys.get(wanted.id)
        if before == wanted:
            return []
        if before is not None and before.value != wanted.value:
            self._delete_key(wanted.id)
            before = None
        if before is None:
            self._create_key(wanted)
        else:
            were, are = _members(before), _members(wanted)
            patches = [_replace(path, value) for path, value in are.items() if were[path] != value]
            self._gateway.update_api_key(apigateway.UpdateApiKeyRequest(api_key=wanted.id, patch_operations=patches))
        self._keys[wanted.id] = wanted
        return [f"{'created' if before is None else 'updated'} API key {wanted.name}"]

    def put_plan(self, wanted: UsagePlanPlan) -> list[str]:
        """Make or change a usage plan, and put its keys into it."""
        before = self._plans.get(wanted.id)
        if before is None:
            self._gateway.create_usage_plan(
                apigateway.CreateUsagePlanRequest(name=wanted.name, tags={CUSTOM_ID: wanted.id})
            )
        present = self._gateway.get_usage_plan(apigateway.UsagePlanRequest(usage_plan_id=wanted.id))
        patches = list(_patches(present, before, wanted))
        if patches:
            self._gateway.update_usage_plan(
                apigateway.UpdateUsagePlanRequest(usage_plan_id=wanted.id, patch_operations=patches)
            )
        self._put_keys(wanted)
        self._plans[wanted.id] = wanted
        if before == wanted:
            return []
        return [f"{'created' if before is None else 'updated'} usage plan {wanted.name}"]

    def keep_only(self, plan: Plan) -> list[str]:
        """Remove the keys and the usage plans that `plan` does not have."""
        wanted = {*(key.id for key in plan.keys), *(each.id for each in plan.usage_plans)}
        plans = [each for each in self._plans.values() if each.id not in wanted]
        keys = [each for each in self._keys.values() if each.id not in wanted]
        for gone in plans:
            self._delete_plan(gone)
        for key in keys:
            self._delete_key(key.id)
        return [
            *(f"deleted usage plan {each.name}" for each in plans),
            *(f"deleted API key {key.name}" for key in keys),
        ]

    def _create_key(self, wanted: KeyPlan) -> None:
        self._gateway.create_api_key(
            apigateway.CreateApiKeyRequest(
                name=wanted.name,
                value=wanted.value,
                enabled=wanted.enabled,
                description=wanted.description,
                customer_id=wanted.customer_id,
                tags={CUSTOM_ID: wanted.id},
            )
        )

    def _put_keys(self, wanted: UsagePlanPlan) -> None:
        """Bring the plan's keys to those that are wanted and are of this template."""
        request = apigateway.UsagePlanKeysRequest(usage_plan_id=wanted.id, limit=500)
        present = {key.id for key in self._gateway.get_usage_plan_keys(request).items}
        for key_id in [key_id for key_id in wanted.keys if key_id not in present]:
            self._gateway.create_usage_plan_key(
                apigateway.CreateUsagePlanKeyRequest(usage_plan_id=wanted.id, key_id=key_id, key_type="API_KEY")
            )
        for key_id in present.intersection(self._keys) - set(wanted.keys):
            self._gateway.delete_usage_plan_key(apigateway.UsagePlanKeyRequest(usage_plan_id=wanted.id, key_id=key_id))

    def _delete_key(self, key_id: str) -> None:
        self._gateway.delete_api_key(apigateway.ApiKeyRequest(api_key=key_id))
        del self._keys[key_id]

    def _delete_plan(self, gone: UsagePlanPlan) -> None:
        present = self._gateway.get_usage_plan(apigateway.UsagePlanRequest(usage_plan_id=gone.id))
        closing = [_operation("remove", "/apiStages", _stage_name(stage)) for stage in present.api_stages]
        self._gateway.update_usage_plan(
            apigateway.UpdateUsagePlanRequest(usage_plan_id=gone.id, patch_operations=closing)
        )
        self._gateway.delete_usage_plan(apigateway.UsagePlanRequest(usage_plan_id=gone.id))
        del self._plans[gone.id]


def _members(key: KeyPlan) -> dict[str, str]:
    """What patches change of a key, by their paths."""
    return {
        "/name": key.name,
        "/enabled": str(key.enabled).lower(),
        "/description": key.description,
        "/customerId": key.customer_id,
    }


def _patches(
    present: apigateway.UsagePlan, before: UsagePlanPlan | None, wanted: UsagePlanPlan
) -> Iterator[apigateway.PatchOperation]:
    """What the template has changed of a plan, and the stages of its own that the plan has lost."""
    if before is None or before.name != wanted.name:
        yield _replace("/name", wanted.name)
    if before is None or before.description != wanted.description:
        yield _replace("/description", wanted.description)
    if before is None or before.throttle != wanted.throttle:
        if wanted.throttle is None:
            yield _operation("remove", "/throttle")
        else:
            yield from _limits("/throttle", wanted.throttle)
    if before is None or before.quota != wanted.quota:
        if wanted.quota is None:
            yield _operation("remove", "/quota")
        else:
            yield _replace("/quota/limit", str(wanted.quota.limit))
            yield _replace("/quota/offset", str(wanted.quota.offset))
            yield _replace("/quota/period", wanted.quota.period)
    yield from _stage_patches(present, before, wanted)


def _stage_patches(
    present: apigateway.UsagePlan, before: UsagePlanPlan | None, wanted: UsagePlanPlan
) -> Iterator[apigateway.PatchOperation]:
    standing = {_stage_name(stage) for stage in present.api_stages}
    were = {_stage_name(stage): stage for stage in before.stages} if before else {}
    for name in standing & were.keys() - {_stage_name(stage) for stage in wanted.stages}:
        yield _operation("remove", "/apiStages", name)
    for stage in wanted.stages:
        name = _stage_name(stage)
        if name not in standing:
            yield _operation("add", "/apiStages", name)
        elif were.get(name) != stage:
            yield _operation("remove", f"/apiStages/{name}/throttle")
        else:
            continue
        for method, limit in stage.throttle.items():
            path, _, http_method = method.rpartition("/")
            yield from _limits(f"/apiStages/{name}/throttle/{(path or '/').replace('/', '~1')}/{http_method}", limit)


def _limits(path: str, limit: apigateway.ThrottleSettings) -> Iterator[apigateway.PatchOperation]:
    yield _replace(f"{path}/rateLimit", str(limit.rate_limit))
    yield _replace(f"{path}/burstLimit", str(limit.burst_limit))


def _stage_name(stage: apigateway.ApiStage) -> str:
    return f"{stage.api_id}:{stage.stage}"


def _replace(path: str, value: str) -> apigateway.PatchOperation:
    return _operation("replace", path, value)


def _operation(op: Literal["add", "remove", "replace"], path: str, value: str = "") -> apigateway.PatchOperation:
    return apigateway.PatchOperation(op=op, path=path, value=value)
