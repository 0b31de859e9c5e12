"""Requests for a fresh answer (`Cache-Control: max-age=0`): who may invalidate an entry of the response cache.

Guide, api-gateway-caching: where the stage wants authorization, the caller needs execute-api:InvalidateCache.
"""

from typing import Literal

from lgtui.emulator.gateway.failures import ACCESS_DENIED, GatewayFailure, not_emulated
from lgtui.emulator.gateway.integrations.request_maps import HeaderMaps
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.resource_policy import facts_of
from lgtui.emulator.gateway.policies.evaluation import Decision, Policy, Question, UnknownCondition
from lgtui.emulator.gateway.policies.principals import names_of

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
    decisions = {_decision(context, policy) for policy in _policies(context)}
    if "denied" in decisions:
        return False
    caller = context.caller
    return "allowed" in decisions or (caller is not None and caller.account_id == context.live.place.account_id)


def _policies(context: RequestContext) -> list[Policy]:
    grant = context.authorization.grant if context.authorization else None
    known = (context.live.snapshot.policy, grant.policy if grant else None)
    return [policy for policy in known if policy is not None]


def _decision(context: RequestContext, policy: Policy) -> Decision:
    arn = context.live.place.method_arn(context.request.method, context.path)
    try:
        return policy.judge(Question(arn, facts_of(context), names_of(context.caller), INVALIDATE)).decision
    except UnknownCondition as unknown:
        what = f"the condition {unknown} in policies on execute-api:InvalidateCache"
        raise not_emulated(what, "Take the condition out of the policy here.") from None


def _refusal() -> GatewayFailure:
    return GatewayFailure(
        ACCESS_DENIED,
        "User is not authorized to access this resource",
        explanation="The request asks for a fresh answer (Cache-Control: max-age=0), for which the stage wants the "
        "permission execute-api:InvalidateCache, and neither the API's policy nor the authorizer's grants it. Leave "
        "the header out, grant it, or let the stage ask for no permission.",
    )
