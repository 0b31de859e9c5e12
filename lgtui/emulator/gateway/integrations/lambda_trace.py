"""What the trace says of an invocation: the environment's init where it was cold, then the handler's own run."""

from lgtui.emulator.functions.model import InvocationReport
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.frames import TraceEntry


def inside_call(endpoint: Span, report: InvocationReport) -> list[TraceEntry]:
    """What happened inside the call: the environment's init where it was cold, then the handler's run."""
    init = report.init_duration
    begun = endpoint.start + min(endpoint.duration, report.placed)
    if init is None:
        return [_handler_entry(begun, report)]
    ready = max(begun + init, endpoint.start + endpoint.duration - report.duration)
    summary = f"cold start: a new environment in {init * 1000:.1f} ms"
    cold = TraceEntry(name="init", start=ready - init, duration=init, verdict="ok", summary=summary, nested=True)
    return [cold, _handler_entry(ready, report)]


def _handler_entry(start: float, report: InvocationReport) -> TraceEntry:
    """The handler's own run."""
    cold = report.before == "new"
    return TraceEntry(
        name="handler",
        start=start,
        duration=report.duration,
        verdict="ok" if report.end == "ok" else "failed",
        summary=f"billed {report.billed_ms} ms · {report.max_memory_used} MB · {'cold' if cold else report.before}",
        saw={
            "environment": report.environment_id,
            "start": "cold" if cold else f"warm, was {report.before}",
            "memory": f"{report.max_memory_used} of {report.memory_size} MB",
            "Lambda request id": report.request_id,
            "end": report.end,
        },
        nested=True,
    )
