"""Asynchronous invocation of all functions of a region: a queue for each."""

import asyncio
import itertools
import sqlite3
from collections import deque
from functools import partial

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import ServiceError
from lgtui.emulator.functions.asynchronous.chores import Chores
from lgtui.emulator.functions.asynchronous.courier import Courier
from lgtui.emulator.functions.asynchronous.destinations import Destinations
from lgtui.emulator.functions.asynchronous.event import Event
from lgtui.emulator.functions.asynchronous.overview import MOST_ENDED, MOST_EVENTS
from lgtui.emulator.functions.asynchronous.queue import Begin, EventQueue, Means, Refuses, Waiting
from lgtui.emulator.functions.asynchronous.rows import Rows
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import InvocationRequest
from lgtui.emulator.logs import LogRecord, Logs
from lgtui.emulator.store import Store
from lgtui.frames import AsyncEvents, EndedEvent


class AsynchronousInvocation:
    """The queues, which come and go with their functions.

    Args:
        destinations: who takes records and dead letters.
        begin: starts an attempt.
        refuses: whether a function refuses everything.
    """

    def __init__(
        self,
        clock: Clock,
        bus: Bus,
        logs: Logs,
        store: Store,
        destinations: Destinations,
        begin: Begin,
        refuses: Refuses,
    ) -> None:
        self._clock = clock
        self._logs = logs
        warn = partial(self._tell, "warn")
        self._rows = Rows(store, warn)
        self._chores = Chores(warn)
        # Numbers grow from run to run, so that they follow what earlier runs have left in the store.
        self._first_number = int(clock.real_time() * 1e6)
        self._numbers = itertools.count(self._first_number)
        courier = Courier(destinations, clock, warn)
        self._started = asyncio.Event()
        self._ended: deque[EndedEvent] = deque(maxlen=MOST_ENDED)
        self._means = Means(
            clock=clock,
            bus=bus,
            rows=self._rows,
            courier=courier,
            chores=self._chores,
            started=self._started,
            ended=self._ended,
            first_number=self._first_number,
            begin=begin,
            refuses=refuses,
            tell=self._tell,
        )
        self._queues: dict[str, EventQueue] = {}
        self._came_to_now = False

    async def accept(self, request: InvocationRequest, request_id: str) -> None:
        """Accept an event, and return once it is committed.

        Args:
            request: what each attempt invokes, by a function's bare name and a qualifier.
            request_id: the same for all attempts.

        Raises:
            ServiceError: the store cannot keep it.
        """
        now = self._clock.time()
        event = Event(next(self._numbers), request_id, now, now, request)
        try:
            await self._queues[request.function_name].accept(event)
        except sqlite3.Error as error:
            raise ServiceError(f"The event cannot be kept in the store: {error}.") from error

    def waiting(self, function_name: str) -> Waiting:
        """How many of a function's events wait for an execution."""
        queue = self._queues.get(function_name)
        return queue.waiting if queue is not None else Waiting(0, 0)

    async def overview(self) -> AsyncEvents:
        """The events that are not over, those due first, and what became of others of late."""
        at_work = [queue for queue in self._queues.values() if queue.waiting.queued or queue.running]
        events = [event for queue in at_work for event in await queue.first()]
        return AsyncEvents(
            queued=sum(queue.waiting.queued for queue in at_work),
            retrying=sum(queue.waiting.retrying for queue in at_work),
            running=sum(queue.running for queue in at_work),
            events=sorted(events, key=lambda event: event.due)[:MOST_EVENTS],
            ended=list(self._ended),
        )

    def follow(self, functions: dict[str, Function]) -> None:
        """Give new functions their queues, and drop the queues of those that are gone.

        Args:
            functions: all there are, by name.
        """
        for name in self._queues.keys() - functions.keys():
            self._drop(name)
        for name in functions.keys() - self._queues.keys():
            self._open(name, functions[name])

    async def start(self) -> None:
        """Go on with what earlier runs have left: every function that shall be there is there, as it shall be.

        What is for functions that do not exist is dropped.
        """
        for name, events in (await self._rows.functions(self._first_number)).items():
            if name not in self._queues:
                self._rows.remove_all(name)
                self._tell("warn", f"{name} does not exist any more: its {events} queued events are dropped")
        self._started.set()

    async def stop(self) -> None:
        """Attempt nothing more; what is not over stays in the store."""
        for queue in self._queues.values():
            queue.stop()
        await self._chores.stop()

    def _open(self, name: str, function: Function) -> None:
        if not self._came_to_now:
            self._came_to_now = True
            self._rows.bring_to(self._clock.time())
        self._queues[name] = EventQueue(function, self._means)

    def _drop(self, name: str) -> None:
        queue = self._queues.pop(name)
        queue.stop()
        self._rows.remove_all(name)
        if queue.waiting.queued:
            self._tell("warn", f"{name} was deleted: its {queue.waiting.queued} queued events are dropped")

    def _tell(self, level: str, text: str) -> None:
        self._logs.write(LogRecord(self._clock.time(), "lambda", "", level, text))
