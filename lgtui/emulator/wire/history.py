"""What the region remembers, as JSON for `/_lgtui/logs` and `/_lgtui/metrics`."""

import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from lgtui.emulator.errors import ServiceError, ValidationException
from lgtui.emulator.functions.meter import METRICS
from lgtui.emulator.functions.model import FunctionNameRequest
from lgtui.emulator.gateway.meter import METRICS as API_METRICS
from lgtui.emulator.log_store import LogQuery
from lgtui.emulator.region import Region
from lgtui.emulator.series import Datapoint

STATISTICS = ("SampleCount", "Sum", "Average", "Minimum", "Maximum", "p50", "p90", "p99")
OF_LAMBDA = {"function": "FunctionName", "resource": "Resource", "version": "ExecutedVersion"}
OF_API_GATEWAY = {"api": "ApiName", "stage": "Stage", "method": "Method", "resource": "Resource"}
"""Query parameters → CloudWatch's dimensions."""
LAST_MINUTE = 60.0
MAX_STREAMS = 50


class LogsRequest(msgspec.Struct, frozen=True):
    """Query of `GET /_lgtui/logs`: without a group the groups; times in emulated seconds since the epoch.

    Attributes:
        function: its lines, in whichever group they are.
        since: seconds back from now, in place of `start`.
        text: words that each line must hold.
    """

    function: str = ""
    group: str = ""
    stream: str = ""
    start: float = 0.0
    end: float = math.inf
    since: float | None = None
    text: str = ""
    limit: int = 1_000


class MetricsRequest(msgspec.Struct, frozen=True):
    """Query of `GET /_lgtui/metrics`: of functions, by name, resource (`orders:live`) and version; or of an API.

    Attributes:
        api: an API's name; with `stage`, and with `method` and `resource` where its metrics are detailed.
        metric: one of them; all by default.
        start, end: emulated seconds since the epoch; the last minute by default.
        period: seconds that one point sums up.
    """

    function: str = ""
    resource: str = ""
    version: str = ""
    api: str = ""
    stage: str = ""
    method: str = ""
    metric: str = ""
    start: float | None = None
    end: float | None = None
    period: int = 1


async def logs(region: Region, query_string: str) -> dict[str, Any]:
    """The log's groups, or lines of one with its streams.

    Raises:
        ValidationException: the query is no LogsRequest.
    """
    request = _read(query_string, LogsRequest)
    if not request.group and not request.function:
        return {"groups": [group._asdict() for group in await region.log_store.groups()]}
    group, only = request.group, {request.stream} if request.stream else None
    if request.function:
        group, only = await _of_function(region, request.function)
    start = request.start if request.since is None else region.clock.time() - request.since
    query = LogQuery(group, only, start, request.end, request.text, request.limit)
    events = await region.log_store.events(query)
    streams = await region.log_store.streams(group, MAX_STREAMS)
    return {
        "streams": [stream._asdict() for stream in streams],
        "events": [event._asdict() for event in events],
        "left_out": region.log_store.left_out,
    }


async def _of_function(region: Region, name: str) -> tuple[str, set[str] | None]:
    """The group that a function logs to, and its streams there where it may share the group with others."""
    own = f"/aws/lambda/{name}"
    try:
        group = region.functions.get_function_configuration(
            FunctionNameRequest(function_name=name)
        ).logging_config.log_group
    except ServiceError:
        return own, None  # One that is gone has left its lines where all functions have theirs.
    if group == own:
        return own, None
    return group, {stream.name for stream in await region.log_store.streams(group) if f"/{name}[" in stream.name}


def metrics(region: Region, query_string: str) -> dict[str, Any]:
    """Lambda's or an API's metrics over time: metric → points; those without a value are left out.

    Raises:
        ValidationException: the query is no MetricsRequest, or names a metric that does not exist.
    """
    request: MetricsRequest = _read(query_string, MetricsRequest)
    if request.api:
        statistics, known, names = region.gateway.meter.statistics, tuple(API_METRICS), OF_API_GATEWAY
    else:
        statistics, known, names = region.functions.meter.statistics, tuple(METRICS), OF_LAMBDA
    if request.metric and request.metric not in known:
        raise ValidationException(f"There is no metric {request.metric}, but {', '.join(known)}.")
    if request.period < 1:
        raise ValidationException("A period is one second or more.")
    end = region.clock.time() + 1 if request.end is None else request.end
    start = end - LAST_MINUTE if request.start is None else request.start
    dimensions = {name: value for key, name in names.items() if (value := getattr(request, key))}
    return {
        metric: [_point(point) for point in statistics(metric, dimensions, start, end, request.period)]
        for metric in ([request.metric] if request.metric else known)
    }


def _read(query_string: str, shape: type[Any]) -> Any:
    members: Mapping[str, str] = dict(parse_qsl(query_string))
    unknown = sorted(members.keys() - set(shape.__struct_fields__))
    if unknown:
        raise ValidationException(f"There is no parameter {unknown[0]}, but {', '.join(shape.__struct_fields__)}.")
    try:
        return msgspec.convert(members, shape, strict=False)
    except msgspec.ValidationError as error:
        raise ValidationException(f"The query cannot be read: {error}") from error


def _point(point: Datapoint) -> dict[str, float]:
    return {"time": point.time, **{name: round(point.values.statistic(name), 3) for name in STATISTICS}}
