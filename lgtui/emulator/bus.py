"""The region's event bus: what happened, told by type to whoever listens."""

from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")


class Bus:
    """Hands each published event to the subscribers of its exact type, at once and in order of subscription."""

    def __init__(self) -> None:
        self._subscribers: dict[type, list[Callable[[Any], None]]] = {}

    def subscribe(self, event_type: type[Event], callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call `callback` with every later event of `event_type`; the returned function ends it."""
        callbacks = self._subscribers.setdefault(event_type, [])
        callbacks.append(callback)
        return lambda: callbacks.remove(callback)

    def publish(self, event: object) -> None:
        """Hand `event` to the subscribers of its type."""
        for callback in self._subscribers.get(type(event), ()):
            callback(event)
