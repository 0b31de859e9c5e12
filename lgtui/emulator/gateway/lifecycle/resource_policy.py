"""Steps 3a and 3b: what the API's resource policy says, before or after the authorizer, as AWS's tables have it.

Guide, apigateway-authorization-flow: without authorization the policy must allow the call. Before a Lambda authorizer a
Deny counts, and afterwards either of the two may allow. Behind a user pool the policy must allow it, and behind IAM
too where the caller is of another account.
"""

from lgtui.emulator.gateway.failures import ACCESS_DENIED, GatewayFailure
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.permissions import API_POLICY, judge, method_arn
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.gateway.policies.evaluation import Policy
from lgtui.emulator.gateway.policies.principals import ANONYMOUS
from lgtui.frames import TraceEntry

DENIED = "The client is not authorized to perform this operation."
"""The execution log's line."""


class ResourcePolicy:
    """One of the two steps: for methods whose authorization is of these types."""

    NAME = "resource policy"

    def __init__(self, *types: str) -> None:
        self._types = types

    def run(self, context: RequestContext) -> None:
        """Hold the policy against the request.

        Raises:
            GatewayFailure: 403 where it denies the request, or does not allow it and has to; 501 where it hangs on a
                condition that is not known.
        """
        policy = context.live.snapshot.policy
        if policy is not None and context.route.method.authorization_type in self._types:
            _judge(context, policy)

    def describe(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """What it said, which statement it was, and why others were not about the request."""
        if context.live.snapshot.policy is None or context.route.method.authorization_type not in self._types:
            return []
        judgement = context.judgement
        if judgement is None:
            return [] if span.verdict == "ok" else [span.entry(self.NAME, "not decided")]
        by = f" by statement {judgement.statement}" if judgement.statement else ""
        saw = {
            "caller": context.caller.user_arn if context.caller else ANONYMOUS,
            "resource": method_arn(context),
            **{f"statement {number}": f"is not about it: {miss}" for number, miss in judgement.misses.items()},
        }
        return [span.entry(self.NAME, f"{judgement.decision}{by}", saw=saw)]


BEFORE = ResourcePolicy("NONE", "CUSTOM")
AFTER = ResourcePolicy("AWS_IAM", "COGNITO_USER_POOLS")


def denied(context: RequestContext) -> GatewayFailure:
    """The 403 of a policy that denies the request, or does not allow it (recorded in public, 2026)."""
    arn, judgement = method_arn(context), context.judgement
    who = context.caller.user_arn if context.caller else ANONYMOUS
    if judgement is not None and judgement.decision == "denied":
        end = "with an explicit deny in a resource-based policy"
        why = f"Statement {judgement.statement} of the API's resource policy denies it."
    else:
        end = "because no resource-based policy allows the execute-api:Invoke action"
        why = f"No statement of the API's resource policy allows it.{_near_misses(context)}"
    return GatewayFailure(
        ACCESS_DENIED,
        f"User: {who} is not authorized to perform: execute-api:Invoke on resource: {_masked(context, arn)} {end}",
        log=DENIED,
        explanation=f"{why} It is asked about {arn}. Call as somebody whom it allows, or change the policy, which "
        "counts from the API's next deployment on.",
    )


def _judge(context: RequestContext, policy: Policy) -> None:
    judgement = context.judgement = judge(context, policy, API_POLICY)
    if judgement.decision == "denied" or (judgement.decision == "not mentioned" and _has_to_allow(context)):
        raise denied(context)


def _has_to_allow(context: RequestContext) -> bool:
    """Whether no policy but this one could allow the call; callers of this account may do what nothing denies."""
    match context.route.method.authorization_type:
        case "CUSTOM":
            return False
        case "AWS_IAM":
            return context.caller is None or context.caller.account_id != context.live.place.account_id
    return True


def _near_misses(context: RequestContext) -> str:
    """Why statements that name the method do not allow it."""
    misses = context.judgement.misses if context.judgement else {}
    told = [f"statement {number}: {miss}" for number, miss in misses.items() if miss != "another resource"]
    return f" ({'; '.join(told)})" if told else ""


def _masked(context: RequestContext, arn: str) -> str:
    """The ARN with the account as clients see it: its last four digits."""
    account = context.live.place.account_id
    return arn.replace(f":{account}:", f":{'*' * 8}{account[-4:]}:", 1)
