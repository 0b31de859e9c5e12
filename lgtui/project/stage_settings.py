"""From a template's Stage to the patches that UpdateStage takes: throttles, logging, metrics, cache, access log."""

from collections.abc import Iterator, Mapping
from typing import Any

METHOD_SETTINGS = {
    "ThrottlingRateLimit": "throttling/rateLimit",
    "ThrottlingBurstLimit": "throttling/burstLimit",
    "LoggingLevel": "logging/loglevel",
    "DataTraceEnabled": "logging/dataTrace",
    "MetricsEnabled": "metrics/enabled",
    "CachingEnabled": "caching/enabled",
    "CacheTtlInSeconds": "caching/ttlInSeconds",
    "CacheDataEncrypted": "caching/dataEncrypted",
}
"""CloudFormation's name of a method setting → the end of its patch path."""

LOG_DESTINATION = "/accessLogSettings/destinationArn"


def stage_settings(properties: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The patch paths of what a Stage sets, and their values.

    Args:
        properties: of the Stage, or a Deployment's StageDescription, which has the settings for all methods itself.
    """
    if properties.get("CacheClusterSize"):
        yield "/cacheClusterSize", str(properties["CacheClusterSize"])
    if "CacheClusterEnabled" in properties:
        yield "/cacheClusterEnabled", text(properties["CacheClusterEnabled"])
    log = properties.get("AccessLogSetting")
    if isinstance(log, Mapping) and log.get("DestinationArn"):
        yield LOG_DESTINATION, str(log["DestinationArn"]).removesuffix(":*")
        if log.get("Format"):
            yield "/accessLogSettings/format", str(log["Format"])
    listed = properties.get("MethodSettings")
    for setting in [properties, *(listed if isinstance(listed, list) else [])]:
        yield from _method_settings(setting)


def _method_settings(setting: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    path = method_path(str(setting.get("ResourcePath", "/*")), str(setting.get("HttpMethod", "*")))
    for name, end in METHOD_SETTINGS.items():
        if setting.get(name) is not None:
            yield f"{path}/{end}", text(setting[name])


def method_path(resource_path: str, http_method: str) -> str:
    """The patch path of a method's settings: `/~1orders~1{id}/GET`, `/*/*` for all methods.

    Templates write a path as it is, or as it stands in patch paths.
    """
    plain = resource_path.removeprefix("/").replace("~1", "/").strip("/")
    path = "*" if plain == "*" else f"~1{plain.replace('/', '~1')}"
    return f"/{path}/{http_method.upper()}"


def writes_log(settings: Mapping[str, str]) -> bool:
    """Whether a stage with these patches writes an execution log or an access log."""
    return LOG_DESTINATION in settings or any(
        path.endswith("/logging/loglevel") and value in ("ERROR", "INFO") for path, value in settings.items()
    )


def text(value: object) -> str:
    """A value as patches have it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
