"""Requests for a fresh answer (`Cache-Control: max-age=0`): who may invalidate an entry of the response cache.

Guide, api-gateway-caching: where the stage wants authorization, the caller needs execute-api:InvalidateCache.
"""

from collections.abc import Iterator
from typing import Literal

from lgtui.emulator.gateway.failures import ACCESS_DENIED, GatewayFailure
from lgtui.emulator.gateway.integrations.request_maps import HeaderMaps
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.permissions import API_POLICY, AUTHORIZER_POLICY, judge
from lgtui.emulator.gateway.policies.evaluation import Decision

INVALIDATE = "execute-api:invalidatecache"
"""The action, in lower case as policies are asked."""

Wish = Literal["", "granted", "ignored", "ignored, with a warning"]
"""What became of a client's wish for a fresh answer; empty where it has none."""

WARNED: Wish = "ignored, with a warning"

WARNING = (b"Warning", b"199 Cache-control headers were ignored because the caller was unauthorized.")
"""What a caller without the permission is told [guess: known from third parties alone]."""


def wish_of(context: RequestContext) -> Wish:
    """Whether the client wants a fresh answer, and gets one.

    Raises:
        GatewayFailure: 403, it may not, and the stage refuses such requests; 501, a policy has a condition that is not
            known.
    """
    if not _wants_a_fresh_answer(HeaderMaps(context.request.headers)):
        return ""
    setting = context.plan.setting
    if not setting.require_authorization_for_cache_control or _may_invalidate(context):
        return "granted"
    match setting.unauthorized_cache_control_header_strategy:
        case "FAIL_WITH_403":
            raise _refusal()
        case "SUCCEED_WITH_RESPONSE_HEADER":
            return WARNED
    return "ignored"


def _wants_a_fresh_answer(headers: HeaderMaps) -> bool:
    directives = headers.by_name.get("cache-control", "").lower().split(",")
    return any(directive.strip() == "max-age=0" for directive in directives)


def _may_invalidate(context: RequestContext) -> bool:
    """Whether a policy that lgtui knows grants it: the API's, or the one that the authorizer returned [guess].

    Who signs with a key of this account may do what no policy denies, as everywhere here.
    """
    decisions = set(_decisions(context))
    if "denied" in decisions:
        return False
    caller = context.caller
    return "allowed" in decisions or (caller is not None and caller.account_id == context.live.place.account_id)


def _decisions(context: RequestContext) -> Iterator[Decision]:
    grant = context.authorization.grant if context.authorization else None
    if context.live.snapshot.policy is not None:
        yield judge(context, context.live.snapshot.policy, API_POLICY, INVALIDATE).decision
    if grant is not None:
        yield judge(context, grant.policy, AUTHORIZER_POLICY, INVALIDATE).decision


def _refusal() -> GatewayFailure:
    return GatewayFailure(
        ACCESS_DENIED,
        "User is not authorized to access this resource",
        explanation="The request asks for a fresh answer (Cache-Control: max-age=0), for which the stage wants the "
        "permission execute-api:InvalidateCache, and neither the API's policy nor the authorizer's grants it. Leave "
        "the header out, grant it, or let the stage ask for no permission.",
    )
