"""What Lambda's operations refuse in their input, in AWS's words."""

import base64
import binascii
import json

import msgspec

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    InvalidRequestContentException,
    NotImplementedException,
    RequestTooLargeException,
    ValidationException,
)
from lgtui.emulator.functions.asynchronous.destinations import service_of
from lgtui.emulator.functions.model import (
    CreateFunctionRequest,
    DeadLetterConfig,
    FunctionConfiguration,
    InvocationType,
    UpdateFunctionConfigurationRequest,
)

PAYLOAD_LIMIT = 6_291_456
"""Bytes of a RequestResponse invocation's payload (documented: 6 MB)."""

EVENT_LIMIT = 1_048_576
"""Bytes of an Event invocation's payload (guide, gettingstarted-limits: 1 MB, no more 256 KB)."""

TIMEOUTS = (1, 900)
MEMORY_SIZES = (128, 10_240)

UPDATABLE = (
    "role", "runtime", "handler", "description", "timeout", "memory_size", "environment", "ephemeral_storage",
    "layers", "dead_letter_config",
)  # fmt: skip
"""Members that UpdateFunctionConfiguration changes."""

_check_json = msgspec.json.Decoder(msgspec.Raw).decode


def check_creation(request: CreateFunctionRequest) -> None:
    """Refuse a CreateFunction request that AWS refuses, or that needs what is not emulated.

    Raises:
        ValidationException, InvalidParameterValueException, NotImplementedException
    """
    if request.package_type != "Zip":
        raise NotImplementedException(
            f"lgtui does not emulate container images: give {request.function_name} a runtime and a handler."
        )
    if not request.runtime or not request.handler:
        raise InvalidParameterValueException(
            "Runtime and Handler are mandatory parameters for functions created with deployment packages."
        )
    check_range("timeout", request.timeout, TIMEOUTS)
    check_range("memorySize", request.memory_size, MEMORY_SIZES)
    _check_dead_letter_config(request.dead_letter_config)


def check_update(request: UpdateFunctionConfigurationRequest) -> None:
    """Refuse an UpdateFunctionConfiguration request likewise."""
    if request.timeout is not None:
        check_range("timeout", request.timeout, TIMEOUTS)
    if request.memory_size is not None:
        check_range("memorySize", request.memory_size, MEMORY_SIZES)
    _check_dead_letter_config(request.dead_letter_config)


def check_payload_size(payload: bytes, invocation_type: InvocationType = "RequestResponse") -> None:
    """Refuse an event that is over the limit of its type of invocation.

    Raises:
        RequestTooLargeException
    """
    limit = EVENT_LIMIT if invocation_type == "Event" else PAYLOAD_LIMIT
    if len(payload) > limit:
        raise RequestTooLargeException(
            f"{len(payload)} byte payload is too large for the {invocation_type} invocation type (limit {limit} bytes)",
            Type="User",
        )


def check_payload(payload: bytes) -> None:
    """Refuse an event that is no JSON; none at all stands for an empty object.

    Raises:
        InvalidRequestContentException
    """
    if not payload:
        return
    try:
        _check_json(payload)
    except (msgspec.DecodeError, RecursionError) as error:
        text = f"Could not parse request body into json: Could not parse payload into json: {error}"
        raise InvalidRequestContentException(text, Type="User") from None


def client_context(given: str) -> str:
    """The caller's context as one line of JSON, fit for a header.

    Raises:
        InvalidRequestContentException: it is no base64 of a JSON object.
    """
    try:
        context = json.loads(base64.b64decode(given, validate=True))
    except (binascii.Error, ValueError):
        context = None
    if not isinstance(context, dict):
        raise InvalidRequestContentException("Client context must be a valid Base64-encoded JSON object.", Type="User")
    return json.dumps(context)


def being_created(configuration: FunctionConfiguration) -> FunctionConfiguration:
    """What CreateFunction answers: the function is not ready yet (fact env-006)."""
    return msgspec.structs.replace(
        configuration, state="Pending", state_reason="The function is being created.", state_reason_code="Creating"
    )


def being_updated(configuration: FunctionConfiguration) -> FunctionConfiguration:
    """What the update operations answer (fact env-006)."""
    return msgspec.structs.replace(
        configuration,
        last_update_status="InProgress",
        last_update_status_reason="The function is being created.",
        last_update_status_reason_code="Creating",
    )


def check_range(member: str, value: int, limits: tuple[int, int]) -> None:
    """Refuse a number that is not between two others.

    Raises:
        ValidationException
    """
    low, high = limits
    if value < low:
        raise _violation(member, value, f"greater than or equal to {low}")
    if value > high:
        raise _violation(member, value, f"less than or equal to {high}")


def _check_dead_letter_config(config: DeadLetterConfig | None) -> None:
    """Dead letters go to standard queues and topics alone. AWS's words for other services are a [guess]."""
    arn = config.target_arn if config is not None else ""
    if not arn:
        return
    service = service_of(arn)
    if service not in ("sqs", "sns"):
        reason = "only SQS queues and SNS topics are supported for dead letter configuration"
    elif arn.endswith(".fifo"):
        kind = "SQS queue" if service == "sqs" else "SNS topic"
        reason = f"FIFO {kind} is not supported for dead letter configuration"
    else:
        return
    raise InvalidParameterValueException(f"Invalid dead letter queue ARN: {reason}", Type="User")


def _violation(member: str, value: int, rule: str) -> ValidationException:
    return ValidationException(
        f"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: "
        f"Member must have value {rule}"
    )
