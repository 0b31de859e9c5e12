"""The recorded facts about AWS integrations with other services, whose part moto's server plays."""

import json
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from typing import Any

import boto3
import pytest
import pytest_asyncio
from moto.server import ThreadedMotoServer

from lgtui.emulator.gateway.model import CreateRestApiRequest
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


PNG = b"\x89PNG\x00\xff"


def s3_any(**members: Any) -> dict[str, Any]:
    """An integration with the objects of a bucket, whatever the method."""
    parameters = {
        "integration.request.path.key": "method.request.path.key",
        "integration.request.header.Content-Type": "method.request.header.Content-Type",
        "integration.request.querystring.response-content-type": "method.request.header.response-content-type",
    }
    return service("s3:path/objects/{key}", "ANY", request_parameters=parameters, **members)


async def test_an_object_is_put_read_and_deleted_by_the_clients_method(api: CustomApi, services: str) -> None:
    client(services, "s3").create_bucket(Bucket="objects")
    api.put("ANY /{key+}", {"200": {}}, **s3_any())
    headers = {"Content-Type": "application/json"}

    put = await api.send("PUT", "/a/b%20c.json", headers=headers, body=b'{"put_id": 1}')
    read = await api.send("GET", "/a/b%20c.json")
    deleted = await api.send("DELETE", "/a/b%20c.json")
    gone = await api.send("GET", "/a/b%20c.json")

    assert [answer.status for answer in (put, read, deleted, gone)] == [200] * 4
    assert (put.body, read.json()) == (b"", {"put_id": 1})
    assert b"NoSuchKey" in gone.body


@pytest.mark.parametrize(
    ("binary", "handling", "sent", "stored"),
    [
        ([], "", PNG, PNG.decode("utf-8", "replace").encode()),
        (["image/png"], "", PNG, PNG),
        (["image/png"], "CONVERT_TO_TEXT", PNG, b64encode(PNG)),
        ([], "CONVERT_TO_BINARY", b64encode(PNG), PNG),
    ],
)
async def test_an_image_is_stored_as_content_handling_has_it(
    stand: Stand, services: str, binary: list[str], handling: str, sent: bytes, stored: bytes
) -> None:
    s3 = client(services, "s3")
    s3.create_bucket(Bucket="objects")
    api = CustomApi(stand)
    api.id = stand.gateway.create_rest_api(CreateRestApiRequest(name="images", binary_media_types=binary)).id
    api.put("ANY /{key+}", {"200": {}}, **s3_any(content_handling=handling))

    answer = await api.send("PUT", "/image.png", headers={"Content-Type": "image/png"}, body=sent)

    assert answer.status == 200
    assert s3.get_object(Bucket="objects", Key="image.png")["Body"].read() == stored


async def test_an_image_is_read_as_the_client_takes_it(stand: Stand, services: str) -> None:
    s3 = client(services, "s3")
    s3.create_bucket(Bucket="objects")
    s3.put_object(Bucket="objects", Key="read.png", Body=PNG, ContentType="image/png")
    api = CustomApi(stand)
    api.id = stand.gateway.create_rest_api(CreateRestApiRequest(name="images", binary_media_types=["image/png"])).id
    api.put("ANY /{key+}", {"200": {}}, **s3_any())

    image = await api.send("GET", "/read.png", headers={"Accept": "image/png"})
    text = await api.send("GET", "/read.png", headers={"Accept": "text/plain"})

    assert (image.body, text.body) == (PNG, b64encode(PNG))


async def test_a_queue_is_spoken_to_in_json_where_the_integration_maps_the_target(
    api: CustomApi, services: str
) -> None:
    queue = client(services, "sqs").create_queue(QueueName="json")["QueueUrl"]
    parameters = {
        "integration.request.header.Content-Type": "'application/x-amz-json-1.0'",
        "integration.request.header.X-Amz-Target": "'AmazonSQS.SendMessage'",
    }
    sent = {"application/json": f'{{"QueueUrl": "{queue}", "MessageBody": "$util.escapeJavaScript($input.body)"}}'}
    answer: dict[str, dict[str, Any]] = {
        "200": {
            "response_templates": {
                "application/json": '#set($answer = $input.path("$")){"messageId": "$answer.MessageId"}'
            }
        },
        "400": {"selection_pattern": "4..", "response_templates": {"application/json": "$input.body"}},
    }
    api.put("POST /", answer, **service("sqs:path/", request_templates=sent, request_parameters=parameters))

    answered = await api.send("POST", "/", body=b'{"foo": "bar"}')

    (message,) = client(services, "sqs").receive_message(QueueUrl=queue)["Messages"]
    assert (answered.json()["messageId"], message["Body"]) == (message["MessageId"], '{"foo": "bar"}')


async def test_a_topic_is_published_to_by_mapped_query_parameters(api: CustomApi, services: str) -> None:
    topic = client(services, "sns").create_topic(Name="t")["TopicArn"]
    parameters = {
        "integration.request.querystring.TopicArn": f"'{topic}'",
        "integration.request.querystring.Message": "method.request.querystring.text",
    }
    answer = {
        "200": {"response_templates": {"application/json": "$input.path('$.PublishResponse.PublishResult.MessageId')"}}
    }
    api.put("GET /", answer, **service("sns:action/Publish", "GET", request_parameters=parameters))

    answered = await api.send("GET", "/?text=hello%20%26%20good-bye")

    assert re.fullmatch(rb"[0-9a-f-]{36}", answered.body)


ANSWERED = """
    #set($responseBody = $input.path('$.SendMessageResponse'))
    #set($requestId = $input.path('$.SendMessageResponse.ResponseMetadata.RequestId'))
    {"requestId": "$requestId", "messageId": "$responseBody.SendMessageResult.MessageId"}"""


@pytest.mark.parametrize(
    ("accept", "is_json"), [({}, True), ({"integration.request.header.Accept": "'application/xml'"}, False)]
)
async def test_a_query_service_answers_in_json_unless_it_is_asked_for_xml(
    api: CustomApi, services: str, accept: dict[str, str], is_json: bool
) -> None:
    client(services, "sqs").create_queue(QueueName="asked")
    sent = {"application/json": "Action=SendMessage&MessageBody=$input.body"}
    templates: dict[str, Any] = {"response_templates": {"application/json": ANSWERED}} if is_json else {}
    target = service("sqs:path/123456789012/asked", request_templates=sent, request_parameters={**FORM, **accept})
    api.put("POST /", {"200": templates}, **target)

    answer = await api.send("POST", "/", body=b"hello")

    if is_json:
        assert all(answer.json().values())
    else:
        assert b"<MessageId>" in answer.body


async def test_an_error_of_a_query_service_is_json_too(api: CustomApi) -> None:
    error = {"selection_pattern": "4..", "response_templates": {"application/json": "$input.path('$.Error.Code')"}}
    sent = {"application/json": "Action=SendMessage&MessageBody=$input.body"}
    target = service("sqs:path/123456789012/absent", request_templates=sent, request_parameters=FORM)
    api.put("POST /", {"200": {}, "400": error}, **target)

    answer = await api.send("POST", "/", body=b"hello")

    assert answer.status == 400
    assert b"NonExistentQueue" in answer.body
