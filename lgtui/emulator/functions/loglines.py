"""The platform's own log lines in AWS's exact form, and the level of a line that a function wrote."""

import hashlib
import math

from lgtui.emulator.functions.model import InvocationReport

LEVEL_MARKS = {
    "[ERROR]": "error",
    "[CRITICAL]": "error",
    "[WARNING]": "warn",
    "[DEBUG]": "debug",
    "\tERROR\t": "error",
    "\tFATAL\t": "error",
    "\tWARN\t": "warn",
    "\tDEBUG\t": "debug",
    "\tTRACE\t": "debug",
}
LEVEL_REACH = 90
"""Characters at a line's beginning in which its level stands: `ISO time\\t<request id>\\tLEVEL\\t`."""


def init_start(runtime: str, region_name: str, build: str) -> str:
    """The line before an init (fact lg-004). The version's last part and the hash name the interpreter here [guess].

    Args:
        runtime: `python3.11`, `nodejs20.x`.
        region_name: for the ARN.
        build: what the hash is made of.
    """
    family = runtime.rstrip(".x0123456789")
    version = runtime.removeprefix(family).removesuffix(".x")
    digest = hashlib.sha256(build.encode()).hexdigest()
    arn = f"arn:aws:lambda:{region_name}::runtime:{digest}"
    return f"INIT_START Runtime Version: {family}:{version}.v0\tRuntime Version ARN: {arn}"


def init_report(seconds: float, phase: str, status: str) -> str:
    """The line after an init that failed (guide, lambda-runtime-environment; seen so in logs of AWS).

    Args:
        seconds: how long it took.
        phase: `init`, or `invoke` where it was tried again inside an invocation.
        status: how it ended, as `Failure.status` says it.
    """
    return f"INIT_REPORT Init Duration: {seconds * 1000:.2f} ms\tPhase: {phase}\t{status}"


def start(request_id: str, version: str) -> str:
    """The line before an invocation (fact lg-001)."""
    return f"START RequestId: {request_id} Version: {version}"


def end(request_id: str) -> str:
    """The line after an invocation (fact lg-001)."""
    return f"END RequestId: {request_id}"


def billed_ms(duration: float) -> int:
    """Milliseconds billed for `duration` seconds: rounded up, at least one (fact lg-004)."""
    return max(1, math.ceil(duration * 1000))


def report(report: InvocationReport, status: str = "") -> str:
    """The line that sums an invocation up (facts lg-001, lg-004).

    It ends with a tab, as AWS's does; the init's duration is there for a cold start alone, the status where the
    environment failed (guide, lambda-runtime-environment).
    """
    cold = "" if report.init_duration is None else f"Init Duration: {report.init_duration * 1000:.2f} ms\t"
    return (
        f"REPORT RequestId: {report.request_id}\tDuration: {report.duration * 1000:.2f} ms"
        f"\tBilled Duration: {report.billed_ms} ms\tMemory Size: {report.memory_size} MB"
        f"\tMax Memory Used: {report.max_memory_used} MB\t{cold}{status}"
    )


def timed_out(time_stamp: str, request_id: str, seconds: float) -> str:
    """The line of an invocation that took too long."""
    return f"{time_stamp} {request_id} Task timed out after {seconds:.2f} seconds"


def level_of(line: str) -> str:
    """The level of a line that a function wrote, by the forms of AWS's runtimes; `info` where none shows."""
    head = line[:LEVEL_REACH]
    if head.startswith("[") or "\t" in head:
        for mark, level in LEVEL_MARKS.items():
            if mark in head:
                return level
    return "info"
