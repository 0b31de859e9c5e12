"""The platform's own log lines in AWS's exact form, and the level of a line that a function wrote."""

import hashlib
import math
import re

from lgtui.emulator.functions.model import InvocationReport

LEVELS = {
    "TRACE": "debug",
    "DEBUG": "debug",
    "INFO": "info",
    "WARN": "warn",
    "WARNING": "warn",
    "ERROR": "error",
    "CRITICAL": "error",
    "FATAL": "error",
}
LEVEL_REACH = 256
"""Characters at a line's beginning in which its level stands: `ISO time\\t<request id>\\tLEVEL\\t`, or in JSON."""

_NAMES = "|".join(sorted(LEVELS, reverse=True))
# `[ERROR]`, `2026-11-23T10:31:02Z ERROR`, `ERROR:`; or between tabs; or a member of a line of JSON.
_FIRST_WORD = re.compile(rf"[\W\dTZ]*(?P<level>{_NAMES})\b")
_BETWEEN_TABS = re.compile(rf"\t(?P<level>{_NAMES})\t")
_IN_JSON = re.compile(rf'"(?:level|levelname|log_level|severity)"\s*:\s*"(?P<level>{_NAMES})"', re.IGNORECASE)

TRACEBACK = "Traceback (most recent call last):"


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
    """A written line's level, in the forms of AWS's runtimes and of JSON; `info` where none shows."""
    head = line[:LEVEL_REACH]
    found = _IN_JSON.search(head) if head.startswith("{") else _FIRST_WORD.match(head) or _BETWEEN_TABS.search(head)
    return LEVELS[found["level"].upper()] if found else "info"


class Levels:
    """The levels of the lines that one environment prints, one after the other: a traceback's are errors together."""

    def __init__(self) -> None:
        self._in_traceback = False

    def of(self, line: str) -> str:
        """The next line's level."""
        if self._in_traceback:  # which ends with the exception: the first line that is not indented
            self._in_traceback = line.startswith(" ")
            return "error"
        self._in_traceback = line.startswith(TRACEBACK)
        return "error" if self._in_traceback else level_of(line)
