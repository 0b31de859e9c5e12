"""The patch operations of UpdateStage: which paths there are, and what each changes."""

from collections.abc import Iterable

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import PatchOperation, Stage
from lgtui.emulator.gateway.operations.access_log_settings import access_log_paths
from lgtui.emulator.gateway.operations.canary import canary_paths, promote
from lgtui.emulator.gateway.operations.method_settings import method_setting_paths
from lgtui.emulator.gateway.operations.patching import REPLACE, SET, Patcher, Path, boolean, member
from lgtui.frames import CACHE_PRICES

SMALLEST_CACHE = "0.5"
"""The size, in GB, of a cache that was switched on without one."""

_METHOD_PATHS = (
    "metrics/enabled, @logging/dataTrace, @logging/loglevel, @throttling/burstLimit@throttling/rateLimit"
    "@caching/ttlInSeconds, @caching/enabled, @caching/dataEncrypted, @caching/requireAuthorizationForCacheControl, "
    "@caching/unauthorizedCacheControlHeaderStrategy"
)
_STAGE_PATHS = (
    "metrics/enabled, @logging/dataTrace, @logging/loglevel, @throttling/burstLimit @throttling/rateLimit "
    "@caching/ttlInSeconds, @caching/enabled, @caching/dataEncrypted, @caching/requireAuthorizationForCacheControl, "
    "@caching/unauthorizedCacheControlHeaderStrategy"
)
_KNOWN_PATHS = ", ".join(
    [
        "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId",
        "/accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format",
        f"@{_METHOD_PATHS}".replace("@", "/{resourcePath}/{httpMethod}/"),
        f"@{_STAGE_PATHS}".replace("@", "/*/*/"),
        "/variables/{variable_name}, /tracingEnabled",
    ]
)
"""The paths as AWS's refusal lists them, with its slips (recorded)."""


def patch_stage(stage: Stage, operations: Iterable[PatchOperation]) -> Stage:
    """`stage` after patch operations.

    Raises:
        BadRequestException: no such path, or its value is not allowed.
    """
    for operation in operations:
        stage = promote(stage, operation) if operation.op == "copy" else _PATCHER.apply(stage, (operation,))
    return stage


def _refusal(operation: PatchOperation, _: object) -> str:
    return f"Invalid method setting path: {operation.path or 'null'}. Must be one of: [{_KNOWN_PATHS}]"


def _set_variable(stage: Stage, names: list[str], value: str) -> Stage:
    return msgspec.structs.replace(stage, variables={**stage.variables, names[0]: value})


def _remove_variable(stage: Stage, names: list[str], _: str) -> Stage:
    variables = {name: value for name, value in stage.variables.items() if name != names[0]}
    return msgspec.structs.replace(stage, variables=variables)


def _enable_cache(stage: Stage, _: list[str], value: str) -> Stage:
    """Switch the cache on, with the smallest size where none was chosen, or off."""
    return msgspec.structs.replace(
        stage,
        cache_cluster_enabled=boolean(value),
        cache_cluster_size=stage.cache_cluster_size or SMALLEST_CACHE,
    )


def cache_size(text: str) -> str:
    """A size that a cache may have.

    Raises:
        BadRequestException: AWS offers none of that size.
    """
    if text not in CACHE_PRICES:
        valid = ", ".join(CACHE_PRICES)
        raise BadRequestException(f"Invalid cache cluster size specified: {text}. Valid sizes: {valid}")
    return text


_PATCHER: Patcher[Stage] = Patcher(
    [
        Path("/deploymentId", REPLACE, member("deployment_id")),
        Path("/description", REPLACE, member("description")),
        Path("/description", ("remove",), member("description", lambda _: "")),
        Path("/variables/{name}", SET, _set_variable),
        Path("/variables/{name}", ("remove",), _remove_variable),
        Path("/cacheClusterEnabled", REPLACE, _enable_cache),
        Path("/cacheClusterSize", REPLACE, member("cache_cluster_size", cache_size)),
        Path("/clientCertificateId", SET, member("client_certificate_id")),
        Path("/clientCertificateId", ("remove",), member("client_certificate_id", lambda _: "")),
        Path("/documentationVersion", SET, member("documentation_version")),
        Path("/documentationVersion", ("remove",), member("documentation_version", lambda _: "")),
        Path("/tracingEnabled", REPLACE, member("tracing_enabled", boolean)),
        *canary_paths(),
        *access_log_paths(),
        *method_setting_paths(),
    ],
    _refusal,
)
