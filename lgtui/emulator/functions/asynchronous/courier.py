"""Sends the record of an event that is over to its destination, and the event itself to the dead-letter target."""

from collections.abc import Callable

from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import ServiceError
from lgtui.emulator.functions import lineage
from lgtui.emulator.functions.asynchronous.destinations import Destinations, Message
from lgtui.emulator.functions.asynchronous.event import Ending, Event
from lgtui.emulator.functions.asynchronous.record import dead_letter_attributes, record
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.names import LATEST


class Courier:
    """Sends what is to be told of events.

    Args:
        tell: takes one sentence where something could not be delivered.
    """

    def __init__(self, destinations: Destinations, clock: Clock, tell: Callable[[str], None]) -> None:
        self._destinations = destinations
        self._clock = clock
        self._tell = tell

    def messages(self, function: Function, ending: Ending) -> list[Message]:
        """What is to be told of an event, to whom; nothing where nobody wants to know."""
        qualifier = ending.event.request.qualifier or LATEST
        source_arn = f"{function.latest.configuration.function_arn}:{qualifier}"
        chain = self._chain(function, ending.event)
        messages = []
        if arn := destination_of(function, qualifier, ending.succeeded):
            body = record(ending, source_arn, self._clock.time())
            messages.append(Message(arn, source_arn, ending.succeeded, body, {}, chain))
        if not ending.succeeded and (arn := dead_letter_target(function, qualifier)):
            body = ending.event.request.payload or b"{}"
            messages.append(Message(arn, source_arn, False, body, dead_letter_attributes(ending), chain))
        return messages

    async def send(self, messages: list[Message], request_id: str) -> None:
        """Deliver messages about one event; the log tells of those that cannot be delivered."""
        for message in messages:
            try:
                await self._destinations.deliver(message)
            except ServiceError as error:
                what = f"{'dead letter' if message.attributes else 'record'} of event {request_id}"
                self._tell(f"{message.source_arn}: the {what} does not reach {message.arn}: {error.message}")

    def _chain(self, function: Function, event: Event) -> str:
        """The X-Ray header that the function's own calls had, which counts it once more."""
        header, now = event.request.trace_header, self._clock.time()
        if not header:
            return lineage.begin(event.request_id, now, function.name)
        return lineage.continue_chain(header, event.request_id, now, function.name)


def destination_of(function: Function, qualifier: str, succeeded: bool) -> str:
    """The ARN that records go to, empty for none. What is set for $LATEST says nothing of versions and aliases."""
    config = function.event_invoke_configs.get(qualifier)
    if config is None:
        return ""
    route = config.destination_config.on_success if succeeded else config.destination_config.on_failure
    return route.destination if route is not None else ""


def dead_letter_target(function: Function, qualifier: str) -> str:
    """The ARN that dead letters go to; it is part of a version's configuration."""
    alias = function.aliases.get(qualifier)
    version = function.versions.get(alias.configuration.function_version if alias else qualifier)
    config = version.configuration.dead_letter_config if version is not None else None
    return config.target_arn if config is not None else ""
