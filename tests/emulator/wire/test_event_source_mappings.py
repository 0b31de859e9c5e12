"""Event source mappings as boto3 sees them: kept, told and refused as on AWS; nothing polls their sources yet."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator.wire.lambda_client import ARN, client, create, refusal
from tests.emulator_process import EmulatorProcess, running_emulator, write_hello_project

QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue"
STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks"
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2025-02-17T16:33:01.784"
KAFKA = {
    "SelfManagedEventSource": {"Endpoints": {"KAFKA_BOOTSTRAP_SERVERS": ["kafka:9092"]}},
    "SourceAccessConfigurations": [{"Type": "BASIC_AUTH", "URI": "arn:aws:secretsmanager:us-east-1:1:secret:x"}],
    "Topics": ["orders"],
}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator with a function that has a version and an alias."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"))) as running:
        lambda_ = client(running)
        create(lambda_, "fn", Publish=True)
        lambda_.create_alias(FunctionName="fn", Name="live", FunctionVersion="1")
        yield running


@pytest.fixture
def lambda_(emulator: EmulatorProcess) -> Iterator[Any]:
    """A client; mappings that a test makes are gone after it."""
    lambda_ = client(emulator)
    yield lambda_
    for mapping in lambda_.list_event_source_mappings()["EventSourceMappings"]:
        lambda_.delete_event_source_mapping(UUID=mapping["UUID"])


def told(document: dict[str, Any]) -> dict[str, Any]:
    """A mapping without what boto3 adds and what differs every time."""
    left_out = {"ResponseMetadata", "UUID", "EventSourceMappingArn", "LastModified"}
    return {name: value for name, value in document.items() if name not in left_out}


def test_a_queue_s_mapping_is_made_told_and_deleted(lambda_: Any) -> None:
    created = lambda_.create_event_source_mapping(FunctionName="fn", EventSourceArn=QUEUE)
    number = created["UUID"]
    settled = lambda_.get_event_source_mapping(UUID=number)
    deleted = lambda_.delete_event_source_mapping(UUID=number)

    expected = {
        "BatchSize": 10,
        "EventSourceArn": QUEUE,
        "FunctionArn": f"{ARN}:function:fn",
        "FunctionResponseTypes": [],
        "MaximumBatchingWindowInSeconds": 0,
        "StateTransitionReason": "USER_INITIATED",
    }
    assert created["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert created["EventSourceMappingArn"] == f"{ARN}:event-source-mapping:{number}"
    assert told(created) == {**expected, "State": "Creating"}
    assert told(settled) == {**expected, "State": "Enabled"}
    assert told(deleted) == {**expected, "State": "Deleting"}
    assert refusal(lambda_.get_event_source_mapping, UUID=number)[:2] == (404, "ResourceNotFoundException")


@pytest.mark.parametrize("source", [STREAM, TABLE])
def test_a_stream_s_mapping_has_every_default(lambda_: Any, source: str) -> None:
    created = lambda_.create_event_source_mapping(
        FunctionName="fn", EventSourceArn=source, StartingPosition="TRIM_HORIZON", BatchSize=1
    )

    assert told(created) == {
        "BatchSize": 1,
        "BisectBatchOnFunctionError": False,
        "DestinationConfig": {"OnFailure": {}},
        "EventSourceArn": source,
        "FunctionArn": f"{ARN}:function:fn",
        "FunctionResponseTypes": [],
        "LastProcessingResult": "No records processed",
        "MaximumBatchingWindowInSeconds": 0,
        "MaximumRecordAgeInSeconds": -1,
        "MaximumRetryAttempts": -1,
        "ParallelizationFactor": 1,
        "StartingPosition": "TRIM_HORIZON",
        "State": "Creating",
        "StateTransitionReason": "User action",
        "TumblingWindowInSeconds": 0,
    }


def test_a_kafka_cluster_s_mapping_has_a_consumer_group(lambda_: Any) -> None:
    created = lambda_.create_event_source_mapping(FunctionName="fn", StartingPosition="LATEST", **KAFKA)

    assert created["SelfManagedKafkaEventSourceConfig"] == {"ConsumerGroupId": created["UUID"]}
    assert (created["BatchSize"], created["Topics"]) == (100, ["orders"])
    status, code, message = refusal(
        lambda_.create_event_source_mapping, FunctionName="fn", StartingPosition="LATEST", **KAFKA
    )
    assert (status, code) == (409, "ResourceConflictException")
    assert message == (
        f'An event source mapping with event source ("kafka:9092"), function ("{ARN}:function:fn"), topics ("orders") '
        f"already exists. Please update or delete the existing mapping with UUID {created['UUID']}"
    )


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("fn", ""), ("123456789012:function:fn:$LATEST", ":$LATEST"), (f"{ARN}:function:fn:live", ":live")],
)
def test_a_mapping_invokes_what_its_function_s_name_says(lambda_: Any, name: str, suffix: str) -> None:
    created = lambda_.create_event_source_mapping(FunctionName=name, EventSourceArn=QUEUE)

    assert created["FunctionArn"] == f"{ARN}:function:fn{suffix}"


def test_updates_change_what_they_say_and_tell_where_they_lead(lambda_: Any) -> None:
    number = lambda_.create_event_source_mapping(FunctionName="fn", EventSourceArn=QUEUE, BatchSize=5)["UUID"]
    disabled = lambda_.update_event_source_mapping(UUID=number, Enabled=False)
    updated = lambda_.update_event_source_mapping(UUID=number, BatchSize=7, FunctionName="fn:live")
    settled = lambda_.get_event_source_mapping(UUID=number)

    assert (disabled["State"], updated["State"], settled["State"]) == ("Disabling", "Updating", "Disabled")
    assert (settled["BatchSize"], settled["FunctionArn"]) == (7, f"{ARN}:function:fn:live")


def test_mappings_are_listed_by_function_and_by_source(lambda_: Any) -> None:
    create(lambda_, "other")
    for name, source in (("fn", QUEUE), ("fn:live", QUEUE), ("other", f"{QUEUE}2")):
        lambda_.create_event_source_mapping(FunctionName=name, EventSourceArn=source)

    def listed(**wanted: str) -> list[str]:
        found = lambda_.list_event_source_mappings(**wanted)["EventSourceMappings"]
        return [mapping["FunctionArn"].partition(":function:")[2] for mapping in found]

    assert listed() == ["fn", "fn:live", "other"]
    assert listed(FunctionName="fn") == ["fn", "fn:live"]
    assert listed(EventSourceArn=f"{QUEUE}2") == ["other"]
    paged = lambda_.get_paginator("list_event_source_mappings").paginate(PaginationConfig={"PageSize": 2})
    assert [len(page["EventSourceMappings"]) for page in paged] == [2, 1]


def test_mappings_have_tags(lambda_: Any) -> None:
    created = lambda_.create_event_source_mapping(FunctionName="fn", EventSourceArn=QUEUE, Tags={"a": "1"})
    arn = created["EventSourceMappingArn"]
    lambda_.tag_resource(Resource=arn, Tags={"b": "2"})
    lambda_.untag_resource(Resource=arn, TagKeys=["a"])

    assert lambda_.list_tags(Resource=arn)["Tags"] == {"b": "2"}
    lambda_.delete_event_source_mapping(UUID=created["UUID"])
    assert refusal(lambda_.list_tags, Resource=arn)[:2] == (404, "ResourceNotFoundException")


@pytest.mark.parametrize(
    ("members", "kind", "message"),
    [
        ({}, "InvalidParameterValueException", "Unrecognized event source."),
        ({"EventSourceArn": "arn:aws:s3:::bucket"}, "InvalidParameterValueException", "Unrecognized event source."),
        (
            {"FunctionName": "none", "EventSourceArn": QUEUE},
            "InvalidParameterValueException",
            "Function does not exist",
        ),
        (
            {"EventSourceArn": STREAM},
            "InvalidParameterValueException",
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must "
            "not be null.",
        ),
        (
            {"EventSourceArn": STREAM, "StartingPosition": "0"},
            "ValidationException",
            "1 validation error detected: Value '0' at 'startingPosition' failed to satisfy constraint: Member must "
            "satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]",
        ),
        (
            {"EventSourceArn": STREAM, "StartingPosition": "LATEST", "StartingPositionTimestamp": 1_741_010_802},
            "InvalidParameterValueException",
            "Timestamp only valid with StartingPosition AT_TIMESTAMP",
        ),
        (
            {"EventSourceArn": STREAM, "StartingPosition": "AT_TIMESTAMP", "StartingPositionTimestamp": -1},
            "InvalidParameterValueException",
            "Received Exception while reading from provided stream. class java.lang.Long can not be converted to a "
            "Timestamp",
        ),
        (
            {"EventSourceArn": TABLE, "StartingPosition": "AT_TIMESTAMP", "StartingPositionTimestamp": -1},
            "InvalidParameterValueException",
            f"Unsupported starting position for arn type: {TABLE}",
        ),
        (
            {"EventSourceArn": QUEUE, "StartingPosition": "LATEST"},
            "InvalidParameterValueException",
            "StartingPosition is not valid for SQS event sources.",
        ),
        (
            {"SelfManagedEventSource": KAFKA["SelfManagedEventSource"], "Topics": ["orders"]},
            "InvalidParameterValueException",
            "Required 'sourceAccessConfigurations' parameter is missing.",
        ),
        (
            {"EventSourceArn": QUEUE, "DestinationConfig": {"OnSuccess": {"Destination": QUEUE}}},
            "InvalidParameterValueException",
            "Unsupported DestinationConfig parameter for given event source mapping type.",
        ),
        (
            {"EventSourceArn": QUEUE, "BatchSize": 11},
            "InvalidParameterValueException",
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
        ),
        (
            {"EventSourceArn": QUEUE, "FilterCriteria": {"Filters": [{"Pattern": '{"body": "text"}'}]}},
            "InvalidParameterValueException",
            "Invalid filter pattern definition.",
        ),
    ],
)
def test_mappings_that_aws_refuses_are_refused(lambda_: Any, members: dict[str, Any], kind: str, message: str) -> None:
    request = {"FunctionName": "fn", **members}

    assert refusal(lambda_.create_event_source_mapping, **request) == (400, kind, message)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            {"EventSourceArn": QUEUE},
            f'An event source mapping with SQS arn (" {QUEUE} ") and function (" fn ") already',
        ),
        (
            {"EventSourceArn": STREAM, "StartingPosition": "LATEST"},
            f'The event source arn (" {STREAM} ") and function (" fn ") provided mapping already',
        ),
    ],
)
def test_a_second_mapping_of_a_source_to_a_function_is_refused(
    lambda_: Any, source: dict[str, Any], sentence: str
) -> None:
    number = lambda_.create_event_source_mapping(FunctionName="fn", **source)["UUID"]

    assert refusal(lambda_.create_event_source_mapping, FunctionName="fn", **source) == (
        409,
        "ResourceConflictException",
        f"{sentence} exists. Please update or delete the existing mapping with UUID {number}",
    )
