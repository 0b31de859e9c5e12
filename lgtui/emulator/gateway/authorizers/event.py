"""What a Lambda authorizer is sent, member by member (guide, api-gateway-lambda-authorizer-input)."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from lgtui.emulator.gateway.authorizers.guard import Authorization
from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.integrations.context_values import EventContext, event_context
from lgtui.emulator.gateway.integrations.request_maps import HeaderMaps, add_gateway_headers, query_maps
from lgtui.emulator.gateway.lifecycle.context import RequestContext


class _TokenEvent(msgspec.Struct, rename="camel", gc=False):
    type: Literal["TOKEN"]
    method_arn: str
    authorization_token: str


class _RequestEvent(msgspec.Struct, rename="camel", gc=False):
    type: Literal["REQUEST"]
    method_arn: str
    resource: str
    path: str
    http_method: str
    headers: dict[str, str]
    multi_value_headers: dict[str, list[str]]
    query_string_parameters: dict[str, str]
    multi_value_query_string_parameters: dict[str, list[str]]
    path_parameters: dict[str, str]
    stage_variables: dict[str, str]
    request_context: EventContext


_encode = msgspec.json.Encoder().encode


def build_event(context: RequestContext, authorization: Authorization, route: Route) -> bytes:
    """The event for this request, JSON: the token alone, or the request without its body."""
    guard = authorization.guard
    if guard.authorizer.type == "TOKEN":
        return _encode(_TokenEvent("TOKEN", authorization.method_arn, authorization.identity[0]))
    request = context.request
    headers = HeaderMaps(request.headers)
    add_gateway_headers(context, headers)
    query, multi_query = query_maps(request.query)
    event = _RequestEvent(
        "REQUEST",
        authorization.method_arn,
        route.resource_path,
        context.client_path,
        request.method,
        headers.single,
        headers.multi,
        query or {},
        multi_query or {},
        context.path_parameters,
        guard.place.variables,
        event_context(context, route, guard.place, headers.by_name),
    )
    return _encode(_with_variables(event, authorization.additional) if authorization.additional else event)


def _with_variables(event: _RequestEvent, additional: Mapping[str, str]) -> dict[str, Any]:
    """The event with variables of the context that a test gives: `identity.sourceIp` [guess: that they go there]."""
    written: dict[str, Any] = msgspec.to_builtins(event)
    for name, value in additional.items():
        *above, last = name.split(".")
        target: dict[str, Any] = written["requestContext"]
        for part in above:
            if not isinstance(target.get(part), dict):
                target[part] = {}
            target = target[part]
        target[last] = value
    return written
