"""The life cycle itself: the list of steps, and the passage of one request through it."""

from collections.abc import Awaitable
from contextlib import suppress
from typing import Protocol

from lgtui.emulator.errors import own_fault
from lgtui.emulator.gateway.exchange import HttpResponse
from lgtui.emulator.gateway.failures import GatewayFailure, broken
from lgtui.emulator.gateway.lifecycle import (
    access_log,
    authorizer,
    cache,
    decompression,
    execution_log,
    method_response,
    resolve,
    resource_policy,
    route,
    throttle,
    usage_plan,
    validation,
)
from lgtui.emulator.gateway.lifecycle.compression import compressed
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.course import Course
from lgtui.emulator.gateway.lifecycle.integration import Endpoint, IntegrationRequest, IntegrationResponse
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.frames import TraceEntry


class Step(Protocol):
    """A step of the life cycle: a module or an object with these three names."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """The step's name in the trace."""

    def run(self, context: RequestContext) -> Awaitable[None] | None:
        """Do the step's work, or raise GatewayFailure to end the request; what takes time is returned to wait for."""

    def describe(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """What the step did, for the trace; none where it did not apply."""


STEPS: tuple[Step, ...] = (
    resolve,
    route,
    resource_policy.BEFORE,
    authorizer,
    resource_policy.AFTER,
    usage_plan,
    throttle,
    decompression,
    validation,
    cache,
    IntegrationRequest(),
    Endpoint(),
    IntegrationResponse(),
    method_response,
)
"""The steps in AWS's order (aws_behaviour, section 2)."""

_AUTHORIZATION = STEPS.index(authorizer)
_AUTHORIZING = (_AUTHORIZATION - 1, _AUTHORIZATION, _AUTHORIZATION + 1)
"""The authorizer, and the resource policy before and after it."""

_THROTTLE = STEPS.index(throttle)
_ENDPOINT = next(number for number, step in enumerate(STEPS) if step.NAME == Endpoint.NAME)


_TESTED = STEPS[_THROTTLE + 1 :]
"""What TestInvokeMethod runs: neither authorization nor limits (guide, how-to-test-method)."""


async def run(context: RequestContext) -> HttpResponse:
    """Take `context` through the steps until the last, or until one fails."""
    await _pass(context, STEPS)
    return _end(context)


def refuse(context: RequestContext, failure: GatewayFailure) -> HttpResponse:
    """Answer a request that is refused on arrival; its stage, where it names one, may have words of its own."""
    with suppress(GatewayFailure):
        resolve.run(context)
    _fail(context, failure)
    context.finished = context.services.clock.perf_counter()
    return _end(context)


def _end(context: RequestContext) -> HttpResponse:
    """Write the logs of a request that is answered."""
    _log_end(context)
    if context.routed and context.plan.setting.logging_level in ("ERROR", "INFO"):
        execution_log.write(context, course_of(context))
    if context.resolved and context.live.stage.access_log_settings is not None:
        access_log.write(context, context.live.stage.access_log_settings, course_of(context))
    return compressed(context, HttpResponse(context.status, context.headers, context.body))


async def run_test(context: RequestContext) -> HttpResponse:
    """Take `context`, which has its stage and its method already, through the steps that are tested."""
    context.marks = [context.started] * (_THROTTLE + 1)
    await _pass(context, _TESTED)
    return HttpResponse(context.status, context.headers, context.body)


async def _pass(context: RequestContext, steps: tuple[Step, ...]) -> None:
    now, marks = context.services.clock.perf_counter, context.marks
    try:
        for step in steps:
            waiting = step.run(context)
            if waiting is not None:
                await waiting
            marks.append(now())
    except GatewayFailure as failure:
        marks.append(now())
        _fail(context, failure)
    except Exception as error:  # noqa: BLE001 A fault of ours is AWS's 500 to clients, never a traceback.
        marks.append(now())
        _fail(context, broken(own_fault(error)))
    context.finished = now()


def _fail(context: RequestContext, failure: GatewayFailure) -> None:
    """Answer a request that a step has ended."""
    context.failure = failure.with_traceback(None)
    method_response.answer_failure(context, failure)


def course_of(context: RequestContext) -> Course:
    """How far a finished request came."""
    passed = len(context.marks) - (context.failure is not None)
    return Course(
        started=passed > _THROTTLE,
        refused_by_authorization=context.failure is not None and passed in _AUTHORIZING,
        authorization_seconds=_seconds(context, _AUTHORIZATION),
        endpoint_seconds=endpoint_seconds(context),
    )


def endpoint_seconds(context: RequestContext) -> float | None:
    """How long the endpoint took; None where it was not asked."""
    return None if context.is_cached else _seconds(context, _ENDPOINT)


def _seconds(context: RequestContext, step: int) -> float | None:
    """How long a step took, whether or not the request failed there; None where it was not reached."""
    marks = context.marks
    return marks[step] - marks[step - 1] if len(marks) > step else None


def _log_end(context: RequestContext) -> None:
    """Write the execution log's last lines: why the request failed, if it did, and its status."""
    failure = context.failure
    level = "info" if context.status < 400 else "warn" if context.status < 500 else "error"
    if failure is not None and failure.log:
        context.log(level, failure.log)
    milliseconds = (context.finished - context.started) * 1000
    request = context.request
    context.log(
        level,
        f"Method completed with status: {context.status} · {request.method} {context.path} · {milliseconds:.1f} ms",
    )
