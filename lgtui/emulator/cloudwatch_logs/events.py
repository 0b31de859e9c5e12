"""The operations on log events."""

import math
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence

from lgtui.emulator.cloudwatch_logs.catalog import DAY, LogGroup
from lgtui.emulator.cloudwatch_logs.errors import InvalidParameterException
from lgtui.emulator.cloudwatch_logs.groups import Operations
from lgtui.emulator.cloudwatch_logs.model import (
    FilteredLogEvent,
    FilterLogEventsRequest,
    FilterLogEventsResponse,
    GetLogEventsRequest,
    GetLogEventsResponse,
    InputLogEvent,
    OutputLogEvent,
    PutLogEventsRequest,
    PutLogEventsResponse,
    RejectedLogEventsInfo,
)
from lgtui.emulator.cloudwatch_logs.patterns import InvalidPattern, Matcher, compile_pattern
from lgtui.emulator.cloudwatch_logs.positions import event_id, event_number, position_of, read_token, token
from lgtui.emulator.errors import ServiceError
from lgtui.emulator.log_store import Located, LogEvent, Position, Scan, milliseconds

MAX_PAGE_SIZE = 1024 * 1024
"""Characters of a page's messages."""

MAX_SCANNED = 100_000
"""Events that one FilterLogEvents looks at: a page may be emptier than it could be (API reference)."""

MAX_BATCH = 1_048_576
"""Bytes of one PutLogEvents, each event with `OVERHEAD` more."""

OVERHEAD = 26

OLDEST, NEWEST = 14 * DAY, 7_200.0
"""How many seconds an event that is put may be past or to come."""

MILLISECOND = 0.001

_OF_FUNCTION = re.compile(r"\d{4}/\d\d/\d\d/.*\[")
"""The stream of an execution environment."""


class EventOperations(Operations):
    """Log events."""

    async def put_log_events(self, request: PutLogEventsRequest) -> PutLogEventsResponse:
        """PutLogEvents; the answer comes once they are committed.

        Raises:
            InvalidParameterException: the batch is too large, too long or not in order.
            ResourceNotFoundException: there is no such group or stream.
        """
        group = await self._catalog.group(request.log_group_name)
        await self._catalog.expect_stream(group.name, request.log_stream_name)
        _check_batch(request.log_events)
        rejected, taken = _sort_out(request.log_events, group, self._clock.time())
        lines = [(event.timestamp * MILLISECOND, event.message) for event in taken]
        try:
            await self._log_store.put(group.name, request.log_stream_name, lines)
        except sqlite3.Error as error:
            raise ServiceError(f"The events cannot be kept: {error}.") from error
        return PutLogEventsResponse(
            next_sequence_token=event_id(milliseconds(self._clock.time())), rejected_log_events_info=rejected
        )

    async def get_log_events(self, request: GetLogEventsRequest) -> GetLogEventsResponse:
        """GetLogEvents: a page of a stream, and tokens for those before and after it.

        At the end of the stream the token that was passed in comes back, and gives what is logged later.

        Raises:
            InvalidParameterException: the token is none of ours.
            ResourceNotFoundException: there is no such group or stream.
        """
        group = await self._catalog.find(request.log_group_name, request.log_group_identifier)
        await self._catalog.expect_stream(group.name, request.log_stream_name)
        direction, boundary = "f" if request.start_from_head else "b", None
        if request.next_token:
            direction, boundary = read_token(request.next_token)
        scan = Scan(
            group.name,
            (request.log_stream_name,),
            _seconds(request.start_time, -math.inf),
            _seconds(request.end_time, math.inf),
            newest_first=direction == "b",
        )
        page = await _page(self._beyond(scan, boundary), request.limit)
        if scan.newest_first:
            page.reverse()
        before, after = _edges(page, direction, boundary)
        return GetLogEventsResponse(
            events=[_output(located) for located in page],
            next_forward_token=token("f", after),
            next_backward_token=token("b", before),
        )

    async def filter_log_events(self, request: FilterLogEventsRequest) -> FilterLogEventsResponse:
        """FilterLogEvents: events of a group, of all its streams in the order of time.

        Raises:
            InvalidParameterException: the pattern or the token is none; streams are chosen in two ways.
            ResourceNotFoundException: there is no such group or stream.
        """
        group = await self._catalog.find(request.log_group_name, request.log_group_identifier)
        matches = _matcher(request.filter_pattern)
        direction, boundary = "f" if request.start_from_head else "b", None
        if request.next_token:
            direction, boundary = read_token(request.next_token)
        scan = Scan(
            group.name,
            await self._wanted_streams(group, request),
            _seconds(request.start_time, -math.inf),
            _seconds(None if request.end_time is None else request.end_time + 1, math.inf),
            newest_first=direction == "b",
        )
        page: list[Located] = []
        reached = await _search(self._beyond(scan, boundary), lambda event: matches(_message(event)), page, request)
        return FilterLogEventsResponse(
            events=[_filtered(located) for located in page],
            next_token=None if reached is None else token(direction, reached),
        )

    async def _wanted_streams(self, group: LogGroup, request: FilterLogEventsRequest) -> Sequence[str] | None:
        """The streams that are asked for, None for all."""
        if request.log_stream_names and request.log_stream_name_prefix:
            raise InvalidParameterException("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.")
        for name in request.log_stream_names:
            await self._catalog.expect_stream(group.name, name)
        if request.log_stream_name_prefix:
            streams = await self._catalog.streams(group.name)
            return [stream.name for stream in streams if stream.name.startswith(request.log_stream_name_prefix)]
        return request.log_stream_names or None

    async def _beyond(self, scan: Scan, boundary: int | None) -> AsyncIterator[Located]:
        """The events of `scan` that come after the boundary in its direction."""
        if boundary is None:
            async for batch in self._log_store.scan(scan):
                for located in batch:
                    yield located
            return
        edge = position_of(boundary)
        if scan.newest_first:
            scan = scan._replace(end=min(scan.end, _seconds(edge.milliseconds + 1, math.inf)))
        else:
            scan = scan._replace(start=max(scan.start, _seconds(edge.milliseconds, -math.inf)))
        async for batch in self._log_store.scan(scan):
            for located in batch:
                if located.position < edge if scan.newest_first else located.position > edge:
                    yield located


