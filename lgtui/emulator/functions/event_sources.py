"""What kinds of event sources there are, what a mapping of each has where nothing is said, and what is refused."""

import json
from typing import Any, NamedTuple

from lgtui.emulator.errors import InvalidParameterValueException
from lgtui.emulator.functions.asynchronous.destinations import service_of
from lgtui.emulator.functions.model.event_sources import (
    CreateEventSourceMappingRequest,
    EventSourceSettings,
)

OWN_KAFKA = "own-kafka"
"""A Kafka cluster outside of AWS, which has no ARN."""

KAFKA = frozenset({"kafka", OWN_KAFKA})

KAFKA_SERVERS = "KAFKA_BOOTSTRAP_SERVERS"
"""Where a cluster's servers are in `SelfManagedEventSource.Endpoints`."""

STREAMS = frozenset({"kinesis", "dynamodb"})

QUEUE_BATCH = 10
"""Records of a batch at most where there is no batching window to collect more (guide, with-sqs)."""

NO_RECORDS = "No records processed"


class Kind(NamedTuple):
    """What a kind of event source gives a mapping: settings where nothing is said, and who changes its state."""

    defaults: dict[str, Any]
    reason: str = "USER_INITIATED"
    last_processing_result: str = ""


_OF_STREAMS = Kind(
    {
        "batch_size": 100,
        "maximum_batching_window_in_seconds": 0,
        "parallelization_factor": 1,
        "maximum_record_age_in_seconds": -1,
        "maximum_retry_attempts": -1,
        "tumbling_window_in_seconds": 0,
        "bisect_batch_on_function_error": False,
        "destination_config": {"OnFailure": {}},
        "function_response_types": [],
    },
    "User action",
    NO_RECORDS,
)
_KINDS = {
    "sqs": Kind({"batch_size": 10, "maximum_batching_window_in_seconds": 0, "function_response_types": []}),
    "kinesis": _OF_STREAMS,
    "dynamodb": _OF_STREAMS,
    "kafka": Kind({"batch_size": 100}, last_processing_result=NO_RECORDS),
    OWN_KAFKA: Kind({"batch_size": 100}, last_processing_result=NO_RECORDS),
    "mq": Kind({"batch_size": 100}),
    "rds": Kind({"batch_size": 100}),
}


def kind_of(request: CreateEventSourceMappingRequest) -> str:
    """The kind of a new mapping's source.

    Raises:
        InvalidParameterValueException: it is none that functions have mappings to.
    """
    kind = service_of(request.event_source_arn) if request.event_source_arn else OWN_KAFKA
    if kind not in _KINDS or (kind == OWN_KAFKA and not request.self_managed_event_source):
        raise InvalidParameterValueException("Unrecognized event source.", Type="User")
    if kind == OWN_KAFKA and request.source_access_configurations is None:
        raise InvalidParameterValueException("Required 'sourceAccessConfigurations' parameter is missing.", Type="User")
    return kind


def traits(event_source_arn: str) -> Kind:
    """What the source of a mapping that was taken gives it."""
    return _KINDS[service_of(event_source_arn) or OWN_KAFKA]


def settled(kind: str, uuid: str, given: dict[str, Any]) -> dict[str, Any]:
    """What a new mapping has: what was said, and the rest as its kind has it."""
    settings = {**_KINDS[kind].defaults, **given}
    consumer_group = {"kafka": "managed_kafka_config", OWN_KAFKA: "own_kafka_config"}.get(kind)
    if consumer_group is not None:
        settings[consumer_group] = {"ConsumerGroupId": uuid, **(settings.get(consumer_group) or {})}
    return settings


def check_position(kind: str, request: CreateEventSourceMappingRequest) -> None:
    """Refuse a position that a source has not, and a stream without one.

    Raises:
        InvalidParameterValueException
    """
    position, timestamp = request.starting_position, request.starting_position_timestamp
    if kind == "sqs" and (position or timestamp is not None):
        raise InvalidParameterValueException("StartingPosition is not valid for SQS event sources.", Type="User")
    if kind in STREAMS and not position:
        raise InvalidParameterValueException(
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must "
            "not be null.",
            Type="User",
        )
    if timestamp is not None and position != "AT_TIMESTAMP":
        raise InvalidParameterValueException("Timestamp only valid with StartingPosition AT_TIMESTAMP", Type="User")
    if kind == "dynamodb" and position == "AT_TIMESTAMP":
        raise InvalidParameterValueException(
            f"Unsupported starting position for arn type: {request.event_source_arn}", Type="User"
        )
    if timestamp is not None and timestamp < 0:
        raise InvalidParameterValueException(
            "Received Exception while reading from provided stream. class java.lang.Long can not be converted to a "
            "Timestamp",
            Type="User",
        )


def check_settings(event_source_arn: str, settings: EventSourceSettings) -> None:
    """Refuse destinations of successes, filters that are none, and batches that a queue cannot fill.

    Raises:
        InvalidParameterValueException: AWS's words for FIFO queues are a [guess].
    """
    if "OnSuccess" in (settings.destination_config or {}):
        raise InvalidParameterValueException(
            "Unsupported DestinationConfig parameter for given event source mapping type.", Type="User"
        )
    for rule in (settings.filter_criteria or {}).get("Filters", ()):
        if not _is_pattern(rule.get("Pattern", "")):
            raise InvalidParameterValueException("Invalid filter pattern definition.", Type="User")
    if service_of(event_source_arn) != "sqs":
        return
    window = settings.maximum_batching_window_in_seconds
    if event_source_arn.endswith(".fifo") and window:
        raise InvalidParameterValueException("Batching window is not supported for FIFO queues.", Type="User")
    if (settings.batch_size or 0) > QUEUE_BATCH and not window:
        raise InvalidParameterValueException(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
            Type="User",
        )


def _is_pattern(text: str) -> bool:
    """Whether a text is a filter's pattern: a JSON object with lists of what a value may be at its leaves."""
    try:
        pattern = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(pattern, dict) and _has_leaves(pattern)


def _has_leaves(pattern: dict[str, Any]) -> bool:
    return all(_has_leaves(inner) if isinstance(inner, dict) else isinstance(inner, list) for inner in pattern.values())
