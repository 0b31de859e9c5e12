"""Step 4a: the API key, and the usage plan that lets it call this stage.

The plan's buckets are asked in the next step, together with the stage's: a refused request takes no token of any.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from lgtui.emulator.gateway.failures import INVALID_API_KEY, QUOTA_EXCEEDED, THROTTLED, GatewayFailure
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.gateway.lifecycle.time_words import span_in_words
from lgtui.emulator.gateway.usage.plans import Admission, Rejection, masked
from lgtui.emulator.gateway.usage.quota import QuotaLeft
from lgtui.frames import TraceEntry

NAME = "usage plan"
HEADER = "x-api-key"
REFUSALS = (INVALID_API_KEY, QUOTA_EXCEEDED, THROTTLED)
"""How the usage plan, and the limits that are asked with it, refuse a request."""


def run(context: RequestContext) -> None:
    """Find the plan of the request's key; a method that requires no key has none, and counts for none.

    Raises:
        GatewayFailure: 403 where the key does not open the stage (fact key-001), 429 where its quota is used up (fact
            throttle-002). That the quota is asked before any bucket is [guess].
    """
    route = context.route
    if not route.method.api_key_required:
        return
    live = context.live
    found = context.services.clients.admit(_sent_key(context), live.key, route)
    if isinstance(found, Rejection):
        raise _invalid_key(context, found)
    context.admission = found
    quota = found.state.quota
    if quota is not None:
        left = found.usage.remaining(quota, context.time)
        context.quota_left = QuotaLeft(quota.settings, left, found.usage.end)
        if left < 1:
            raise _quota_exceeded(context, found, context.quota_left)


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """The key, its plan and what the quota leaves; nothing where the method requires no key."""
    if not context.route.method.api_key_required:
        return []
    saw = {"API key source": context.live.snapshot.api.api_key_source, "API key": masked(_sent_key(context))}
    admission = context.admission
    if admission is None:
        return [span.entry(NAME, "the API key does not open this stage", saw=saw)]
    plan, quota = admission.state.plan, context.quota_left
    saw["usage plan"] = f"{plan.name} ({plan.id})"
    summary = f"{admission.key.name or admission.key.id}  plan {plan.name}"
    if quota is None:
        return [span.entry(NAME, summary, saw=saw)]
    settings, counted = quota.settings, context.buckets and context.refused_by is None
    left = f"{max(0, quota.left - 1 if counted else quota.left)}/{settings.limit}"
    changed = {"quota": f"{left} left of this {settings.period.lower()}, until {_utc(quota.end)}"}
    return [span.entry(NAME, f"{summary}  quota {left}", saw=saw, changed=changed)]


def log_lines(context: RequestContext) -> Iterator[str]:
    """The execution log's lines of a request that came this far; a refusal has a line of its own besides.

    They are those of aws_behaviour, section 4.
    """
    stage, required = context.live.key, context.route.method.api_key_required
    key = masked(_sent_key(context)) if required else ""
    yield f"Verifying Usage Plan for request: {context.ids.request_id}. API Key: {key} API Stage: {stage}"
    if context.failure is not None and context.failure.type in REFUSALS:
        return
    if not required:
        yield (
            f"API Key  authorized because method '{_method(context)}' does not require API Key. "
            "Request will not contribute to throttle or quota limits"
        )
    yield f"Usage Plan check succeeded for API Key {key} and API Stage {stage}"


def _sent_key(context: RequestContext) -> str:
    """What the request has for a key, from where the API takes it; empty where it has none."""
    if context.live.snapshot.api.api_key_source == "AUTHORIZER":
        return context.usage_identifier_key
    return next((value for name, value in reversed(context.request.headers) if name.lower() == HEADER), "")


def _method(context: RequestContext) -> str:
    return f"{context.route.http_method} {context.route.resource_path}"


def _invalid_key(context: RequestContext, rejection: Rejection) -> GatewayFailure:
    """The 403; of the log's line the words after the colon are [guess] but for keys without a plan."""
    source = context.live.snapshot.api.api_key_source
    place = f"the header {HEADER}" if source == "HEADER" else "the authorizer's answer (usageIdentifierKey)"
    return GatewayFailure(
        INVALID_API_KEY,
        "Forbidden",
        log=f"API Key {masked(_sent_key(context))} not authorized because method '{_method(context)}' requires API Key "
        f"and API Key is not associated with a Usage Plan for API Stage {context.live.key}: {rejection.reason}",
        explanation=f"{rejection.explanation} This API takes keys from {place}.",
    )


def _quota_exceeded(context: RequestContext, admission: Admission, quota: QuotaLeft) -> GatewayFailure:
    plan, settings, end = admission.state.plan, quota.settings, quota.end
    return GatewayFailure(
        QUOTA_EXCEEDED,
        "Limit Exceeded",
        log=f"API Key {masked(admission.key.value)} exceeded quota limit for API Stage {context.live.key}: "
        f"Key quota exhausted for Usage Plan ID {plan.id}. Quota Limit: {settings.limit} Period: {settings.period}",
        explanation=f"The API key {admission.key.name or admission.key.id} has used up its quota of {settings.limit} "
        f"requests a {settings.period.lower()} in the usage plan {plan.name}. It begins anew at {_utc(end)}, in "
        f"{span_in_words(end - context.time)}.",
    )


def _utc(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M UTC")
