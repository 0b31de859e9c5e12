"""Step 5: the request's parameters, and after them its body, against what the method requires."""

from collections.abc import Iterator

from lgtui.emulator.gateway.failures import (
    BAD_REQUEST_BODY,
    BAD_REQUEST_PARAMETERS,
    GatewayFailure,
    configuration_error,
)
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.gateway.validation.budget import TooSlow, limit
from lgtui.emulator.gateway.validation.checks import Checks, Verdict
from lgtui.frames import TraceEntry

NAME = "validation"


def run(context: RequestContext) -> None:
    """Check what the method's request validator asks for.

    Raises:
        GatewayFailure: 400 where a parameter is missing (fact valid-002) or the body does not fit its model (fact
            valid-004); 500 where the model takes too long, which AWS does not tell of [guess].
    """
    checks = context.plan.checks
    if checks is None:
        return
    missing = checks.missing(context.request, context.path_parameters)
    if missing:
        raise _missing_parameters(checks, missing)
    context.verdict = _judge(context, checks)
    if context.verdict is not None and context.verdict.complaints:
        raise _bad_body(context.verdict)


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """What was checked, and what was found wrong."""
    checks = context.plan.checks
    if checks is None:
        return []
    saw = {"request validator": checks.validator.name, "checks": _aims(checks)}
    if checks.parameters:
        saw["required parameters"] = ", ".join(f"{place} {name}" for place, name in checks.parameters)
    verdict = context.verdict
    if verdict is None:
        failure = context.failure
        summary = failure.message if failure is not None and span.verdict != "ok" else f"{_aims(checks)}: as required"
        return [span.entry(NAME, summary, saw=saw)]
    saw["content type"], saw["model"] = verdict.content_type, verdict.model or "none for this content type"
    if verdict.complaints:
        changed = {f"complaint {number}": text for number, text in enumerate(verdict.complaints, 1)}
        return [span.entry(NAME, f"the body does not fit {verdict.model}", saw=saw, changed=changed)]
    fits = f"the body fits {verdict.model}" if verdict.model else f"no model for {verdict.content_type}: body unchecked"
    return [span.entry(NAME, fits, saw=saw)]


def log_lines(context: RequestContext) -> Iterator[str]:
    """The execution log's line of a body that was found good."""
    verdict = context.verdict
    if verdict is not None and verdict.model and not verdict.complaints:
        yield f"Request validation succeeded for content type {verdict.content_type}"


def _judge(context: RequestContext, checks: Checks) -> Verdict | None:
    try:
        return checks.judge(context.request)
    except TooSlow:
        raise configuration_error(
            "Request validation took too long",
            "The model's schema, or a regular expression in it, was cut off after "
            f"{limit(len(context.request.body)) * 1000:.0f} ms on this body: look for nested repetitions such as (a+)+ "
            "and for alternatives that nest.",
        ) from None


def _missing_parameters(checks: Checks, missing: list[str]) -> GatewayFailure:
    message = f"Missing required request parameters: [{', '.join(missing)}]"
    places = {name: place for place, name in checks.parameters}
    listed = ", ".join(f"{name} ({_PLACES[places[name]]})" for name in missing)
    return GatewayFailure(
        BAD_REQUEST_PARAMETERS,
        message,
        log=message,
        validation_error=f"[{', '.join(missing)}]",
        explanation=f"The method requires {listed}, not blank, and its request validator {checks.validator.name} "
        "checks that. Send it, or take `required` away from the method request.",
    )


def _bad_body(verdict: Verdict) -> GatewayFailure:
    complaints = f"[{', '.join(verdict.complaints)}]"
    return GatewayFailure(
        BAD_REQUEST_BODY,
        "Invalid request body",
        log=f"Request body does not match model schema for content type {verdict.content_type}: {complaints}",
        validation_error=complaints,
        explanation=f"The body does not fit the model {verdict.model}: {'; '.join(verdict.complaints)}. Send one that "
        "does, or change the model.",
    )


def _aims(checks: Checks) -> str:
    validator = checks.validator
    aims = [("parameters", validator.validate_request_parameters), ("body", validator.validate_request_body)]
    return " and ".join(name for name, checked in aims if checked) or "nothing"


_PLACES = {"path": "path parameter", "querystring": "query parameter", "header": "header"}
