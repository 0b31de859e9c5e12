"""Step 4: one token from every bucket of the request, or a refusal that takes none."""

from lgtui.emulator.gateway.failures import THROTTLED, GatewayFailure
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.gateway.throttle import TokenBucket
from lgtui.frames import TraceEntry

NAME = "throttle"


def run(context: RequestContext) -> None:
    """Take a token from the method's, the stage's and the account's bucket together.

    Raises:
        GatewayFailure: 429 where one of them is empty (fact throttle-001).
    """
    buckets = context.plan.buckets
    refusing = context.services.throttles.take(buckets)
    context.levels = tuple([bucket.tokens for bucket in buckets])
    if refusing is not None:
        context.refused_by = refusing
        raise _throttled(context, refusing)


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """The levels of the buckets after this request."""
    pairs = list(zip(context.plan.buckets, context.levels, strict=True))
    levels = "  ".join(f"{bucket.scope} {_level(bucket, tokens)}" for bucket, tokens in pairs)
    changed = {bucket.label: f"{_level(bucket, tokens)} tokens, {bucket.rate:g}/s" for bucket, tokens in pairs}
    refusing = context.refused_by
    summary = levels if refusing is None else f"{refusing.label} is empty  {levels}"
    return [span.entry(NAME, summary, changed=changed)]


def _level(bucket: TokenBucket, tokens: float) -> str:
    return f"{tokens:.1f}/{bucket.burst}" if bucket.burst <= 100 else f"{tokens:.0f}/{bucket.burst}"


def _throttled(context: RequestContext, bucket: TokenBucket) -> GatewayFailure:
    """The refusal, with the execution log's line of aws_behaviour, section 4."""
    route = context.route
    return GatewayFailure(
        THROTTLED,
        "Too Many Requests",
        log=f"Key throttle limit exceeded for RestApi {context.api_id}, Stage {context.stage_name}, "
        f"Resource {route.resource_id}, HttpMethod {route.http_method}. "
        f"Limit: {bucket.rate:.2f} Burst: {bucket.burst}",
        explanation=_explanation(bucket),
    )


def _explanation(bucket: TokenBucket) -> str:
    limits = f"{bucket.rate:g} tokens a second, burst {bucket.burst}"
    wait = bucket.wait()
    if wait is None:
        return f"The bucket of {bucket.label} ({limits}) never holds a token: it refuses all."
    return (
        f"The bucket of {bucket.label} ({limits}) is empty; its next token comes in {wait * 1000:.0f} ms. "
        "Send slower, retry with backoff, or raise the limit."
    )
