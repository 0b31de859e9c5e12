"""The event of a Lambda proxy integration, member by member as AWS sends it (facts proxy-001 to proxy-015)."""

import base64

import msgspec

from lgtui.emulator.gateway.binary import BinaryTypes
from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.context_values import EventContext, event_context
from lgtui.emulator.gateway.integrations.request_maps import HeaderMaps, add_gateway_headers, query_maps
from lgtui.emulator.gateway.lifecycle.context import RequestContext


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


def build_event(context: RequestContext, route: Route, place: Place, binary_types: BinaryTypes) -> bytes:
    """The event for this request, JSON; notes the client's `Accept` and trace id in `context` on the way."""
    request = context.request
    headers = HeaderMaps(request.headers)
    context.accept = headers.by_name.get("accept")
    add_gateway_headers(context, headers)
    query, multi_query = query_maps(request.query)
    body, is_base64 = event_body(request.body, headers.by_name.get("content-type"), binary_types)
    return _encode(
        Event(
            route.resource_path,
            context.client_path,
            request.method,
            headers.single,
            headers.multi,
            query,
            multi_query,
            context.path_parameters or None,
            place.variables or None,
            event_context(context, route, place, headers.by_name),
            body,
            is_base64,
        )
    )


def event_body(body: bytes, content_type: str | None, binary_types: BinaryTypes) -> tuple[str | None, bool]:
    """The event's `body` and `isBase64Encoded`: null without a body, base64 for binary media types.

    Text that is not UTF-8 gets U+FFFD for what cannot be read (fact svc-003).
    """
    if not body:
        return None, False
    if binary_types.match(content_type or "application/json"):
        return base64.b64encode(body).decode(), True
    return body.decode("utf-8", "replace"), False
