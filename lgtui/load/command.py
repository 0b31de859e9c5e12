"""The command `lgtui burst`: a burst from the command line, with a summary for people or NDJSON for programs."""

import argparse
import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Protocol

from lgtui.load.arguments import plan_of
from lgtui.load.burst import Burst
from lgtui.load.plan import BurstPlan, BurstProgress, BurstRefused, BurstReport, BurstResult, encode_report
from lgtui.load.report import record, write_report
from lgtui.load.target import BurstRefusal


class Reporter(Protocol):
    """Where a burst's reports go."""

    def progress(self, progress: BurstProgress) -> None:
        """Tell how far it is."""

    def result(self, result: BurstResult) -> None:
        """Tell how it came out."""

    def refused(self, refusal: BurstRefusal) -> None:
        """Tell why it did not begin."""


class JsonReporter:
    """One JSON object a line on stdout: `BurstProgress` every 0.1 s, at last `BurstResult`, or `BurstRefused` alone."""

    def progress(self, progress: BurstProgress) -> None:
        """Write one line."""
        self._write(progress)

    def result(self, result: BurstResult) -> None:
        """Write one line."""
        self._write(result)

    def refused(self, refusal: BurstRefusal) -> None:
        """Write one line."""
        self._write(BurstRefused(str(refusal)))

    def _write(self, report: BurstReport) -> None:
        sys.stdout.buffer.write(encode_report(report) + b"\n")
        sys.stdout.buffer.flush()


class TextReporter:
    """A summary on stdout; progress on stderr where that is a terminal."""

    def progress(self, progress: BurstProgress) -> None:
        """Overwrite the line that says how far it is."""
        if sys.stderr.isatty():
            print(f"\r{progress.sent:,}/{progress.planned:,} sent", end="", file=sys.stderr, flush=True)

    def result(self, result: BurstResult) -> None:
        """Print the summary."""
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        print("\n".join(summary_lines(result)))

    def refused(self, refusal: BurstRefusal) -> None:
        """Print the sentence on stderr."""
        print(f"lgtui: {refusal}", file=sys.stderr)


def summary_lines(result: BurstResult) -> list[str]:
    """A burst's result for people: counts, outcomes, latency."""
    ended = f", stopped before the other {result.planned - result.sent:,}" if result.sent < result.planned else ""
    rate = result.sent / result.elapsed if result.elapsed else 0.0
    lines = [f"{result.sent:,} sent in {result.elapsed:.2f} s ({rate:,.1f}/s){ended}"]
    lines += [f"  {status}  {count:,}" for status, count in result.by_status.items()]
    lines += [f"  no answer  {count:,}  {reason}" for reason, count in result.errors.items()]
    if result.answered:
        p50, p95, p99 = (f"{seconds * 1000:.1f} ms" for seconds in _percentiles(result))
        lines.append(f"latency  p50 {p50}  p95 {p95}  p99 {p99}  (from when each request was due)")
    return lines


def run(options: argparse.Namespace) -> int:
    """Carry out `lgtui burst`.

    Returns:
        0 where requests were answered, 1 where none was, 2 where the burst could not begin.
    """
    reporter: Reporter = JsonReporter() if options.json else TextReporter()
    try:
        plan = plan_of(options)
        began = time.time()
        result = asyncio.run(_run(plan, reporter))
        reporter.result(result)
        for file in options.out:
            write_report(record(plan, result, began), file)
        return 0 if result.answered else 1
    except BurstRefusal as refusal:
        reporter.refused(refusal)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


async def _run(plan: BurstPlan, reporter: Reporter) -> BurstResult:
    burst = Burst(plan)
    _on_signals(burst.stop)
    return await burst.run(reporter.progress)


def _on_signals(stop: Callable[[], None]) -> None:
    """Let Ctrl-C and SIGTERM end the burst with the result so far."""
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)


def _percentiles(result: BurstResult) -> tuple[float, float, float]:
    return result.latency.p50, result.latency.p95, result.latency.p99
