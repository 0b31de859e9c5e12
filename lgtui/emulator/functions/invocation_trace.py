"""Traces of invocations: what happens inside one, for the gateway's traces too, and whole those that are direct."""

from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from lgtui import frames
from lgtui.emulator.functions.model import InvocationReport, InvocationRequest, InvocationResponse
from lgtui.emulator.shown import SHOWN, shown

CAPACITY = 100
"""Direct invocations that are kept; the oldest go first."""

AFTERWARDS = {
    "idle": "will be frozen in a moment",
    "frozen": "stands still until its next invocation",
    "busy": "is at work again: with another invocation, or its extensions still are",
}
"""An environment's state after an invocation → what becomes of it."""


class Invoked(NamedTuple):
    """A direct invocation that is over.

    Attributes:
        arn: of what was invoked, with the qualifier.
        time: emulated seconds since the epoch when it was called; `duration` real seconds to its answer.
    """

    request: InvocationRequest
    arn: str
    answer: InvocationResponse
    time: float
    duration: float


class InvocationTraces:
    """A ring of direct invocations, by request id.

    Args:
        state_of: gives the present state of an environment, by its id.
    """

    def __init__(self, state_of: Callable[[str], str]) -> None:
        self._state_of = state_of
        self._kept: OrderedDict[str, frames.Trace | Invoked] = OrderedDict()

    def keep(self, invoked: Invoked) -> None:
        """Keep an invocation; of long events and answers the trace alone, which shows no more than their beginning."""
        is_long = len(invoked.request.payload) + len(invoked.answer.payload) > SHOWN
        kept = self._render(invoked) if is_long else invoked
        self._kept[invoked.answer.report.request_id] = kept
        if len(self._kept) > CAPACITY:
            self._kept.popitem(last=False)

    def find(self, request_id: str) -> frames.Trace | None:
        """The trace of an invocation, or None where it is not kept (any more)."""
        kept = self._kept.get(request_id)
        return self._render(kept) if isinstance(kept, Invoked) else kept

    def _render(self, invoked: Invoked) -> frames.Trace:
        answer, report = invoked.answer, invoked.answer.report
        name = invoked.arn.rpartition(":function:")[2]
        placed = min(report.placed, invoked.duration)
        return frames.Trace(
            request_id=report.request_id,
            time=invoked.time,
            api_id="",
            stage="",
            http_method="INVOKE",
            path=name,
            resource_path="",
            status=answer.status_code,
            duration=invoked.duration,
            entries=[
                _placement(invoked, name, placed),
                *inside_call(0.0, invoked.duration, report),
                _answer(answer, invoked.duration),
                self._freeze(report, invoked.duration),
            ],
        )

    def _freeze(self, report: InvocationReport, at: float) -> frames.TraceEntry:
        """What becomes of the environment."""
        doing = AFTERWARDS.get(self._state_of(report.environment_id), "is gone")
        summary = f"environment {_short(report.environment_id)} {doing}"
        return frames.TraceEntry("freeze", at, 0.0, "ok", summary)


def _placement(invoked: Invoked, name: str, placed: float) -> frames.TraceEntry:
    """Which version was picked, and which environment it found."""
    answer, report = invoked.answer, invoked.answer.report
    found = "a new environment" if report.before == "new" else f"environment {_short(report.environment_id)}"
    return frames.TraceEntry(
        name="placement",
        start=0.0,
        duration=placed,
        verdict="ok",
        summary=f"λ {name} → {answer.executed_version}  {found}",
        saw={"function": invoked.arn, **choice(answer), "event": shown(invoked.request.payload)},
        changed={"version": answer.executed_version, "environment": report.environment_id},
    )


def _answer(answer: InvocationResponse, at: float) -> frames.TraceEntry:
    verdict = "failed" if answer.function_error else "ok"
    summary = f"{answer.function_error or 'answered'}  {len(answer.payload)} B"
    return frames.TraceEntry("answer", at, 0.0, verdict, summary, changed={"payload": shown(answer.payload)})


def choice(answer: InvocationResponse) -> dict[str, str]:
    """How a weighted alias chose the version, as a fact of a trace; empty where nothing was to be chosen."""
    if not answer.shares:
        return {}
    shares = ", ".join(f"v{version} {share:.0%}" for version, share in answer.shares.items())
    return {"the alias's choice": f"{shares}: by chance v{answer.executed_version}"}


def inside_call(start: float, duration: float, report: InvocationReport) -> list[frames.TraceEntry]:
    """What happened inside a call: the environment's init where it was cold, then the handler's run.

    Args:
        start, duration: of the call, in real seconds.
    """
    init = report.init_duration
    begun = start + min(duration, report.placed)
    if init is None:
        return [_handler_entry(begun, report)]
    ready = max(begun + init, start + duration - report.duration)
    summary = f"cold start: a new environment in {init * 1000:.1f} ms"
    cold = frames.TraceEntry(name="init", start=ready - init, duration=init, verdict="ok", summary=summary, nested=True)
    return [cold, _handler_entry(ready, report)]


def _handler_entry(start: float, report: InvocationReport) -> frames.TraceEntry:
    """The handler's own run."""
    cold = report.before == "new"
    return frames.TraceEntry(
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


def _short(environment_id: str) -> str:
    return environment_id.lstrip("0") or "0"
