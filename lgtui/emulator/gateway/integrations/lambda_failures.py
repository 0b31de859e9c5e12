"""What a client gets when Lambda does not take an invocation, or does not answer in time."""

import msgspec

from lgtui.emulator.errors import ResourceNotFoundException, ServiceError, TooManyRequestsException
from lgtui.emulator.functions.concurrency import explain_throttle
from lgtui.emulator.gateway.failures import INTEGRATION_TIMEOUT, GatewayFailure, configuration_error
from lgtui.emulator.shown import brief


class _Error(msgspec.Struct, rename="camel"):
    error_type: str = ""
    error_message: str = ""


def function_error_in_words(payload: bytes) -> str:
    """What a function's error object says, `ValueError: no such order`; the object itself where it is another."""
    try:
        error = msgspec.json.decode(payload, type=_Error)
    except msgspec.DecodeError:
        error = _Error()
    return ": ".join(part for part in (error.error_type, error.error_message.rstrip(".")) if part) or brief(payload)


def timed_out(function: str, seconds: float) -> GatewayFailure:
    """The 504 of a function that takes longer than the integration waits (fact perr-001)."""
    return GatewayFailure(
        INTEGRATION_TIMEOUT,
        "Endpoint request timed out",
        log="Execution failed due to a timeout error",
        explanation=f"The function {function} did not answer within the integration's {seconds:g} s. "
        "It goes on running; API Gateway waits 29 s at most. Make it faster, or answer first and work later.",
    )


def refused(function: str, error: ServiceError) -> GatewayFailure:
    """The 500 of an invocation that Lambda did not take."""
    if isinstance(error, TooManyRequestsException):
        return configuration_error(
            "Rate Exceeded.",
            f"Lambda throttled the invocation of {function}: {error.message} {explain_throttle(error)}",
        )
    if isinstance(error, ResourceNotFoundException):
        return configuration_error(
            "Invalid permissions on Lambda function",
            f"The integration names a function that does not exist: {error.message} Set its URI, and deploy the API.",
        )
    return configuration_error(error.message, f"Lambda refused the invocation of {function}: {error.message}")
