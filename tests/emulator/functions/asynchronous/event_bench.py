"""A Lambda of its own for a test, with short words for events, retries and what is told of them."""

import asyncio
import json
from pathlib import Path
from typing import Any

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.functions.asynchronous.destinations import Message
from lgtui.emulator.functions.asynchronous.queue import QueueChanged
from lgtui.emulator.functions.model import (
    Destination,
    DestinationConfig,
    InvocationResponse,
    PutFunctionConcurrencyRequest,
    PutFunctionEventInvokeConfigRequest,
)
from lgtui.emulator.store import Value
from tests.emulator.functions.bench import PATIENCE, Bench

QUEUE = "arn:aws:sqs:us-east-1:123456789012:records"
DEAD_LETTERS = "arn:aws:sns:us-east-1:123456789012:dead-letters"

GLANCE = 0.005
"""Seconds between looks at what tells nobody that it changes."""

ECHO = "def handler(event, context): return event"
FAIL = "def handler(event, context): raise RuntimeError('as always')"
WAIT = """
    import pathlib, time
    def handler(event, context):
        while not pathlib.Path(event["gate"]).exists():
            time.sleep(0.002)
        return "waited"
"""


class Mailbox:
    """In the place of a queue service, which is not emulated yet: keeps what it gets."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[Message] = asyncio.Queue()

    async def deliver(self, message: Message) -> None:
        """Keep a message."""
        self.messages.put_nowait(message)


class EventBench(Bench):
    """Lambda on a clock that moves only when it is stepped, and a mailbox in the place of SQS and SNS."""

    def __init__(self, folder: Path, *, mailbox: bool = True, **settings: Any) -> None:
        super().__init__(folder, **settings)
        self.clock.pause()
        self.mailbox = Mailbox()
        self.bus.subscribe(QueueChanged, lambda _: self._changed.set())
        if mailbox:
            for service in ("sqs", "sns"):
                self.functions.destinations.register(service, self.mailbox)

    def configure(
        self, *, success: str = "", failure: str = "", name: str = "f", qualifier: str = "", **members: Any
    ) -> None:
        """Put an event invoke configuration."""
        destinations = DestinationConfig(
            on_success=Destination(destination=success), on_failure=Destination(destination=failure)
        )
        self.functions.put_function_event_invoke_config(
            PutFunctionEventInvokeConfigRequest(
                function_name=name, qualifier=qualifier, destination_config=destinations, **members
            )
        )

    def reserve(self, executions: int, name: str = "f") -> None:
        """Reserve concurrency."""
        self.functions.put_function_concurrency(
            PutFunctionConcurrencyRequest(function_name=name, reserved_concurrent_executions=executions)
        )

    async def send(self, event: object = None, **members: Any) -> InvocationResponse:
        """An Event invocation."""
        return await self.invoke(event, invocation_type="Event", **members)

    async def refused(self, event: object = None, **members: Any) -> ServiceError:
        """An Event invocation that must be refused."""
        try:
            await self.send(event, **members)
        except ServiceError as error:
            return error
        raise AssertionError("it was accepted")

    async def message(self) -> Message:
        """The next message in the mailbox."""
        async with asyncio.timeout(PATIENCE):
            return await self.mailbox.messages.get()

    async def record(self) -> Any:
        """The next message's document."""
        return json.loads((await self.message()).body)

    async def rows(self) -> list[tuple[Value, ...]]:
        """Every event in the store: function, failures, setbacks."""
        return await self.store.read("SELECT function_name, failures, setbacks FROM async_event ORDER BY number")

    async def until_rows(self, *rows: tuple[Value, ...]) -> None:
        """Wait until the store holds just these."""
        async with asyncio.timeout(PATIENCE):
            while await self.rows() != list(rows):
                await self.clock.sleep_real(GLANCE)

    async def until_line(self, part: str, level: str = "warn") -> None:
        """Wait until the log has a line with these words."""
        async with asyncio.timeout(PATIENCE):
            while not any(part in line for line in self.lines(level)):
                await self.clock.sleep_real(GLANCE)

    def request_ids(self) -> list[str]:
        """Of every invocation that has ended, in order."""
        return [record.request_id for record in self.records() if record.text.startswith("REPORT")]

    async def stop(self) -> None:
        """Stop Lambda and its store."""
        await self.functions.stop()
        await self.store.stop()
