"""Gateway responses: how an API answers what it refuses or fails, by AWS's rules or its own."""

from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException, NotFoundException, ValidationException
from lgtui.emulator.gateway.model import (
    GatewayResponseRequest,
    ImportRestApiRequest,
    PageRequest,
    PatchOperation,
    PutGatewayResponseRequest,
    UpdateGatewayResponseRequest,
)
from tests.emulator.gateway.stand import STAGE, Stand

MISSING = "MISSING_AUTHENTICATION_TOKEN"


@pytest.fixture
def api(stand: Stand) -> str:
    """An API of one method, deployed."""
    return stand.api("GET /there")


def put(stand: Stand, api: str, response_type: str, **members: Any) -> None:
    """Customise a response and deploy."""
    stand.gateway.put_gateway_response(
        PutGatewayResponseRequest(rest_api_id=api, response_type=response_type, **members)
    )
    stand.deploy(api)


@pytest.mark.asyncio(loop_scope="module")
async def test_gwr_008_a_customised_response_answers_unknown_paths(stand: Stand, api: str) -> None:
    put(
        stand,
        api,
        MISSING,
        status_code="404",
        response_parameters={
            "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
            "gatewayresponse.header.X-Agent": "method.request.header.user-agent",
            "gatewayresponse.header.X-Absent": "method.request.header.absent",
        },
        response_templates={"application/json": '{"why": $context.error.messageString, "at": "$context.path"}'},
    )
    answer = await stand.send(api, "GET", "/gone", headers={"User-Agent": "probe"})
    assert (answer.status, answer.json()) == (404, {"why": "Missing Authentication Token", "at": "/stage/gone"})
    assert (answer.headers["access-control-allow-origin"], answer.headers["x-agent"]) == ("*", "probe")
    assert "x-absent" not in answer.headers
    assert answer.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"


@pytest.mark.asyncio(loop_scope="module")
async def test_gwr_010_the_default_for_its_kind_answers_with_the_types_own_status(stand: Stand, api: str) -> None:
    put(stand, api, "DEFAULT_4XX", response_templates={"application/json": "$context.error.responseType"})
    answer = await stand.send(api, "GET", "/gone")
    assert (answer.status, answer.body) == (403, MISSING.encode())


@pytest.mark.asyncio(loop_scope="module")
async def test_a_response_acts_from_the_next_deployment_on(stand: Stand, api: str) -> None:
    request = PutGatewayResponseRequest(rest_api_id=api, response_type=MISSING, status_code="418")
    stand.gateway.put_gateway_response(request)
    assert (await stand.send(api, "GET", "/gone")).status == 403
    stand.deploy(api)
    assert (await stand.send(api, "GET", "/gone")).status == 418


@pytest.mark.asyncio(loop_scope="module")
async def test_the_template_is_chosen_by_what_the_client_accepts(stand: Stand, api: str) -> None:
    put(stand, api, MISSING, response_templates={"application/json": "{}", "application/xml": "<gone/>"})
    answer = await stand.send(api, "GET", "/gone", headers={"Accept": "application/xml"})
    assert (answer.body, answer.headers["content-type"]) == (b"<gone/>", "application/xml")
    assert (await stand.send(api, "GET", "/gone", headers={"Accept": "text/html"})).body == b"{}"


@pytest.mark.asyncio(loop_scope="module")
async def test_a_template_has_variables_and_no_directives(stand: Stand, api: str) -> None:
    put(stand, api, MISSING, response_templates={"application/json": "#if(true)$context.stage#end $context.no.such"})
    assert (await stand.send(api, "GET", "/gone")).body == b"#if(true)stage#end "


@pytest.mark.asyncio(loop_scope="module")
async def test_an_openapi_document_brings_its_gateway_responses(stand: Stand) -> None:
    document = b"""
    openapi: 3.0.1
    info: {title: x}
    paths:
      /there: {get: {x-amazon-apigateway-integration: {type: mock, requestTemplates: {}}}}
    x-amazon-apigateway-gateway-responses:
      MISSING_AUTHENTICATION_TOKEN: {statusCode: 404, responseTemplates: {application/json: gone}}
    """
    api = stand.gateway.import_rest_api(ImportRestApiRequest(body=document)).id
    stand.deploy(api)
    answer = await stand.send(api, "GET", "/gone")
    assert (answer.status, answer.body) == (404, b"gone")


def test_gwr_001_a_new_api_has_awss_own_responses(stand: Stand, api: str) -> None:
    responses = stand.gateway.get_gateway_responses(PageRequest(rest_api_id=api)).items
    assert {response.response_type: response.status_code for response in responses} == {
        "ACCESS_DENIED": "403",
        "API_CONFIGURATION_ERROR": "500",
        "AUTHORIZER_CONFIGURATION_ERROR": "500",
        "AUTHORIZER_FAILURE": "500",
        "BAD_REQUEST_BODY": "400",
        "BAD_REQUEST_PARAMETERS": "400",
        "DEFAULT_4XX": None,
        "DEFAULT_5XX": None,
        "EXPIRED_TOKEN": "403",
        "INTEGRATION_FAILURE": "504",
        "INTEGRATION_TIMEOUT": "504",
        "INVALID_API_KEY": "403",
        "INVALID_SIGNATURE": "403",
        MISSING: "403",
        "QUOTA_EXCEEDED": "429",
        "REQUEST_TOO_LARGE": "413",
        "RESOURCE_NOT_FOUND": "404",
        "THROTTLED": "429",
        "UNAUTHORIZED": "401",
        "UNSUPPORTED_MEDIA_TYPE": "415",
        "WAF_FILTERED": "403",
    }
    template = {"application/json": '{"message":$context.error.messageString}'}
    assert all(response.default_response and response.response_templates == template for response in responses)


