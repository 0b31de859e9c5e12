"""What the operations of CloudWatch Logs take and give; times in milliseconds since the epoch."""

import msgspec


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A shape of CloudWatch Logs' API: `log_group_name` here is `logGroupName` on the wire."""


class Empty(Shape, frozen=True, kw_only=True):
    """Output of operations that answer with nothing."""


# Groups ---------------------------------------------------------------------------------------------------------


class GroupRequest(Shape, frozen=True, kw_only=True):
    """Input of DeleteLogGroup, DeleteRetentionPolicy and ListTagsLogGroup."""

    log_group_name: str


class CreateLogGroupRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateLogGroup."""

    log_group_name: str
    kms_key_id: str = ""
    tags: dict[str, str] = {}
    log_group_class: str = "STANDARD"
    deletion_protection_enabled: bool = False


class DescribeLogGroupsRequest(Shape, frozen=True, kw_only=True):
    """Input of DescribeLogGroups; accounts beside one's own there are none."""

    log_group_name_prefix: str = ""
    log_group_name_pattern: str = ""
    log_group_class: str = ""
    log_group_identifiers: list[str] = []
    account_identifiers: list[str] = []
    include_linked_accounts: bool = False
    next_token: str = ""
    limit: int = 50


class LogGroupDescription(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A group as DescribeLogGroups gives it."""

    log_group_name: str
    creation_time: int
    arn: str
    log_group_arn: str
    log_group_class: str
    retention_in_days: int | None = None
    metric_filter_count: int = 0
    stored_bytes: int = 0
    kms_key_id: str | None = None
    deletion_protection_enabled: bool = False


class DescribeLogGroupsResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Output of DescribeLogGroups."""

    log_groups: list[LogGroupDescription]
    next_token: str | None = None


class PutRetentionPolicyRequest(Shape, frozen=True, kw_only=True):
    """Input of PutRetentionPolicy."""

    log_group_name: str
    retention_in_days: int


# Tags -----------------------------------------------------------------------------------------------------------


class TagLogGroupRequest(Shape, frozen=True, kw_only=True):
    """Input of TagLogGroup."""

    log_group_name: str
    tags: dict[str, str]


class UntagLogGroupRequest(Shape, frozen=True, kw_only=True):
    """Input of UntagLogGroup; `tags` are keys."""

    log_group_name: str
    tags: list[str]


class ListTagsForResourceRequest(Shape, frozen=True, kw_only=True):
    """Input of ListTagsForResource; the ARN is a group's."""

    resource_arn: str


class TagResourceRequest(Shape, frozen=True, kw_only=True):
    """Input of TagResource."""

    resource_arn: str
    tags: dict[str, str]


class UntagResourceRequest(Shape, frozen=True, kw_only=True):
    """Input of UntagResource."""

    resource_arn: str
    tag_keys: list[str]


class TagsResponse(msgspec.Struct, frozen=True, kw_only=True):
    """Output of ListTagsForResource and ListTagsLogGroup."""

    tags: dict[str, str]


# Streams --------------------------------------------------------------------------------------------------------


class StreamRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateLogStream and DeleteLogStream."""

    log_group_name: str
    log_stream_name: str


class DescribeLogStreamsRequest(Shape, frozen=True, kw_only=True):
    """Input of DescribeLogStreams; the identifier is a name or an ARN."""

    log_group_name: str = ""
    log_group_identifier: str = ""
    log_stream_name_prefix: str = ""
    order_by: str = "LogStreamName"
    descending: bool = False
    next_token: str = ""
    limit: int = 50


class LogStreamDescription(Shape, frozen=True, kw_only=True):
    """A stream as DescribeLogStreams gives it; one without events has no times of events."""

    log_stream_name: str
    creation_time: int
    arn: str
    stored_bytes: int
    first_event_timestamp: int | None = None
    last_event_timestamp: int | None = None
    last_ingestion_time: int | None = None


class DescribeLogStreamsResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Output of DescribeLogStreams."""

    log_streams: list[LogStreamDescription]
    next_token: str | None = None


# Events ---------------------------------------------------------------------------------------------------------


class InputLogEvent(Shape, frozen=True, kw_only=True):
    """An event that is put."""

    timestamp: int
    message: str


class PutLogEventsRequest(Shape, frozen=True, kw_only=True):
    """Input of PutLogEvents; the token counts for nothing any more."""

    log_group_name: str
    log_stream_name: str
    log_events: list[InputLogEvent]
    sequence_token: str = ""


class RejectedLogEventsInfo(Shape, frozen=True, kw_only=True):
    """Which events of a batch were not taken: up to the ends (exclusive), and from the start on."""

    too_new_log_event_start_index: int | None = None
    too_old_log_event_end_index: int | None = None
    expired_log_event_end_index: int | None = None


class PutLogEventsResponse(Shape, frozen=True, kw_only=True):
    """Output of PutLogEvents."""

    next_sequence_token: str
    rejected_log_events_info: RejectedLogEventsInfo | None = None


class GetLogEventsRequest(Shape, frozen=True, kw_only=True):
    """Input of GetLogEvents."""

    log_group_name: str = ""
    log_group_identifier: str = ""
    log_stream_name: str
    start_time: int | None = None
    end_time: int | None = None
    next_token: str = ""
    limit: int = 10_000
    start_from_head: bool = False
    unmask: bool = False


class OutputLogEvent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An event as GetLogEvents gives it."""

    timestamp: int
    message: str
    ingestion_time: int


class GetLogEventsResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Output of GetLogEvents."""

    events: list[OutputLogEvent]
    next_forward_token: str
    next_backward_token: str


class FilterLogEventsRequest(Shape, frozen=True, kw_only=True):
    """Input of FilterLogEvents; events of several streams are interleaved in any case."""

    log_group_name: str = ""
    log_group_identifier: str = ""
    log_stream_names: list[str] = []
    log_stream_name_prefix: str = ""
    start_time: int | None = None
    end_time: int | None = None
    filter_pattern: str = ""
    next_token: str = ""
    limit: int = 10_000
    start_from_head: bool = True
    interleaved: bool = True
    unmask: bool = False


class FilteredLogEvent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An event as FilterLogEvents gives it."""

    log_stream_name: str
    timestamp: int
    message: str
    ingestion_time: int
    event_id: str


class FilterLogEventsResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Output of FilterLogEvents; which streams were searched is said no more (API reference)."""

    events: list[FilteredLogEvent]
    searched_log_streams: list[str] = []
    next_token: str | None = None
