"""One invocation: what is asked, how it goes, and the answer its caller waits for."""

import asyncio
import base64
from typing import NamedTuple

import msgspec

from lgtui.emulator.functions.concurrency import Lease
from lgtui.emulator.functions.meter import Series, Slot
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
        synchronous: its caller waits for the answer.
        trace_header: the X-Ray header that its handler gets.
        shares: of a weighted alias, among which its version was chosen.
        series, slot: where the metrics count it; `lease`: its concurrency. The last two are None until it is placed.
    """

    __slots__ = (
        "before", "called", "client_context", "environment_id", "function_arn", "future", "lease", "outcome",
        "payload", "placed", "request_id", "series", "shares", "slot", "started", "synchronous", "tail", "trace_header",
        "version",
    )  # fmt: skip

    def __init__(
        self, request_id: str, function_arn: str, version: str, payload: bytes, called: float, series: Series
    ) -> None:
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
        self.synchronous = True
        self.trace_header = ""
        self.shares: dict[str, float] = {}
        self.series = series
        self.slot: Slot | None = None
        self.lease: Lease | None = None
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
                shares=self.shares,
            )
        )


def error_payload(error_type: str, message: str) -> bytes:
    """An error object of the platform's own, in AWS's order of members."""
    return msgspec.json.encode({"errorType": error_type, "errorMessage": message})


def response_too_large(limit: int) -> Outcome:
    """The outcome of a response over the limit."""
    text = f"Response payload size exceeded maximum allowed payload size ({limit} bytes)."
    return Outcome("error", error_payload("Function.ResponseSizeTooLarge", text))
