"""From a template's API keys and usage plans to those of a plan."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from lgtui.emulator.gateway.model import ApiStage, QuotaSettings, ThrottleSettings
from lgtui.project.api_definitions import is_true
from lgtui.project.plan import ApiPlan, KeyPlan, Notice, UsagePlanPlan
from lgtui.project.template import Template

API_KEY = "AWS::ApiGateway::ApiKey"
USAGE_PLAN = "AWS::ApiGateway::UsagePlan"
USAGE_PLAN_KEY = "AWS::ApiGateway::UsagePlanKey"

VALUE_LENGTH = 40


class UsagePlanner:
    """Plans one template's keys and usage plans.

    Args:
        template: the template.
        apis: the APIs planned from it, by id.

    Attributes:
        notices: what the user should know.
    """

    def __init__(self, template: Template, apis: Mapping[str, ApiPlan]) -> None:
        self._template = template
        self._apis = apis
        self.notices: list[Notice] = []

    def keys(self) -> Iterator[KeyPlan]:
        """The template's API keys."""
        for logical_id, properties in self._template.of_type(API_KEY):
            yield KeyPlan(
                id=self._template.stack.stable_id(10, logical_id),
                name=str(properties.get("Name") or logical_id),
                value=str(properties.get("Value") or self._template.stack.stable_id(VALUE_LENGTH, logical_id, "value")),
                line=self._template.line(logical_id),
                enabled=is_true(properties.get("Enabled")),
                description=str(properties.get("Description") or ""),
                customer_id=str(properties.get("CustomerId") or ""),
            )

    def plans(self) -> Iterator[UsagePlanPlan]:
        """The template's usage plans.

        Raises:
            ProjectError: a limit is none.
        """
        for logical_id, properties in self._template.of_type(USAGE_PLAN):
            try:
                yield self._plan(logical_id, properties)
            except (TypeError, ValueError) as error:
                raise self._template.error(f"{logical_id}: {error}.", logical_id) from error

    def _plan(self, logical_id: str, properties: Mapping[str, Any]) -> UsagePlanPlan:
        plan_id = self._template.stack.stable_id(6, logical_id)
        return UsagePlanPlan(
            id=plan_id,
            name=str(properties.get("UsagePlanName") or logical_id),
            line=self._template.line(logical_id),
            description=str(properties.get("Description") or ""),
            stages=tuple(self._stages(logical_id, properties.get("ApiStages"))),
            throttle=_throttle(properties.get("Throttle")),
            quota=_quota(properties.get("Quota")),
            keys=tuple(
                str(key.get("KeyId"))
                for _, key in self._template.of_type(USAGE_PLAN_KEY)
                if key.get("UsagePlanId") == plan_id
            ),
        )

    def _stages(self, logical_id: str, listed: Any) -> Iterator[ApiStage]:
        """The stages that a plan opens; those of APIs that are not the template's are left out aloud."""
        for entry in listed if isinstance(listed, list) else ():
            api_id, stage = str(entry.get("ApiId")), str(entry.get("Stage"))
            if api_id not in self._apis:
                text = f"{logical_id}: the API {api_id} is not of this template; its usage plan leaves it out."
                self.notices.append(Notice(self._template.line(logical_id), text))
                continue
            limits = {str(name): _throttle(limit) for name, limit in (entry.get("Throttle") or {}).items()}
            throttles = {name: limit for name, limit in limits.items() if limit is not None}
            yield ApiStage(api_id=api_id, stage=stage, throttle=throttles)


def _throttle(written: Any) -> ThrottleSettings | None:
    if not isinstance(written, Mapping):
        return None
    read: dict[str, tuple[str, type]] = {"rate_limit": ("RateLimit", float), "burst_limit": ("BurstLimit", int)}
    limits = {member: kind(written[name]) for member, (name, kind) in read.items() if written.get(name) is not None}
    return msgspec.structs.replace(ThrottleSettings(), **limits)


def _quota(written: Any) -> QuotaSettings | None:
    if not isinstance(written, Mapping):
        return None
    period = str(written.get("Period") or "DAY")
    members = {"limit": int(written.get("Limit") or 0), "offset": int(written.get("Offset") or 0), "period": period}
    try:
        return msgspec.convert(members, QuotaSettings)
    except msgspec.ValidationError as error:
        raise ValueError(f"the quota's period is DAY, WEEK or MONTH, not {period}") from error
