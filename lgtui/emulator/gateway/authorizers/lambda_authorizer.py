"""Asking a Lambda authorizer about a request: who calls, and what the function says to that."""

from collections.abc import Mapping

import msgspec

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.functions.model import InvocationRequest, InvocationResponse
from lgtui.emulator.gateway.authorizers import refusals
from lgtui.emulator.gateway.authorizers.event import build_event
from lgtui.emulator.gateway.authorizers.grant import Grant, read_grant
from lgtui.emulator.gateway.authorizers.guard import PATIENCE, Authorization, Guard
from lgtui.emulator.gateway.authorizers.identity import Source
from lgtui.emulator.gateway.failures import UNAUTHORIZED, GatewayFailure
from lgtui.emulator.gateway.integrations.context_values import context_values
from lgtui.emulator.gateway.integrations.lambda_trace import invocation_record
from lgtui.emulator.gateway.integrations.lambda_uri import resolve_function
from lgtui.emulator.gateway.integrations.request_maps import HeaderMaps, query_maps
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.gateway_response import look_up
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import LimitError
from lgtui.emulator.gateway.templates.methods.regexes import matches

UNAUTHORIZED_ERROR = "Unauthorized"
"""The error message by which a function says 401; it has to be this very word."""


class _Error(msgspec.Struct):
    """What is read of a function's error object."""

    error_message: str = msgspec.field(default="", name="errorMessage")


def identify(context: RequestContext, authorization: Authorization) -> None:
    """Find out who calls.

    Raises:
        GatewayFailure: 401 where an identity source is missing or empty, or the token does not fit the validation
            expression (guide, configure-api-gateway-lambda-authorization); 500 where the expression takes too long.
    """
    guard = authorization.guard
    values = [_value(context, source, authorization.additional) for source in guard.sources]
    for source, value in zip(guard.sources, values, strict=True):
        if not value:
            raise _missing(context, guard, source)
    authorization.identity = values
    expression = guard.authorizer.identity_validation_expression
    if expression and guard.authorizer.type == "TOKEN" and not _fits(guard, values[0], expression):
        raise unauthorized(
            context,
            f"The token in {guard.sources[0]} does not match the validation expression {expression} of the authorizer "
            f"{guard.authorizer.name} as a whole, so the function was not asked. Send one that does, or change "
            "the expression.",
        )


async def ask(context: RequestContext, authorization: Authorization) -> Grant:
    """Ask the function.

    Raises:
        GatewayFailure: 401 where it says so, 500 where it fails, takes too long, is not there or answers otherwise.
    """
    guard = authorization.guard
    clock, begun = context.services.clock, context.services.clock.perf_counter()
    function = _function(guard)
    authorization.event = build_event(context, authorization, context.route)
    answer: InvocationResponse | None = None
    try:
        request = InvocationRequest(function_name=function, payload=authorization.event)
        answer = await guard.patience.wait_for(context.services.functions.begin(request))
    except TimeoutError:
        raise refusals.timed_out(guard, function, PATIENCE) from None
    except ServiceError as error:
        raise refusals.refused(guard, function, error) from None
    finally:
        authorization.latency = clock.perf_counter() - begun
        source = f"authorizers/{guard.authorizer.id}"
        authorization.record = invocation_record(context, guard.place, function, authorization.event, answer, source)
    authorization.report = answer.report
    return _read(context, guard, answer)


def unauthorized(context: RequestContext, explanation: str, message: str = UNAUTHORIZED_ERROR) -> GatewayFailure:
    """The 401."""
    log = f"Unauthorized request: {context.ids.request_id}"
    return GatewayFailure(UNAUTHORIZED, message, log=log, explanation=explanation)


def _read(context: RequestContext, guard: Guard, answer: InvocationResponse) -> Grant:
    if answer.function_error and _error_message(answer.payload) == UNAUTHORIZED_ERROR:
        raise unauthorized(
            context,
            f"The authorizer {guard.authorizer.name} failed with “Unauthorized”, by which it refuses a caller. "
            "Send a token that it takes.",
        )
    if answer.function_error:
        raise _function_failed(guard, answer)
    try:
        return read_grant(answer.payload)
    except ValueError as error:
        raise refusals.malformed(guard, str(error)) from None


def _function_failed(guard: Guard, answer: InvocationResponse) -> GatewayFailure:
    """The 500 of a function that raised: API Gateway reads the error object as an answer, which it is not."""
    message = _error_message(answer.payload)[:1_000]
    return refusals.misconfigured(
        'Invalid JSON in response: Unrecognized field "errorType" , not marked as ignorable',
        f"The function of the authorizer {guard.authorizer.name} failed instead of returning a policy "
        f"({answer.report.end}): {message} Its log has the stack trace. To refuse a caller, fail with the very "
        "word Unauthorized, or return a policy with Deny.",
    )


def _error_message(payload: bytes) -> str:
    try:
        return msgspec.json.decode(payload, type=_Error).error_message
    except msgspec.DecodeError:
        return payload.decode("utf-8", "replace")


def _function(guard: Guard) -> str:
    """The function, with the stage's variables filled in."""
    try:
        return resolve_function(guard.authorizer.authorizer_uri, guard.place.variables, guard.place.stage_name)
    except GatewayFailure as failure:
        name = guard.authorizer.name
        explanation = f"The authorizer {name}: {failure.explanation}"
        raise refusals.misconfigured("Invalid endpoint address", explanation) from None


def _value(context: RequestContext, source: Source, additional: Mapping[str, str]) -> str:
    """What a request has at an identity source; empty where it has nothing there."""
    match source.place:
        case "header":
            name = source.name.lower()
            return next((value for key, value in reversed(context.request.headers) if key.lower() == name), "")
        case "querystring":
            return (query_maps(context.request.query)[0] or {}).get(source.name, "")
        case "stageVariables":
            return context.live.place.variables.get(source.name, "")
    if source.name in additional:
        return additional[source.name]
    values = context_values(context, HeaderMaps(context.request.headers).by_name)
    return look_up(values, source.name) or ""


def _missing(context: RequestContext, guard: Guard, source: Source) -> GatewayFailure:
    places = {
        "header": f"the header {source.name}",
        "querystring": f"the query parameter {source.name}",
        "stageVariables": f"the stage variable {source.name}",
    }
    return unauthorized(
        context,
        f"The authorizer {guard.authorizer.name} needs {places.get(source.place, f'$context.{source.name}')}, which is "
        "missing or empty, so the function was not asked. Send it.",
    )


def _fits(guard: Guard, token: str, expression: str) -> bool:
    """Whether the whole token matches the expression [guess: that a part is not enough]."""
    try:
        return matches(token, expression)
    except (LimitError, JavaException) as error:
        name = guard.authorizer.name
        raise refusals.misconfigured(
            "Authorizer error", f"The validation expression of the authorizer {name} cannot be used: {error}"
        ) from None
