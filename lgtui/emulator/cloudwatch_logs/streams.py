"""The operations on log streams."""

from collections.abc import Sequence

from lgtui.emulator.cloudwatch_logs.catalog import LogStream
from lgtui.emulator.cloudwatch_logs.errors import InvalidParameterException, ResourceAlreadyExistsException
from lgtui.emulator.cloudwatch_logs.groups import Operations
from lgtui.emulator.cloudwatch_logs.model import (
    DescribeLogStreamsRequest,
    DescribeLogStreamsResponse,
    Empty,
    LogStreamDescription,
    StreamRequest,
)
from lgtui.emulator.log_store import milliseconds

INVALID_TOKEN = "The specified nextToken is invalid."
"""As recorded on AWS (localstack, test_logs_events)."""


class StreamOperations(Operations):
    """Log streams."""

    async def create_log_stream(self, request: StreamRequest) -> Empty:
        """CreateLogStream.

        Raises:
            ResourceNotFoundException: there is no such group.
            ResourceAlreadyExistsException: there is such a stream (recorded: localstack, test_logs_streams).
        """
        group = await self._catalog.group(request.log_group_name)
        if await self._catalog.has_stream(group.name, request.log_stream_name):
            raise ResourceAlreadyExistsException("The specified log stream already exists")
        self._catalog.put(group)
        self._catalog.create_stream(group.name, request.log_stream_name)
        return Empty()

    async def delete_log_stream(self, request: StreamRequest) -> Empty:
        """DeleteLogStream, with its events; the group stays.

        Raises:
            ResourceNotFoundException: there is no such group or stream.
        """
        group = await self._catalog.group(request.log_group_name)
        await self._catalog.expect_stream(group.name, request.log_stream_name)
        self._catalog.put(group)
        await self._catalog.delete_stream(group.name, request.log_stream_name)
        return Empty()

    async def describe_log_streams(self, request: DescribeLogStreamsRequest) -> DescribeLogStreamsResponse:
        """DescribeLogStreams, by name or by the time of their last events.

        Raises:
            InvalidParameterException: they are ordered by time and chosen by their names; the token is none of ours.
            ResourceNotFoundException: there is no such group.
        """
        by_time = request.order_by == "LastEventTime"
        if by_time and request.log_stream_name_prefix:
            raise InvalidParameterException("Cannot order by LastEventTime with a logStreamNamePrefix.")
        group = await self._catalog.find(request.log_group_name, request.log_group_identifier)
        streams = [
            stream
            for stream in await self._catalog.streams(group.name)
            if stream.name.startswith(request.log_stream_name_prefix)
        ]
        streams.sort(key=lambda stream: (_last(stream) if by_time else 0.0, stream.name), reverse=request.descending)
        start = _start(streams, request.next_token)
        page = streams[start : start + request.limit]
        more = len(streams) > start + len(page)
        return DescribeLogStreamsResponse(
            log_streams=[_describe(stream, self._catalog.arn(group.name)) for stream in page],
            next_token=page[-1].name if more else None,
        )


def _last(stream: LogStream) -> float:
    """When a stream's last event was; a stream without any comes before all others."""
    return stream.lines.last if stream.lines is not None else 0.0


def _start(streams: Sequence[LogStream], token: str) -> int:
    """Where the page begins that comes after the stream that `token` names."""
    if not token:
        return 0
    place = next((place for place, stream in enumerate(streams) if stream.name == token), None)
    if place is None:
        raise InvalidParameterException(INVALID_TOKEN)
    return place + 1


def _describe(stream: LogStream, group_arn: str) -> LogStreamDescription:
    lines = stream.lines
    return LogStreamDescription(
        log_stream_name=stream.name,
        creation_time=milliseconds(stream.created),
        arn=f"{group_arn}:log-stream:{stream.name}",
        stored_bytes=0,
        first_event_timestamp=None if lines is None else milliseconds(lines.first),
        last_event_timestamp=None if lines is None else milliseconds(lines.last),
        last_ingestion_time=None if lines is None else milliseconds(lines.ingested),
    )
