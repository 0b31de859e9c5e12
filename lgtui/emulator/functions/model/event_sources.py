"""Event source mappings, as the operations on them take and give them."""

from typing import Any

import msgspec

from lgtui.emulator.functions.model.base import Shape

Settings = dict[str, Any]
"""A structure that is kept as it was given; the service model has checked it."""


class EventSourceSettings(Shape, frozen=True, kw_only=True):
    """What may be changed of a mapping; what is None was not said.

    Attributes:
        maximum_batching_window_in_seconds, tumbling_window_in_seconds: 0 for none.
        maximum_record_age_in_seconds, maximum_retry_attempts: -1 for as long as the stream has the record.
    """

    batch_size: int | None = None
    maximum_batching_window_in_seconds: int | None = None
    parallelization_factor: int | None = None
    maximum_record_age_in_seconds: int | None = None
    maximum_retry_attempts: int | None = None
    tumbling_window_in_seconds: int | None = None
    bisect_batch_on_function_error: bool | None = None
    filter_criteria: Settings | None = None
    destination_config: Settings | None = None
    function_response_types: list[str] | None = None
    source_access_configurations: list[Settings] | None = None
    scaling_config: Settings | None = None
    provisioned_poller_config: Settings | None = None
    metrics_config: Settings | None = None
    logging_config: Settings | None = None
    kms_key_arn: str | None = msgspec.field(default=None, name="KMSKeyArn")
    document_db_config: Settings | None = msgspec.field(default=None, name="DocumentDBEventSourceConfig")
    managed_kafka_config: Settings | None = msgspec.field(default=None, name="AmazonManagedKafkaEventSourceConfig")
    own_kafka_config: Settings | None = msgspec.field(default=None, name="SelfManagedKafkaEventSourceConfig")


class EventSource(EventSourceSettings, frozen=True, kw_only=True):
    """Settings, and where the records come from, from which one on; the latter cannot be changed.

    Attributes:
        event_source_arn: a queue, a stream, a broker or a cluster; empty for a Kafka cluster of one's own.
        starting_position_timestamp: seconds since the epoch.
    """

    event_source_arn: str = ""
    self_managed_event_source: Settings | None = None
    starting_position: str = ""
    starting_position_timestamp: float | None = None
    topics: list[str] | None = None
    queues: list[str] | None = None


SOURCE_MEMBERS = EventSource.__struct_fields__[len(EventSourceSettings.__struct_fields__) :]
"""The members that say where the records come from."""


class CreateEventSourceMappingRequest(EventSource, frozen=True, kw_only=True):
    """Input of CreateEventSourceMapping."""

    function_name: str
    enabled: bool = True
    tags: dict[str, str] = {}


class UpdateEventSourceMappingRequest(EventSourceSettings, frozen=True, kw_only=True):
    """Input of UpdateEventSourceMapping; what is None stays as it is."""

    uuid: str = msgspec.field(name="UUID")
    function_name: str = ""
    enabled: bool | None = None


class EventSourceMappingRequest(Shape, frozen=True, kw_only=True):
    """Input of GetEventSourceMapping and DeleteEventSourceMapping."""

    uuid: str = msgspec.field(name="UUID")


class ListEventSourceMappingsRequest(Shape, frozen=True, kw_only=True):
    """Input of ListEventSourceMappings; what is empty leaves nothing out."""

    event_source_arn: str = ""
    function_name: str = ""
    marker: str = ""
    max_items: int = 100


class EventSourceMappingConfiguration(EventSource, frozen=True, kw_only=True):
    """A mapping; `last_modified` in seconds since the epoch."""

    uuid: str = msgspec.field(name="UUID")
    event_source_mapping_arn: str
    function_arn: str
    last_modified: float
    last_processing_result: str = ""
    state: str
    state_transition_reason: str


class ListEventSourceMappingsResponse(Shape, frozen=True, kw_only=True):
    """Output of ListEventSourceMappings, in the order in which they were made."""

    event_source_mappings: list[EventSourceMappingConfiguration]
    next_marker: str = ""
