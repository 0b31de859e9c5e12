"""Patches of a stage's canary: its share of the requests, its variables, its promotion."""

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import CanarySettings, PatchOperation, Stage
from lgtui.emulator.gateway.operations.patching import Path

OVERRIDES = "/canarySettings/stageVariableOverrides"
COPIES = {"/deploymentId": "/canarySettings/deploymentId", "/variables": OVERRIDES}
"""Where a copy goes → where it comes from: what promotes a canary."""


def canary_paths() -> list[Path[Stage]]:
    """The paths `/canarySettings…` of UpdateStage."""
    return [
        Path("/canarySettings/percentTraffic", ("replace",), _set_percent),
        Path("/canarySettings/deploymentId", ("replace",), _set_deployment),
        Path("/canarySettings/useStageCache", ("replace",), _set_cache),
        Path(f"{OVERRIDES}/{{name}}", ("add", "replace"), _set_override),
        Path(f"{OVERRIDES}/{{name}}", ("remove",), _remove_override),
        Path(OVERRIDES, ("remove",), _remove_overrides),
        Path("/canarySettings", ("remove",), lambda stage, names, _: _with(stage, None)),
    ]


def promote(stage: Stage, operation: PatchOperation) -> Stage:
    """Copy the canary's deployment or its variables to the stage; the canary stays until it is removed.

    Raises:
        BadRequestException: the copy goes elsewhere (fact canary-011), or there is no canary.
    """
    if COPIES.get(operation.path or "") != operation.from_:
        raise BadRequestException(
            f"Invalid copy operation with path: {operation.path} and from {operation.from_}. "
            f"Valid copy:path are [{', '.join(COPIES)}] and valid copy:from are [{', '.join(COPIES.values())}]"
        )
    canary = _canary(stage, operation.from_)
    if operation.path == "/deploymentId":
        return msgspec.structs.replace(stage, deployment_id=canary.deployment_id)
    return msgspec.structs.replace(stage, variables={**stage.variables, **canary.stage_variable_overrides})


def _canary(stage: Stage, path: str) -> CanarySettings:
    """The stage's canary; none there is refused (fact canary-009, with its space at the end)."""
    if stage.canary_settings is None:
        raise BadRequestException(
            f"Cannot remove method setting {path.removeprefix('/')} because there is no method setting for this method "
        )
    return stage.canary_settings


def _with(stage: Stage, canary: CanarySettings | None) -> Stage:
    return msgspec.structs.replace(stage, canary_settings=canary)


def _changed(stage: Stage, **members: object) -> Stage:
    """The stage with a changed canary; one that has none gets one of its own deployment."""
    canary = stage.canary_settings or CanarySettings(deployment_id=stage.deployment_id)
    return _with(stage, msgspec.structs.replace(canary, **members))


def _set_percent(stage: Stage, _: list[str], value: str) -> Stage:
    return _changed(stage, percent_traffic=percent(value))


def percent(value: str | float) -> float:
    """A share of the traffic.

    Raises:
        BadRequestException: it is no number from 0 to 100.
    """
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 100:
        raise BadRequestException(f"Invalid value '{value}' for percentTraffic: it is a number from 0.0 to 100.0")
    return share


def _set_deployment(stage: Stage, _: list[str], value: str) -> Stage:
    return _changed(stage, deployment_id=value)


def _set_cache(stage: Stage, _: list[str], value: str) -> Stage:
    return _changed(stage, use_stage_cache=value == "true")


def _set_override(stage: Stage, names: list[str], value: str) -> Stage:
    canary = stage.canary_settings or CanarySettings(deployment_id=stage.deployment_id)
    return _changed(stage, stage_variable_overrides={**canary.stage_variable_overrides, names[0]: value})


def _remove_override(stage: Stage, names: list[str], _: str) -> Stage:
    overrides = dict(_canary(stage, f"{OVERRIDES}/{names[0]}").stage_variable_overrides)
    overrides.pop(names[0], None)
    return _changed(stage, stage_variable_overrides=overrides)


def _remove_overrides(stage: Stage, _names: list[str], _: str) -> Stage:
    _canary(stage, OVERRIDES)
    return _changed(stage, stage_variable_overrides={})
