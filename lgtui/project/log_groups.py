"""A template's log groups: how they are planned, and how a region is brought to them."""

from collections.abc import Mapping
from typing import Any

from lgtui.emulator.cloudwatch_logs.groups import RETENTIONS
from lgtui.emulator.cloudwatch_logs.model import (
    CreateLogGroupRequest,
    GroupRequest,
    PutRetentionPolicyRequest,
    TagLogGroupRequest,
    UntagLogGroupRequest,
)
from lgtui.emulator.cloudwatch_logs.service import CloudWatchLogs
from lgtui.emulator.objects import Shelf
from lgtui.project.attributes import name_of
from lgtui.project.functions import tags_of
from lgtui.project.plan import LogGroupPlan, Plan
from lgtui.project.template import Template

LOG_GROUP = "AWS::Logs::LogGroup"


def plan_log_groups(template: Template) -> dict[str, LogGroupPlan]:
    """The template's log groups, by name.

    Raises:
        ProjectError: the number of days that events are kept is none that there is.
    """
    plans = (_plan(template, logical_id, properties) for logical_id, properties in template.of_type(LOG_GROUP))
    return {plan.name: plan for plan in plans}


def _plan(template: Template, logical_id: str, properties: Mapping[str, Any]) -> LogGroupPlan:
    days = properties.get("RetentionInDays")
    if days is not None and str(days) not in map(str, RETENTIONS):
        raise template.error(
            f"{logical_id}: RetentionInDays is one of {', '.join(map(str, RETENTIONS))}, not {days}.",
            *(logical_id, "Properties", "RetentionInDays"),
        )
    return LogGroupPlan(
        name=name_of(logical_id, properties),
        line=template.line(logical_id),
        retention=int(days or 0),
        tags=tags_of(properties.get("Tags")),
    )


class LogGroupApplier:
    """Applies the log groups of plans, and remembers what it has applied."""

    def __init__(self, logs: CloudWatchLogs, applied: Shelf) -> None:
        self._logs = logs
        self._applied = applied.table("log-group", LogGroupPlan)

    async def put(self, wanted: LogGroupPlan) -> list[str]:
        """Make or change one group; one that something has logged to already is taken as it is.

        Returns:
            What was changed, a phrase each.

        Raises:
            ServiceError: an operation was refused.
        """
        name = wanted.name
        before = self._applied.get(name)
        if before == wanted:
            return []
        created = not await self._logs.has_log_group(name)
        if created:
            await self._logs.create_log_group(CreateLogGroupRequest(log_group_name=name))
        was = before or LogGroupPlan(name, wanted.line)
        if wanted.retention != was.retention:
            await self._put_retention(wanted)
        if wanted.tags != was.tags:
            gone = [key for key in was.tags if key not in wanted.tags]
            await self._logs.untag_log_group(UntagLogGroupRequest(log_group_name=name, tags=gone))
            await self._logs.tag_log_group(TagLogGroupRequest(log_group_name=name, tags=wanted.tags))
        self._applied[name] = wanted
        return [f"{'created' if created else 'updated'} log group {name}"]

    async def _put_retention(self, wanted: LogGroupPlan) -> None:
        if wanted.retention:
            request = PutRetentionPolicyRequest(log_group_name=wanted.name, retention_in_days=wanted.retention)
            await self._logs.put_retention_policy(request)
        else:
            await self._logs.delete_retention_policy(GroupRequest(log_group_name=wanted.name))

    def keep_only(self, plan: Plan) -> None:
        """Forget the groups that are not in the plan any more; what was logged to them stays to be read."""
        for name in [name for name in self._applied if name not in plan.log_groups]:
            del self._applied[name]
