"""Enabling CORS: preflight requests are answered, and answers may be read."""

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import EnableCorsRequest
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

OK = {"application/json": '{"statusCode": 200}'}


@pytest.fixture
def api(stand: Stand) -> CustomApi:
    """An API with two resources."""
    api = CustomApi(stand)
    api.mock("GET /orders", OK, {"200": {}})
    api.mock("POST /orders/{id}", OK, {"200": {}})
    return api


def enable(api: CustomApi, path: str, **members: object) -> None:
    """Enable CORS for a resource and deploy."""
    resource_id = api.stand.resource(api.id, path)
    request = EnableCorsRequest(rest_api_id=api.id, resource_id=resource_id, **members)  # type: ignore[arg-type]
    api.stand.gateway.enable_cors(request)
    api.stand.deploy(api.id)


async def test_a_preflight_request_is_answered(api: CustomApi) -> None:
    enable(api, "/orders", allow_origin="https://shop.example", allow_headers=["X-A"], allow_credentials=True)
    answer = await api.send("OPTIONS", "/orders")
    allowed = {name: value for name, value in answer.headers.items() if name.startswith("access-control")}
    assert (answer.status, allowed) == (
        200,
        {
            "access-control-allow-origin": "https://shop.example",
            "access-control-allow-methods": "GET,OPTIONS",
            "access-control-allow-headers": "X-A",
            "access-control-allow-credentials": "true",
        },
    )


async def test_answers_may_be_read(api: CustomApi) -> None:
    enable(api, "/orders")
    assert (await api.send("GET", "/orders")).headers["access-control-allow-origin"] == "*"


async def test_one_resource_alone_is_changed(api: CustomApi) -> None:
    enable(api, "/orders")
    assert (await api.send("OPTIONS", "/orders/1")).status == 403


async def test_a_whole_tree_is_changed(api: CustomApi) -> None:
    enable(api, "/", whole_tree=True)
    answers = [await api.send("OPTIONS", path) for path in ("/", "/orders", "/orders/1")]
    assert [answer.headers["access-control-allow-methods"] for answer in answers] == [
        "OPTIONS",
        "GET,OPTIONS",
        "OPTIONS,POST",
    ]


async def test_any_stands_for_every_method(stand: Stand) -> None:
    api = CustomApi(stand)
    api.mock("ANY /x", OK, {"200": {}})
    enable(api, "/x")
    answer = await api.send("OPTIONS", "/x")
    assert answer.headers["access-control-allow-methods"] == "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"


async def test_it_may_be_enabled_again(api: CustomApi) -> None:
    enable(api, "/orders")
    enable(api, "/orders", allow_origin="https://other.example")
    assert (await api.send("GET", "/orders")).headers["access-control-allow-origin"] == "https://other.example"


@pytest.mark.parametrize("origin", ["", "it's"])
async def test_an_origin_that_cannot_be_sent_is_refused(api: CustomApi, origin: str) -> None:
    with pytest.raises(BadRequestException):
        enable(api, "/orders", allow_origin=origin)
