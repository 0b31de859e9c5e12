"""Invoke's input and output, and how an invocation ran."""

from typing import Literal

import msgspec

from lgtui.emulator.functions.model.base import Shape

InvocationType = Literal["RequestResponse", "Event", "DryRun"]


class InvocationRequest(Shape, frozen=True, kw_only=True):
    """Input of Invoke.

    Attributes:
        function_name: name, ARN or partial ARN, with or without a qualifier.
        payload: the event, JSON.
        client_context: base64 JSON for the handler's context.
        trace_header: the caller's X-Ray header, which the service model does not have.
    """

    function_name: str
    payload: bytes = b"{}"
    qualifier: str = ""
    invocation_type: InvocationType = "RequestResponse"
    log_type: Literal["None", "Tail"] = "None"
    client_context: str = ""
    trace_header: str = ""


class InvocationResponse(msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True):
    """Output of Invoke, and how it came about.

    Attributes:
        payload: what the handler returned, or the error object, JSON.
        function_error: `Unhandled`, or empty where the handler succeeded.
        log_result: base64 of the last 4,096 bytes of the log, where asked for.
        report: how the invocation ran; not sent to callers.
        shares: of a weighted alias, version → share, among which it chose; not sent to callers.
    """

    status_code: int
    payload: bytes
    executed_version: str = ""
    function_error: str = ""
    log_result: str = ""
    report: "InvocationReport"
    shares: dict[str, float] = {}


class InvocationReport(msgspec.Struct, frozen=True, kw_only=True):
    """How one invocation ran: what its REPORT line says, and where. Durations in real seconds, memory in MB.

    Attributes:
        placed: seconds from the call until an environment had been found or asked for.
        init_duration: None when warm.
        before: the environment's state when it was taken: `new`, `idle` or `frozen`.
        end: `ok`, `error` (the handler raised), `timeout` or `exit`.
    """

    request_id: str
    environment_id: str
    before: str
    placed: float
    duration: float
    billed_ms: int
    max_memory_used: int
    memory_size: int
    end: str
    init_duration: float | None = None


class InvokeAsyncRequest(Shape, frozen=True, kw_only=True):
    """Input of InvokeAsync; `invoke_args` is the event, JSON."""

    function_name: str
    invoke_args: bytes = b"{}"


class InvokeAsyncResponse(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """Output of InvokeAsync; `status` is the HTTP status."""

    status: int = 202
