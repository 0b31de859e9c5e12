"""Traces: the last requests as they ran, kept as they are and turned into words only when somebody looks."""

from collections import OrderedDict

import msgspec

from lgtui import frames
from lgtui.emulator.gateway.failures import GatewayFailure
from lgtui.emulator.gateway.lifecycle import authorizer, throttle, usage_plan
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.run import STEPS, Step
from lgtui.emulator.gateway.lifecycle.span import Span

CAPACITY = 1_000
"""Requests kept; the oldest go first."""

ARRIVAL = "arrival"
"""What the trace calls the place where requests are refused that never reach the life cycle."""

UNTESTED = frozenset({authorizer.NAME, usage_plan.NAME, throttle.NAME})
"""Steps that TestInvokeMethod leaves out (guide, how-to-test-method)."""

SHOWN = 200
"""Characters of such a request's path."""

FRESH = 50
"""Requests between two looks at those that are new; of more, the first."""

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of bodies and events kept with them; beyond, the oldest go too."""


class Traces:
    """A ring of finished requests, by request id."""

    def __init__(self, capacity: int = CAPACITY, max_bytes: int = MAX_BYTES) -> None:
        self._capacity = capacity
        self._max_bytes = max_bytes
        self._kept: OrderedDict[str, tuple[RequestContext, int]] = OrderedDict()
        self._bytes = 0
        self._fresh: list[str] = []

    def keep(self, context: RequestContext) -> None:
        """Keep a finished request, also instead of one that its client gave the same id; what does not fit goes."""
        if context.transformation is not None:
            context.transformation.release()
        size = _size(context)
        self._bytes -= self._kept.pop(context.ids.request_id, (context, 0))[1]
        self._kept[context.ids.request_id] = context, size
        self._bytes += size
        if len(self._fresh) < FRESH:
            self._fresh.append(context.ids.request_id)
        while len(self._kept) > self._capacity or self._bytes > self._max_bytes:
            self._bytes -= self._kept.popitem(last=False)[1][1]

    def drain_fresh(self) -> list[frames.Trace]:
        """The traces of requests that came since the last call, as far as they are kept; `FRESH` at most."""
        fresh, self._fresh = self._fresh, []
        return [trace for request_id in fresh if (trace := self.find(request_id)) is not None]

    def find(self, request_id: str) -> frames.Trace | None:
        """The trace of a request, or None where it is not kept (any more)."""
        kept = self._kept.get(request_id)
        return None if kept is None else render(kept[0])

    def find_by_invocation(self, request_id: str) -> frames.Trace | None:
        """The trace of the request that invoked a function under this id; None where it is not kept."""
        contexts = (context for context, _ in self._kept.values())
        called = (each for each in contexts if each.answer and each.answer.report.request_id == request_id)
        return next(map(render, called), None)


def render(context: RequestContext) -> frames.Trace:
    """A finished request's trace in words."""
    return frames.Trace(
        request_id=context.ids.request_id,
        time=context.time,
        api_id=context.api_id,
        stage=context.stage_name,
        http_method=context.request.method,
        path=context.path,
        resource_path=context.route.resource_path if context.routed else "",
        status=context.status,
        duration=context.finished - context.started,
        entries=_entries(context),
        explanation=context.failure.explanation if context.failure else "",
    )


def _entries(context: RequestContext) -> list[frames.TraceEntry]:
    """One entry or more of each step that was reached."""
    if context.failure is not None and not context.marks:
        return [_arrival(context, context.failure)]
    entries: list[frames.TraceEntry] = []
    begin = context.started
    last = len(context.marks) - 1
    for number, (step, end) in enumerate(zip(STEPS, context.marks, strict=False)):
        failed = context.failure is not None and number == last
        verdict = context.failure.verdict if failed and context.failure else "ok"
        told = step.describe(context, Span(begin - context.started, end - begin, verdict))
        entries += [_skipped(entry) for entry in told] if _is_untested(context, step) else told
        begin = end
    return entries


def _is_untested(context: RequestContext, step: Step) -> bool:
    """Whether a step is one that TestInvokeMethod leaves out; its stage has no deployment."""
    return step.NAME in UNTESTED and not context.live.stage.deployment_id


def _skipped(entry: frames.TraceEntry) -> frames.TraceEntry:
    summary = "TestInvokeMethod does not ask for it"
    return msgspec.structs.replace(entry, verdict="skipped", summary=summary, saw={}, changed={})


def _arrival(context: RequestContext, failure: GatewayFailure) -> frames.TraceEntry:
    """The one entry of a request that reached no step."""
    saw = {"HTTP method": context.request.method, "path": context.request.path[:SHOWN]}
    return Span(0.0, context.finished - context.started, failure.verdict).entry(ARRIVAL, failure.message, saw=saw)


def _size(context: RequestContext) -> int:
    """Bytes of bodies that a request keeps alive."""
    answer = len(context.answer.payload) if context.answer else 0
    own = len(context.request.body) + len(context.payload) + len(context.body) + answer
    return own + (context.transformation.size if context.transformation else 0)
