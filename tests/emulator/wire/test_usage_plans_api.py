"""API keys, usage plans, validators and models through boto3: what goes over the wire has AWS's form."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.aws_client import aws_client
from tests.emulator_process import EmulatorProcess, running_emulator, write_hello_project

HANDLER = """\
def handler(event, context):
    return {"statusCode": 200, "body": event["requestContext"]["identity"]["apiKeyId"]}
"""


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator on a function that answers with its caller's API key."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"), HANDLER)) as running:
        yield running


@pytest.fixture(scope="module")
def gateway(emulator: EmulatorProcess) -> Any:
    """A client of API Gateway."""
    return aws_client(emulator, "apigateway")


@pytest.fixture(scope="module")
def api_id(gateway: Any) -> str:
    """A deployed API whose `POST /` requires a key and a body that fits a model."""
    api = gateway.create_rest_api(name="keyed")
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "POST"}
    schema = json.dumps({"type": "object", "required": ["id"]})
    gateway.create_model(restApiId=api["id"], name="Order", contentType="application/json", schema=schema)
    validator = gateway.create_request_validator(restApiId=api["id"], name="body", validateRequestBody=True)
    gateway.put_method(
        **place,
        authorizationType="NONE",
        apiKeyRequired=True,
        requestValidatorId=validator["id"],
        requestModels={"application/json": "Order"},
    )
    arn = "arn:aws:lambda:us-east-1:123456789012:function:Hello"
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"
    gateway.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    gateway.create_deployment(restApiId=api["id"], stageName="dev")
    return str(api["id"])


def post(emulator: EmulatorProcess, api_id: str, key: str, body: object) -> tuple[int, bytes]:
    """Send a request with a key."""
    url = f"{emulator.control_url}/_aws/execute-api/{api_id}/dev/"
    headers = {"x-api-key": key, "Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_a_key_opens_a_stage_until_its_quota_is_used_up(emulator: EmulatorProcess, gateway: Any, api_id: str) -> None:
    plan = gateway.create_usage_plan(
        name="basic",
        apiStages=[{"apiId": api_id, "stage": "dev"}],
        throttle={"rateLimit": 5.5, "burstLimit": 100},
        quota={"limit": 3, "period": "DAY"},
    )
    key = gateway.create_api_key(name="alice", enabled=True)
    gateway.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")

    answers = [post(emulator, api_id, key["value"], body) for body in ({"id": 1}, {}, {"id": 2}, {"id": 3})]

    assert answers == [
        (200, key["id"].encode()),
        (400, b'{"message":"Invalid request body"}'),
        (200, key["id"].encode()),
        (429, b'{"message":"Limit Exceeded"}'),
    ]
    assert plan["quota"] == {"limit": 3, "offset": 0, "period": "DAY"}
    assert plan["throttle"] == {"rateLimit": 5.5, "burstLimit": 100}


def test_a_keys_value_is_left_out_of_what_is_read(gateway: Any) -> None:
    key = gateway.create_api_key(name="secret")

    assert (key["enabled"], "value" in gateway.get_api_key(apiKey=key["id"])) == (False, False)
    assert gateway.get_api_key(apiKey=key["id"], includeValue=True)["value"] == key["value"]


def test_a_key_file_is_imported(gateway: Any) -> None:
    made = gateway.import_api_keys(body=b"Name,Key\ncarol,0123456789-0123456789\n", format="csv")

    assert (len(made["ids"]), made["warnings"]) == (1, [])


def test_the_usage_is_read_by_day(gateway: Any, api_id: str) -> None:
    plan = gateway.create_usage_plan(name="read", quota={"limit": 7, "period": "WEEK"})
    key = gateway.create_api_key(name="reader")
    gateway.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")

    usage = gateway.get_usage(usagePlanId=plan["id"], startDate="2026-01-01", endDate="2026-01-02")

    assert usage["items"] == {key["id"]: [[0, 7], [0, 7]]}


def test_validators_and_models_are_read_whole(gateway: Any, api_id: str) -> None:
    (validator,) = gateway.get_request_validators(restApiId=api_id)["items"]
    model = gateway.get_model(restApiId=api_id, modelName="Empty")

    assert {name: validator[name] for name in validator if name != "id"} == {
        "name": "body",
        "validateRequestBody": True,
        "validateRequestParameters": False,
    }
    assert (model["contentType"], model["description"]) == (
        "application/json",
        "This is a default empty schema model",
    )


def test_a_refusal_has_awss_code(gateway: Any) -> None:
    with pytest.raises(ClientError) as refused:
        gateway.get_usage_plan(usagePlanId="none")

    assert refused.value.response["Error"] == {
        "Message": "Invalid Usage Plan ID specified",
        "Code": "NotFoundException",
    }
