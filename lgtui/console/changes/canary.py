"""A stage's canary as it was typed, as UpdateStage's patch operations."""

from lgtui.console.changes.gateway_views import CanarySettings
from lgtui.console.changes.limits import rate_problem
from lgtui.console.changes.patches import Operation, escaped, in_text, remove, replace
from lgtui.console.widgets.pairs_editor import Pairs

OVERRIDES = "/canarySettings/stageVariableOverrides"

REMOVAL = remove("/canarySettings")

PROMOTION: tuple[Operation, ...] = (
    {"op": "copy", "path": "/variables", "from": OVERRIDES},
    {"op": "copy", "path": "/deploymentId", "from": "/canarySettings/deploymentId"},
    REMOVAL,
)
"""What makes a canary's deployment and variables the stage's own (guide, canary-release-deployment)."""


def percent_problem(text: str) -> str:
    """What is wrong with a share of the requests, empty where nothing is."""
    return "a number from 0 to 100" if rate_problem(text) or float(text) > 100 else ""


def canary_operations(
    canary: CanarySettings | None, deployment: str, percent: str, overrides: Pairs, shares_cache: bool
) -> list[Operation]:
    """The patch operations that make `deployment` the stage's canary, or change the one that is there."""
    was, typed = canary or CanarySettings(), dict(overrides)
    members = (
        ("percentTraffic", "" if canary is None else in_text(was.percent_traffic), percent),
        ("deploymentId", was.deployment_id, deployment),
        ("useStageCache", in_text(was.use_stage_cache), in_text(shares_cache)),
    )
    changed = [replace(f"/canarySettings/{name}", now) for name, before, now in members if before != now]
    set_anew = [
        replace(f"{OVERRIDES}/{escaped(name)}", value)
        for name, value in typed.items()
        if was.stage_variable_overrides.get(name) != value
    ]
    gone = [name for name in was.stage_variable_overrides if name not in typed]
    return [*changed, *set_anew, *(remove(f"{OVERRIDES}/{escaped(name)}") for name in gone)]
