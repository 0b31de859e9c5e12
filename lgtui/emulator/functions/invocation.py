"""One invocation: what is asked, how it goes, and the answer its caller waits for."""

import asyncio
import base64
import signal
from typing import NamedTuple

import msgspec

from lgtui.emulator.functions.model import InvocationReport, InvocationResponse

TAIL_LIMIT = 4_096
"""Bytes of log that LogType Tail returns."""

UNHANDLED = "Unhandled"


class Outcome(NamedTuple):
    """How an invocation went: `end` is `ok`, `error`, `timeout` or `exit`; `payload` the response or error object."""

    end: str
    payload: bytes


class Invocation:
    """An invocation from the moment it is placed to its answer; owned by the environment that runs it.

    Attributes:
        started: real time (`perf_counter`) at which the event was delivered, 0 before.
        outcome: what the runtime reported, None until then; the first report counts.
        tail: the log so far where the caller wants it, else None.
    """

    __slots__ = (
        "before", "called", "client_context", "environment_id", "function_arn", "future", "outcome", "payload",
        "placed", "request_id", "started", "tail", "version",
    )  # fmt: skip

    def __init__(self, request_id: str, function_arn: str, version: str, payload: bytes, called: float) -> None:
        self.request_id = request_id
        self.function_arn = function_arn
        self.version = version
        self.payload = payload
        self.called = called
        self.client_context = ""
        self.tail: bytearray | None = None
        self.environment_id = ""
        self.before = "new"
        self.placed = 0.0
        self.started = 0.0
        self.outcome: Outcome | None = None
        self.future: asyncio.Future[InvocationResponse] = asyncio.get_running_loop().create_future()

    def place(self, environment_id: str, before: str, now: float) -> None:
        """Note which environment runs it, and in what state that was."""
        self.environment_id = environment_id
        self.before = before
        self.placed = now - self.called

    def note_line(self, text: str) -> None:
        """Keep a log line for the caller's tail; older bytes fall off."""
        if self.tail is not None:
            self.tail += text.encode() + b"\n"
            del self.tail[:-TAIL_LIMIT]

    def answer(self, report: InvocationReport) -> None:
        """Give the caller the outcome."""
        if self.future.done() or self.outcome is None:
            return
        self.future.set_result(
            InvocationResponse(
                status_code=200,
                payload=self.outcome.payload,
                executed_version=self.version,
                function_error="" if self.outcome.end == "ok" else UNHANDLED,
                log_result=base64.b64encode(self.tail).decode() if self.tail is not None else "",
                report=report,
            )
        )


def trace_id(request_id: str, time: float) -> str:
    """The X-Ray header of an invocation that is not sampled, its ids made of the request's.

    Args:
        request_id: a UUID.
        time: emulated seconds since the epoch.
    """
    digits = request_id.replace("-", "")
    return f"Root=1-{int(time):08x}-{digits[:24]};Parent={digits[16:]};Sampled=0"


def error_payload(error_type: str, message: str) -> bytes:
    """An error object of the platform's own, in AWS's order of members."""
    return msgspec.json.encode({"errorType": error_type, "errorMessage": message})


def timed_out(request_id: str, seconds: float) -> Outcome:
    """The outcome of an invocation that took too long (recorded form of 2025)."""
    text = f"RequestId: {request_id} Error: Task timed out after {seconds:.2f} seconds"
    return Outcome("timeout", error_payload("Sandbox.Timedout", text))


def exited(request_id: str, reason: str) -> Outcome:
    """The outcome of an invocation whose runtime ended before it answered (fact inv-015)."""
    return Outcome("exit", error_payload("Runtime.ExitError", f"RequestId: {request_id} Error: {reason}"))


def exit_reason(status: int) -> str:
    """AWS's words for a process that ended with `status` (negative: the signal)."""
    if status < 0:
        return f"Runtime exited with error: signal: {(signal.strsignal(-status) or str(-status)).lower()}"
    if status == 0:
        return "Runtime exited without providing a reason"
    return f"Runtime exited with error: exit status {status}"


def not_started(reason: str) -> Outcome:
    """The outcome where this machine could not start an environment."""
    return Outcome(
        "exit", error_payload("Sandbox.Failure", f"the execution environment could not be started: {reason}")
    )


def response_too_large(limit: int) -> Outcome:
    """The outcome of a response over the limit."""
    text = f"Response payload size exceeded maximum allowed payload size ({limit} bytes)."
    return Outcome("error", error_payload("Function.ResponseSizeTooLarge", text))
