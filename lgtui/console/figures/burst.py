"""A burst fired from the console: `lgtui burst` as a child process, whose reports become messages."""

import asyncio
import signal
import sys
from collections.abc import Callable

from textual.message import Message

from lgtui.load.plan import BurstPlan, BurstProgress, BurstResult, decode_report

LONGEST_LINE = 1024 * 1024
"""Bytes of one report at most."""


class BurstProgressed(Message):
    """A burst has come so far; told ten times a second."""

    def __init__(self, progress: BurstProgress) -> None:
        super().__init__()
        self.progress = progress


class BurstEnded(Message):
    """A burst is over, or was stopped."""

    def __init__(self, result: BurstResult) -> None:
        super().__init__()
        self.result = result


class BurstFailed(Message):
    """A burst did not begin or broke off; `reason` is one sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class BurstProcess:
    """One burst at a time, in a process of its own so that sending never slows the screen.

    Attributes:
        running: whether a burst is being sent.

    Args:
        post: takes the messages, for example an app's or screen's `post_message`.
    """

    def __init__(self, post: Callable[[Message], object]) -> None:
        self._post = post
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False
        self.running = False

    async def run(self, plan: BurstPlan) -> None:
        """Send `plan` to its end, posting messages; to be run in a worker. Cancelling it ends the child.

        Raises:
            RuntimeError: another burst is running.
        """
        if self.running:
            raise RuntimeError("one burst at a time: stop the other first")
        self.running, self._stopping = True, False
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command(plan),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=LONGEST_LINE,
                start_new_session=True,
            )
            await self._follow(self._process, plan.body)
        finally:
            await self._end()
            self.running = False

    def stop(self) -> None:
        """Send no more; the result so far still comes as `BurstEnded`."""
        self._stopping = True
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)

    async def _follow(self, process: asyncio.subprocess.Process, body: bytes) -> None:
        """Feed the body, post every report, and say so where the last one is missing."""
        assert process.stdin and process.stdout and process.stderr
        complaint = asyncio.create_task(process.stderr.read())
        process.stdin.write(body)
        process.stdin.close()
        told = False
        async for line in process.stdout:
            message = _message(line)
            told |= not isinstance(message, BurstProgressed)
            self._post(message)
        if not told:
            self._post(BurstFailed(self._why_silent(await complaint)))
        complaint.cancel()

    def _why_silent(self, complaint: bytes) -> str:
        """Why no result came, in one sentence."""
        if self._stopping:
            return "The burst was stopped before it began."
        last = complaint.decode(errors="replace").strip().splitlines()[-1:]
        return f"The burst's process ended early: {last[0] if last else 'it did not say why'}."

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.terminate()
        await process.wait()


def command(plan: BurstPlan) -> list[str]:
    """The command line of a plan; the body goes through standard input."""
    words = [sys.executable, "-m", "lgtui", "burst", plan.url, "--json", "--method", plan.method]
    words += ["--rate", repr(plan.rate), "--count", str(plan.count), "--connections", str(plan.connections)]
    words += ["--shape", plan.shape, "--base", repr(plan.base)]
    words += [word for name, value in plan.headers for word in ("--header", f"{name}: {value}")]
    return [*words, "--body", "@-"]


def _message(line: bytes) -> Message:
    report = decode_report(line)
    if isinstance(report, BurstProgress):
        return BurstProgressed(report)
    if isinstance(report, BurstResult):
        return BurstEnded(report)
    return BurstFailed(report.message)
