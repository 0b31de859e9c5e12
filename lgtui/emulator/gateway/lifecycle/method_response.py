"""The last step: the headers that API Gateway adds, and the whole answer of a request that failed."""

from functools import lru_cache
from time import gmtime, strftime

from lgtui.emulator.gateway.exchange import RawHeaders
from lgtui.emulator.gateway.failures import GatewayFailure, configuration_error
from lgtui.emulator.gateway.integrations.client_headers import is_sendable
from lgtui.emulator.gateway.lifecycle import gateway_response, invalidation
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.frames import TraceEntry

NAME = "method response"
FINAL = range(200, 600)
"""Statuses of responses that end a request (RFC 9110, 15)."""
TRACED = frozenset({"AWS", "AWS_PROXY", "HTTP"})
"""Integrations whose successes name the trace, as LocalStack recorded it on AWS (TestApiGatewayHeaderRemapping); that
mocks are none of them is [guess]."""
JSON = (b"content-type", b"application/json")


def run(context: RequestContext) -> None:
    """Put API Gateway's own headers before the integration's (fact hdr-002).

    Raises:
        GatewayFailure: 500, the response cannot be sent over HTTP.
    """
    _check(context)
    traced = context.route.integration.type in TRACED
    named = [(b"X-Amzn-Trace-Id", context.trace_id.encode())] if traced else []
    context.headers = [*_own_headers(context), *named, *context.headers]
    if context.cache_use is not None and context.cache_use.wish == invalidation.WARNED:
        context.headers.append(invalidation.WARNING)


def answer_failure(context: RequestContext, failure: GatewayFailure) -> None:
    """Make the gateway response of `failure` the request's answer: the deployment's own, or AWS's."""
    error_type = (b"x-amzn-ErrorType", failure.type.error_type.encode())
    custom = gateway_response.customised(context, failure)
    if custom is None:
        context.status, context.body = failure.type.status, failure.body
        context.headers = [*_own_headers(context), JSON, error_type]
    else:
        status, headers, context.body = gateway_response.render(custom, context, failure)
        context.status = status if status in FINAL else failure.type.status
        sendable = [(name, value) for name, value in headers if is_sendable(name, value)]
        context.headers = [*_own_headers(context), error_type, *sendable]


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """The status, the headers and the size of the body; the values of a header that is there twice on a line each."""
    changed: dict[str, str] = {}
    for octets, value in context.headers:
        name, text = octets.decode("latin-1"), value.decode("latin-1")
        changed[name] = f"{changed[name]}\n{text}" if name in changed else text
    return [span.entry(NAME, f"{context.status}  {len(context.body)} B", changed=changed)]


def _check(context: RequestContext) -> None:
    """Hold what mappings and endpoints made against what HTTP can carry."""
    if context.status not in FINAL:
        raise configuration_error(
            f"Invalid status code: {context.status}",
            f"The response has the status {context.status}, which no final HTTP response can have: those are "
            f"{FINAL.start} to {FINAL.stop - 1}.",
        )
    for name, value in context.headers:
        if not is_sendable(name, value):
            raise configuration_error(
                f"Invalid response header: {name.decode('latin-1')!r}",
                f"The header {name.decode('latin-1')!r} has the value {value[:200].decode('latin-1')!r}, which HTTP "
                "cannot carry. Map it from something without control characters.",
            )


OWN_HEADERS = frozenset({b"date", b"x-amzn-RequestId", b"x-amz-apigw-id"})
"""Headers of every answer, of which neither the execution log nor a test tells (recorded)."""


def _own_headers(context: RequestContext) -> RawHeaders:
    ids = context.ids
    return [
        (b"date", _http_date(int(context.time))),
        (b"x-amzn-RequestId", ids.request_id.encode()),
        (b"x-amz-apigw-id", ids.extended_id.encode()),
    ]


@lru_cache(maxsize=4)
def _http_date(second: int) -> bytes:
    return strftime("%a, %d %b %Y %H:%M:%S GMT", gmtime(second)).encode()
