"""Headers and statuses that integrations make: what reaches the client, renamed, left out or refused."""

import pytest

from lgtui.emulator.gateway.model import PutGatewayResponseRequest
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Answer, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

OK = {"application/json": '{"statusCode": 200}'}


async def answer_with(stand: Stand, parameters: dict[str, str]) -> Answer:
    """What a mock answers whose integration response maps those headers."""
    api = CustomApi(stand)
    mapped = {f"method.response.header.{name}": source for name, source in parameters.items()}
    api.mock("GET /", OK, {"200": {"response_parameters": mapped}})
    return await api.send("GET", "/")


@pytest.mark.parametrize("name", ["Connection", "Content-Length", "Date", "Expect", "Host", "Server", "Upgrade"])
async def test_a_mapped_header_of_http_itself_is_renamed(stand: Stand, name: str) -> None:
    answer = await answer_with(stand, {name: "'7'"})
    assert answer.headers[f"x-amzn-remapped-{name.lower()}"] == "7"
    assert answer.headers.get(name.lower()) != "7"


async def test_a_mapped_transfer_encoding_is_left_out(stand: Stand) -> None:
    answer = await answer_with(stand, {"Transfer-Encoding": "'chunked'"})
    assert answer.status == 200
    assert not [name for name in answer.headers if "transfer-encoding" in name]


async def test_no_header_hides_another_one(stand: Stand) -> None:
    api = CustomApi(stand)
    template = '#set($context.responseOverride.header.Echo = $input.params("q")){"statusCode": 200}'
    api.mock("GET /", {"application/json": template}, {"200": {}})
    answer = await api.send("GET", "/?q=a%0d%0aSet-Cookie:%20b")
    assert answer.status == 500
    assert "set-cookie" not in answer.headers
    assert "control characters" in stand.trace(answer).explanation


async def test_a_gateway_response_leaves_out_what_http_cannot_carry(stand: Stand) -> None:
    api = CustomApi(stand)
    stand.gateway.put_gateway_response(
        PutGatewayResponseRequest(
            rest_api_id=api.id,
            response_type="MISSING_AUTHENTICATION_TOKEN",
            response_parameters={
                "gatewayresponse.header.Echo": "method.request.querystring.q",
                "gatewayresponse.header.Fine": "'yes'",
            },
        )
    )
    api.mock("GET /", OK, {"200": {}})
    answer = await api.send("GET", "/nowhere?q=a%0d%0aSet-Cookie:%20b")
    assert answer.status == 403
    assert answer.headers["fine"] == "yes"
    assert "echo" not in answer.headers


async def test_an_informational_status_ends_no_request(stand: Stand) -> None:
    api = CustomApi(stand)
    api.mock("GET /", {"application/json": '{"statusCode": 101}'}, {"101": {}})
    answer = await api.send("GET", "/")
    assert answer.status == 500
    assert "the status 101" in stand.trace(answer).explanation
