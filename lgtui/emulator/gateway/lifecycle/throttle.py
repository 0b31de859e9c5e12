"""Step 4b: one token from every bucket of the request, or a refusal that takes none."""

from lgtui.emulator.gateway.failures import THROTTLED, GatewayFailure
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.gateway.lifecycle.time_words import wait_in_words
from lgtui.emulator.gateway.throttle import TokenBucket
from lgtui.emulator.gateway.usage.plans import masked
from lgtui.frames import TraceEntry

NAME = "throttle"


def run(context: RequestContext) -> None:
    """Take a token from the usage plan's, the method's, the stage's and the account's buckets together (fact doc-002).

    A request of an API key counts for its quota when it passes here.

    Raises:
        GatewayFailure: 429 where one of them is empty (fact throttle-001).
    """
    admission, buckets = context.admission, context.plan.buckets
    if admission is not None:
        buckets = (*admission.buckets, *buckets)
    refusing = context.services.throttles.take(buckets)
    context.buckets, context.levels = buckets, tuple([bucket.tokens for bucket in buckets])
    if refusing is not None:
        context.refused_by = refusing
        raise _throttled(context, refusing)
    if admission is not None:
        admission.note_request(context.time)


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """The levels of the buckets after this request."""
    pairs = list(zip(context.buckets, context.levels, strict=True))
    levels = "  ".join(f"{bucket.scope} {_level(bucket, tokens)}" for bucket, tokens in pairs)
    changed = {bucket.label: f"{_level(bucket, tokens)} tokens, {bucket.rate:g}/s" for bucket, tokens in pairs}
    refusing = context.refused_by
    summary = levels if refusing is None else f"{refusing.label} is empty  {levels}"
    return [span.entry(NAME, summary, changed=changed)]


def _level(bucket: TokenBucket, tokens: float) -> str:
    return f"{tokens:.1f}/{bucket.burst}" if bucket.burst <= 100 else f"{tokens:.0f}/{bucket.burst}"


def _throttled(context: RequestContext, bucket: TokenBucket) -> GatewayFailure:
    """The refusal, with the execution log's line of aws_behaviour, section 4."""
    admission, route = context.admission, context.route
    head = "Key throttle limit exceeded for "
    if admission is not None and bucket in admission.buckets:
        head = (
            f"API Key {masked(admission.key.value)} exceeded throttle limit for API Stage {context.live.key}: "
            f"{head}Usage Plan ID {admission.state.plan.id}, "
        )
    return GatewayFailure(
        THROTTLED,
        "Too Many Requests",
        log=f"{head}RestApi {context.api_id}, Stage {context.stage_name}, Resource {route.resource_id}, "
        f"HttpMethod {route.http_method}. Limit: {bucket.rate:.2f} Burst: {bucket.burst}",
        explanation=_explanation(bucket),
    )


def _explanation(bucket: TokenBucket) -> str:
    limits = f"{bucket.rate:g} tokens a second, burst {bucket.burst}"
    wait = bucket.wait()
    if wait is None:
        return f"The bucket of {bucket.label} ({limits}) never holds a token: it refuses all. Raise the limit."
    return (
        f"The bucket of {bucket.label} ({limits}) is empty; its next token comes in {wait_in_words(wait)}. "
        "Send slower, retry with backoff, or raise the limit."
    )
