"""The patch operations of UpdateUsagePlan: which paths there are, and what each changes."""

from collections.abc import Callable
from typing import Any

import msgspec

from lgtui.emulator.errors import BadRequestException, NotFoundException
from lgtui.emulator.gateway.model import ApiStage, QuotaSettings, ThrottleSettings, UsagePlan
from lgtui.emulator.gateway.operations.patching import Change, Patcher, Path, member

STAGE = "/apiStages/{apiId:stageName}"


def _add_stage(plan: UsagePlan, names: list[str], value: str) -> UsagePlan:
    """Open a stage; AWS takes it as often as it is added, and opens it once [guess]."""
    api_id, stage = _split(value)
    if any((opened.api_id, opened.stage) == (api_id, stage) for opened in plan.api_stages):
        return plan
    return _with_stages(plan, [*plan.api_stages, ApiStage(api_id=api_id, stage=stage)])


def _remove_stage(plan: UsagePlan, names: list[str], value: str) -> UsagePlan:
    found = _stage(plan, value)
    return _with_stages(plan, [opened for opened in plan.api_stages if opened is not found])


def _remove(name: str) -> Change[UsagePlan]:
    return lambda plan, names, value: msgspec.structs.replace(plan, **{name: None})


def _set_part(name: str, kind: type[Any], part: str, convert: Callable[[str], object]) -> Change[UsagePlan]:
    """The change of one member of a plan's throttle or quota, which is made where there is none."""
    change: Change[Any] = member(part, convert)

    def changed(plan: UsagePlan, names: list[str], value: str) -> UsagePlan:
        setting = getattr(plan, name) or kind()
        return msgspec.structs.replace(plan, **{name: change(setting, names, value)})

    return changed


def _set_method_limit(part: str, convert: Callable[[str], object]) -> Change[UsagePlan]:
    """The change of one limit of a method in a stage that the plan opens."""
    change: Change[ThrottleSettings] = member(part, convert)

    def changed(plan: UsagePlan, names: list[str], value: str) -> UsagePlan:
        stage_name, path, http_method = names
        stage, method = _stage(plan, stage_name), _method(path, http_method)
        limits = change(stage.throttle.get(method, ThrottleSettings()), names, value)
        return _with_throttle(plan, stage, {**stage.throttle, method: limits})

    return changed


def _remove_method(plan: UsagePlan, names: list[str], value: str) -> UsagePlan:
    stage, method = _stage(plan, names[0]), _method(names[1], names[2])
    return _with_throttle(plan, stage, {name: limit for name, limit in stage.throttle.items() if name != method})


def _remove_methods(plan: UsagePlan, names: list[str], value: str) -> UsagePlan:
    return _with_throttle(plan, _stage(plan, names[0]), {})


def _with_stages(plan: UsagePlan, stages: list[ApiStage]) -> UsagePlan:
    return msgspec.structs.replace(plan, api_stages=stages)


def _with_throttle(plan: UsagePlan, stage: ApiStage, throttle: dict[str, ThrottleSettings]) -> UsagePlan:
    changed = msgspec.structs.replace(stage, throttle=throttle)
    return _with_stages(plan, [changed if opened is stage else opened for opened in plan.api_stages])


def _stage(plan: UsagePlan, value: str) -> ApiStage:
    api_id, name = _split(value)
    for stage in plan.api_stages:
        if (stage.api_id, stage.stage) == (api_id, name):
            return stage
    raise NotFoundException(f"Invalid API Stage {{api: {api_id}, stage: {name}}} specified for usageplan {plan.id}")


def _split(value: str) -> tuple[str, str]:
    """The API and the stage of `api:stage` (fact key-006)."""
    api_id, _, stage = value.partition(":")
    if not api_id or not stage:
        raise BadRequestException("Invalid API Stage specified")
    return api_id, stage


def _method(path: str, http_method: str) -> str:
    """A method's key among a stage's throttles: `/orders/GET`; the path comes with its first slash or without."""
    return f"/{path.strip('/')}/{http_method}".replace("//", "/")


def _number(value: str) -> float:
    number = float(value)
    if not 0 <= number < float("inf"):
        raise ValueError(value)
    return number


def _whole(value: str) -> int:
    number = int(value)
    if not -(2**31) <= number < 2**31:  # AWS's shape Integer
        raise ValueError(value)
    return number


def _period(value: str) -> str:
    if value not in ("DAY", "WEEK", "MONTH"):
        raise ValueError(value)
    return value


_SET = ("add", "replace")

PATCHER: Patcher[UsagePlan] = Patcher(
    [
        Path("/name", ("replace",), member("name")),
        Path("/description", ("replace",), member("description")),
        Path("/productCode", _SET, member("product_code")),
        Path("/apiStages", ("add",), _add_stage),
        Path("/apiStages", ("remove",), _remove_stage),
        Path("/quota", ("remove",), _remove("quota")),
        Path("/throttle", ("remove",), _remove("throttle")),
        Path("/productCode", ("remove",), lambda plan, _, __: msgspec.structs.replace(plan, product_code="")),
        Path("/quota/limit", _SET, _set_part("quota", QuotaSettings, "limit", _whole)),
        Path("/quota/offset", _SET, _set_part("quota", QuotaSettings, "offset", _whole)),
        Path("/quota/period", _SET, _set_part("quota", QuotaSettings, "period", _period)),
        Path("/throttle/rateLimit", _SET, _set_part("throttle", ThrottleSettings, "rate_limit", _number)),
        Path("/throttle/burstLimit", _SET, _set_part("throttle", ThrottleSettings, "burst_limit", _whole)),
        Path(f"{STAGE}/throttle/{{resourcePath}}/{{httpMethod}}", ("remove",), _remove_method),
        Path(f"{STAGE}/throttle", ("remove",), _remove_methods),
        Path(
            f"{STAGE}/throttle/{{resourcePath}}/{{httpMethod}}/rateLimit",
            _SET,
            _set_method_limit("rate_limit", _number),
        ),
        Path(
            f"{STAGE}/throttle/{{resourcePath}}/{{httpMethod}}/burstLimit",
            _SET,
            _set_method_limit("burst_limit", _whole),
        ),
    ]
)
"""The paths of the API reference's table of patch operations."""