def _seconds(time: int | None, default: float) -> float:
    """The least emulated time that is `time` milliseconds since the epoch or more."""
    return default if time is None else (time - MILLISECOND) * MILLISECOND


# Pages ----------------------------------------------------------------------------------------------------------


async def _page(events: AsyncIterator[Located], limit: int) -> list[Located]:
    """The first events, as many as there may be in one answer."""
    page: list[Located] = []
    size = 0
    async for located in events:
        size += len(located.event.text) + OVERHEAD
        if len(page) == limit or (page and size > MAX_PAGE_SIZE):
            break
        page.append(located)
    return page


async def _search(
    events: AsyncIterator[Located],
    matches: Callable[[LogEvent], bool],
    page: list[Located],
    request: FilterLogEventsRequest,
) -> int | None:
    """Put the events that match on the page; the number of the last one looked at, None where there are no more."""
    size = scanned = 0
    last = Position(0, 0, 0)
    async for located in events:
        if scanned == MAX_SCANNED:
            return event_number(last)
        scanned += 1
        if _matches(matches, located.event):
            size += len(located.event.text) + OVERHEAD
            if len(page) == request.limit or (page and size > MAX_PAGE_SIZE):
                return event_number(last)
            page.append(located)
        last = located.position
    return None


def _edges(page: Sequence[Located], direction: str, boundary: int | None) -> tuple[int, int]:
    """The numbers around a page: of the tokens for what comes before and after it.

    Where there is nothing on it, the boundary that led to it is one of them, and the other one is next to that.
    """
    if page:
        return event_number(page[0].position), event_number(page[-1].position)
    boundary = boundary or 0
    return (boundary, boundary - 1) if direction == "b" else (boundary + 1, boundary)


# Messages -------------------------------------------------------------------------------------------------------


def _message(event: LogEvent) -> str:
    """A message as CloudWatch Logs has it: lines of functions end with a newline, but for errors (fact lg-004)."""
    is_line = event.level and _OF_FUNCTION.match(event.stream) and not event.text.startswith("[ERROR] ")
    return f"{event.text}\n" if is_line else event.text


def _output(located: Located) -> OutputLogEvent:
    return OutputLogEvent(
        timestamp=located.position.milliseconds,
        message=_message(located.event),
        ingestion_time=milliseconds(located.ingested),
    )


def _filtered(located: Located) -> FilteredLogEvent:
    return FilteredLogEvent(
        log_stream_name=located.event.stream,
        timestamp=located.position.milliseconds,
        message=_message(located.event),
        ingestion_time=milliseconds(located.ingested),
        event_id=event_id(event_number(located.position)),
    )


def _matcher(pattern: str) -> Matcher:
    try:
        return compile_pattern(pattern)
    except InvalidPattern as error:
        raise InvalidParameterException(f"Invalid filter pattern: {error}") from error


def _matches(matches: Callable[[LogEvent], bool], event: LogEvent) -> bool:
    try:
        return matches(event)
    except InvalidPattern as error:
        raise InvalidParameterException(f"Invalid filter pattern: {error}") from error


# Batches --------------------------------------------------------------------------------------------------------


def _check_batch(events: Sequence[InputLogEvent]) -> None:
    """Refuse a batch that breaks the limits of PutLogEvents (API reference)."""
    times = [event.timestamp for event in events]
    if times != sorted(times):
        raise InvalidParameterException("Log events in a single PutLogEvents request must be in chronological order.")
    if times[-1] - times[0] > DAY / MILLISECOND:
        raise InvalidParameterException(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."
        )
    size = sum(len(event.message.encode(errors="replace")) + OVERHEAD for event in events)
    if size > MAX_BATCH:
        raise InvalidParameterException(f"Upload too large: {size} bytes exceeds limit of {MAX_BATCH}")


def _sort_out(
    events: Sequence[InputLogEvent], group: LogGroup, now: float
) -> tuple[RejectedLogEventsInfo | None, list[InputLogEvent]]:
    """Which events are too old or too new, if any are, and those that are not."""
    oldest = now - (min(OLDEST, group.retention * DAY) if group.retention else OLDEST)
    old = sum(event.timestamp * MILLISECOND < now - OLDEST for event in events)
    expired = sum(event.timestamp * MILLISECOND < oldest for event in events)
    new = sum(event.timestamp * MILLISECOND > now + NEWEST for event in events)
    taken = list(events[expired : len(events) - new])
    if len(taken) == len(events):
        return None, taken
    rejected = RejectedLogEventsInfo(
        too_new_log_event_start_index=len(events) - new if new else None,
        too_old_log_event_end_index=old or None,
        expired_log_event_end_index=expired if expired > old else None,
    )
    return rejected, taken
