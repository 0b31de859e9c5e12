"""Lambda behind mapping templates: what the function gets, and what its result or its error becomes."""

import asyncio
import json
from typing import Any

import pytest

from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand, uri

ORDER = {"application/json": '{"body": $input.json("$"), "isBase64Encoded": false}'}
"""A template that hands the request's document to `obedient` as text would be; its handler reads `body`."""

BY_ERROR: dict[str, dict[str, Any]] = {
    "200": {"response_templates": {"application/json": "Pass"}},
    "405": {"selection_pattern": ".*four hundred.*"},
    "502": {"selection_pattern": ".+"},
}

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def api(stand: Stand) -> CustomApi:
    """An API with nothing in it yet."""
    return CustomApi(stand)


def order(**what: Any) -> dict[str, str]:
    """A request template that makes an order for `obedient`."""
    return {"application/json": json.dumps({"body": json.dumps(what), "isBase64Encoded": False})}


def lambda_(templates: dict[str, str], **members: Any) -> dict[str, Any]:
    """An AWS integration with `obedient`."""
    return {"type": "AWS", "uri": uri("obedient"), "request_templates": templates, **members}


async def test_the_function_gets_what_the_template_makes(api: CustomApi) -> None:
    template = {"application/json": '{"who": "$input.params("name")", "isBase64Encoded": false, "body": ""}'}
    api.put("GET /{name}", {"200": {}}, **lambda_(template))
    answer = await api.send("GET", "/Ada")
    assert json.loads(answer.json()["body"])["who"] == "Ada"


async def test_intresp_001_a_function_that_succeeds_takes_the_default(api: CustomApi) -> None:
    api.put("POST /", BY_ERROR, **lambda_(order(**{"return": "fine"})))
    answer = await api.send("POST", "/")
    assert (answer.status, answer.body) == (200, b"Pass")


async def test_intresp_002_an_error_takes_the_response_whose_pattern_matches_its_message(api: CustomApi) -> None:
    api.put("POST /", BY_ERROR, **lambda_(order(**{"raise": "Error: Raising four hundred from within the function"})))
    answer = await api.send("POST", "/")
    assert answer.status == 405
    assert answer.json()["errorMessage"] == "Error: Raising four hundred from within the function"


async def test_intresp_003_another_error_takes_the_next_pattern(api: CustomApi) -> None:
    api.put("POST /", BY_ERROR, **lambda_(order(**{"raise": "Error: Raising five hundred"})))
    answer = await api.send("POST", "/")
    assert (answer.status, answer.json()["errorType"]) == (502, "RuntimeError")


async def test_vtl_027_a_response_template_overrides_the_status(api: CustomApi) -> None:
    template = (
        "#set($result = $input.path('$'))"
        "#if($result.statusCode == 400)#set($context.responseOverride.status = 400)#end"
        '{"body": "$result.body", "statusCode": 200}'
    )
    responses: dict[str, dict[str, Any]] = {
        "200": {"response_templates": {"application/json": template}},
        "400": {"selection_pattern": "never"},
    }
    api.put("POST /", responses, **lambda_(order(**{"return": {"statusCode": 400, "body": "customerror"}})))
    answer = await api.send("POST", "/")
    assert (answer.status, answer.json()) == (400, {"body": "customerror", "statusCode": 200})


async def test_a_body_passes_where_no_template_is(api: CustomApi) -> None:
    api.put("POST /", {"200": {}}, **lambda_({}))
    answer = await api.send("POST", "/", body=json.dumps({"body": "x", "isBase64Encoded": False}).encode())
    assert json.loads(answer.json()["body"]) == {"body": "x", "isBase64Encoded": False}


async def test_a_body_that_is_no_json_is_refused_as_lambda_refuses_it(api: CustomApi) -> None:
    api.put("POST /", {"200": {}}, **lambda_({}))
    answer = await api.send("POST", "/", body=b"a=b", headers={"Content-Type": "text/plain"})
    assert answer.status == 400
    assert "Could not parse request body into json" in answer.json()["message"]


