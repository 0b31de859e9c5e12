"""Step 6: the response cache, which may answer in the integration's place.

Its place behind validation is [guess]: neither the guide nor a log tells it (aws_behaviour, section 2).
"""

from functools import lru_cache

from lgtui.emulator.gateway.cache import ENTRY_LIMIT, Key
from lgtui.emulator.gateway.integrations.sources import Source, compile_source
from lgtui.emulator.gateway.integrations.transformation import Transformation
from lgtui.emulator.gateway.lifecycle.context import CacheUse, RequestContext
from lgtui.emulator.gateway.lifecycle.invalidation import wish_of
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.gateway.model import MethodSetting
from lgtui.frames import TraceEntry

NAME = "cache"


def run(context: RequestContext) -> None:
    """Answer from the cache where it has the response; the steps of the integration then have nothing to do.

    Raises:
        GatewayFailure: 403, the client wants a fresh answer that it may not have, and the stage refuses that.
    """
    setting = context.plan.setting
    if not _is_cached(setting) or context.live.cache.status != "AVAILABLE":
        return
    if context.request.method != "GET" and context.route.setting_key not in context.live.stage.method_settings:
        return
    wish = wish_of(context)
    use = context.cache_use = CacheUse(_key(context), wish)
    if wish == "granted":
        context.live.cache.drop(use.key)
    entry = context.live.cache.find(use.key)
    if entry is not None:
        use.hit = True
        use.left = entry.expires - context.services.clock.monotonic()
        context.status, context.headers, context.body = entry.status, list(entry.headers), entry.body


def store(context: RequestContext) -> None:
    """Keep what the integration has answered, where it was to be cached; only success is [guess]."""
    use = context.cache_use
    seconds = context.plan.setting.cache_ttl_in_seconds
    if use is None or use.hit or not 200 <= context.status < 300:
        return
    use.kept = context.live.cache.keep(use.key, context.status, list(context.headers), context.body, seconds)


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """Whether the cache answered, by which key, and why it did not."""
    use, cache = context.cache_use, context.live.cache
    if use is None:
        if not _is_cached(context.plan.setting):
            return []
        available = cache.status == "AVAILABLE"
        why = f"{context.request.method} is not cached" if available else f"the cache is {cache.status}"
        return [span.entry(NAME, why, verdict="skipped")]
    saw = {"key": " · ".join(use.key), "cache": f"{len(cache)} entries, {cache.used} B of {cache.size} GB"}
    if use.wish:
        saw["Cache-Control: max-age=0"] = use.wish
    if use.hit:
        saw["counts on for"] = f"{use.left:.0f} s of {context.plan.setting.cache_ttl_in_seconds} s"
    changed = {"kept": f"for {context.plan.setting.cache_ttl_in_seconds} s"} if use.kept else {}
    if not use.hit and len(context.body) > ENTRY_LIMIT:
        changed = {"kept": f"no: over {ENTRY_LIMIT} B"}
    return [span.entry(NAME, "hit" if use.hit else "miss", saw=saw, changed=changed)]


def _is_cached(setting: MethodSetting) -> bool:
    """Whether a method's responses are kept at all; a time to live of 0 switches that off (guide, limits)."""
    return setting.caching_enabled and setting.cache_ttl_in_seconds > 0


def _key(context: RequestContext) -> Key:
    """The key: method and resource, and the parameters that were chosen for it."""
    route = context.route
    integration = route.integration
    namespace = integration.cache_namespace or route.resource_id
    head = namespace, context.request.method, route.http_method
    if not integration.cache_key_parameters:
        return head
    state = Transformation(context, context.live.place)
    mapped = integration.request_parameters
    values = (_source(mapped.get(name, name))(state) or "" for name in integration.cache_key_parameters)
    return *head, *(f"{name}={value}" for name, value in zip(integration.cache_key_parameters, values, strict=True))


@lru_cache(maxsize=1_000)
def _source(expression: str) -> Source:
    """Where a parameter of the key comes from; one of the integration's that nothing is mapped to has no value."""
    try:
        return compile_source(expression, is_answered=False)
    except ValueError:
        return lambda _: None
