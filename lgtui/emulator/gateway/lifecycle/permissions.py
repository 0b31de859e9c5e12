"""Asking policies about a request: what is known of it, and what they say."""

from time import gmtime, strftime

from lgtui.emulator.credentials import Credential
from lgtui.emulator.gateway.failures import not_emulated
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.policies.conditions import Facts
from lgtui.emulator.gateway.policies.evaluation import INVOKE, Judgement, NotKnown, Policy, Question
from lgtui.emulator.gateway.policies.principals import ANONYMOUS, names_of, principal_arn

API_POLICY = "the API's resource policy"
AUTHORIZER_POLICY = "the authorizer's policy"


def judge(context: RequestContext, policy: Policy, where: str, action: str = INVOKE) -> Judgement:
    """What a policy says of the request's method.

    Args:
        context: a request whose caller is known as far as the policy may ask.
        policy: the policy.
        where: it is, in words.
        action: what is asked for, in lower case.

    Raises:
        GatewayFailure: 501 where it hangs on something that is not known.
    """
    facts = facts_of(context) if policy.has_conditions else {}
    question = Question(method_arn(context), facts, names_of(context.caller), action)
    try:
        return policy.judge(question)
    except NotKnown as unknown:
        raise not_emulated(f"the {unknown} in {where}", "Take it out of the policy here.") from None


def method_arn(context: RequestContext) -> str:
    """The ARN of the request's method."""
    return context.live.place.method_arn(context.request.method, context.path)


def facts_of(context: RequestContext) -> Facts:
    """What policies may ask of a request: condition keys, in lower case (guide, condition keys of resource policies).

    Every request counts as one over TLS, which AWS's endpoints take alone.
    """
    request, now, region = context.request, context.time, context.live.place.region_name
    headers = {name.lower(): value for name, value in request.headers}
    known = {
        "aws:currenttime": strftime("%Y-%m-%dT%H:%M:%SZ", gmtime(now)),
        "aws:epochtime": str(int(now)),
        "aws:principalisawsservice": "false",
        "aws:referer": headers.get("referer"),
        "aws:requestedregion": region,
        "aws:securetransport": "true",
        "aws:sourceip": request.source_ip,
        "aws:useragent": headers.get("user-agent"),
        "aws:viaawsservice": "false",
        **_facts_of(context.caller),
    }
    return {name: value for name, value in known.items() if value is not None}


def _facts_of(caller: Credential | None) -> dict[str, str | None]:
    if caller is None:
        return {"aws:principaltype": "Anonymous", "aws:principalaccount": ANONYMOUS}
    kind = next((kind for mark, kind in _TYPES.items() if mark in caller.user_arn), "Account")
    return {
        "aws:multifactorauthpresent": "false" if caller.session_token else None,
        "aws:principalaccount": caller.account_id,
        "aws:principalarn": principal_arn(caller),
        "aws:principaltype": kind,
        "aws:userid": caller.user_id,
        "aws:username": caller.user_arn.rpartition("/")[2] if kind == "User" else None,
    }


_TYPES = {":user/": "User", ":assumed-role/": "AssumedRole", ":federated-user/": "FederatedUser"}