async def test_var_002_a_stage_variable_that_is_not_set_is_empty(api: CustomApi) -> None:
    template = {"application/json": '{"version": "$stageVariables.version", "isBase64Encoded": false, "body": ""}'}
    api.put("GET /", {"200": {}}, **lambda_(template))
    answer = await api.send("GET", "/")
    assert json.loads(answer.json()["body"])["version"] == ""


@pytest.mark.parametrize("header", ["Content-Length", "Transfer-Encoding", "Authorization", "Connection", "TE"])
async def test_http_012_a_header_that_api_gateway_sets_itself_cannot_be_mapped(api: CustomApi, header: str) -> None:
    parameters = {f"integration.request.header.{header}": "'x'"}
    api.put("GET /", {"200": {}}, **lambda_({}, request_parameters=parameters))
    answer = await api.send("GET", "/")
    assert (answer.status, answer.body) == (500, b'{"message": "Internal server error"}')
    assert answer.headers["x-amzn-errortype"] == "InternalServerErrorException"


@pytest.mark.parametrize(
    ("passthrough", "templates", "status"),
    [
        ("WHEN_NO_MATCH", {}, 200),
        ("WHEN_NO_TEMPLATES", {}, 200),
        ("NEVER", {}, 415),
        ("WHEN_NO_MATCH", {"application/xml": "{}"}, 200),
        ("WHEN_NO_TEMPLATES", {"application/xml": "{}"}, 415),
        ("NEVER", {"application/xml": "{}"}, 415),
    ],
)
async def test_doc_005_when_a_body_passes(
    api: CustomApi, passthrough: str, templates: dict[str, str], status: int
) -> None:
    api.put("POST /", {"200": {}}, **lambda_(templates, passthrough_behavior=passthrough))
    answer = await api.send("POST", "/", body=b'{"body": "", "isBase64Encoded": false}')
    assert answer.status == status


async def test_a_selection_pattern_that_explodes_is_cut_off(api: CustomApi) -> None:
    template = order(**{"raise": "a" * 64 + "!"})
    api.put("GET /", {"200": {}, "500": {"selection_pattern": "(a+)+b|(a|aa)+$"}}, **lambda_(template))
    answer = await api.send("GET", "/")
    assert (answer.status, answer.body) == (500, b'{"message": "Internal server error"}')
    assert "(a+)+b" in api.stand.trace(answer).explanation
    assert "takes longer" in api.stand.trace(answer).explanation


async def test_selection_patterns_are_javas(api: CustomApi) -> None:
    template = order(**{"raise": "E[1]x"})
    api.put("GET /", {"200": {}, "409": {"selection_pattern": "\\QE[1]\\E\\p{Lower}"}}, **lambda_(template))
    assert (await api.send("GET", "/")).status == 409


@pytest.mark.parametrize(
    ("mapped", "sent", "status"),
    [
        ("'Event'", {}, 202),
        ("'DryRun'", {}, 204),
        ("'RequestResponse'", {}, 200),
        ("method.request.header.How", {"How": "Event"}, 202),
        ("method.request.header.How", {}, 200),
        ("method.request.header.How", {"How": "Nonsense"}, 500),
    ],
)
async def test_a_mapped_header_says_how_the_function_is_invoked(
    api: CustomApi, mapped: str, sent: dict[str, str], status: int
) -> None:
    parameters = {"integration.request.header.X-Amz-Invocation-Type": mapped}
    responses: dict[str, dict[str, Any]] = {"200": {"response_templates": {"application/json": "$input.body"}}}
    api.put("POST /", responses, **lambda_(order(**{"return": "fine"}), request_parameters=parameters))

    answer = await api.send("POST", "/", headers=sent)

    assert answer.status == (500 if status == 500 else 200)
    endpoint = next(entry for entry in api.stand.trace(answer).entries if entry.name == "endpoint")
    assert endpoint.summary.endswith("no answer" if status == 500 else f"→ {status}")


async def test_an_asynchronous_invocation_runs_after_the_answer(api: CustomApi) -> None:
    parameters = {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}
    api.put("POST /", {"200": {}}, **lambda_(order(**{"raise": "seen in the log"}), request_parameters=parameters))

    answer, line = await asyncio.gather(api.send("POST", "/"), api.stand.log_line("obedient", "seen in the log"))

    assert (answer.status, answer.body) == (200, b"")
    assert "RuntimeError" in line.text
