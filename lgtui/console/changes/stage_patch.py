"""What changed of a stage in its editor, as UpdateStage's patch operations."""

from collections.abc import Mapping

from lgtui import frames
from lgtui.console.changes.patches import Operation, escaped, in_text, remove, replace
from lgtui.console.region.state import WHOLE_STAGE
from lgtui.console.widgets.pairs_editor import Pairs
from lgtui.console.widgets.throttle_fields import NONE, Typed


def stage_throttles(stage: frames.StageView) -> dict[str, Typed]:
    """A stage's rates and bursts as text, by the key of their method settings."""
    return {key: (in_text(own.rate), str(own.burst)) for key, own in stage.method_throttles.items()}


def stage_scopes(api: frames.ApiView) -> dict[str, str]:
    """What of a stage can have a throttle: key of the method settings → what it is called."""
    methods = {
        f"{resource.path.removeprefix('/').replace('/', '~1')}/{method.http_method}": (
            f"{method.http_method} {resource.path}"
        )
        for resource in api.resources
        for method in resource.methods
    }
    return {WHOLE_STAGE: "the whole stage", **methods}


def stage_operations(stage: frames.StageView, variables: Pairs, throttles: Mapping[str, Typed]) -> list[Operation]:
    """The patch operations that lead from a stage to what was typed."""
    typed = dict(variables)
    removed = [remove(f"/variables/{escaped(name)}") for name in stage.variables if name not in typed]
    changed = [
        replace(f"/variables/{escaped(name)}", value)
        for name, value in typed.items()
        if stage.variables.get(name) != value
    ]
    return [*removed, *changed, *_throttle_operations(stage_throttles(stage), throttles)]


def _throttle_operations(were: Mapping[str, Typed], throttles: Mapping[str, Typed]) -> list[Operation]:
    return [
        replace(path, value) if value else remove(path)
        for key in {**were, **throttles}
        for name, was, value in zip(
            ("rateLimit", "burstLimit"), were.get(key, NONE), throttles.get(key, NONE), strict=True
        )
        if (path := f"/{key}/throttling/{name}") and value != was
    ]
