"""The event of a Lambda proxy integration, member by member as AWS sends it (facts proxy-001 to proxy-015)."""

import base64
from functools import lru_cache
from time import gmtime, strftime
from urllib.parse import parse_qsl

import msgspec

from lgtui.emulator.gateway.binary import BinaryTypes
from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.lifecycle.context import RequestContext

NOT_PASSED_ON = frozenset(
    {
        "connection",
        "content-length",
        "content-md5",
        "expect",
        "max-forwards",
        "proxy-authenticate",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
        "www-authenticate",
    }
)
"""Request headers that do not reach the function (fact http-013)."""


class Identity(msgspec.Struct, rename="camel", gc=False):
    """Who calls; nothing but address and agent is known without authorization."""

    source_ip: str
    user_agent: str | None
    access_key: None = None
    account_id: None = None
    caller: None = None
    cognito_authentication_provider: None = None
    cognito_authentication_type: None = None
    cognito_identity_id: None = None
    cognito_identity_pool_id: None = None
    principal_org_id: None = None
    user: None = None
    user_arn: None = None


class EventContext(msgspec.Struct, rename="camel", gc=False):
    """`requestContext` of a regional API (fact proxy-002).

    `domain_name` is the host as the client wrote it, so that links a handler builds from it work here too.
    """

    resource_id: str
    resource_path: str
    http_method: str
    extended_request_id: str
    request_time: str
    path: str
    account_id: str
    protocol: str
    stage: str
    domain_prefix: str
    request_time_epoch: int
    request_id: str
    identity: Identity
    domain_name: str
    deployment_id: str
    api_id: str


class Event(msgspec.Struct, rename="camel", gc=False):
    """The event, in AWS's order of members."""

    resource: str
    path: str
    http_method: str
    headers: dict[str, str] | None
    multi_value_headers: dict[str, list[str]] | None
    query_string_parameters: dict[str, str] | None
    multi_value_query_string_parameters: dict[str, list[str]] | None
    path_parameters: dict[str, str] | None
    stage_variables: dict[str, str] | None
    request_context: EventContext
    body: str | None
    is_base64_encoded: bool


_encode = msgspec.json.Encoder().encode


class HeaderMaps:
    """The request's headers as the event has them.

    Attributes:
        single: name → last value.
        multi: name → all values.
        by_name: lower-case name → last value, of all headers, those too that are not passed on.
    """

    __slots__ = ("by_name", "multi", "single")

    def __init__(self, headers: list[tuple[str, str]]) -> None:
        self.single: dict[str, str] = {}
        self.multi: dict[str, list[str]] = {}
        self.by_name: dict[str, str] = {}
        for name, value in headers:
            key = name.lower()
            self.by_name[key] = value
            if key in NOT_PASSED_ON:
                continue
            self.single[name] = value
            if name in self.multi:
                self.multi[name].append(value)
            else:
                self.multi[name] = [value]

    def put(self, name: str, value: str) -> None:
        """Set a header of API Gateway's own, in place of any of that name in whatever casing."""
        if name.lower() in self.by_name:
            for other in [n for n in self.single if n.lower() == name.lower()]:
                del self.single[other], self.multi[other]
        self.single[name] = value
        self.multi[name] = [value]


def build_event(context: RequestContext, route: Route, place: Place, binary_types: BinaryTypes) -> bytes:
    """The event for this request, JSON; notes the client's `Accept` and trace id in `context` on the way."""
    request = context.request
    headers = HeaderMaps(request.headers)
    context.accept = headers.by_name.get("accept")
    _add_gateway_headers(context, headers)
    query, multi_query = query_maps(request.query)
    body, is_base64 = event_body(request.body, headers.by_name.get("content-type"), binary_types)
    return _encode(
        Event(
            route.resource_path,
            context.path,
            request.method,
            headers.single,
            headers.multi,
            query,
            multi_query,
            context.path_parameters or None,
            place.variables or None,
            _event_context(context, route, place, headers.by_name),
            body,
            is_base64,
        )
    )


def query_maps(query: str) -> tuple[dict[str, str] | None, dict[str, list[str]] | None]:
    """`queryStringParameters` (last value wins) and `multiValueQueryStringParameters` (fact proxy-013)."""
    if not query:
        return None, None
    single: dict[str, str] = {}
    multi: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        single[name] = value
        multi.setdefault(name, []).append(value)
    return single or None, multi or None


def event_body(body: bytes, content_type: str | None, binary_types: BinaryTypes) -> tuple[str | None, bool]:
    """The event's `body` and `isBase64Encoded`: null without a body, base64 for binary media types.

    Text that is not UTF-8 gets U+FFFD for what cannot be read (fact svc-003).
    """
    if not body:
        return None, False
    if binary_types.match(content_type or "application/json"):
        return base64.b64encode(body).decode(), True
    return body.decode("utf-8", "replace"), False


def _add_gateway_headers(context: RequestContext, headers: HeaderMaps) -> None:
    """Add what API Gateway adds: the trace id, kept where the client sent one, and the forwarding headers."""
    by_name = headers.by_name
    sent_trace = by_name.get("x-amzn-trace-id", "")
    if "Root=" in sent_trace:
        context.trace_id = sent_trace
    else:
        headers.put("X-Amzn-Trace-Id", context.trace_id)
    forwarded = by_name.get("x-forwarded-for")
    source = context.request.source_ip
    headers.put("X-Forwarded-For", f"{forwarded}, {source}" if forwarded else source)
    headers.put("X-Forwarded-Port", _port(by_name.get("host", "")))
    headers.put("X-Forwarded-Proto", "http")


def _port(host: str) -> str:
    """The port that a `Host` header names, or HTTP's own."""
    port = host.rpartition(":")[2]
    return port if port.isdecimal() else "80"


def _event_context(context: RequestContext, route: Route, place: Place, by_name: dict[str, str]) -> EventContext:
    request = context.request
    return EventContext(
        route.resource_id,
        route.resource_path,
        request.method,
        context.ids.extended_id,
        _request_time(int(context.time)),
        f"/{place.stage_name}{context.path}",
        place.account_id,
        request.protocol,
        place.stage_name,
        place.api_id,
        int(context.time * 1000),
        context.ids.request_id,
        Identity(request.source_ip, by_name.get("user-agent")),
        by_name.get("host", ""),
        place.deployment_id,
        place.api_id,
    )


@lru_cache(maxsize=4)
def _request_time(second: int) -> str:
    return strftime("%d/%b/%Y:%H:%M:%S +0000", gmtime(second))
