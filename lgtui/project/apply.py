"""Brings a region to a plan by AWS's operations, and each later time only what differs from the plan before."""

from lgtui.emulator.cloudwatch_logs.service import CloudWatchLogs
from lgtui.emulator.errors import ServiceError
from lgtui.emulator.functions.service import Functions
from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.objects import Objects
from lgtui.emulator.origins import by_template
from lgtui.project.apply_apis import ApiApplier
from lgtui.project.apply_domain_names import DomainApplier
from lgtui.project.apply_functions import FunctionApplier
from lgtui.project.apply_layers import LayerApplier
from lgtui.project.apply_usage_plans import UsageApplier
from lgtui.project.errors import ProjectError
from lgtui.project.log_groups import LogGroupApplier
from lgtui.project.plan import FunctionPlan, Plan
from lgtui.project.releases import Release


class Applier:
    """Applies plans to one region, and remembers what it has applied, beyond the process's end."""

    def __init__(self, functions: Functions, gateway: Gateway, logs: CloudWatchLogs, objects: Objects) -> None:
        applied = objects.shelf("project")
        self._log_groups = LogGroupApplier(logs, applied)
        self._layers = LayerApplier(functions, applied)
        self._functions = FunctionApplier(functions, applied)
        self._apis = ApiApplier(gateway, applied)
        self._usage = UsageApplier(gateway, applied)
        self._domains = DomainApplier(gateway, applied)

    async def apply(self, plan: Plan) -> list[str]:
        """Bring the region to `plan`; what was changed by hand stays where the plan does not say otherwise anew.

        Returns:
            What was changed, a phrase each; empty where nothing was.

        Raises:
            ProjectError: an operation was refused; what was done before it stays done.
        """
        with by_template():
            return await self._apply(plan)

    async def _apply(self, plan: Plan) -> list[str]:
        changes = []
        for group in plan.log_groups.values():
            with _blaming(plan, group.name, group.line):
                changes += await self._log_groups.put(group)
        for layer in plan.layers.values():
            with _blaming(plan, layer.request.layer_name, layer.line):
                changes += await self._layers.put(layer)
        for function in plan.functions.values():
            with _blaming(plan, function.name, function.line):
                changes += await self._functions.put(self._layers.settled(function))
        for function in plan.functions.values():
            with _blaming(plan, function.name, function.line):
                self._functions.put_event_settings(function)
        self._apis.put_role(plan.cloudwatch_role)
        for api in plan.apis.values():
            with _blaming(plan, api.name, api.line):
                changes += self._apis.put(api, plan.template.name)
        changes += self._put_usage(plan)
        for domain in plan.domains:
            with _blaming(plan, domain.name, domain.line):
                changes += self._domains.put(domain)
        appliers = (self._functions, self._domains, self._apis, self._usage)
        gone = [change for applier in appliers for change in applier.keep_only(plan)]
        self._layers.keep_only(plan)
        self._log_groups.keep_only(plan)
        return [*changes, *gone]

    def _put_usage(self, plan: Plan) -> list[str]:
        """API keys, and after them the usage plans that they are in."""
        changes = []
        for key in plan.keys:
            with _blaming(plan, key.name, key.line):
                changes += self._usage.put_key(key)
        for usage_plan in plan.usage_plans:
            with _blaming(plan, usage_plan.name, usage_plan.line):
                changes += self._usage.put_plan(usage_plan)
        return changes

    async def release(self, plan: FunctionPlan) -> Release:
        """Publish a function's code as it is on disk now, and move the aliases that follow it.

        Raises:
            ServiceError: an operation was refused.
            OSError: the code cannot be copied.
        """
        with by_template():
            return await self._functions.releases.follow(plan)


class _blaming:  # noqa: N801 -- used as a with statement's word
    """Turns an operation's refusal into a fault of the template's line."""

    def __init__(self, plan: Plan, subject: str, line: int) -> None:
        self._plan, self._subject, self._line = plan, subject, line

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, ServiceError | OSError):
            message = f"{self._subject}: {str(error).rstrip('. ')}."
            line = getattr(error, "line", 0) or self._line
            raise ProjectError(message, str(self._plan.template), line) from error
