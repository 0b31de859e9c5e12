"""The patch operations of UpdateStage: which paths there are, and what each changes."""

from collections.abc import Iterable

import msgspec

from lgtui.emulator.errors import BadRequestException, NotImplementedException
from lgtui.emulator.gateway.cache import PRICES
from lgtui.emulator.gateway.model import PatchOperation, Stage
from lgtui.emulator.gateway.operations.access_log_settings import access_log_paths
from lgtui.emulator.gateway.operations.canary import canary_paths, promote
from lgtui.emulator.gateway.operations.method_settings import method_setting_paths
from lgtui.emulator.gateway.operations.patching import Patcher, Path, member

SMALLEST_CACHE = "0.5"
"""The size, in GB, of a cache that was switched on without one."""

_NOT_EMULATED = frozenset(
    {
        "clientCertificateId",
        "documentationVersion",
    }
)
"""Settings that AWS has and lgtui does not emulate: the first part of a path, or the third of a method setting's."""


def patch_stage(stage: Stage, operations: Iterable[PatchOperation]) -> Stage:
    """`stage` after patch operations.

    Raises:
        BadRequestException: no such path, or its value is not allowed.
        NotImplementedException: a setting that lgtui does not emulate.
    """
    for operation in operations:
        _refuse_what_is_not_emulated(operation)
        stage = promote(stage, operation) if operation.op == "copy" else _PATCHER.apply(stage, (operation,))
    return stage


def _refuse_what_is_not_emulated(operation: PatchOperation) -> None:
    if operation.op in ("move", "test"):
        raise NotImplementedException(f"lgtui does not emulate the patch operation '{operation.op}' of UpdateStage")
    parts = operation.path.split("/")[1:]
    named = parts[:1] if len(parts) < 3 else [parts[0], parts[2]]
    if _NOT_EMULATED.intersection(named):
        raise NotImplementedException(f"lgtui does not emulate the stage setting {operation.path}")


def refuse_tracing(enabled: bool) -> None:
    """Refuse to trace a stage's requests with X-Ray: there is none that would have them.

    Raises:
        NotImplementedException
    """
    if enabled:
        raise NotImplementedException(
            "lgtui does not emulate the stage setting /tracingEnabled, which is X-Ray's; it keeps a trace of its own "
            "of every request"
        )


def _set_tracing(stage: Stage, _: list[str], value: str) -> Stage:
    refuse_tracing(value == "true")
    return stage


def _set_variable(stage: Stage, names: list[str], value: str) -> Stage:
    return msgspec.structs.replace(stage, variables={**stage.variables, names[0]: value})


def _remove_variable(stage: Stage, names: list[str], _: str) -> Stage:
    variables = {name: value for name, value in stage.variables.items() if name != names[0]}
    return msgspec.structs.replace(stage, variables=variables)


def _enable_cache(stage: Stage, _: list[str], value: str) -> Stage:
    """Switch the cache on, with the smallest size where none was chosen, or off."""
    return msgspec.structs.replace(
        stage,
        cache_cluster_enabled=value == "true",
        cache_cluster_size=stage.cache_cluster_size or SMALLEST_CACHE,
    )


def cache_size(text: str) -> str:
    """A size that a cache may have.

    Raises:
        BadRequestException: AWS offers none of that size.
    """
    if text not in PRICES:
        raise BadRequestException(f"Invalid cache cluster size specified: {text}. Valid sizes: {', '.join(PRICES)}")
    return text


_PATCHER: Patcher[Stage] = Patcher(
    [
        Path("/deploymentId", ("replace",), member("deployment_id")),
        Path("/description", ("replace",), member("description")),
        Path("/description", ("remove",), member("description", lambda _: "")),
        Path("/variables/{name}", ("add", "replace"), _set_variable),
        Path("/variables/{name}", ("remove",), _remove_variable),
        Path("/cacheClusterEnabled", ("replace",), _enable_cache),
        Path("/cacheClusterSize", ("replace",), member("cache_cluster_size", cache_size)),
        Path("/tracingEnabled", ("replace",), _set_tracing),
        *canary_paths(),
        *access_log_paths(),
        *method_setting_paths(),
    ]
)