def test_gwr_002_a_deleted_response_is_awss_own_again(stand: Stand, api: str) -> None:
    named = GatewayResponseRequest(rest_api_id=api, response_type=MISSING)
    put(stand, api, MISSING, status_code="404")
    assert stand.gateway.get_gateway_response(named).status_code == "404"
    stand.gateway.delete_gateway_response(named)
    after = stand.gateway.get_gateway_response(named)
    assert (after.status_code, after.default_response) == ("403", True)


def test_gwr_003_a_response_that_was_never_set_cannot_be_deleted(stand: Stand, api: str) -> None:
    with pytest.raises(NotFoundException, match="Gateway response type not defined on api"):
        stand.gateway.delete_gateway_response(GatewayResponseRequest(rest_api_id=api, response_type=MISSING))


def test_gwr_005_a_status_cannot_be_added(stand: Stand, api: str) -> None:
    with pytest.raises(BadRequestException) as refused:
        patch(stand, api, "add", "/statusCode", "404")
    assert refused.value.message == "Invalid patch path /statusCode"


def test_patches_change_status_headers_and_templates(stand: Stand, api: str) -> None:
    patch(stand, api, "replace", "/statusCode", "404")
    patch(stand, api, "add", "/responseParameters/gatewayresponse.header.X", "'1'")
    patch(stand, api, "replace", "/responseTemplates/application~1json", "{}")
    patch(stand, api, "add", "/responseTemplates/text~1plain", "gone")
    patch(stand, api, "remove", "/responseTemplates/application~1json", "")
    response = stand.gateway.get_gateway_response(GatewayResponseRequest(rest_api_id=api, response_type=MISSING))
    assert response.status_code == "404"
    assert response.response_parameters == {"gatewayresponse.header.X": "'1'"}
    assert response.response_templates == {"text/plain": "gone"}
    assert not response.default_response


@pytest.mark.parametrize(("response_type", "status_code"), [("NO_SUCH_TYPE", "404"), (MISSING, "99")])
def test_an_unknown_type_or_status_is_refused(stand: Stand, api: str, response_type: str, status_code: str) -> None:
    with pytest.raises((BadRequestException, ValidationException)):
        put(stand, api, response_type, status_code=status_code)


@pytest.mark.parametrize(
    ("target", "source"),
    [
        ("nonsense", "'x'"),
        ("gatewayresponse.header.", "'x'"),
        ("gatewayresponse.header.X Y", "'x'"),
        ("gatewayresponse.header.X\nY", "'x'"),
        ("gatewayresponse.header.X", "unquoted"),
        ("gatewayresponse.header.X", "'two\nlines'"),
        ("gatewayresponse.header.X", "method.request.body.x"),
        ("gatewayresponse.header.X", "integration.response.header.x"),
    ],
)
def test_a_header_that_is_mapped_from_nothing_is_refused(stand: Stand, api: str, target: str, source: str) -> None:
    with pytest.raises(BadRequestException, match="Invalid mapping expression specified"):
        put(stand, api, "THROTTLED", response_parameters={target: source})
    with pytest.raises(BadRequestException):
        patch(stand, api, "add", f"/responseParameters/{target}", source)


@pytest.mark.asyncio(loop_scope="module")
async def test_headers_come_from_every_part_of_a_request(stand: Stand, api: str) -> None:
    sources = {
        "H": "method.request.header.a",
        "Q": "method.request.querystring.q",
        "MH": "method.request.multivalueheader.b",
        "MQ": "method.request.multivaluequerystring.q",
        "C": "context.stage",
        "S": "'static'",
        "None": "method.request.path.id",
    }
    parameters = {f"gatewayresponse.header.X-{name}": source for name, source in sources.items()}
    put(stand, api, "MISSING_AUTHENTICATION_TOKEN", response_parameters=parameters)
    stand.deploy(api)
    answer = await stand.send(api, "GET", "/gone?q=1&q=2", headers={"A": "a", "B": "b"})
    got = {name: answer.headers.get(f"x-{name.lower()}") for name in sources}
    assert got == {"H": "a", "Q": "2", "MH": "b", "MQ": "1,2", "C": STAGE, "S": "static", "None": None}


def patch(stand: Stand, api: str, op: Any, path: str, value: str) -> None:
    """Apply one patch operation to the response for unknown paths."""
    stand.gateway.update_gateway_response(
        UpdateGatewayResponseRequest(
            rest_api_id=api,
            response_type=MISSING,
            patch_operations=[PatchOperation(op=op, path=path, value=value)],
        )
    )
