"""An open-loop burst: requests leave when they are due, however long the answers take."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable

from lgtui.load.connection import AnswerFailed, Connection, connect, request_bytes
from lgtui.load.histogram import Histogram
from lgtui.load.plan import REQUEST_TIMEOUT, BurstPlan, BurstProgress, BurstResult, Latency, outcome_of
from lgtui.load.target import BurstRefusal, Target, parse_target
from lgtui.load.timeline import Timeline, slot_width

PROGRESS_EVERY = 0.1
"""Seconds from one report of progress to the next."""

SLOTS_TOLD = 3
"""Slots a report of progress holds; the result holds all of them."""

OnProgress = Callable[[BurstProgress], None]


class Burst:
    """One burst from its first request to its last answer.

    Requests are due as the plan's profile says: `i / rate` seconds after the start where it is constant. Each takes
    the connection used last among the free ones, or a new one, or waits for one where all are busy; its latency
    counts from when it was due, so that a slow target cannot hide by slowing the sender (no coordinated omission).
    Memory does not grow with the number of requests.

    Args:
        plan: what to send.

    Raises:
        BurstRefusal: the plan's URL cannot be used.
    """

    def __init__(self, plan: BurstPlan) -> None:
        self._plan = plan
        self._target: Target = parse_target(plan.url)
        self._request = request_bytes(plan, self._target)
        self._free: list[Connection] = []
        self._slots = asyncio.Semaphore(plan.connections)
        self._running: set[asyncio.Task[None]] = set()
        self._sending: asyncio.Task[None] | None = None
        self._profile = plan.profile
        self._latencies = Histogram()
        self._timeline = Timeline(slot_width(self._profile.seconds))
        self._by_status: Counter[int] = Counter()
        self._errors: Counter[str] = Counter()
        self._sent = 0
        self._start = 0.0

    def stop(self) -> None:
        """Send no more and give up answers that are not there yet."""
        if self._sending is not None:
            self._sending.cancel()

    async def run(self, on_progress: OnProgress) -> BurstResult:
        """Send everything and wait for the answers, telling `on_progress` every 0.1 s; what that raises ends the burst.

        Raises:
            BurstRefusal: nothing listens at the target.
        """
        await self._open_first()
        self._start = time.perf_counter()
        reporting = asyncio.create_task(self._report(on_progress))
        self._sending = asyncio.create_task(self._send_all())
        try:
            done, _ = await asyncio.wait((self._sending, reporting), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if not task.cancelled():
                    task.result()
        finally:
            reporting.cancel()
            await self._give_up()
        return self._result()

    async def _open_first(self) -> None:
        try:
            self._free.append(await connect(self._target, self._plan))
        except AnswerFailed as error:
            raise BurstRefusal(
                f"Nothing to send to at {self._target.origin} ({error}): is the emulator running, and is this its port?"
            ) from error

    async def _send_all(self) -> None:
        for due in self._profile.due(self._plan.count):
            if (delay := self._start + due - time.perf_counter()) > 0:
                await asyncio.sleep(delay)
            await self._slots.acquire()
            task = asyncio.create_task(self._send(due))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        await asyncio.gather(*self._running)

    async def _send(self, due: float) -> None:
        """Send one request, due so many seconds after the start, and count how it came out."""
        self._sent += 1
        self._timeline.sent(due)
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                status = await self._exchange()
            self._by_status[status] += 1
            seconds = time.perf_counter() - self._start - due
            self._latencies.add(seconds)
            self._timeline.answered(due, outcome_of(status), seconds)
        except AnswerFailed as error:
            self._fail(due, str(error))
        except TimeoutError:
            self._fail(due, f"no answer within {REQUEST_TIMEOUT:.0f} s")
        finally:
            self._slots.release()

    def _fail(self, due: float, reason: str) -> None:
        self._errors[reason] += 1
        self._timeline.answered(due, "failed", 0.0)

    async def _exchange(self) -> int:
        connection = self._take_free() or await connect(self._target, self._plan)
        try:
            status = await connection.send(self._request)
        except BaseException:
            connection.close()
            raise
        self._free.append(connection)
        return status

    def _take_free(self) -> Connection | None:
        while self._free:
            if (connection := self._free.pop()).usable:
                return connection
        return None

    async def _report(self, on_progress: OnProgress) -> None:
        while True:
            await asyncio.sleep(PROGRESS_EVERY)
            elapsed = time.perf_counter() - self._start
            on_progress(
                BurstProgress(
                    elapsed=elapsed,
                    planned=self._plan.count,
                    sent=self._sent,
                    by_status=dict(self._by_status),
                    failed=self._errors.total(),
                    rate=self._profile.rate_at(elapsed),
                    latency=self._latency(),
                    slots=self._timeline.slots(SLOTS_TOLD),
                )
            )

    async def _give_up(self) -> None:
        """Leave nothing open: requests on the way, and connections."""
        unfinished = [*self._running, *filter(None, [self._sending])]
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        for connection in self._free:
            connection.close()

    def _result(self) -> BurstResult:
        return BurstResult(
            elapsed=time.perf_counter() - self._start,
            planned=self._plan.count,
            sent=self._sent,
            by_status=dict(sorted(self._by_status.items())),
            errors=dict(self._errors),
            latency=self._latency(),
            stopped=self._sending is not None and self._sending.cancelled(),
            slots=self._timeline.slots(),
            slot_width=self._timeline.width,
        )

    def _latency(self) -> Latency:
        percentile = self._latencies.percentile
        return Latency(percentile(0.50), percentile(0.95), percentile(0.99))
