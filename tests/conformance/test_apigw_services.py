"""The recorded facts about AWS integrations with other services, whose part moto's server plays."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import boto3
import pytest
import pytest_asyncio
from moto.server import ThreadedMotoServer

from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}


@pytest.fixture(scope="module")
def services() -> Iterator[str]:
    """The URL of a server that is every other service."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    yield f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    server.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(services: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region that has the other services."""
    stand = Stand(tmp_path_factory.mktemp("region"), services_endpoint=services)
    yield stand
    await stand.region.stop()


@pytest.fixture
def api(stand: Stand) -> CustomApi:
    """An API with nothing in it yet."""
    return CustomApi(stand)


def client(services: str, name: str) -> Any:
    """A boto3 client that looks at what the integrations have done."""
    keys = {"aws_access_key_id": "any", "aws_secret_access_key": "any"}
    return boto3.client(name, endpoint_url=services, region_name="us-east-1", **keys)


def service(target: str, http_method: str = "POST", **members: Any) -> dict[str, Any]:
    """An integration with a service: `sqs:path/123456789012/q`."""
    uri = f"arn:aws:apigateway:us-east-1:{target}"
    return {"type": "AWS", "uri": uri, "integration_http_method": http_method, **members}


async def test_svc_001_an_sqs_queue_gets_the_body_as_a_message(api: CustomApi, services: str) -> None:
    sqs = client(services, "sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    sent = {"application/json": "Action=SendMessage&MessageBody=$input.body"}
    answer = {"200": {"response_templates": {"application/json": '{"message": "great success!"}'}}}
    api.put("POST /", answer, **service("sqs:path/123456789012/q", request_templates=sent, request_parameters=FORM))

    answers = [await api.send("POST", "/", body=body) for body in (b'{"foo": "bar"}', b"")]

    assert [(answer.status, answer.json()) for answer in answers] == [(200, {"message": "great success!"})] * 2
    messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    assert sorted(message["Body"] for message in messages) == ['{"foo": "bar"}', "{}"]


async def test_svc_002_the_error_of_a_missing_key_is_s3_s_own(api: CustomApi, services: str) -> None:
    client(services, "s3").create_bucket(Bucket="things")
    key = {"integration.request.path.key": "method.request.path.key"}
    api.put("GET /{key}", {"200": {}}, **service("s3:path/things/{key}", "GET", request_parameters=key))

    answer = await api.send("GET", "/missing")

    assert b"<Code>NoSuchKey</Code>" in answer.body
    assert b"<Message>The specified key does not exist.</Message>" in answer.body


async def test_svc_006_kinesis_gets_the_records_of_a_loop(api: CustomApi, services: str) -> None:
    kinesis = client(services, "kinesis")
    kinesis.create_stream(StreamName="stream", ShardCount=1)
    template = """{"StreamName": "stream", "Records": [
        #foreach($record in $input.path('$.records'))
            {"Data": "$util.base64Encode($record.data)", "PartitionKey": "$record.key"}#if($foreach.hasNext),#end
        #end]}"""
    templates = {"application/json": template}
    api.put("POST /", {"200": {}}, **service("kinesis:action/PutRecords", request_templates=templates))
    data = [json.dumps({"foo": f"bar{number}"}) for number in (1, 2, 3)]

    answer = await api.send(
        "POST", "/", body=json.dumps({"records": [{"data": one, "key": "k"} for one in data]}).encode()
    )

    assert answer.json()["FailedRecordCount"] == 0
    assert len(answer.json()["Records"]) == 3
    shard = kinesis.describe_stream(StreamName="stream")["StreamDescription"]["Shards"][0]["ShardId"]
    place = kinesis.get_shard_iterator(StreamName="stream", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = kinesis.get_records(ShardIterator=place["ShardIterator"])["Records"]
    assert [record["Data"].decode() for record in records] == data


async def test_svc_008_dynamodb_takes_an_item_and_answers_an_empty_document(api: CustomApi, services: str) -> None:
    dynamodb = client(services, "dynamodb")
    dynamodb.create_table(
        TableName="items",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    templates = {"application/json": '{"TableName": "items", "Item": {"id": {"S": "$input.params("id")"}}}'}
    api.put("PUT /{id}", {"200": {}}, **service("dynamodb:action/PutItem", request_templates=templates))

    answer = await api.send("PUT", "/7")

    assert (answer.status, answer.json()) == (200, {})
    assert answer.headers.keys() >= {"x-amzn-trace-id", "x-amz-apigw-id", "x-amzn-requestid"}
    assert dynamodb.get_item(TableName="items", Key={"id": {"S": "7"}})["Item"] == {"id": {"S": "7"}}
