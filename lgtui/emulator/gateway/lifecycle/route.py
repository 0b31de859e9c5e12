"""Step 2: the resource's method that answers."""

import msgspec

from lgtui.emulator.gateway.failures import MISSING_AUTHENTICATION_TOKEN, GatewayFailure, ResponseType
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.iam_authorization import failure_of, signed_request
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.gateway.routing import HTTP_METHODS
from lgtui.emulator.sigv4 import SignatureRefused
from lgtui.frames import TraceEntry

NAME = "route"
OVERRIDE = "x-http-method-override"
"""A header that names the method in the request line's place (aws_behaviour, section 6); which methods, is [guess]."""


def run(context: RequestContext) -> None:
    """Find the method of the deployment that fits path and HTTP method.

    Raises:
        GatewayFailure: 403 Missing Authentication Token where there is none (fact route-001), or what is wrong with
            the request's Authorization header where it has one.
    """
    request = context.request
    for name, value in request.headers:
        if len(name) == len(OVERRIDE) and name.lower() == OVERRIDE and value in HTTP_METHODS:
            context.request = msgspec.structs.replace(request, method=value, wire_method=request.method)
    match = context.live.snapshot.routes.match(context.path, context.request.method)
    if match is None:
        raise _no_route(context)
    context.route, context.path_parameters = match
    context.plan = context.live.plan(match.target)


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """Which method it was, and the path parameters."""
    request = context.request
    came = f", which came as {request.wire_method}" if request.wire_method else ""
    saw = {"HTTP method": f"{request.method}{came}", "path": context.path}
    if not context.routed:
        return [span.entry(NAME, f"no method {request.method} at {context.path}", saw=saw)]
    return [
        span.entry(
            NAME,
            f"{context.route.http_method} {context.route.resource_path}",
            saw=saw,
            changed={f"path parameter {name}": value for name, value in context.path_parameters.items()},
        )
    ]


def _no_route(context: RequestContext) -> GatewayFailure:
    methods = context.live.snapshot.routes.methods_at(context.path)
    there = (
        f"The path {context.path} has only {', '.join(methods)}, not {context.request.method}."
        if methods
        else f"No resource of the deployment fits the path {context.path}."
    )
    return GatewayFailure(
        *_answer(context),
        explanation=f"{there} API Gateway takes both cases for requests to AWS itself, which would be signed, and "
        "answers that they are not. Check path and method; after a change of resources, deploy the API.",
    )


def _answer(context: RequestContext) -> tuple[ResponseType, str]:
    """What there is to say of the request's signature.

    An Authorization header of any other kind is said to be none (amazon-archives/aws-cognito-angular-quickstart issue
    50, aws/chalice issue 828); that a proper signature changes nothing is [guess].
    """
    try:
        context.services.signatures.verify(signed_request(context))
    except SignatureRefused as refused:
        failure = failure_of(refused)
        return failure.type, failure.message
    return MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token"
