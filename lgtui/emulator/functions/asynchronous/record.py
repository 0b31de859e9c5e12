"""What is told of an event that is over: the destination record, and a dead letter's attributes."""

from datetime import UTC, datetime

import msgspec

from lgtui.emulator.functions.asynchronous.event import Condition, Ending
from lgtui.emulator.functions.model import InvocationResponse

ERROR_MESSAGE_LIMIT = 1_024
"""Characters of a dead letter's ErrorMessage (guide, invocation-async-retain-records: the first 1 KB)."""

NEVER_RAN = ("429", "Rate Exceeded.")
"""A dead letter's code and message where no attempt was made: as for a throttled one (fact cap-004) [guess]."""


class _RequestContext(msgspec.Struct, frozen=True, rename="camel"):
    request_id: str
    function_arn: str
    condition: Condition
    approximate_invoke_count: int


class _ResponseContext(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    status_code: int
    executed_version: str = ""
    function_error: str = ""


class _Record(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    version: str
    timestamp: str
    request_context: _RequestContext
    request_payload: msgspec.Raw
    response_context: _ResponseContext | None = None
    response_payload: msgspec.Raw | None = None


def record(ending: Ending, function_arn: str, now: float) -> bytes:
    """The record that a destination gets, JSON with AWS's members in AWS's order.

    Args:
        ending: of the event.
        function_arn: what was invoked, always with a qualifier.
        now: emulated seconds since the epoch.
    """
    event = ending.event
    return msgspec.json.encode(
        _Record(
            version="1.0",
            timestamp=datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            request_context=_RequestContext(event.request_id, function_arn, ending.condition, ending.invocations),
            request_payload=msgspec.Raw(event.request.payload or b"{}"),
            response_context=_response_context(ending),
            response_payload=_response_payload(ending.response),
        )
    )


def dead_letter_attributes(ending: Ending) -> dict[str, tuple[str, str]]:
    """A dead letter's message attributes (fact dst-006): data type and value by name; its body is the event."""
    code, message = NEVER_RAN
    if ending.refusal is not None:
        code, message = str(ending.refusal.status), ending.refusal.message
    elif ending.response is not None:
        code, message = str(ending.response.status_code), _error_message(ending.response.payload)
    return {
        "RequestID": ("String", ending.event.request_id),
        "ErrorCode": ("Number", code),
        "ErrorMessage": ("String", message[:ERROR_MESSAGE_LIMIT]),
    }


def _response_context(ending: Ending) -> _ResponseContext | None:
    """How the last attempt was answered; of a throttled one the status alone (fact cap-004)."""
    response = ending.response
    if response is not None:
        return _ResponseContext(response.status_code, response.executed_version, response.function_error)
    return _ResponseContext(ending.refusal.status) if ending.refusal is not None else None


def _response_payload(response: InvocationResponse | None) -> msgspec.Raw | None:
    """What the function returned, where that is JSON; a custom runtime may return anything."""
    if response is None:
        return None
    try:
        return msgspec.json.decode(response.payload, type=msgspec.Raw)
    except msgspec.DecodeError:
        return None


def _error_message(payload: bytes) -> str:
    """The message of an error object, or the whole of it where it has none."""
    try:
        error = msgspec.json.decode(payload)
    except msgspec.DecodeError:
        error = None
    message = error.get("errorMessage") if isinstance(error, dict) else None
    return message if isinstance(message, str) else payload.decode(errors="replace")
