"""What execution logs say of an endpoint: the request as it went, with every header, and its answer."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from lgtui.emulator.gateway.model import TestInvokeMethodRequest
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand, uri
from tests.load.http_server import Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANSWER = b'HTTP/1.1 201 Created\r\nX-Amzn-RequestId: 1-2-3\r\nContent-Length: 10\r\n\r\n{"a": "b"}'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def backend() -> AsyncIterator[Server]:
    """A web server, which is every other service too."""

    async def answer(_: int) -> bytes:
        return ANSWER

    async with serving(answer) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(backend: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region beside it."""
    url = f"http://127.0.0.1:{backend.port}"
    stand = Stand(tmp_path_factory.mktemp("region"), services_endpoint=url)
    stand.create_obedient()
    yield stand
    await stand.region.stop()


async def log(stand: Stand, **integration: Any) -> dict[str, str]:
    """The lines of a test invocation of `POST /7?q=1` by what they begin with."""
    api = CustomApi(stand)
    parameters = {
        "integration.request.path.id": "method.request.path.id",
        "integration.request.querystring.m": "method.request.querystring.q",
    }
    api.put("POST /{id}", {"200": {}}, request_parameters=parameters, **integration)
    invoked = await stand.gateway.test_invoke_method(
        TestInvokeMethodRequest(**api.last_place, path_with_query_string="/7?q=1", body='{"a": 1}')
    )
    lines = [line.partition(" : ")[2] for line in invoked.log.splitlines()[1:]]
    return {line.partition(": ")[0].rstrip(" :"): line for line in lines}


async def test_a_web_servers_request_is_logged_with_its_target_and_headers(stand: Stand, backend: Server) -> None:
    url = f"http://127.0.0.1:{backend.port}"
    lines = await log(stand, type="HTTP", uri=f"{url}/orders/{{id}}", integration_http_method="POST")

    assert lines["Endpoint request URI"] == f"Endpoint request URI: {url}/orders/7?m=1"
    assert re.fullmatch(
        r"Endpoint request headers: \{Accept=application/json, User-Agent=AmazonAPIGateway_\w+, "
        r"Content-Type=application/json, X-Amzn-Apigateway-Api-Id=\w+, X-Amzn-Trace-Id=Root=1-.*\}",
        lines["Endpoint request headers"],
    )
    assert lines["Endpoint request body after transformations"].endswith(': {"a": 1}')
    assert lines["Received response. Status"].startswith("Received response. Status: 201, Integration latency: ")
    assert lines["Endpoint response body before transformations"].endswith(': {"a": "b"}')
    assert lines["AWS Integration Endpoint RequestId"].endswith(": 1-2-3")


async def test_a_proxys_request_is_logged_likewise(stand: Stand, backend: Server) -> None:
    url = f"http://127.0.0.1:{backend.port}"
    lines = await log(stand, type="HTTP_PROXY", uri=f"{url}/orders/{{id}}", integration_http_method="POST")

    assert lines["Endpoint request URI"] == f"Endpoint request URI: {url}/orders/7?q=1&m=1"
    assert f"Sending request to {url}/orders/7?q=1&m=1" in lines.values()


async def test_a_services_request_is_logged_as_it_would_go_to_aws_and_without_its_signature(stand: Stand) -> None:
    target = "arn:aws:apigateway:eu-west-1:s3:path/bucket/{id}"
    lines = await log(stand, type="AWS", uri=target, integration_http_method="PUT")

    expected = "Endpoint request URI: https://s3.eu-west-1.amazonaws.com/bucket/7?m=1"
    assert lines["Endpoint request URI"] == expected
    assert re.search(r"Authorization=\*{20,}\w{6}[,}]", lines["Endpoint request headers"])
    assert "X-Amz-Date=" in lines["Endpoint request headers"]


async def test_a_custom_lambda_integration_is_logged_as_an_invocation(stand: Stand) -> None:
    order = json.dumps({"body": None, "isBase64Encoded": False})
    lines = await log(
        stand,
        type="AWS",
        uri=uri("obedient"),
        integration_http_method="POST",
        request_templates={"application/json": order},
    )

    assert "x-amzn-lambda-integration-tag=" in lines["Endpoint request headers"]
    assert lines["Endpoint request URI"].endswith("function:obedient/invocations")
    assert re.fullmatch(
        r"AWS Integration Endpoint RequestId : [0-9a-f-]{36}", lines["AWS Integration Endpoint RequestId"]
    )
