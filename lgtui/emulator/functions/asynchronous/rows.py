"""A region's accepted events in the store: a row each, until they are over."""

import asyncio
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

import msgspec

from lgtui.emulator.functions.asynchronous.event import Event, Place
from lgtui.emulator.functions.model import InvocationRequest
from lgtui.emulator.store import Store

INSERT = "INSERT INTO async_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
PUT_OFF = "UPDATE async_event SET due = ?, failures = ?, setbacks = ? WHERE number = ?"
DELETE = "DELETE FROM async_event WHERE number = ?"
DELETE_ALL = "DELETE FROM async_event WHERE function_name = ?"
SIZES = """
    SELECT due, number, length(payload) FROM async_event
    WHERE function_name = ? AND (due, number) > (?, ?) ORDER BY due, number LIMIT ?
"""
EVENTS = """
    SELECT number, request_id, accepted, due, failures, setbacks, request, payload FROM async_event
    WHERE function_name = ? AND (due, number) > (?, ?) AND (due, number) <= (?, ?) ORDER BY due, number
"""
FIRST = """
    SELECT number, request_id, accepted, due, failures, setbacks, request, substr(payload, 1, ?2), length(payload)
    FROM async_event WHERE function_name = ?1 ORDER BY due, number LIMIT ?3
"""
LEFT = "SELECT count(*), coalesce(sum(failures > 0), 0) FROM async_event WHERE function_name = ? AND number < ?"
FUNCTIONS = "SELECT function_name, count(*) FROM async_event WHERE number < ? GROUP BY function_name"
SHIFT = "UPDATE async_event SET due = due - accepted + ?1, accepted = ?1 WHERE accepted > ?1"

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(InvocationRequest).decode


class Page(NamedTuple):
    """Some due events of a queue in order, and when the one after them is due: infinity where there is none."""

    events: list[Event]
    next_due: float


class Rows:
    """The table of events.

    Args:
        tell: takes one sentence where a change that nobody waits for cannot be written.
    """

    def __init__(self, store: Store, tell: Callable[[str], None]) -> None:
        self._store = store
        self._tell = tell

    def add(self, function_name: str, event: Event) -> "asyncio.Future[None]":
        """Keep an event; the future is done once it is committed."""
        return self._store.write(
            INSERT, event.number, function_name, event.request_id, event.accepted, event.due, event.failures,
            event.setbacks, _encode(msgspec.structs.replace(event.request, payload=b"")), event.request.payload,
        )  # fmt: skip

    def put_off(self, event: Event) -> None:
        """Keep when an event is attempted next."""
        self._write(PUT_OFF, event.due, event.failures, event.setbacks, event.number)

    def remove(self, event: Event) -> None:
        """Forget an event that is over."""
        self._write(DELETE, event.number)

    def remove_all(self, function_name: str) -> None:
        """Forget every event of a function."""
        self._write(DELETE_ALL, function_name)

    def bring_to(self, now: float) -> None:
        """Make `now` the acceptance of events that an earlier run accepted later: its clock was fast, or stepped."""
        self._write(SHIFT, now)

    async def left(self, function_name: str, before: int) -> tuple[int, int]:
        """How many events with lower numbers than `before` a function has: all, and those that have failed before."""
        ((events, failed),) = await self._store.read(LEFT, function_name, before)
        return cast(int, events), cast(int, failed)

    async def functions(self, before: int) -> dict[str, int]:
        """The functions that have events with lower numbers than `before`, and how many."""
        return {cast(str, name): cast(int, events) for name, events in await self._store.read(FUNCTIONS, before)}

    async def page(self, function_name: str, after: Place, now: float, events: int, size: int) -> Page:
        """The events of a function that come next in its queue.

        Args:
            after: where the page before ended.
            now: emulated seconds since the epoch; what is due later stays where it is.
            events: how many at most.
            size: bytes of payload at most, of all together; a single event may have more.
        """
        last, next_due = after, math.inf
        for due, number, length in await self._store.read(SIZES, function_name, *after, events + 1):
            place = Place(cast(float, due), cast(int, number))
            size -= cast(int, length)
            if place.due > now or events == 0 or (size < 0 and last != after):
                next_due = place.due
                break
            last = place
            events -= 1
        found = await self._store.read(EVENTS, function_name, *after, *last) if last != after else []
        return Page([_event(row) for row in found], next_due)

    async def first(self, function_name: str, most: int, payload: int) -> list[tuple[Event, int]]:
        """The events of a function that are due first, those that run included, with the sizes of their payloads.

        Args:
            most: how many at most.
            payload: bytes that are given of each payload.
        """
        found = await self._store.read(FIRST, function_name, payload, most)
        return [(_event(row), cast(int, size)) for *row, size in found]

    def _write(self, statement: str, *values: str | int | float) -> None:
        self._store.write(statement, *values).add_done_callback(self._look)

    def _look(self, written: "asyncio.Future[None]") -> None:
        error = None if written.cancelled() else written.exception()
        if error is not None:
            self._tell(f"The store cannot keep what became of an event: {error}. It may be delivered again.")


def _event(row: Sequence[object]) -> Event:
    number, request_id, accepted, due, failures, setbacks, request, payload = row
    whole = msgspec.structs.replace(_decode(cast(bytes, request)), payload=cast(bytes, payload))
    return Event(
        cast(int, number), cast(str, request_id), cast(float, accepted), cast(float, due), whole,
        cast(int, failures), cast(int, setbacks),
    )  # fmt: skip
