"""How a request fails at its authorizer: AWS's statuses, bodies and log lines, and why in plain words."""

from lgtui.emulator.errors import ResourceNotFoundException, ServiceError, TooManyRequestsException
from lgtui.emulator.functions.concurrency import explain_throttle
from lgtui.emulator.gateway.authorizers.guard import Authorization, Guard
from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.failures import (
    ACCESS_DENIED,
    AUTHORIZER_CONFIGURATION_ERROR,
    AUTHORIZER_FAILURE,
    URI_TOO_LONG,
    GatewayFailure,
)

ARN_LIMIT = 1_600
"""Bytes of a method's ARN where there is authorization (guide, limits)."""

SHAPE = (
    'It has to return {"principalId": …, "policyDocument": {"Statement": [{"Effect": "Allow", "Action": '
    '"execute-api:Invoke", "Resource": event["methodArn"]}]}}, and besides only `context` (texts, numbers and truth '
    "values) and `usageIdentifierKey`."
)


def denied(authorization: Authorization) -> GatewayFailure:
    """The 403 of a policy that denies the method, or does not allow it."""
    guard, arn = authorization.guard, authorization.method_arn
    explicit = authorization.decision == "denied"
    kept = ""
    if authorization.cached:
        kept = (
            f" The policy is kept from an earlier request, for {guard.ttl} s in all: let it cover every method that "
            "the caller may use, flush the stage's authorizer cache, or set the TTL to 0."
        )
    why = "A statement with Deny covers" if explicit else "No statement with Allow covers"
    return GatewayFailure(
        ACCESS_DENIED,
        f"User is not authorized to access this resource{' with an explicit deny' if explicit else ''}",
        log="The client is not authorized to perform this operation.",
        explanation=f"{why} {arn} in the policy that the authorizer {guard.authorizer.name} returned. Call as somebody "
        f"whom it allows, or have it return Allow for this method.{kept}",
    )


def malformed(guard: Guard, reason: str) -> GatewayFailure:
    """The 500 of an answer that is no authorizer's."""
    return misconfigured(
        f"Invalid JSON in response: {reason}",
        f"The authorizer {guard.authorizer.name} did not return a policy: {reason}. {SHAPE}",
    )


def misconfigured(cause: str, explanation: str) -> GatewayFailure:
    """The 500 of an authorizer that is set up wrongly."""
    return GatewayFailure(
        AUTHORIZER_CONFIGURATION_ERROR,
        "",
        log=f"Execution failed due to configuration error: {cause}",
        explanation=explanation,
    )


def no_authorizer(route: Route) -> GatewayFailure:
    """The 500 of a method whose authorizer is not there."""
    return misconfigured(
        "Invalid authorizer",
        f"{route.http_method} {route.resource_path} wants an authorizer, and the deployment has none of that id. Set "
        "the method's authorizer, and deploy the API.",
    )


def refused(guard: Guard, function: str, error: ServiceError) -> GatewayFailure:
    """The 500 of an invocation that Lambda did not take."""
    name = guard.authorizer.name
    if isinstance(error, TooManyRequestsException):
        explanation = f"Lambda throttled the authorizer {name}: {error.message} {explain_throttle(error)}"
        return _failed("Rate Exceeded.", explanation)
    if isinstance(error, ResourceNotFoundException):
        return misconfigured(
            "Invalid permissions on Lambda function",
            f"The authorizer {name} names a function that does not exist: {error.message} Set the authorizer's URI, "
            "and deploy the API.",
        )
    return _failed(error.message, f"Lambda refused the invocation of {function} for the authorizer {name}.")


def timed_out(guard: Guard, function: str, seconds: float) -> GatewayFailure:
    """The 500 of a function that takes too long."""
    return _failed(
        "Authorizer error",
        f"The function {function} of the authorizer {guard.authorizer.name} did not answer within {seconds:g} s. "
        "Make it faster, or let its policy be kept (the authorizer's TTL).",
    )


def too_long(method_arn: str) -> GatewayFailure:
    """The 414 of a path that is too long for a method with authorization; its words are [guess]."""
    return GatewayFailure(
        URI_TOO_LONG,
        "Request-URI Too Long",
        log="Method ARN exceeds the maximum length",
        explanation=f"The method's ARN has {len(method_arn.encode()):,} bytes; with an authorizer it may have "
        f"{ARN_LIMIT:,} at most. Make the path shorter.",
    )


def _failed(cause: str, explanation: str) -> GatewayFailure:
    """The 500 of an authorizer that could not be asked [guess: that this is AUTHORIZER_FAILURE]."""
    return GatewayFailure(
        AUTHORIZER_FAILURE,
        "",
        log=f"Execution failed due to configuration error: {cause}",
        explanation=explanation,
    )
