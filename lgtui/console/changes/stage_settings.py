"""What changed of a stage's logs and cache in their editor, as UpdateStage's patch operations."""

import re
from typing import NamedTuple

from lgtui.console.changes.gateway_views import AccessLogSettings, MethodSetting, StageSettings
from lgtui.console.changes.limits import whole_problem
from lgtui.console.changes.patches import Operation, in_text, remove, replace
from lgtui.console.region.state import WHOLE_STAGE
from lgtui.frames import CACHE_PRICES

MOST_SECONDS = 3_600
"""The longest time to live of a cached response, in seconds."""

FORMATS = {
    "CLF": "$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "
    '"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength '
    "$context.requestId $context.extendedRequestId",
    "JSON": '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","requestTime":"$context.requestTime",'
    '"httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","status":"$context.status",'
    '"responseLength":"$context.responseLength","error":"$context.error.message"}',
    "XML": '<request id="$context.requestId"> <ip>$context.identity.sourceIp</ip> '
    "<requestTime>$context.requestTime</requestTime> <httpMethod>$context.httpMethod</httpMethod> "
    "<resourcePath>$context.resourcePath</resourcePath> <status>$context.status</status> </request>",
    "CSV": "$context.identity.sourceIp,$context.requestTime,$context.httpMethod,$context.resourcePath,$context.status,"
    "$context.responseLength,$context.requestId",
}
"""A format of access logs of each of the guide's kinds (set-up-logging)."""


_GROUP = re.compile(r"arn:aws[\w-]*:logs:[\w-]+:\d{12}:log-group:[\w./#-]+(:\*)?", re.ASCII)


class Typed(NamedTuple):
    """The editor's fields as they stand: what is on or off is `true` or `false`; `size` is empty for no cache."""

    level: str
    data_trace: str
    metrics: str
    destination: str
    format: str
    size: str
    caching: str
    ttl: str


def typed_of(stage: StageSettings) -> Typed:
    """What the fields begin with."""
    setting, log = _setting(stage), stage.access_log_settings or AccessLogSettings()
    return Typed(
        setting.logging_level,
        in_text(setting.data_trace_enabled),
        in_text(setting.metrics_enabled),
        log.destination_arn,
        log.format,
        stage.cache_cluster_size if stage.cache_cluster_enabled else "",
        in_text(setting.caching_enabled),
        str(setting.cache_ttl_in_seconds),
    )


def ttl_problem(text: str) -> str:
    """What is wrong with a time to live, empty where nothing is."""
    return whole_problem(text, 0, MOST_SECONDS)


def group_problem(arn: str) -> str:
    """What is wrong with the ARN of an access log's group; none ends the log."""
    return "" if not arn or _GROUP.fullmatch(arn) else "such as arn:aws:logs:us-east-1:123456789012:log-group:name"


def format_problem(text: str) -> str:
    """What is wrong with an access log's format (fact cap-012)."""
    named = "$context.requestId" in text or "$context.extendedRequestId" in text
    return "" if not text or named else "it needs $context.requestId"


def settings_operations(stage: StageSettings, typed: Typed) -> list[Operation]:
    """The patch operations that lead from a stage to what was typed."""
    was = typed_of(stage)
    settings = (
        ("logging/loglevel", was.level, typed.level),
        ("logging/dataTrace", was.data_trace, typed.data_trace),
        ("metrics/enabled", was.metrics, typed.metrics),
        ("caching/enabled", was.caching, typed.caching),
        ("caching/ttlInSeconds", was.ttl, typed.ttl),
    )
    changed = [replace(f"/{WHOLE_STAGE}/{path}", now) for path, before, now in settings if before != now]
    return [*_access_log(was, typed), *_cache(was, typed), *changed]


def price(size: str) -> str:
    """What a cache costs, in words that do not promise more than is known."""
    return f"{size} GB, about ${CACHE_PRICES[size]:g} an hour (estimate)"


def _access_log(was: Typed, typed: Typed) -> list[Operation]:
    if not typed.destination and not typed.format:
        return [remove("/accessLogSettings")] if was.destination or was.format else []
    members = (
        ("destinationArn", was.destination, typed.destination),
        ("format", was.format, typed.format),
    )
    return [replace(f"/accessLogSettings/{name}", now) for name, before, now in members if before != now]


def _cache(was: Typed, typed: Typed) -> list[Operation]:
    if was.size == typed.size:
        return []
    if not typed.size:
        return [replace("/cacheClusterEnabled", "false")]
    size = replace("/cacheClusterSize", typed.size)
    return [size] if was.size else [size, replace("/cacheClusterEnabled", "true")]


def _setting(stage: StageSettings) -> MethodSetting:
    return stage.method_settings.get(WHOLE_STAGE, MethodSetting())
