"""The execution log of a request in API Gateway's words, made of what the steps left in its context."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lgtui.emulator.gateway.authorizers.guard import Authorization
from lgtui.emulator.gateway.exchange import RawHeaders
from lgtui.emulator.gateway.failures import AUTHORIZER_CONFIGURATION_ERROR, GatewayFailure
from lgtui.emulator.gateway.integrations.request_maps import HeaderMaps, query_maps
from lgtui.emulator.gateway.lifecycle import usage_plan, validation
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.course import Course
from lgtui.emulator.gateway.lifecycle.gateway_response import customised
from lgtui.emulator.gateway.lifecycle.method_response import OWN_HEADERS
from lgtui.emulator.gateway.usage.plans import masked

EVENT_LIMIT = 1_024
"""Bytes of one event (known issues of the guide)."""

TRUNCATED = " [TRUNCATED]"


class Line(NamedTuple):
    """One event: `traced` ones, which hold headers and bodies, are written with data tracing alone."""

    text: str
    traced: bool = False


class EndpointRecord(NamedTuple):
    """What an endpoint was sent and what it answered; `status` is 0 where it did not answer."""

    uri: str
    headers: Mapping[str, str]
    body: bytes
    status: int = 0
    answer_headers: Mapping[str, str] = {}
    answer: bytes = b""
    request_id: str = ""


def write(context: RequestContext, course: Course) -> None:
    """Write the log of a finished request that found its method, as far as the method's settings want it."""
    setting = context.plan.setting
    if setting.logging_level == "ERROR":
        written = list(_ending(context)) if context.failure else []
    else:
        written = lines(context, course)
    for line in written:
        if setting.data_trace_enabled or not line.traced:
            context.log_execution(cut(f"({context.ids.request_id}) {line.text}"))


def lines(context: RequestContext, course: Course) -> list[Line]:
    """Every event of a request in AWS's order (aws_behaviour, section 4)."""
    written = list(_admission(context, course.started))
    return [*written, *(execution(context, course.endpoint_seconds) if course.started else _ending(context))]


def execution(context: RequestContext, endpoint_seconds: float | None) -> list[Line]:
    """The events from the execution's beginning on; all that TestInvokeMethod has.

    Args:
        endpoint_seconds: real seconds the endpoint took; None where it was not asked.
    """
    written = [*_method_request(context), *map(Line, validation.log_lines(context))]
    record = None if endpoint_seconds is None else context.plan.backend.record(context)
    if record is not None and endpoint_seconds is not None:
        written += _endpoint(record, endpoint_seconds)
    written += _ending(context)
    if record is not None and record.request_id:
        written.append(Line(f"AWS Integration Endpoint RequestId : {record.request_id}"))
    if context.live.stage.tracing_enabled:
        written.append(Line(f"X-ray Tracing ID : {context.trace_root}"))
    return written


def _admission(context: RequestContext, started: bool) -> Iterable[Line]:
    """What comes before the execution: the authorizer's lines, then the usage plan's."""
    yield from (Line(note) for note in context.notes)
    if context.authorization is not None:
        yield from authorizer_lines(context, context.authorization)
    yield Line(f"Extended Request Id: {context.ids.extended_id}")
    if started or (context.failure is not None and context.failure.type in usage_plan.REFUSALS):
        yield from map(Line, usage_plan.log_lines(context))


def authorizer_lines(context: RequestContext, authorization: Authorization) -> Iterable[Line]:
    """What the authorizer did; why it failed, where it did, comes with the request's ending."""
    authorizer, record = authorization.guard.authorizer, authorization.record
    yield Line(f"Starting authorizer: {authorizer.id} for request: {context.ids.request_id}")
    yield Line(f"Incoming identity: {', '.join(map(masked, authorization.identity))}")
    if record is not None:
        yield from _sent(record)
    if authorization.grant is not None:
        grant = authorization.grant
        if record is not None:
            yield Line(f"Authorizer result body before parsing: {_text(grant.document)}", traced=True)
        yield Line(f"Using valid authorizer policy for principal: {masked(grant.principal_id)}")
        yield Line("Successfully completed authorizer execution")


def _method_request(context: RequestContext) -> Iterable[Line]:
    request = context.request
    query, _ = query_maps(request.query)
    yield Line(f"Starting execution for request: {context.ids.request_id}")
    yield Line(f"HTTP Method: {request.method}, Resource Path: {context.path}")
    yield Line(f"Method request path: {java_map(context.path_parameters)}", traced=True)
    yield Line(f"Method request query string: {java_map(query or {})}", traced=True)
    yield Line(f"Method request headers: {java_map(HeaderMaps(request.headers).single)}", traced=True)
    yield Line(f"Method request body before transformations: {_request_body(context)}", traced=True)


def _request_body(context: RequestContext) -> str:
    """The client's body; of a binary one AWS says no more than that."""
    content_type = HeaderMaps(context.request.headers).by_name.get("content-type", "application/json")
    is_binary = context.live.snapshot.binary_types.match(content_type)
    return "[Binary Data]" if is_binary else _text(context.request.body)


def _endpoint(record: EndpointRecord, seconds: float) -> Iterable[Line]:
    yield from _sent(record)
    yield Line(f"Sending request to {record.uri}")
    if record.status:
        yield Line(f"Received response. Status: {record.status}, Integration latency: {seconds * 1000:.0f} ms")
        yield Line(f"Endpoint response headers: {java_map(record.answer_headers)}", traced=True)
        yield Line(f"Endpoint response body before transformations: {_text(record.answer)}", traced=True)


def _sent(record: EndpointRecord) -> Iterable[Line]:
    yield Line(f"Endpoint request URI: {record.uri}", traced=True)
    yield Line(f"Endpoint request headers: {java_map(record.headers)}", traced=True)
    yield Line(f"Endpoint request body after transformations: {_text(record.body)}", traced=True)


def _ending(context: RequestContext) -> Iterable[Line]:
    if context.failure is not None:
        if context.failure.log:
            yield Line(context.failure.log)
        if context.failure.type is AUTHORIZER_CONFIGURATION_ERROR:
            yield Line("Execution failed due to configuration error: Authorizer error")
        yield from _gateway_response(context, context.failure)
    else:
        yield Line(f"Method response body after transformations: {_text(context.body)}", traced=True)
        yield Line(f"Method response headers: {java_map(_headers(context.headers))}", traced=True)
        yield Line("Successfully completed execution")
    yield Line(f"Method completed with status: {context.status}")


def _gateway_response(context: RequestContext, failure: GatewayFailure) -> Iterable[Line]:
    """Which customised response answered: two captures of 2025 have the line with one, and none without."""
    custom = customised(context, failure)
    if custom is not None:
        yield Line(f"Gateway response type: {custom.response_type} with status code: {context.status}")


def java_map(values: Mapping[str, str]) -> str:
    """A map as Java prints it: `{a=1, b=2}`."""
    return "{" + ", ".join(f"{name}={value}" for name, value in values.items()) + "}"


def cut(text: str) -> str:
    """An event within its limit."""
    raw = text.encode()
    if len(raw) <= EVENT_LIMIT:
        return text
    return raw[: EVENT_LIMIT - len(TRUNCATED)].decode("utf-8", "ignore") + TRUNCATED


def _text(body: bytes) -> str:
    return body[:EVENT_LIMIT].decode("utf-8", "replace")


def _headers(headers: RawHeaders) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers if name not in OWN_HEADERS}
