"""AWS integrations with services other than Lambda: what a service is sent, and what comes of its answer."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import pytest_asyncio

from lgtui.emulator.credentials import ACCESS_KEY_ID
from lgtui.emulator.gateway.integrations.registry import service_elsewhere
from lgtui.emulator.gateway.model import Integration
from lgtui.emulator.wire.service_model import SERVICES
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Answer, Stand
from tests.load.http_server import Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

JSON_ANSWER = b'HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 8\r\n\r\n{"a": 1}'
REFUSED = b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}"


class Service:
    """The server that is every other service: `answer` is what it says next."""

    def __init__(self) -> None:
        self.answer = JSON_ANSWER
        self.server = Server()

    async def say(self, _: int) -> bytes:
        """The answer to a request."""
        return self.answer

    @property
    def last(self) -> tuple[str, str, dict[str, str], bytes]:
        """The last request: method, target, headers by lower-case name, body."""
        head, _, body = self.server.requests[-1].partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        method, target, _ = first.split(" ")
        return method, target, {name.lower(): value for name, value in headers.items()}, body


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service() -> AsyncIterator[Service]:
    """A server that listens for the module's life."""
    service = Service()
    async with serving(service.say) as service.server:
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(service: Service, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region whose other services are that server."""
    url = f"http://127.0.0.1:{service.server.port}"
    stand = Stand(tmp_path_factory.mktemp("region"), services_endpoint=url)
    yield stand
    await stand.region.stop()


@pytest.fixture
def api(stand: Stand, service: Service) -> CustomApi:
    """An API with nothing in it yet."""
    service.answer = JSON_ANSWER
    return CustomApi(stand)


def with_service(target: str, http_method: str = "POST", **members: Any) -> dict[str, Any]:
    """An integration with a service: `sqs:path/1/q`."""
    uri = f"arn:aws:apigateway:eu-west-1:{target}"
    return {"type": "AWS", "uri": uri, "integration_http_method": http_method, **members}


async def refusal(api: CustomApi, target: str) -> tuple[Answer, str]:
    """What a method with that integration answers, and the trace's explanation."""
    api.put("GET /", {"200": {}}, **with_service(target))
    answer = await api.send("GET", "/")
    return answer, api.stand.trace(answer).explanation


async def test_an_action_of_a_json_service_is_named_by_a_header(api: CustomApi, service: Service) -> None:
    templates = {"application/json": '{"TableName": "t"}'}
    api.put("POST /", {"200": {}}, **with_service("dynamodb:action/Scan", request_templates=templates))
    answer = await api.send("POST", "/", body=b"{}", headers={"Authorization": "Bearer of the client"})

    method, target, headers, body = service.last
    assert (method, target, body) == ("POST", "/", b'{"TableName": "t"}')
    assert headers["x-amz-target"] == "DynamoDB_20120810.Scan"
    assert headers["content-type"] == "application/x-amz-json-1.0"
    assert headers["user-agent"] == f"AmazonAPIGateway_{api.id}"
    assert (answer.json(), answer.headers["content-type"]) == ({"a": 1}, "application/json")


async def test_an_action_of_a_query_service_is_named_in_the_query(api: CustomApi, service: Service) -> None:
    parameters = {
        "integration.request.querystring.Message": "method.request.querystring.text",
        "integration.request.querystring.TopicArn": "'arn:aws:sns:eu-west-1:1:t'",
    }
    api.put("GET /", {"200": {}}, **with_service("sns:action/Publish&Subject=s", request_parameters=parameters))
    await api.send("GET", "/?text=a%26b")

    _, target, _, _ = service.last
    assert dict(parse_qsl(urlsplit(target).query)) == {
        "Action": "Publish",
        "Version": "2010-03-31",
        "Subject": "s",
        "Message": "a&b",
        "TopicArn": "arn:aws:sns:eu-west-1:1:t",
    }


async def test_requests_are_signed_for_the_uris_service_and_region(api: CustomApi, service: Service) -> None:
    api.put("GET /", {"200": {}}, **with_service("states:action/StartExecution"))
    await api.send("GET", "/")

    _, _, headers, _ = service.last
    algorithm, credential, _, _ = headers["authorization"].replace(",", "").split(" ")
    key, _, *scope = credential.removeprefix("Credential=").split("/")
    assert (algorithm, key, scope) == (
        "AWS4-HMAC-SHA256", ACCESS_KEY_ID, ["eu-west-1", "states", "aws4_request"],
    )  # fmt: skip
    assert headers["x-amz-target"] == "AWSStepFunctions.StartExecution"


async def test_a_mapped_header_goes_before_the_actions_own(api: CustomApi, service: Service) -> None:
    parameters = {
        "integration.request.header.X-Amz-Target": "'AWSEvents.PutEvents'",
        "integration.request.header.Content-Type": "'application/x-amz-json-1.1'",
    }
    api.put("POST /", {"200": {}}, **with_service("events:action/Other", request_parameters=parameters))
    await api.send("POST", "/", body=b"{}")

    _, _, headers, _ = service.last
    assert headers["x-amz-target"] == "AWSEvents.PutEvents"
    assert headers["content-type"] == "application/x-amz-json-1.1"


async def test_a_path_goes_over_the_wire_as_the_client_sent_it(api: CustomApi, service: Service) -> None:
    parameters = {"integration.request.path.key": "method.request.path.key"}
    uri = "${stageVariables.bucket}.s3:path/files/{key}"
    api.put(
        "GET /{key+}",
        {"200": {}},
        variables={"bucket": "holiday"},
        **with_service(uri, "GET", request_parameters=parameters),
    )
    await api.send("GET", "/a%20b/../%2e%2e/c")

    method, target, headers, _ = service.last
    assert (method, target) == ("GET", "/holiday/files/a%20b/../%2e%2e/c")
    assert headers["x-amz-content-sha256"]


async def test_a_subdomain_is_named_by_the_host(api: CustomApi, service: Service) -> None:
    api.put("POST /", {"200": {}}, **with_service("runtime.sagemaker:path//endpoints/e/invocations"))
    await api.send("POST", "/", body=b"{}")

    _, target, headers, _ = service.last
    assert target == "/endpoints/e/invocations"
    assert headers["host"] == "runtime.sagemaker.eu-west-1.amazonaws.com"
    assert "/sagemaker/aws4_request" in headers["authorization"]


async def test_the_answers_status_selects_the_response(api: CustomApi, service: Service) -> None:
    service.answer = REFUSED
    api.put("GET /", {"200": {}, "422": {"selection_pattern": "4.."}}, **with_service("kinesis:action/PutRecord"))
    assert (await api.send("GET", "/")).status == 422


async def test_a_stage_variable_that_is_not_set_is_a_configuration_error(api: CustomApi) -> None:
    answer, explanation = await refusal(api, "sqs:path/1/${stageVariables.queue}")
    assert answer.status == 500
    assert "stage variable 'queue'" in explanation


async def test_a_service_without_actions_wants_a_path(api: CustomApi) -> None:
    answer, explanation = await refusal(api, "s3:action/GetObject&Bucket=b&Key=k")
    assert answer.status == 500
    assert "s3:path/PATH" in explanation


async def test_a_uri_that_names_no_service_is_a_configuration_error(api: CustomApi) -> None:
    answer, explanation = await refusal(api, ":path/q")
    assert (answer.status, answer.json()) == (500, {"message": "Internal server error"})
    assert "names no service" in explanation


async def test_a_services_endpoint_that_is_gone_is_a_network_error(tmp_path: Path) -> None:
    stand = Stand(tmp_path, services_endpoint="http://127.0.0.1:1/")
    answer, explanation = await refusal(CustomApi(stand), "sqs:path/1/q")
    await stand.region.stop()
    assert (answer.status, answer.json()) == (504, {"message": "Network error communicating with endpoint"})
    assert "http://127.0.0.1:1/1/q" in explanation


async def test_a_service_that_nothing_is_is_refused_by_name(tmp_path: Path) -> None:
    stand = Stand(tmp_path)
    answer, explanation = await refusal(CustomApi(stand), "sqs:path/1/q")
    await stand.region.stop()
    assert (answer.status, answer.json()) == (501, {"message": "lgtui does not emulate the service sqs yet"})
    assert "--services-endpoint" in explanation


async def test_operations_of_the_regions_own_go_to_its_own_endpoint(api: CustomApi, service: Service) -> None:
    async with serving(service.say) as own:
        api.stand.gateway.set_endpoint(f"http://127.0.0.1:{own.port}", {"lambda"})
        api.put("GET /", {"200": {}}, **with_service("lambda:path/2015-03-31/functions", "GET"))
        assert (await api.send("GET", "/")).status == 200
        assert own.requests[0].startswith(b"GET /2015-03-31/functions HTTP/1.1\r\n")


@pytest.mark.parametrize("service", SERVICES)
async def test_an_emulated_service_is_not_needed_from_elsewhere(service: str) -> None:
    integration = Integration(type="AWS", uri=f"arn:aws:apigateway:us-east-1:{service}:path/x")
    assert service_elsewhere(integration) == ""
