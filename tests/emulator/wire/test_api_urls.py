"""Where APIs are on the control port, and what tools made for LocalStack ask it."""

from collections.abc import Iterator

import pytest

from lgtui.emulator.wire.api_urls import api_and_path
from tests.aws_client import aws_client
from tests.emulator_process import EmulatorProcess, call, running_emulator, write_hello_project


@pytest.mark.parametrize(
    ("host", "path", "found"),
    [
        ("localhost:4566", "/_aws/execute-api/abc/Prod/a%20b", ("abc", "/Prod/a%20b")),
        ("localhost:4566", "/_aws/execute-api/abc", ("abc", "/")),
        ("localhost:4566", "/restapis/abc/Prod/_user_request_/orders/42", ("abc", "/Prod/orders/42")),
        ("localhost:4566", "/restapis/abc/Prod/_user_request_", ("abc", "/Prod/")),
        ("abc.execute-api.localhost:4566", "/Prod/orders", ("abc", "/Prod/orders")),
        ("ABC.execute-api.us-east-1.localhost", "/Prod", ("abc", "/Prod")),
        ("abc.execute-api.localhost.localstack.cloud:4566", "/Prod/", ("abc", "/Prod/")),
        ("abc.execute-api.eu-west-1.localhost.localstack.cloud:4566", "/_lgtui/health", ("abc", "/_lgtui/health")),
        ("localhost:4566", "/restapis/abc/stages/Prod", None),
        ("localhost:4566", "/restapis/abc", None),
        ("abc.execute-api.us-east-1.amazonaws.com", "/Prod", None),
        ("a.b.execute-api.localhost", "/Prod", None),
    ],
)
def test_an_api_is_named_by_a_path_or_a_host(host: str, path: str, found: tuple[str, str] | None) -> None:
    assert api_and_path(host, path) == found


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"))) as running:
        yield running


@pytest.fixture(scope="module")
def api_id(emulator: EmulatorProcess) -> str:
    """Its one API."""
    found: str = emulator.ready["apis"][0]["id"]
    return found


def test_an_api_is_called_by_each_of_its_names(emulator: EmulatorProcess, api_id: str) -> None:
    host = f"{api_id}.execute-api.us-east-1.localhost.localstack.cloud:4566"
    page = {"Origin": "https://shop.example"}

    for url, headers in (
        (f"/_aws/execute-api/{api_id}/Prod/hello", page),
        (f"/restapis/{api_id}/Prod/_user_request_/hello", {}),
        ("/Prod/hello", {"Host": host, **page}),
    ):
        answer = call(emulator.control_url + url, headers=headers)
        assert (answer.status, answer.body) == (200, b"hello")


def test_a_page_of_another_origin_reaches_no_control_plane(emulator: EmulatorProcess, api_id: str) -> None:
    for headers in ({"Origin": "https://shop.example"}, {"Host": "rebound.example:4566"}):
        for path in (f"/restapis/{api_id}", "/_localstack/health", "/_lgtui/health", "/?Action=GetCallerIdentity"):
            answer = call(emulator.control_url + path, headers=headers)
            assert answer.status == 403
            assert answer.json()["message"].startswith("Refused: ")
    rebound = call(f"{emulator.control_url}/_aws/execute-api/{api_id}/Prod/hello", headers={"Host": "rebound.example"})
    assert rebound.status == 403


@pytest.mark.parametrize("path", ["/_localstack/health", "/health", "/health?reload"])
def test_localstacks_health_says_what_is_emulated(emulator: EmulatorProcess, path: str) -> None:
    health = call(emulator.control_url + path)

    assert health.status == 200
    assert health.json() == {
        "services": dict.fromkeys(["apigateway", "cloudwatch", "lambda", "logs", "sts"], "running"),
        "edition": "lgtui",
        "version": call(f"{emulator.control_url}/_lgtui/health").json()["version"],
    }


def test_a_rest_request_is_told_by_the_service_that_it_is_signed_for(emulator: EmulatorProcess) -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:Hello"
    aws_client(emulator, "lambda").tag_resource(Resource=arn, Tags={"of": "lambda"})

    assert aws_client(emulator, "lambda").list_tags(Resource=arn)["Tags"]["of"] == "lambda"
    signed = "AWS4-HMAC-SHA256 Credential=AK/20261122/us-east-1/{}/aws4_request"
    answers = {
        service: call(f"{emulator.control_url}/restapis", headers={"Authorization": signed.format(service)}).status
        for service in ("apigateway", "execute-api", "lambda", "sqs")
    }
    assert answers == {"apigateway": 200, "execute-api": 501, "lambda": 501, "sqs": 501}
