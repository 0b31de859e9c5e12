"""AWS's operations on an API's stages and deployments, each with what takes it back."""

from typing import Any
from urllib.parse import quote

from lgtui import frames
from lgtui.console.changes.gateway_views import Deployment, StageSettings
from lgtui.console.changes.patches import Operation, patch, remove, replace
from lgtui.console.changes.stage_undo import stage_undo
from lgtui.console.changes.undo import NoUndo, Order, Undo
from lgtui.console.region.outcomes import Failure, read
from lgtui.console.wire import Page, Wire


class StageOrders(Wire):
    """Reads and changes stages, deployments, caches and the account's role for logs."""

    async def stage(self, api_id: str, stage: str) -> StageSettings | Failure:
        """AWS's `GetStage`: what of a stage the feed does not tell."""
        return read(await self.call("GET", _stage(api_id, stage)), StageSettings)

    async def update_stage(self, api_id: str, stage: str, operations: list[Operation]) -> Failure | None:
        """AWS's `UpdateStage`: patch a running stage; None when it is done."""
        path = _stage(api_id, stage)
        before = await self.ask(path)
        after = await self.ask(path, "PATCH", patch(operations))
        if isinstance(after, Failure):
            return after
        if not isinstance(before, Failure):
            self.remember(stage_undo(stage, path, before, after))
        return None

    async def create_deployment(self, api_id: str, stage: str, description: str) -> Failure | None:
        """AWS's `CreateDeployment` onto a stage; None when it is done."""
        path = f"/restapis/{api_id}/deployments"
        before = await self.ask(_stage(api_id, stage))
        made = await self.ask(path, "POST", {"stageName": stage, "description": description})
        if isinstance(made, Failure):
            return made
        if not isinstance(before, Failure):
            back = patch([replace("/deploymentId", str(before.get("deploymentId")))])
            orders = Order("PATCH", _stage(api_id, stage), back), Order("DELETE", f"{path}/{made.get('id')}")
            self.remember(Undo(f"the deployment to {stage}", orders))
        return None

    async def deployments(self, api_id: str) -> list[Deployment] | Failure:
        """AWS's `GetDeployments`, every page of it: an API's deployments, oldest first."""
        return await self.every(f"/restapis/{api_id}/deployments", Page[Deployment])

    async def differences(self, api_id: str, deployment: str, against: str = "") -> frames.DeploymentDiff | Failure:
        """What a deployment has otherwise than another, or than the one before it."""
        path = f"/_lgtui/deployments/{api_id}/{deployment}/diff" + (f"?against={against}" if against else "")
        return read(await self.call("GET", path), frames.DeploymentDiff)

    async def flush_cache(self, api_id: str, stage: str) -> Failure | None:
        """AWS's `FlushStageCache`: forget every cached response; None when it is done."""
        failure = await self.order("DELETE", f"{_stage(api_id, stage)}/cache/data")
        if failure is None:
            self.remember(
                NoUndo(f"the flush of {stage}'s cache", "what it held is gone, and the next requests fill it anew.")
            )
        return failure

    async def cache_contents(self, api_id: str, stage: str) -> frames.CacheContents | Failure:
        """What a stage's response cache holds."""
        path = f"/_lgtui/caches/{quote(api_id, safe='')}/{quote(stage, safe='')}"
        return read(await self.call("GET", path), frames.CacheContents)

    async def cloudwatch_role(self) -> str | Failure:
        """AWS's `GetAccount`: the role by which logs are written, empty where there is none."""
        answer = await self.ask("/account")
        return answer if isinstance(answer, Failure) else str(answer.get("cloudwatchRoleArn") or "")

    async def set_cloudwatch_role(self, arn: str) -> Failure | None:
        """AWS's `UpdateAccount`: the role by which logs are written; None when it is done."""
        role = "/cloudwatchRoleArn"
        before = await self.cloudwatch_role()
        failure = await self.order("PATCH", "/account", patch([replace(role, arn)]))
        if failure is None and not isinstance(before, Failure):
            back = patch([replace(role, before) if before else remove(role)])
            self.remember(Undo("the account's role for logs", (Order("PATCH", "/account", back),)))
        return failure

    async def integration(self, api_id: str, resource_id: str, http_method: str) -> dict[str, Any] | Failure:
        """AWS's `GetIntegration`: a method's integration with its mapping templates."""
        return await self.ask(
            f"/restapis/{api_id}/resources/{quote(resource_id, safe='')}/methods/{http_method}/integration"
        )


def _stage(api_id: str, stage: str) -> str:
    return f"/restapis/{api_id}/stages/{stage}"
