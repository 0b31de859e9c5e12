"""What takes an operation back: another one of AWS's, made from what was there before."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lgtui.console.stage_patch import Operation, escaped

_SETTINGS = {
    "logging/loglevel": "loggingLevel",
    "logging/dataTrace": "dataTraceEnabled",
    "metrics/enabled": "metricsEnabled",
    "throttling/rateLimit": "throttlingRateLimit",
    "throttling/burstLimit": "throttlingBurstLimit",
    "caching/enabled": "cachingEnabled",
    "caching/ttlInSeconds": "cacheTtlInSeconds",
    "caching/dataEncrypted": "cacheDataEncrypted",
    "caching/requireAuthorizationForCacheControl": "requireAuthorizationForCacheControl",
    "caching/unauthorizedCacheControlHeaderStrategy": "unauthorizedCacheControlHeaderStrategy",
}
"""UpdateStage's paths of a method's settings, and the members that GetStage tells them by (the guide's page on patch
operations)."""

_NOTHING = object()


class Undo(NamedTuple):
    """An order that takes a change back.

    Attributes:
        what: the change, in words.
        http_method, path, document: the order.
    """

    what: str
    http_method: str
    path: str
    document: dict[str, Any] | None


def stage_undo(name: str, path: str, before: dict[str, Any], operations: list[Operation]) -> Undo | None:
    """What takes an UpdateStage back.

    Args:
        name: the stage's.
        path: the operation's.
        before: what GetStage answered before it.
        operations: its patch operations.

    Returns:
        None where one of the operations copies: what it has overwritten is more than its path says.
    """
    if any(operation["op"] == "copy" for operation in operations):
        return None
    back = [each for operation in reversed(operations) for each in _back(before, operation["path"])]
    return Undo(f"the change of stage {name}", "PATCH", path, {"patchOperations": back})


def alias_undo(name: str, path: str, before: dict[str, Any]) -> Undo:
    """What takes an UpdateAlias back; `before` is what GetAlias answered before it."""
    document = {
        "FunctionVersion": before.get("FunctionVersion"),
        "RoutingConfig": before.get("RoutingConfig") or {"AdditionalVersionWeights": {}},
        "Description": before.get("Description", ""),
    }
    return Undo(f"the change of alias {name}", "PUT", path, document)


def reservation_undo(function: str, path: str, before: int | None) -> Undo:
    """What takes a reservation of concurrency, or its end, back; `before` is what was reserved."""
    what = f"the reserved concurrency of {function}"
    if before is None:
        return Undo(what, "DELETE", path, None)
    return Undo(what, "PUT", path, {"ReservedConcurrentExecutions": before})


def _back(before: dict[str, Any], path: str) -> Iterator[Operation]:
    """The operations that bring what was at a path back."""
    value = _at(before, path)
    if value is _NOTHING or value is None:
        yield {"op": "remove", "path": path}
    else:
        yield from _put(path, value)


def _put(path: str, value: Any) -> Iterator[Operation]:
    """The operations that put a value at a path, or each of its members below it."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _put(f"{path}/{escaped(name)}", member)
    else:
        yield {"op": "replace", "path": path, "value": str(value).lower() if isinstance(value, bool) else str(value)}


def _at(stage: dict[str, Any], path: str) -> Any:
    """What a stage has at a patch path."""
    parts = path.removeprefix("/").split("/")
    if len(parts) == 4 and "/".join(parts[2:]) in _SETTINGS:
        settings = stage.get("methodSettings", {}).get("/".join(parts[:2]), {})
        return settings.get(_SETTINGS["/".join(parts[2:])], _NOTHING)
    found: Any = stage
    for part in parts:
        found = found.get(part.replace("~1", "/").replace("~0", "~"), _NOTHING) if isinstance(found, dict) else _NOTHING
    return found
