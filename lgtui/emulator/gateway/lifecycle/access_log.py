"""A stage's access log: one line a request, in the stage's own format."""

import re

from lgtui.emulator.gateway.lifecycle.access_values import access_values
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.course import Course
from lgtui.emulator.gateway.lifecycle.gateway_response import look_up
from lgtui.emulator.gateway.model import AccessLogSettings
from lgtui.emulator.logs import LogRecord

ABSENT = "-"
"""What a variable without a value prints (fact cap-014)."""

_VARIABLE = re.compile(r"\$context((?:\.\w+)+)")


def write(context: RequestContext, settings: AccessLogSettings, course: Course) -> None:
    """Write the line of a finished request."""
    group = settings.destination_arn.rpartition(":log-group:")[2]
    now = context.services.clock.time()
    text = line(context, settings.format, course)
    record = LogRecord(now, "gateway", context.stage_name, "debug", text, context.ids.request_id, group, "access")
    context.services.logs.write(record)


def line(context: RequestContext, template: str, course: Course) -> str:
    """The format with its variables filled in; only `$context` has any here."""
    values = access_values(context, course)
    return _VARIABLE.sub(lambda match: look_up(values, match[1][1:]) or ABSENT, template)
