"""What is known of a request besides itself: an event's `requestContext`, and `$context` of templates and mappings."""

from collections.abc import Mapping
from functools import lru_cache
from time import gmtime, strftime
from typing import Any

import msgspec

from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.model import Integration, Method


class Identity(msgspec.Struct, rename="camel", gc=False):
    """Who calls; nothing but address and agent is known without IAM authorization.

    The API key and its id are there only where the method requires a key.
    """

    source_ip: str
    user_agent: str | None
    access_key: str | None = None
    account_id: str | None = None
    caller: str | None = None
    cognito_authentication_provider: None = None
    cognito_authentication_type: None = None
    cognito_identity_id: None = None
    cognito_identity_pool_id: None = None
    principal_org_id: None = None
    user: str | None = None
    user_arn: str | None = None
    api_key: str | msgspec.UnsetType = msgspec.UNSET
    api_key_id: str | msgspec.UnsetType = msgspec.UNSET


AuthorizerContext = Mapping[str, str | int | Mapping[str, str]]
"""`requestContext.authorizer`: what a Lambda authorizer hands on, or `claims` of a user pool's token."""


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
    authorizer: AuthorizerContext | msgspec.UnsetType = msgspec.UNSET


def event_context(context: RequestContext, route: Route, place: Place, by_name: Mapping[str, str]) -> EventContext:
    """`requestContext` of this request."""
    request = context.request
    host = by_name.get("host", "")
    return EventContext(
        route.resource_id,
        route.resource_path,
        request.method,
        context.ids.extended_id,
        _request_time(int(context.time)),
        f"/{place.stage_name}{context.path}" if request.base_path is None else context.client_path,
        place.account_id,
        request.protocol,
        place.stage_name,
        place.api_id if request.base_path is None else host.partition(".")[0],
        int(context.time * 1000),
        context.ids.request_id,
        _identity(context, by_name),
        host,
        place.deployment_id,
        place.api_id,
        _authorizer(context),
    )


def _authorizer(context: RequestContext) -> AuthorizerContext | msgspec.UnsetType:
    """What the authorizer hands on: its own texts, the principal, and how many milliseconds it took; or claims."""
    pool = context.pool_authorization
    if pool is not None and pool.claims is not None:
        return {"claims": pool.claims}
    authorization = context.authorization
    if authorization is None or authorization.grant is None:
        return msgspec.UNSET
    grant = authorization.grant
    latency = round(authorization.latency * 1000)
    return {**grant.context, "principalId": grant.principal_id, "integrationLatency": latency}


_NO_ROUTE = Route("", "", "", Method(http_method=""), Integration(type="MOCK"))


def _identity(context: RequestContext, by_name: Mapping[str, str]) -> Identity:
    identity = Identity(context.request.source_ip, by_name.get("user-agent"))
    caller = context.caller
    if caller is not None:
        identity.access_key, identity.account_id = caller.access_key_id, caller.account_id
        identity.caller = identity.user = caller.user_id
        identity.user_arn = caller.user_arn
    if context.admission is not None:
        identity.api_key, identity.api_key_id = context.admission.key.value, context.admission.key.id
    return identity


@lru_cache(maxsize=4)
def _request_time(second: int) -> str:
    return strftime("%d/%b/%Y:%H:%M:%S +0000", gmtime(second))


def context_values(context: RequestContext, by_name: Mapping[str, str]) -> dict[str, Any]:
    """`$context` of this request, however far it came; what is not known is absent.

    Args:
        by_name: the client's headers by lower-case name.
    """
    place = context.live.place if context.resolved else Place("", "", context.api_id, "", "", {})
    route = context.route if context.routed else _NO_ROUTE
    canary = ""
    if context.resolved and (context.live.is_canary or context.live.canary is not None):
        canary = "true" if context.live.is_canary else "false"
    values: dict[str, Any] = msgspec.to_builtins(event_context(context, route, place, by_name))
    values["identity"] = {name: value for name, value in values["identity"].items() if value is not None}
    values["isCanaryRequest"] = canary
    return {name: value for name, value in values.items() if value != ""}
