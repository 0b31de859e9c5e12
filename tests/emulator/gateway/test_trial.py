"""TestInvokeMethod: a method as it is edited now, and its log."""

import re

import pytest

from lgtui.emulator.errors import BadRequestException, NotFoundException
from lgtui.emulator.gateway.model import MethodRequest, TestInvokeMethodRequest, TestInvokeMethodResponse
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

PET = '{"petId": "$input.params("petId")", "colour": "$stageVariables.colour"}'


@pytest.fixture
def api(stand: Stand) -> CustomApi:
    """An API with a mock at `/pets/{petId}`."""
    api = CustomApi(stand)
    responses = {"200": {"response_templates": {"application/json": PET}}}
    api.mock("GET /pets/{petId}", {"application/json": '{"statusCode": 200}'}, responses)
    return api


async def invoke(api: CustomApi, path: str, **members: object) -> TestInvokeMethodResponse:
    """Test the method that was put last."""
    request = TestInvokeMethodRequest(**api.last_place, path_with_query_string=path, **members)  # type: ignore[arg-type]
    return await api.stand.gateway.test_invoke_method(request)


async def test_log_003_the_log_has_path_parameters_and_query(api: CustomApi) -> None:
    answer = await invoke(api, "/pets/123?foo=bar")
    assert answer.body == '{"petId": "123", "colour": ""}'
    for line in (
        "HTTP Method: GET, Resource Path: /pets/123",
        "Method request path: {petId=123}",
        "Method request query string: {foo=bar}",
        "Successfully completed execution",
        "Method completed with status: 200",
    ):
        assert re.search(rf"^\w{{3}} \w{{3}} \d\d \d\d:\d\d:\d\d UTC \d{{4}} : {re.escape(line)}$", answer.log, re.M)


async def test_log_004_a_path_that_does_not_fit_gives_no_parameters(api: CustomApi) -> None:
    answer = await invoke(api, "/random/test")
    assert answer.status == 200
    assert answer.body == '{"petId": "", "colour": ""}'
    assert "HTTP Method: GET, Resource Path: /random/test" in answer.log
    assert "Method request path: {}" in answer.log


async def test_stage_variables_are_given(api: CustomApi) -> None:
    answer = await invoke(api, "/pets/1", stage_variables={"colour": "blue"})
    assert answer.body == '{"petId": "1", "colour": "blue"}'


async def test_what_is_edited_is_tested_before_it_is_deployed(api: CustomApi) -> None:
    place = MethodRequest(**api.last_place)
    api.stand.gateway.delete_method(place)
    api.place("GET /pets/{petId}")
    answer = await invoke(api, "/pets/7", headers={"X-A": "b"}, body="text")
    assert (answer.status, '"petId":"7"' in answer.body.replace(" ", "")) == (200, True)
    assert "Endpoint request URI: https://lambda.us-east-1.amazonaws.com/" in answer.log
    assert "Method request body before transformations: text" in answer.log


async def test_a_failure_is_explained_in_the_log(api: CustomApi) -> None:
    api.mock("GET /broken", {"application/json": "{}"}, {"200": {}})
    answer = await invoke(api, "/broken")
    assert (answer.status, answer.body) == (500, '{"message": "Internal server error"}')
    assert "statusCode should be an integer" in answer.log


async def test_a_test_has_a_trace_as_a_request_has(api: CustomApi) -> None:
    place = {**api.last_place, "path_with_query_string": "/pets/1"}
    await api.stand.gateway.test_invoke_method(TestInvokeMethodRequest(**place))
    trace = api.stand.gateway.traces.drain_fresh()[-1]
    assert (trace.path, trace.stage) == ("/pets/1", "test-invoke-stage")
    assert [entry.name for entry in trace.entries][-1] == "method response"


async def test_a_method_without_an_integration_cannot_be_tested(api: CustomApi) -> None:
    api.stand.gateway.delete_integration(MethodRequest(**api.last_place))
    with pytest.raises(BadRequestException, match="No integration defined for method"):
        await invoke(api, "/pets/1")


async def test_an_unknown_method_is_not_found(api: CustomApi) -> None:
    api.last_place = {**api.last_place, "http_method": "PUT"}
    with pytest.raises(NotFoundException):
        await invoke(api, "/pets/1")


async def test_a_tests_trace_says_what_it_does_not_ask_for(api: CustomApi) -> None:
    place = {**api.last_place, "path_with_query_string": "/pets/1"}
    await api.stand.gateway.test_invoke_method(TestInvokeMethodRequest(**place))
    trace = api.stand.gateway.traces.drain_fresh()[-1]
    skipped = {entry.name: entry.summary for entry in trace.entries if entry.verdict == "skipped"}
    assert skipped == {"throttle": "TestInvokeMethod does not ask for it"}
