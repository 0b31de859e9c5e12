"""The patch operations of UpdateStage: which paths there are, and what each changes."""

import msgspec

from lgtui.emulator.errors import BadRequestException, NotImplementedException
from lgtui.emulator.gateway.model import MethodSetting, PatchOperation, Stage

ALLOWED = "/deploymentId, /description, /variables/{name}, /{path}/{method}/throttling/rateLimit and …/burstLimit"

_NOT_EMULATED = frozenset(
    {
        "accessLogSettings",
        "cacheClusterEnabled",
        "cacheClusterSize",
        "canarySettings",
        "clientCertificateId",
        "documentationVersion",
        "tracingEnabled",
        "caching",
        "logging",
        "metrics",
    }
)
"""Settings that AWS has and lgtui does not emulate: the first part of a path, or the third of a method setting's."""


def apply_patch(stage: Stage, operation: PatchOperation) -> Stage:
    """`stage` after one patch operation.

    Raises:
        BadRequestException: no such path, or its value is not allowed.
        NotImplementedException: a setting that lgtui does not emulate.
    """
    parts = operation.path.split("/")[1:]
    if operation.op not in ("add", "replace", "remove"):
        raise NotImplementedException(f"lgtui does not emulate the patch operation '{operation.op}' of UpdateStage")
    match parts:
        case ["deploymentId"] if operation.op == "replace":
            return msgspec.structs.replace(stage, deployment_id=operation.value)
        case ["description"] if operation.op != "add":
            text = operation.value if operation.op == "replace" else ""
            return msgspec.structs.replace(stage, description=text)
        case ["variables", name]:
            return _patch_variable(stage, name, operation)
        case [path, http_method] if operation.op == "remove":
            return _remove_setting(stage, _key(path, http_method))
        case [path, http_method, "throttling", "rateLimit" | "burstLimit" as limit] if operation.op != "add":
            return _patch_limit(stage, _key(path, http_method), limit, operation)
    raise _refused(parts, operation)


def _patch_variable(stage: Stage, name: str, operation: PatchOperation) -> Stage:
    variables = dict(stage.variables)
    if operation.op == "remove":
        variables.pop(name, None)
    else:
        variables[name] = operation.value
    return msgspec.structs.replace(stage, variables=variables)


def _remove_setting(stage: Stage, key: str) -> Stage:
    """`stage` without the setting of `key`; none there is refused (fact stage-005, with its space at the end)."""
    if key not in stage.method_settings:
        raise BadRequestException(
            f"Cannot remove method setting {key} because there is no method setting for this method "
        )
    settings = {name: setting for name, setting in stage.method_settings.items() if name != key}
    return msgspec.structs.replace(stage, method_settings=settings)


def _patch_limit(stage: Stage, key: str, limit: str, operation: PatchOperation) -> Stage:
    """`stage` with a new limit; its companion takes the account's default where there was no setting."""
    setting = stage.method_settings.get(key, MethodSetting())
    value = _limit(operation) if operation.op == "replace" else None
    if limit == "rateLimit":
        rate = MethodSetting().throttling_rate_limit if value is None else value
        setting = msgspec.structs.replace(setting, throttling_rate_limit=rate)
    else:
        burst = MethodSetting().throttling_burst_limit if value is None else int(value)
        setting = msgspec.structs.replace(setting, throttling_burst_limit=burst)
    return msgspec.structs.replace(stage, method_settings={**stage.method_settings, key: setting})


def _limit(operation: PatchOperation) -> float:
    """The number that the operation gives: finite, at least 0."""
    try:
        value = float(operation.value)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf") or (operation.path.endswith("burstLimit") and not value.is_integer()):
        kind = "a whole number" if operation.path.endswith("burstLimit") else "a number"
        raise BadRequestException(f"Invalid value {operation.value!r} for {operation.path}: it is {kind} of at least 0")
    return value


def _key(path: str, http_method: str) -> str:
    """The key of a method setting: `~1orders~1{id}` and `GET` give `orders~1{id}/GET`."""
    return f"{path.removeprefix('~1')}/{http_method}"


def _refused(parts: list[str], operation: PatchOperation) -> BadRequestException | NotImplementedException:
    named = parts[:1] if len(parts) < 3 else [parts[0], parts[2]]
    if _NOT_EMULATED.intersection(named):
        return NotImplementedException(f"lgtui does not emulate the stage setting {operation.path}")
    return BadRequestException(
        f"Invalid patch path  '{operation.path}' specified for op '{operation.op}'. Must be one of: [{ALLOWED}]"
    )
