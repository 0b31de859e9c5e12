"""What changed of a stage in its editor, as UpdateStage's patch operations."""

from lgtui import frames
from lgtui.console.patches import Operation, escaped, in_text, remove, replace
from lgtui.console.state import WHOLE_STAGE
from lgtui.console.widgets.pairs_editor import Pairs


def stage_throttle(stage: frames.StageView) -> tuple[str, str]:
    """The stage's own rate and burst as text; empty where it has none."""
    throttle = stage.method_throttles.get(WHOLE_STAGE)
    return (in_text(throttle.rate), str(throttle.burst)) if throttle else ("", "")


def stage_operations(stage: frames.StageView, variables: Pairs, rate: str, burst: str) -> list[Operation]:
    """The patch operations that lead from a stage to what was typed; values are checked by AWS's operation alone."""
    typed = dict(variables)
    removed = [remove(f"/variables/{escaped(name)}") for name in stage.variables if name not in typed]
    changed = [
        replace(f"/variables/{escaped(name)}", value)
        for name, value in typed.items()
        if stage.variables.get(name) != value
    ]
    return removed + changed + _throttle_operations(stage, rate.strip(), burst.strip())


def _throttle_operations(stage: frames.StageView, rate: str, burst: str) -> list[Operation]:
    was_rate, was_burst = stage_throttle(stage)
    return [
        replace(f"/{WHOLE_STAGE}/throttling/{name}", value) if value else remove(f"/{WHOLE_STAGE}/throttling/{name}")
        for name, value, was in (("rateLimit", rate, was_rate), ("burstLimit", burst, was_burst))
        if value != was
    ]
