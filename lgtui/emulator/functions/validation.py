"""What Lambda's operations refuse in their input, in AWS's words."""

import base64
import binascii
import json
import re
from collections.abc import Sequence

import msgspec

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    InvalidRequestContentException,
    NotImplementedException,
    RequestTooLargeException,
    ValidationException,
)
from lgtui.emulator.functions import names
from lgtui.emulator.functions.asynchronous.destinations import service_of
from lgtui.emulator.functions.model import (
    CreateFunctionRequest,
    DeadLetterConfig,
    Environment,
    InvocationType,
    UpdateFunctionConfigurationRequest,
)
from lgtui.frames import RESERVED_VARIABLES

PAYLOAD_LIMIT = 6_291_456
"""Bytes of a RequestResponse invocation's payload (documented: 6 MB)."""

EVENT_LIMIT = 1_048_576
"""Bytes of an Event invocation's payload (guide, gettingstarted-limits: 1 MB, no more 256 KB)."""

TIMEOUTS = (1, 900)
MEMORY_SIZES = (128, 10_240)

STORAGE_SIZES = (512, 10_240)

VARIABLES_LIMIT = 4_096
"""Bytes of all environment variables together, as JSON (guide, gettingstarted-limits: 4 KB)."""

RUNTIMES = (
    "nodejs24.x", "nodejs22.x", "nodejs20.x", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10",
    "java25", "java21", "java17", "java11", "java8.al2", "dotnet10", "dotnet8", "ruby3.4", "ruby3.3", "ruby3.2",
    "provided.al2023", "provided.al2",
)  # fmt: skip
"""Runtimes that Lambda names where one is none (guide, lambda-runtimes); its order is a [guess]."""

ARCHITECTURES = ("x86_64", "arm64")

_RUNTIME = re.compile(
    r"nodejs(4\.3(-edge)?|6\.10|8\.10|\d+\.x)?|python[23]\.\d+|ruby\d\.\d+|java\d+(\.al2)?|dotnet(core\d\.\d|\d+)|"
    r"go1\.x|provided(\.al\d+)?",
    re.ASCII,
)
"""What is taken for a runtime: older ones too, which run on whatever stands in for them."""

_SNAP_START = re.compile(r"java(11|17|21|25).*|python3\.1[2-9]|dotnet(8|10)")

_check_json = msgspec.json.Decoder(msgspec.Raw).decode


def check_creation(request: CreateFunctionRequest) -> None:
    """Refuse a CreateFunction request that AWS refuses, or that needs what is not emulated.

    Raises:
        ValidationException, InvalidParameterValueException, NotImplementedException
    """
    _check_name(request.function_name)
    if request.package_type != "Zip":
        raise NotImplementedException(
            f"lgtui does not emulate container images: give {request.function_name} a runtime and a handler."
        )
    if not request.runtime or not request.handler:
        raise InvalidParameterValueException(
            "Runtime and Handler are mandatory parameters for functions created with deployment packages.", Type="User"
        )
    _check_runtime(request.runtime)
    check_range("timeout", request.timeout, TIMEOUTS)
    check_range("memorySize", request.memory_size, MEMORY_SIZES)
    check_range("ephemeralStorage.size", request.ephemeral_storage.size, STORAGE_SIZES)
    _check_environment(request.environment)
    _check_dead_letter_config(request.dead_letter_config)
    check_snap_start(request.snap_start.apply_on, request.runtime)


def check_update(request: UpdateFunctionConfigurationRequest) -> None:
    """Refuse an UpdateFunctionConfiguration request likewise."""
    if request.timeout is not None:
        check_range("timeout", request.timeout, TIMEOUTS)
    if request.memory_size is not None:
        check_range("memorySize", request.memory_size, MEMORY_SIZES)
    if request.ephemeral_storage is not None:
        check_range("ephemeralStorage.size", request.ephemeral_storage.size, STORAGE_SIZES)
    if request.runtime is not None:
        _check_runtime(request.runtime)
    _check_environment(request.environment)
    _check_dead_letter_config(request.dead_letter_config)


def check_snap_start(apply_on: str, runtime: str) -> None:
    """Refuse snapshots of a runtime that has none.

    Raises:
        InvalidParameterValueException
    """
    if apply_on == "PublishedVersions" and not _SNAP_START.fullmatch(runtime):
        raise InvalidParameterValueException(
            f"{runtime} is not supported for SnapStart enabled functions.", Type="User"
        )


def check_compatibility(runtimes: Sequence[str], architectures: Sequence[str]) -> None:
    """Refuse runtimes and architectures of a layer that there are not.

    Raises:
        ValidationException: in AWS's words, which are others than those of every other list.
    """
    found = []
    if any(not _RUNTIME.fullmatch(runtime) for runtime in runtimes):
        found.append(
            _not_among("compatibleRuntimes", runtimes, f"Member must satisfy enum value set: {_listed(RUNTIMES)}")
        )
    if set(architectures) - set(ARCHITECTURES):
        rule = f"Member must satisfy enum value set: {_listed(ARCHITECTURES)}"
        found.append(_not_among("compatibleArchitectures", architectures, f"Member must satisfy constraint: [{rule}]"))
    if found:
        plural = "s" if len(found) > 1 else ""
        raise ValidationException(f"{len(found)} validation error{plural} detected: {'; '.join(found)}")


def _not_among(member: str, values: Sequence[str], rule: str) -> str:
    return f"Value '{_listed(values)}' at '{member}' failed to satisfy constraint: {rule}"


def _listed(values: Sequence[str]) -> str:
    return f"[{', '.join(values)}]"


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


def _check_name(function_name: str) -> None:
    """Refuse a name or an ARN that is too long for a function, or that no function may have."""
    name = names.parse(function_name).name
    if name == function_name and len(name) > 64:
        raise InvalidParameterValueException(_too_long(name, 64), Type="User")
    if len(function_name) > 140 or len(name) > 64:
        raise ValidationException(_too_long(function_name, 140 if len(function_name) > 140 else 64))
    if "." in name:
        raise ValidationException(
            f"1 validation error detected: Value '{function_name}' at 'functionName' failed to satisfy constraint: "
            f"Member must satisfy regular expression pattern: {names.PATTERN}"
        )


def _too_long(function_name: str, limit: int) -> str:
    return (
        f"1 validation error detected: Value '{function_name}' at 'functionName' failed to satisfy constraint: Member "
        f"must have length less than or equal to {limit}"
    )


def _check_runtime(runtime: str) -> None:
    if not _RUNTIME.fullmatch(runtime):
        raise InvalidParameterValueException(
            f"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
            f"[{', '.join(RUNTIMES)}] or be a valid ARN",
            Type="User",
        )


def _check_environment(environment: Environment | None) -> None:
    """Refuse variables that are Lambda's own, and more of them than there is room for."""
    variables = environment.variables if environment is not None else {}
    reserved = [name for name in variables if name in RESERVED_VARIABLES]
    if reserved:
        raise InvalidParameterValueException(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            "provided contains reserved keys that are currently not supported for modification. Reserved keys used in "
            f"this request: {', '.join(reserved)}",
            Type="User",
        )
    written = json.dumps(variables, separators=(",", ":"))
    if len(written.encode()) > VARIABLES_LIMIT:
        raise InvalidParameterValueException(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            f"provided exceeded the 4KB limit. String measured: {written}",
            Type="User",
        )


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
