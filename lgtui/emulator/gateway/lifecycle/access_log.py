"""A stage's access log: one line a request, in the stage's own format."""

import re
from collections.abc import Mapping

from lgtui.emulator.gateway.integrations.context_values import context_values
from lgtui.emulator.gateway.integrations.request_maps import HeaderMaps
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.gateway_response import error_values, look_up
from lgtui.emulator.gateway.model import AccessLogSettings
from lgtui.emulator.logs import LogRecord

ABSENT = "-"
"""What a variable without a value prints (fact cap-014)."""

_VARIABLE = re.compile(r"\$context((?:\.\w+)+)")


def write(context: RequestContext, settings: AccessLogSettings, endpoint_seconds: float) -> None:
    """Write the line of a finished request."""
    group = settings.destination_arn.rpartition(":log-group:")[2]
    now = context.services.clock.time()
    text = line(context, settings.format, endpoint_seconds)
    record = LogRecord(now, "gateway", context.stage_name, "debug", text, context.ids.request_id, group, "access")
    context.services.logs.write(record)


def line(context: RequestContext, template: str, endpoint_seconds: float) -> str:
    """The format with its variables filled in; only `$context` has any here."""
    values = _values(context, endpoint_seconds)
    return _VARIABLE.sub(lambda match: look_up(values, match[1][1:]) or ABSENT, template)


def _values(context: RequestContext, endpoint_seconds: float) -> dict[str, object]:
    """`$context` and what only access logs have (guide, api-gateway-mapping-template-reference)."""
    values = context_values(context, HeaderMaps(context.request.headers).by_name)
    integration = _integration(context, endpoint_seconds)
    values |= {
        "status": str(context.status),
        "responseLength": str(len(context.body)),
        "responseLatency": str(round((context.finished - context.started) * 1000)),
        "integration": integration,
        "integrationLatency": integration.get("latency"),
        "integrationStatus": integration.get("integrationStatus"),
        "integrationErrorMessage": integration.get("error"),
        "xrayTraceId": context.trace_id.partition("Root=")[2].partition(";")[0],
    }
    if context.failure is not None:
        values["error"] = error_values(context.failure)
    return values


def _integration(context: RequestContext, endpoint_seconds: float) -> Mapping[str, str]:
    """`$context.integration`; empty where the endpoint was not asked."""
    record = context.plan.backend.record(context) if context.routed and endpoint_seconds else None
    if record is None:
        return {}
    known = {
        "latency": str(round(endpoint_seconds * 1000)),
        "integrationStatus": str(record.status) if record.status else "",
        "status": str(record.status) if record.status else "",
        "requestId": record.request_id,
        "error": context.failure.log if context.failure else "",
    }
    return {name: value for name, value in known.items() if value}
