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
from lgtui.emulator.functions.model import (
    CreateFunctionRequest,
    FunctionConfiguration,
    UpdateFunctionConfigurationRequest,
)

PAYLOAD_LIMIT = 6_291_456
"""Bytes of a RequestResponse invocation's payload (documented: 6 MB)."""

TIMEOUTS = (1, 900)
MEMORY_SIZES = (128, 10_240)

UPDATABLE = (
    "role", "runtime", "handler", "description", "timeout", "memory_size", "environment", "ephemeral_storage",
    "layers",
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
    _check_range("timeout", request.timeout, TIMEOUTS)
    _check_range("memorySize", request.memory_size, MEMORY_SIZES)


def check_update(request: UpdateFunctionConfigurationRequest) -> None:
    """Refuse an UpdateFunctionConfiguration request likewise."""
    if request.timeout is not None:
        _check_range("timeout", request.timeout, TIMEOUTS)
    if request.memory_size is not None:
        _check_range("memorySize", request.memory_size, MEMORY_SIZES)


def check_payload_size(payload: bytes) -> None:
    """Refuse an event that is over 6 MB.

    Raises:
        RequestTooLargeException
    """
    if len(payload) > PAYLOAD_LIMIT:
        raise RequestTooLargeException(
            f"{len(payload)} byte payload is too large for the RequestResponse invocation type "
            f"(limit {PAYLOAD_LIMIT} bytes)",
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
    except msgspec.DecodeError as error:
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


def _check_range(member: str, value: int, limits: tuple[int, int]) -> None:
    low, high = limits
    if value < low:
        raise _violation(member, value, f"greater than or equal to {low}")
    if value > high:
        raise _violation(member, value, f"less than or equal to {high}")


def _violation(member: str, value: int, rule: str) -> ValidationException:
    return ValidationException(
        f"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: "
        f"Member must have value {rule}"
    )
