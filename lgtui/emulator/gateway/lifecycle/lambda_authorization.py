"""Authorization of the type CUSTOM: a Lambda function says whether the caller may call this method."""

from collections.abc import Awaitable

from lgtui.emulator.functions.invocation_trace import inside_call
from lgtui.emulator.gateway.authorizers import refusals
from lgtui.emulator.gateway.authorizers.cache import Key
from lgtui.emulator.gateway.authorizers.grant import Grant
from lgtui.emulator.gateway.authorizers.guard import Authorization
from lgtui.emulator.gateway.authorizers.lambda_authorizer import ask, identify
from lgtui.emulator.gateway.lifecycle import resource_policy
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.permissions import AUTHORIZER_POLICY, judge
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.gateway.usage.plans import masked
from lgtui.emulator.shown import shown
from lgtui.frames import TraceEntry

NAME = "authorizer"


def run(context: RequestContext) -> Awaitable[None] | None:
    """Ask the method's authorizer, unless it has answered for the same caller before.

    Raises:
        GatewayFailure: 401 for a caller who is not known, 403 for one who may not call this method (fact auth-001),
            500 where the authorizer does not work or is missing, 414 where the path is too long for one.
    """
    guard = context.plan.guard
    if guard is None:
        raise refusals.no_authorizer(context.route)
    arn = guard.place.method_arn(context.request.method, context.path)
    if len(arn.encode("utf-8", "surrogatepass")) > refusals.ARN_LIMIT:
        raise refusals.too_long(arn)
    authorization = context.authorization = Authorization(guard, arn)
    identify(context, authorization)
    key = guard.cache_key(context.live.key, authorization.identity)
    grant = context.services.grants.find(key) if guard.ttl else None
    if grant is None:
        return _ask(context, authorization, key)
    authorization.cached = True
    _apply(context, authorization, grant)
    return None


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """Which authorizer it was, whether it was asked, and what its policy said."""
    authorization = context.authorization
    if authorization is None:
        return [span.entry(NAME)]
    entry = span.entry(NAME, _summary(context, authorization), saw=_saw(authorization), changed=_changed(authorization))
    return (
        [entry]
        if authorization.report is None
        else [entry, *inside_call(span.start, span.duration, authorization.report)]
    )


async def _ask(context: RequestContext, authorization: Authorization, key: Key) -> None:
    grant = await ask(context, authorization)
    ttl = authorization.guard.ttl
    if ttl:
        context.services.grants.keep(key, grant, ttl)
    _apply(context, authorization, grant)


def _apply(context: RequestContext, authorization: Authorization, grant: Grant) -> None:
    """Hold the policy against this request's method, whichever it was made for."""
    authorization.grant = grant
    context.usage_identifier_key = grant.usage_identifier_key
    authorization.decision = judge(context, grant.policy, AUTHORIZER_POLICY).decision
    if authorization.decision == "denied":
        raise refusals.denied(authorization)
    if authorization.decision == "not mentioned":
        if context.judgement is None:
            raise refusals.denied(authorization)
        if context.judgement.decision != "allowed":  # that AWS then names the resource policy is [guess]
            raise resource_policy.denied(context)


def _summary(context: RequestContext, authorization: Authorization) -> str:
    name, failure = authorization.guard.authorizer.name, context.failure
    how = "kept answer" if authorization.cached else "asked" if authorization.event else "not asked"
    if authorization.decision is not None:
        return f"{name}  {how}: {authorization.decision} by the policy"
    return f"{name}  {how}: {failure.type.status if failure else 'no answer'}"


def _saw(authorization: Authorization) -> dict[str, str]:
    guard = authorization.guard
    authorizer = guard.authorizer
    identity = zip(guard.sources, authorization.identity, strict=False)
    return {
        "authorizer": f"{authorizer.name} ({authorizer.id}), {authorizer.type}",
        "function": authorizer.authorizer_uri.partition(":function:")[2].removesuffix("/invocations"),
        **{str(source): masked(value) for source, value in identity},
        "method ARN": authorization.method_arn,
        "answers count": f"{guard.ttl} s" if guard.ttl else "once",
    }


def _changed(authorization: Authorization) -> dict[str, str]:
    grant = authorization.grant
    if grant is None or authorization.decision is None:
        return {}
    changed = {"principal": grant.principal_id, "policy": authorization.decision, "answer": shown(grant.document)}
    if grant.usage_identifier_key:
        changed["usage identifier key"] = masked(grant.usage_identifier_key)
    return {**changed, **{f"$context.authorizer.{name}": value for name, value in grant.context.items()}}
