"""Where records and dead letters can go: whoever emulates a service registers what takes them, by the service's name.

SQS, SNS, EventBridge and S3 register here once they are emulated; until then what is meant for them is refused aloud.
"""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from lgtui.emulator.errors import NotImplementedException
from lgtui.emulator.functions.model import InvocationRequest, InvocationResponse


class Message(NamedTuple):
    """One record or dead letter on its way.

    Attributes:
        arn: whom it is for.
        source_arn: the function it is about, with a qualifier.
        succeeded: whether the event did.
        body: a record, or of a dead letter the event itself; JSON.
        attributes: a dead letter's message attributes: data type and value by name; a record has none.
        trace_header: the chain of invocations that it goes on, so that loops through destinations end, too [guess].
    """

    arn: str
    source_arn: str
    succeeded: bool
    body: bytes
    attributes: dict[str, tuple[str, str]]
    trace_header: str


class Destination(Protocol):
    """A service that takes messages."""

    async def deliver(self, message: Message) -> None:
        """Take `message`, and return once it is safe.

        Raises:
            ServiceError: it cannot be taken.
        """


class FunctionDestination:
    """Functions: a record is the payload of an Event invocation, as on AWS.

    Args:
        invoke: Lambda's Invoke.
    """

    def __init__(self, invoke: Callable[[InvocationRequest], Awaitable[InvocationResponse]]) -> None:
        self._invoke = invoke

    async def deliver(self, message: Message) -> None:
        """Invoke the function, version or alias that the ARN names; it is safe once it is committed."""
        await self._invoke(
            InvocationRequest(
                function_name=message.arn,
                payload=message.body,
                invocation_type="Event",
                trace_header=message.trace_header,
            )
        )


class Destinations:
    """The services that take messages, by the name that an ARN has for them."""

    def __init__(self) -> None:
        self._by_service: dict[str, Destination] = {}

    def register(self, service: str, destination: Destination) -> None:
        """Let `destination` take what is for ARNs of `service`: `lambda`, `sqs`, `sns`, `events`, `s3`."""
        self._by_service[service] = destination

    def emulates(self, arn: str) -> bool:
        """Whether the ARN's service takes messages here."""
        return service_of(arn) in self._by_service

    async def deliver(self, message: Message) -> None:
        """Hand `message` to the service it is for.

        Raises:
            NotImplementedException: nothing here takes it.
            ServiceError: it was not taken.
        """
        destination = self._by_service.get(service_of(message.arn))
        if destination is None:
            raise NotImplementedException(f"lgtui does not emulate {service_of(message.arn)} as a destination.")
        await destination.deliver(message)


def service_of(arn: str) -> str:
    """The service's name in an ARN, empty where it is none."""
    parts = arn.split(":", 3)
    return parts[2] if len(parts) == 4 else ""
