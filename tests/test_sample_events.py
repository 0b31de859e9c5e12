"""Sample events: whole, of the function's own region and account, and of the documented shapes."""

import base64
import hashlib
import json

import pytest

from lgtui.sample_events import SAMPLES, TITLES, Occasion, sample

OCCASION = Occasion("arn:aws-cn:lambda:eu-west-1:123456789012:function:orders", 1_700_000_000.25)


def members(value: object) -> set[str]:
    assert isinstance(value, dict)
    return set(value)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_sample_is_json_with_a_title_and_no_stranger_in_its_arns(name: str) -> None:
    text = sample(name, OCCASION)
    event = json.loads(text)

    assert isinstance(event, dict)
    assert TITLES[name]
    assert "us-east-1" not in text
    assert "000000000000" not in text
    for record in event.get("Records", []):
        assert record.get("awsRegion", "eu-west-1") == "eu-west-1"


def test_an_s3_event_names_bucket_and_object() -> None:
    (record,) = SAMPLES["s3"](OCCASION)["Records"]

    assert record["eventTime"] == "2023-11-14T22:13:20.250Z"
    assert record["s3"]["bucket"]["arn"] == "arn:aws-cn:s3:::amzn-s3-demo-bucket"
    assert members(record["s3"]["object"]) == {"key", "size", "eTag", "sequencer"}


def test_an_sns_event_has_upper_case_members() -> None:
    (record,) = SAMPLES["sns"](OCCASION)["Records"]

    assert members(record) == {"EventVersion", "EventSubscriptionArn", "EventSource", "Sns"}
    assert record["Sns"]["TopicArn"] == "arn:aws-cn:sns:eu-west-1:123456789012:orders"


def test_an_sqs_message_carries_the_digest_of_its_body() -> None:
    (record,) = SAMPLES["sqs"](OCCASION)["Records"]

    assert record["md5OfBody"] == hashlib.md5(record["body"].encode(), usedforsecurity=False).hexdigest()
    assert record["attributes"]["SentTimestamp"] == "1700000000250"
    assert record["eventSourceARN"] == "arn:aws-cn:sqs:eu-west-1:123456789012:jobs"


def test_a_kinesis_record_is_base64_with_its_time_in_seconds() -> None:
    (record,) = SAMPLES["kinesis"](OCCASION)["Records"]

    assert base64.b64decode(record["kinesis"]["data"]) == b"Hello, this is a test."
    assert record["kinesis"]["approximateArrivalTimestamp"] == 1_700_000_000.25
    assert record["eventID"].endswith(record["kinesis"]["sequenceNumber"])


def test_a_dynamodb_change_has_the_image_before_it() -> None:
    inserted, modified = SAMPLES["dynamodb"](OCCASION)["Records"]

    assert "OldImage" not in inserted["dynamodb"]
    assert modified["dynamodb"]["OldImage"] == inserted["dynamodb"]["NewImage"]


def test_an_api_gateway_event_is_of_payload_format_1() -> None:
    event = SAMPLES["api-gateway"](OCCASION)

    assert event["multiValueHeaders"]["Accept"] == ["*/*"]
    assert event["requestContext"]["requestTime"] == "14/Nov/2023:22:13:20 +0000"
    assert json.loads(event["body"]) == {"quantity": 2}


def test_an_unknown_function_stands_in_us_east_1() -> None:
    assert SAMPLES["eventbridge"](Occasion("arn"))["region"] == "us-east-1"
