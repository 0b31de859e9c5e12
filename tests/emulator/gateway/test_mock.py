"""Mock integrations: the request template says which integration response answers."""

from typing import Any

import pytest

from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand

OK = {"application/json": '{"statusCode": 200}'}

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def api(stand: Stand) -> CustomApi:
    """An API with nothing in it yet."""
    return CustomApi(stand)


async def test_a_mock_answers_with_its_integration_responses_template(api: CustomApi) -> None:
    api.mock("GET /hello", OK, {"200": {"response_templates": {"application/json": '{"hello": "$context.stage"}'}}})
    answer = await api.send("GET", "/hello")
    assert (answer.status, answer.json()) == (200, {"hello": "stage"})
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("passthrough", ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"])
@pytest.mark.parametrize("http_method", ["GET", "POST"])
async def test_mock_001_a_template_for_json_is_used_whatever_the_passthrough(
    api: CustomApi, passthrough: str, http_method: str
) -> None:
    template = '{"statusCode": 200, "id": $input.params().path.id}'
    responses = {"200": {"response_templates": {"application/json": template}}}
    api.mock("ANY /{id}", OK, responses, passthrough_behavior=passthrough)
    answer = await api.send(http_method, "/42", headers={"Content-Type": "application/json"})
    assert (answer.status, answer.json()) == (200, {"statusCode": 200, "id": 42})


async def test_mock_002_an_own_status_code_goes_before_a_pattern_that_matches(api: CustomApi) -> None:
    responses: dict[str, dict[str, Any]] = {
        "500": {"selection_pattern": "4\\d\\d", "response_templates": {"application/json": "by pattern"}},
        "404": {"selection_pattern": "4.*", "response_templates": {"application/json": "by its own status"}},
    }
    api.mock("GET /", {"application/json": '{"statusCode": 404}'}, responses)
    answer = await api.send("GET", "/")
    assert (answer.status, answer.body) == (404, b"by its own status")


@pytest.mark.parametrize(
    ("fact", "sent", "response"),
    [
        ("vtl-020", "eyJtZXNzYWdlIjoicGF0aDIifQ==", "path was path two"),
        ("vtl-021", "eyJtZXNzYWdlIjoid2hhdGV2ZXIifQ==", "this is the else clause"),
    ],
)
async def test_what_the_request_template_overrides_the_response_template_reads(
    api: CustomApi, fact: str, sent: str, response: str
) -> None:
    request = '#set($context.requestOverride.path.body = $util.base64Decode($input.params("body"))){"statusCode": 200}'
    template = (
        "#set($sent = $util.parseJson($context.requestOverride.path.body))"
        '{"response": "#if($sent.message == "path2")path was path two#{else}this is the else clause#end"}'
    )
    responses = {"200": {"response_templates": {"application/json": template}}}
    api.mock("GET /{body}", {"application/json": request}, responses)
    assert (await api.send("GET", f"/{sent}")).json() == {"response": response}, fact


async def test_vtl_022_a_request_template_overrides_the_response(api: CustomApi) -> None:
    request = (
        "#set($context.responseOverride.status = 444)"
        '#set($context.responseOverride.header.foo = "bar")'
        '#set($context.responseOverride.custom = "is also passed around")'
        '{"statusCode": 200}'
    )
    response = (
        '{"statusOverride": "$context.responseOverride.status", "fooHeader": "$context.responseOverride.header.foo", '
        '"custom": "$context.responseOverride.custom"}'
    )
    api.mock("GET /", {"application/json": request}, {"200": {"response_templates": {"application/json": response}}})
    answer = await api.send("GET", "/")
    assert (answer.status, answer.headers["foo"]) == (444, "bar")
    assert answer.json() == {"statusOverride": "444", "fooHeader": "bar", "custom": "is also passed around"}


async def test_mime_001_a_type_without_a_template_is_refused_where_nothing_may_pass(api: CustomApi) -> None:
    api.mock("POST /", OK, {"200": {}}, passthrough_behavior="NEVER")
    answer = await api.send("POST", "/", headers={"Content-Type": "text/plain"}, body=b"x")
    assert (answer.status, answer.body) == (415, b'{"message":"Unsupported Media Type"}')
    assert "text/plain" in api.stand.trace(answer).explanation


async def test_headers_come_from_texts_the_request_and_the_context(api: CustomApi) -> None:
    parameters = {
        "method.response.header.Access-Control-Allow-Origin": "'*'",
        "method.response.header.X-Stage": "context.stage",
        "method.response.header.X-Variable": "stageVariables.colour",
        "method.response.header.X-Absent": "stageVariables.absent",
    }
    api.mock("OPTIONS /", OK, {"200": {"response_parameters": parameters}}, variables={"colour": "blue"})
    answer = await api.send("OPTIONS", "/")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (answer.headers["x-stage"], answer.headers["x-variable"]) == ("stage", "blue")
    assert "x-absent" not in answer.headers


@pytest.mark.parametrize("template", ["", "{}", '{"statusCode": "200"}', "not JSON at all {"])
async def test_a_template_without_an_integer_status_code_is_a_configuration_error(
    api: CustomApi, template: str
) -> None:
    api.mock("GET /", {"application/json": template}, {"200": {}})
    answer = await api.send("GET", "/")
    assert (answer.status, answer.body) == (500, b'{"message": "Internal server error"}')
    assert any("statusCode should be an integer" in line for line in api.stand.log(answer))


async def test_a_status_that_nothing_matches_is_a_configuration_error(api: CustomApi) -> None:
    api.mock("GET /", {"application/json": '{"statusCode": 404}'}, {"200": {"selection_pattern": "200"}})
    answer = await api.send("GET", "/")
    assert answer.status == 500
    assert any("No match for output mapping" in line for line in api.stand.log(answer))


async def test_a_template_that_fails_says_where(api: CustomApi) -> None:
    api.mock("GET /", OK, {"200": {"response_templates": {"application/json": "one\n  #set($list = [1])$list.get(9)"}}})
    answer = await api.send("GET", "/")
    assert answer.status == 500
    assert "line 2" in api.stand.trace(answer).explanation


async def test_the_trace_shows_the_templates_and_the_response_that_was_selected(api: CustomApi) -> None:
    api.mock("GET /", OK, {"200": {"response_templates": {"application/json": "rendered"}}})
    entries = {entry.name: entry for entry in api.stand.trace(await api.send("GET", "/")).entries}
    assert entries["integration request"].changed["body"] == '{"statusCode": 200}'
    assert entries["endpoint"].summary == "mock → 200"
    assert entries["integration response"].changed["body"] == "rendered"
    assert entries["integration request"].saw["template"] == OK["application/json"]
    assert entries["integration response"].saw["template"] == "rendered"
