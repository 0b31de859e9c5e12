"""How an execution environment fails: AWS's error type and words, made into an answer, a log line and a status."""

import signal
from typing import NamedTuple

from lgtui.emulator.functions.invocation import Outcome, error_payload

OUT_OF_MEMORY = "Runtime.OutOfMemory"


class Failure(NamedTuple):
    """Why an environment's processes cannot go on.

    Attributes:
        error_type: AWS's: `Runtime.ExitError`, `Sandbox.Timedout`, `Extension.Crash`, …
        reason: the words after `Error: `.
        payload: an error object that the runtime itself reported; empty where the platform makes it.
        time_stamp: the moment of a timeout in ISO 8601, which its log line begins with.
    """

    error_type: str
    reason: str
    payload: bytes = b""
    time_stamp: str = ""

    @property
    def end(self) -> str:
        """How the invocation ended: `timeout`, `error` where the runtime said why, else `exit`."""
        if self.time_stamp:
            return "timeout"
        return "error" if self.payload else "exit"

    @property
    def cause(self) -> str:
        """One word for the screen."""
        if self.time_stamp:
            return "timeout"
        return "memory" if self.error_type == OUT_OF_MEMORY else "exit"

    @property
    def shutdown_reason(self) -> str:
        """What extensions are told."""
        return "timeout" if self.time_stamp else "failure"

    @property
    def status(self) -> str:
        """How INIT_REPORT and REPORT end (guide, lambda-runtime-environment)."""
        return "Status: timeout" if self.time_stamp else f"Status: error\tError Type: {self.error_type}"

    def outcome(self, request_id: str) -> Outcome:
        """The answer to an invocation that it cost (facts inv-014, inv-015)."""
        text = f"RequestId: {request_id} Error: {self.reason}"
        return Outcome(self.end, self.payload or error_payload(self.error_type, text))

    def line(self, request_id: str) -> str:
        """What the log says of it; empty where the runtime has written its own lines."""
        if self.payload:
            return ""
        if self.time_stamp:
            return f"{self.time_stamp} {request_id} {self.reason}"
        return f"RequestId: {request_id} Error: {self.reason}\n{self.error_type}"


def timed_out(seconds: float, time_stamp: str) -> Failure:
    """Init or an invocation took longer than `seconds` (payload recorded in 2025, log line in 2024: fact inv-019)."""
    return Failure("Sandbox.Timedout", f"Task timed out after {seconds:.2f} seconds", time_stamp=time_stamp)


def exited(status: int, error_type: str = "") -> Failure:
    """The runtime's process ended with `status` (negative: the signal); an extension may have said why before."""
    return Failure(error_type or "Runtime.ExitError", exit_words(status))


def exit_words(status: int) -> str:
    """AWS's words for a runtime that ended with `status`."""
    if status == 0:
        return "Runtime exited without providing a reason"
    return f"Runtime exited with error: {_how(status)}"


def extension_exited(status: int, error_type: str = "") -> Failure:
    """An extension ended on its own; `error_type` is what it reported before, if it did."""
    return Failure(error_type or "Extension.Crash", "exit code 0" if status == 0 else _how(status))


def out_of_memory() -> Failure:
    """The processes used more than the function's memory. The payload's type is a [guess]: logs and metrics name it."""
    return Failure(OUT_OF_MEMORY, exit_words(-signal.SIGKILL))


def init_failed(error_type: str, payload: bytes) -> Failure:
    """The runtime reported that its init failed (fact inv-014)."""
    return Failure(error_type or "Runtime.Unknown", "", payload or error_payload(error_type, ""))


def not_started(reason: str) -> Failure:
    """This machine could not start the environment."""
    return Failure("Sandbox.Failure", f"the execution environment could not be started: {reason}")


def _how(status: int) -> str:
    if status < 0:
        return f"signal: {(signal.strsignal(-status) or str(-status)).lower()}"
    return f"exit status {status}"
