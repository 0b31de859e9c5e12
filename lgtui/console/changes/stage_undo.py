"""What takes a change of a stage back: the patch operations that lead from what it is now to what it was."""

from collections.abc import Iterator, Mapping
from typing import Any

from lgtui.console.changes.patches import Operation, escaped, in_text, patch, remove, replace
from lgtui.console.changes.undo import Order, Undo

_MEMBERS = ("deploymentId", "cacheClusterSize", "cacheClusterEnabled", "tracingEnabled")
"""Members that are replaced and never removed: a cache's size stays known while there is none."""

_REMOVABLE = ("description", "clientCertificateId", "documentationVersion")

_CANARY = ("percentTraffic", "deploymentId", "useStageCache")

_ACCESS_LOG = ("destinationArn", "format")

_SETTINGS = {
    "loggingLevel": "logging/loglevel",
    "dataTraceEnabled": "logging/dataTrace",
    "metricsEnabled": "metrics/enabled",
    "throttlingRateLimit": "throttling/rateLimit",
    "throttlingBurstLimit": "throttling/burstLimit",
    "cachingEnabled": "caching/enabled",
    "cacheTtlInSeconds": "caching/ttlInSeconds",
    "cacheDataEncrypted": "caching/dataEncrypted",
    "requireAuthorizationForCacheControl": "caching/requireAuthorizationForCacheControl",
    "unauthorizedCacheControlHeaderStrategy": "caching/unauthorizedCacheControlHeaderStrategy",
}
"""The members by which GetStage tells a method's settings, and UpdateStage's paths of them (the guide's page on patch
operations)."""

Told = Mapping[str, Any]


def stage_undo(name: str, path: str, before: Told, after: Told) -> Undo | None:
    """What takes an UpdateStage back.

    Args:
        name: the stage's.
        path: the operation's.
        before, after: the stage as GetStage told it before, and as UpdateStage answered.

    Returns:
        None where both are alike.
    """
    operations = [*_members(before, after), *_settings(before, after), *_canary(before, after)]
    if not operations:
        return None
    return Undo(f"the change of stage {name}", (Order("PATCH", path, patch(operations)),))


def _members(before: Told, after: Told) -> Iterator[Operation]:
    """What the stage itself holds, but for its methods' settings and its canary."""
    yield from _replaced("", _MEMBERS, before, after)
    yield from _entries("", _only(_REMOVABLE, before), _only(_REMOVABLE, after))
    yield from _entries("/variables", _named(before.get("variables")), _named(after.get("variables")))
    yield from _part("/accessLogSettings", _ACCESS_LOG, before, after)


def _settings(before: Told, after: Told) -> Iterator[Operation]:
    were, are = before.get("methodSettings") or {}, after.get("methodSettings") or {}
    for key in [*were, *(key for key in are if key not in were)]:
        if key in were:
            yield from _entries(f"/{key}", _by_path(were[key]), _by_path(are.get(key)))
        else:
            yield remove(f"/{key}")


def _canary(before: Told, after: Told) -> Iterator[Operation]:
    yield from _part("/canarySettings", _CANARY, before, after)
    was, canary = before.get("canarySettings"), after.get("canarySettings") or {}
    if was:
        overrides = "stageVariableOverrides"
        were, are = _named(was.get(overrides)), _named(canary.get(overrides))
        yield from _entries(f"/canarySettings/{overrides}", were, are)


def _part(path: str, members: tuple[str, ...], before: Told, after: Told) -> Iterator[Operation]:
    """A part of a stage with members of its own, which goes as a whole where it was not there."""
    was, now = before.get(path[1:]), after.get(path[1:])
    if was:
        yield from _replaced(path, members, was, now or {})
    elif now:
        yield remove(path)


def _replaced(path: str, members: tuple[str, ...], before: Told, after: Told) -> Iterator[Operation]:
    for name in members:
        if before.get(name) is not None and before[name] != after.get(name):
            yield replace(f"{path}/{name}", in_text(before[name]))


def _entries(path: str, were: Told, are: Told) -> Iterator[Operation]:
    """The entries of a map by their part of the path: those that are new go, the others are as they were."""
    for name in are:
        if name not in were:
            yield remove(f"{path}/{name}")
    for name, value in were.items():
        if are.get(name) != value:
            yield replace(f"{path}/{name}", in_text(value))


def _named(entries: Told | None) -> Told:
    return {escaped(name): value for name, value in (entries or {}).items()}


def _by_path(setting: Told | None) -> Told:
    return {_SETTINGS[name]: value for name, value in (setting or {}).items() if name in _SETTINGS}


def _only(names: tuple[str, ...], told: Told) -> Told:
    return {name: told[name] for name in names if told.get(name)}
