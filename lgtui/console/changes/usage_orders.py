"""AWS's operations on usage plans and API keys, each with what takes it back."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from lgtui.console.changes.patches import Operation, patch, replace
from lgtui.console.changes.undo import NoUndo, Order, Undo
from lgtui.console.changes.usage_patch import plan_operations
from lgtui.console.changes.usage_views import ApiKey, UsageDays, UsagePlan, Use, period_days
from lgtui.console.region.outcomes import Failure, read
from lgtui.console.wire import PAGE, Page, Wire

PLANS = "/usageplans"
KEYS = "/apikeys"


class UsageOrders(Wire):
    """Reads and changes usage plans, API keys, and what those have used."""

    async def usage_plans(self) -> list[UsagePlan] | Failure:
        """AWS's `GetUsagePlans`, every page of it."""
        return await self.every(PLANS, Page[UsagePlan])

    async def api_keys(self) -> list[ApiKey] | Failure:
        """AWS's `GetApiKeys`, every page of it, with the keys' values."""
        return await self.every(f"{KEYS}?includeValues=true", Page[ApiKey])

    async def plan_keys(self, plan_id: str) -> list[ApiKey] | Failure:
        """AWS's `GetUsagePlanKeys`, every page of it."""
        return await self.every(f"{PLANS}/{plan_id}/keys", Page[ApiKey])

    async def uses(self, plan: UsagePlan, time: float) -> dict[str, Use] | Failure:
        """AWS's `GetUsage`: what each key of a plan has used of the period that runs.

        Args:
            plan: the plan; without a quota its period is the day.
            time: now, in emulated seconds since the epoch.
        """
        first, today = period_days(plan.quota.period if plan.quota else "DAY", time)
        path = f"{PLANS}/{plan.id}/usage?startDate={first}&endDate={today}&limit={PAGE}"
        found: dict[str, Use] = {}
        position = ""
        while True:
            page = read(await self.call("GET", path + position), UsageDays)
            if isinstance(page, Failure):
                return page
            for key_id, days in page.values.items():
                left = days[-1][1] if days and plan.quota else None
                found[key_id] = Use(sum(used for used, _ in days), left)
            if not page.position:
                return found
            position = f"&position={quote(page.position, safe='')}"

    # Plans -------------------------------------------------------------------------------------------------------

    async def create_usage_plan(self, plan: UsagePlan) -> str | Failure:
        """AWS's `CreateUsagePlan`; returns the plan's name."""
        made = read(await self.call("POST", PLANS, _given(plan)), UsagePlan)
        if isinstance(made, Failure):
            return made
        path = f"{PLANS}/{made.id}"
        without = plan_operations(made, msgspec.structs.replace(made, api_stages=[]))
        closed = (Order("PATCH", path, patch(without)),) if without else ()
        self.remember(Undo(f"the making of usage plan {made.name}", (*closed, Order("DELETE", path))))
        return made.name

    async def update_usage_plan(self, plan_id: str, operations: Sequence[Operation]) -> Failure | None:
        """AWS's `UpdateUsagePlan`; None when it is done."""
        path = f"{PLANS}/{plan_id}"
        before = read(await self.call("GET", path), UsagePlan)
        after = read(await self.call("PATCH", path, patch(operations)), UsagePlan)
        if isinstance(after, Failure):
            return after
        if not isinstance(before, Failure) and (back := plan_operations(after, before)):
            self.remember(Undo(f"the change of usage plan {before.name}", (Order("PATCH", path, patch(back)),)))
        return None

    async def delete_usage_plan(self, plan: UsagePlan) -> Failure | None:
        """AWS's `DeleteUsagePlan`, which wants its stages taken out first; None when it is done."""
        path = f"{PLANS}/{plan.id}"
        closing = plan_operations(plan, msgspec.structs.replace(plan, api_stages=[]))
        failure = await self.order("PATCH", path, patch(closing)) if closing else None
        failure = failure or await self.order("DELETE", path)
        if failure is None:
            why = "a plan that is made anew has another id, and what its keys have used is gone."
            self.remember(NoUndo(f"the deletion of usage plan {plan.name}", why))
        return failure

    # Keys of a plan ----------------------------------------------------------------------------------------------

    async def attach_key(self, plan: UsagePlan, key: ApiKey) -> Failure | None:
        """AWS's `CreateUsagePlanKey`: put a key into a plan; None when it is done."""
        path = f"{PLANS}/{plan.id}/keys"
        failure = await self.order("POST", path, _plan_key(key))
        if failure is None:
            orders = (Order("DELETE", f"{path}/{key.id}"),)
            self.remember(Undo(f"the key {key.called} put into {plan.name}", orders))
        return failure

    async def detach_key(self, plan: UsagePlan, key: ApiKey, use: Use | None) -> Failure | None:
        """AWS's `DeleteUsagePlanKey`: take a key out of a plan; None when it is done.

        Args:
            plan, key: which.
            use: what it has used, which undo brings back where there is a quota.
        """
        path = f"{PLANS}/{plan.id}/keys"
        failure = await self.order("DELETE", f"{path}/{key.id}")
        if failure is None:
            joined = Order("POST", path, _plan_key(key))
            left = [_remaining(plan.id, key.id, use.left)] if use and use.left is not None else []
            self.remember(Undo(f"the key {key.called} taken out of {plan.name}", (joined, *left)))
        return failure

    async def leave_requests(self, plan: UsagePlan, key: ApiKey, use: Use | None, left: int) -> Failure | None:
        """AWS's `UpdateUsage`: leave a key so many requests for the rest of the period; None when it is done."""
        failure = await self.order(*_remaining(plan.id, key.id, left))
        if failure is None and use and use.left is not None:
            orders = (_remaining(plan.id, key.id, use.left),)
            self.remember(Undo(f"what is left to the key {key.called} of {plan.name}", orders))
        return failure

    # Keys --------------------------------------------------------------------------------------------------------

    async def create_api_key(self, key: ApiKey, plan: UsagePlan | None) -> str | Failure:
        """AWS's `CreateApiKey`, and with a plan `CreateUsagePlanKey`; returns what the key is called."""
        made = read(await self.call("POST", KEYS, _given(key)), ApiKey)
        if isinstance(made, Failure):
            return made
        self.remember(Undo(f"the making of key {made.called}", (Order("DELETE", f"{KEYS}/{made.id}"),)))
        failure = await self.order("POST", f"{PLANS}/{plan.id}/keys", _plan_key(made)) if plan else None
        return failure or made.called

    async def update_api_key(self, before: ApiKey, after: ApiKey) -> Failure | None:
        """AWS's `UpdateApiKey`: what a key is called, what it is for, whether it is enabled; None when it is done."""
        path = f"{KEYS}/{before.id}"
        operations = _key_operations(before, after)
        failure = await self.order("PATCH", path, patch(operations)) if operations else None
        if operations and failure is None:
            back = patch(_key_operations(after, before))
            self.remember(Undo(f"the change of key {before.called}", (Order("PATCH", path, back),)))
        return failure

    async def delete_api_key(self, key: ApiKey) -> Failure | None:
        """AWS's `DeleteApiKey`; None when it is done."""
        failure = await self.order("DELETE", f"{KEYS}/{key.id}")
        if failure is None:
            why = "a key that is made anew has another id, and what it has used of its plans is gone."
            self.remember(NoUndo(f"the deletion of key {key.called}", why))
        return failure


def _given(thing: UsagePlan | ApiKey) -> dict[str, Any]:
    """What of a thing is said when it is made."""
    members: dict[str, Any] = msgspec.to_builtins(thing)
    return {name: value for name, value in members.items() if value}


def _plan_key(key: ApiKey) -> dict[str, Any]:
    return {"keyId": key.id, "keyType": "API_KEY"}


def _remaining(plan_id: str, key_id: str, left: int) -> Order:
    return Order("PATCH", f"{PLANS}/{plan_id}/keys/{key_id}/usage", patch([replace("/remaining", str(left))]))


def _key_operations(before: ApiKey, after: ApiKey) -> list[Operation]:
    members = (
        ("/name", before.name, after.name),
        ("/description", before.description, after.description),
        ("/enabled", str(before.enabled).lower(), str(after.enabled).lower()),
    )
    return [replace(path, now) for path, was, now in members if was != now]
