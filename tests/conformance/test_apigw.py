"""API Gateway's recorded facts, asked of the emulator: a test's name begins with the fact's id."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from lgtui.emulator.errors import BadRequestException, NotFoundException, ServiceError
from lgtui.emulator.gateway.failures import THROTTLED
from lgtui.emulator.gateway.model import (
    CreateResourceRequest,
    DeploymentRequest,
    MethodRequest,
    PutMethodRequest,
)
from tests.emulator.gateway.stand import STAGE, Stand, uri

pytestmark = pytest.mark.asyncio(loop_scope="module")

PNG = base64.b64encode(b"\x89PNG\x00\xff").decode()
BINARY_ANSWER = {"return": {"statusCode": 200, "isBase64Encoded": True, "body": PNG}}

MISSING_TOKEN = b'{"message":"Missing Authentication Token"}'
INTERNAL_ERROR = b'{"message": "Internal server error"}'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """One region for all facts."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    stand.create_obedient()
    yield stand
    await stand.region.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def proxy(stand: Stand) -> str:
    """The API of the facts about the event: `/{proxy+}` with ANY."""
    return stand.api("ANY /{proxy+}")


# Routing ----------------------------------------------------------------------------------------------------------


async def test_route_001_an_unknown_path_is_answered_403(stand: Stand) -> None:
    answer = await stand.send(stand.api("GET /existing"), "GET", "/random-non-existing")

    assert (answer.status, answer.body) == (403, MISSING_TOKEN)
    assert answer.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"


@pytest.mark.parametrize(
    ("fact", "methods", "request_line", "resource"),
    [
        ("route-004", ["ANY /{proxy+}", "POST /test"], "POST /test", "/test"),
        (
            "route-006",
            ["GET /part1", "GET /{param+}", "GET /part1/hardcoded-value"],
            "GET /part1/hardcoded-value",
            "/part1/hardcoded-value",
        ),
        ("route-008", ["GET /part1", "GET /{param+}", "GET /part1/hardcoded-value"], "GET /part1", "/part1"),
        (
            "route-013",
            ["ANY /{proxy+}", "GET /jobs/{operation_type}", "OPTIONS /cors_only"],
            "GET /cors_only",
            "/{proxy+}",
        ),
        ("route-014", ["PATCH /users/me", "GET /users/{userId}"], "GET /users/me", "/users/{userId}"),
        ("route-015", ["PATCH /users/me", "GET /users/{userId}"], "PATCH /users/me", "/users/me"),
    ],
)
async def test_the_resource_that_answers(
    stand: Stand, fact: str, methods: list[str], request_line: str, resource: str
) -> None:
    http_method, path = request_line.split(" ")

    event = await stand.event(stand.api(*methods), http_method, path)

    assert event["resource"] == resource, fact


async def test_route_014_the_next_candidate_names_the_parameter(stand: Stand) -> None:
    event = await stand.event(stand.api("PATCH /users/me", "GET /users/{userId}"), "GET", "/users/me")

    assert event["pathParameters"] == {"userId": "me"}


async def test_route_016_no_candidate_has_the_method(stand: Stand) -> None:
    answer = await stand.send(stand.api("PATCH /users/me", "GET /users/{userId}"), "POST", "/users/me")

    assert (answer.status, answer.body) == (403, MISSING_TOKEN)


async def test_route_009_an_unknown_api_is_answered_404_without_a_body(stand: Stand) -> None:
    answer = await stand.send("unknown", "GET", "/")

    assert (answer.status, answer.body) == (404, b"")


# The proxy event --------------------------------------------------------------------------------------------------


async def test_proxy_001_the_event_of_a_plain_get(stand: Stand, proxy: str) -> None:
    event = await stand.event(proxy, "GET", "/proxy-value")

    expected = {
        "resource": "/{proxy+}",
        "path": "/proxy-value",
        "httpMethod": "GET",
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"proxy": "proxy-value"},
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
    }
    assert {name: event[name] for name in expected} == expected
    assert set(event) == {*expected, "headers", "multiValueHeaders", "requestContext"}


async def test_proxy_002_the_request_context(stand: Stand, proxy: str) -> None:
    context = (await stand.event(proxy, "GET", "/proxy-value"))["requestContext"]

    assert sorted(context) == [
        "accountId",
        "apiId",
        "deploymentId",
        "domainName",
        "domainPrefix",
        "extendedRequestId",
        "httpMethod",
        "identity",
        "path",
        "protocol",
        "requestId",
        "requestTime",
        "requestTimeEpoch",
        "resourceId",
        "resourcePath",
        "stage",
    ]
    assert context["protocol"] == "HTTP/1.1"
    assert (context["path"], context["resourcePath"]) == (f"/{STAGE}/proxy-value", "/{proxy+}")
    assert context["domainPrefix"] == proxy


async def test_proxy_004_header_names_keep_the_clients_casing(stand: Stand, proxy: str) -> None:
    event = await stand.event(proxy, "GET", "/x", headers={"tEsT-HEADeR": "aValUE"})

    assert event["headers"]["tEsT-HEADeR"] == "aValUE"
    assert event["multiValueHeaders"]["tEsT-HEADeR"] == ["aValUE"]


async def test_proxy_010_a_slash_at_the_end_stays_in_the_path(stand: Stand, proxy: str) -> None:
    event = await stand.event(proxy, "GET", "/proxy-value/?urlparam=test")

    assert event["path"] == "/proxy-value/"
    assert event["queryStringParameters"] == {"urlparam": "test"}
    assert event["multiValueQueryStringParameters"] == {"urlparam": ["test"]}


async def test_proxy_011_percent_escapes_in_the_path_are_not_decoded(stand: Stand, proxy: str) -> None:
    path = "/proxy-value/api/user/test%2Balias@gmail.com/plus/test+alias@gmail.com"

    event = await stand.event(proxy, "GET", path)

    assert event["path"] == path
    assert event["pathParameters"] == {"proxy": path[1:]}


async def test_proxy_013_the_last_of_several_query_values_wins(stand: Stand, proxy: str) -> None:
    query = "category=electronics&category=books&price=10&price=20&price=30"

    event = await stand.event(proxy, "POST", f"/x?{query}")

    assert event["queryStringParameters"] == {"category": "books", "price": "30"}
    assert event["multiValueQueryStringParameters"] == {
        "category": ["electronics", "books"],
        "price": ["10", "20", "30"],
    }


async def test_proxy_014_an_integration_method_other_than_post_is_an_error(stand: Stand) -> None:
    api = stand.api("GET /get")
    stand.integrate(api, stand.resource(api, "/get"), "GET", integration_http_method="GET")
    stand.deploy(api)

    answer = await stand.send(api, "GET", "/get")

    assert (answer.status, answer.body) == (500, INTERNAL_ERROR)


async def test_proxy_015_request_parameter_mappings_do_not_touch_the_event(stand: Stand) -> None:
    api = stand.api("GET /map")
    mappings = {
        "integration.request.header.foobar": "'mapped'",
        "integration.request.querystring.testVar": "method.request.header.foobar",
    }
    stand.integrate(api, stand.resource(api, "/map"), "GET", request_parameters=mappings)
    stand.deploy(api)

    event = await stand.event(
        api, "GET", "/map?testQueryString=foo&testVar=bar", headers={"headerVar": "request-value"}
    )

    assert event["queryStringParameters"] == {"testQueryString": "foo", "testVar": "bar"}
    assert event["headers"]["headerVar"] == "request-value"
    assert "foobar" not in event["headers"]


async def test_http_013_standard_headers_that_reach_the_function(stand: Stand, proxy: str) -> None:
    passed = [
        "Accept",
        "Accept-Charset",
        "Accept-Encoding",
        "Age",
        "Authorization",
        "Content-Encoding",
        "Content-Type",
        "Date",
        "Pragma",
        "Range",
        "Referer",
        "User-Agent",
        "Warn",
    ]
    kept_back = ["Content-MD5", "Expect", "Max-Forwards", "Proxy-Authenticate", "Server", "TE", "Upgrade", "Via"]

    event = await stand.event(proxy, "GET", "/x", headers=dict.fromkeys([*passed, *kept_back], "v"))

    assert {"Host", "X-Amzn-Trace-Id", *passed} <= set(event["headers"])
    assert not set(kept_back) & set(event["headers"])


# The proxy response -----------------------------------------------------------------------------------------------


async def test_presp_001_a_status_alone_is_a_response(stand: Stand, proxy: str) -> None:
    answer = await stand.send(proxy, "POST", "/x", order={"return": {"statusCode": 200}})

    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("fact", "returned"),
    [
        ("presp-004", {"statusCode": 200, "wrongValue": "x"}),
        ("presp-010", {"statusCode": 200, "multiValueHeaders": {"test-multi": "value1"}}),
        ("presp-013", "justAString"),
        ("perr-002", "Bad response"),
    ],
)
async def test_a_malformed_response_is_answered_502(stand: Stand, proxy: str, fact: str, returned: object) -> None:
    answer = await stand.send(proxy, "POST", "/x", order={"return": returned})

    assert (answer.status, answer.body) == (502, INTERNAL_ERROR), fact
    assert stand.log(answer)[0] == "Execution failed due to configuration error: Malformed Lambda proxy response"
    assert stand.log(answer)[1].startswith("Method completed with status: 502")


async def test_presp_006_base64_stays_text_without_binary_media_types(stand: Stand, proxy: str) -> None:
    returned = {"statusCode": 200, "body": "dGVzdC1kYXRh", "isBase64Encoded": True}

    answer = await stand.send(proxy, "POST", "/x", order={"return": returned})

    assert (answer.status, answer.body) == (200, b"dGVzdC1kYXRh")


async def test_presp_007_several_values_of_a_header(stand: Stand, proxy: str) -> None:
    returned = {"multiValueHeaders": {"test-multi": ["value1", "value2"]}}

    answer = await stand.send(proxy, "POST", "/x", order={"return": returned})

    assert answer.headers["test-multi"] == "value1, value2"


async def test_presp_012_a_status_as_text(stand: Stand, proxy: str) -> None:
    answer = await stand.send(proxy, "POST", "/x", order={"return": {"statusCode": "201"}})

    assert (answer.status, answer.body) == (201, b"")


async def test_presp_014_headers_alone_are_a_response(stand: Stand, proxy: str) -> None:
    answer = await stand.send(proxy, "POST", "/x", order={"return": {"headers": {"test-header": "value"}}})

    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["test-header"] == "value"


async def test_hdr_002_headers_of_api_gateway(stand: Stand, proxy: str) -> None:
    answer = await stand.send(proxy, "GET", "/x")

    assert {"content-type", "x-amz-apigw-id", "x-amzn-requestid", "x-amzn-trace-id"} <= set(answer.headers)


# Binary bodies ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "types", "accept", "decoded"),
    [
        ("bin-001", (), "image/png", False),
        ("bin-002", ("image/png", "*/test"), "image/png", True),
        ("bin-003", ("image/png", "*/test"), "image/*", False),
        ("bin-003", ("image/png", "*/test"), "*/*", False),
        ("bin-003", ("image/png", "*/test"), "image/jpg", False),
        ("bin-003", ("image/png", "*/test"), "random/test", False),
        ("bin-005", ("image/png", "*/test"), "image/png,image/*,*/*;q=0.8", True),
        ("bin-006", ("application/*",), "application/whatever", True),
        ("bin-006", ("application/*",), "application/*", True),
        ("bin-008", ("application/*",), "application", False),
        ("bin-008", ("image/png",), None, False),
    ],
)
async def test_accept_decides_whether_a_binary_answer_is_decoded(
    stand: Stand, fact: str, types: tuple[str, ...], accept: str | None, decoded: bool
) -> None:
    headers = {"Accept": accept} if accept else {}

    answer = await stand.send(
        stand.api("POST /image", binary=types), "POST", "/image", headers=headers, order=BINARY_ANSWER
    )

    assert answer.body == (base64.b64decode(PNG) if decoded else PNG.encode()), fact


async def test_bin_007_the_functions_content_type_does_not_matter(stand: Stand) -> None:
    returned = {**BINARY_ANSWER["return"], "headers": {"Content-Type": "text/plain"}}
    api = stand.api("POST /image", binary=("image/png",))

    answer = await stand.send(api, "POST", "/image", headers={"Accept": "image/png"}, order={"return": returned})

    assert answer.body == base64.b64decode(PNG)


async def test_bin_009_a_binary_body_that_is_no_base64_is_an_error(stand: Stand) -> None:
    returned = {"isBase64Encoded": True, "body": "no base64!"}
    api = stand.api("POST /image", binary=("image/png",))

    answer = await stand.send(api, "POST", "/image", headers={"Accept": "image/png"}, order={"return": returned})

    assert answer.status == 500


async def test_svc_003_text_that_is_not_utf_8_gets_replacement_characters(stand: Stand, proxy: str) -> None:
    event = await stand.event(proxy, "POST", "/x", body=b"\x1f\x8b text")

    assert event["body"] == "\x1f\ufffd text"


# Failures ---------------------------------------------------------------------------------------------------------


async def test_perr_001_a_function_that_is_too_slow(stand: Stand) -> None:
    api = stand.api("POST /slow")
    stand.integrate(api, stand.resource(api, "/slow"), "POST", timeout_in_millis=50)
    stand.deploy(api)

    answer = await stand.send(api, "POST", "/slow", order={"wait": 0.5})

    assert (answer.status, answer.body) == (504, b'{"message": "Endpoint request timed out"}')
    assert answer.headers["x-amzn-errortype"] == "InternalServerErrorException"
    assert stand.log(answer)[0] == "Execution failed due to a timeout error"
    assert stand.log(answer)[1].startswith("Method completed with status: 504")


async def test_perr_003_a_function_that_may_not_be_invoked(stand: Stand) -> None:
    api = stand.api("GET /gone")
    stand.integrate(api, stand.resource(api, "/gone"), "GET", uri=uri("gone"))
    stand.deploy(api)

    answer = await stand.send(api, "GET", "/gone")

    assert answer.status == 500
    assert stand.log(answer)[0] == (
        "Execution failed due to configuration error: Invalid permissions on Lambda function"
    )


async def test_var_003_a_stage_variable_that_is_not_set(stand: Stand) -> None:
    api = stand.api("GET /var")
    stand.integrate(api, stand.resource(api, "/var"), "GET", uri=uri("${stageVariables.function}"))
    stand.deploy(api)

    answer = await stand.send(api, "GET", "/var")

    assert (answer.status, answer.body) == (500, INTERNAL_ERROR)
    assert answer.headers["x-amzn-errortype"] == "InternalServerErrorException"


# Throttling -------------------------------------------------------------------------------------------------------


async def test_throttle_001_rate_0_and_burst_0_refuse_all(stand: Stand) -> None:
    api = stand.api("GET /x")
    stand.throttle(api, "*/*", 0, 0)

    answer = await stand.send(api, "GET", "/x")

    assert (answer.status, answer.body) == (429, b'{"message":"Too Many Requests"}')
    assert answer.headers["x-amzn-errortype"] == THROTTLED.error_type == "TooManyRequestsException"


async def test_doc_001_the_accounts_default(stand: Stand) -> None:
    account = stand.gateway.throttles.buckets()[0]

    assert (account.scope, account.rate, account.burst) == ("account", 10_000.0, 5_000)


async def test_doc_002_the_methods_limit_is_asked_before_the_accounts(stand: Stand) -> None:
    api = stand.api("GET /x")
    stand.throttle(api, "~1x/GET", 1, 1)

    first, second = [await stand.send(api, "GET", "/x") for _ in range(2)]

    throttle = next(entry for entry in stand.trace(first).entries if entry.name == "throttle")
    assert list(throttle.changed) == ["GET /x", "account"]
    assert second.status == 429


# The control plane ------------------------------------------------------------------------------------------------


async def test_stage_005_a_method_setting_that_is_not_there_cannot_be_removed(stand: Stand) -> None:
    with pytest.raises(BadRequestException) as refused:
        stand.patch(stand.api("GET /x"), "/*/*", op="remove")

    assert refused.value.message == (
        "Cannot remove method setting */* because there is no method setting for this method "
    )


async def test_deploy_001_a_deployment_that_a_stage_points_to_stays(stand: Stand) -> None:
    api = stand.api("GET /x")
    deployment_id = stand.deploy(api)

    with pytest.raises(BadRequestException) as refused:
        stand.gateway.delete_deployment(DeploymentRequest(rest_api_id=api, deployment_id=deployment_id))

    assert refused.value.message == "Active stages pointing to this deployment must be moved or deleted"


async def test_ctl_002_nothing_goes_below_a_greedy_resource(stand: Stand, proxy: str) -> None:
    parent = stand.resource(proxy, "/{proxy+}")

    with pytest.raises(BadRequestException) as refused:
        stand.gateway.create_resource(CreateResourceRequest(rest_api_id=proxy, parent_id=parent, path_part="x"))

    assert refused.value.message == "Cannot create a child of a resource with a greedy path variable: {proxy+}"


async def test_ctl_009_an_authorizer_must_be_named(stand: Stand) -> None:
    api = stand.api("GET /x")
    request = PutMethodRequest(
        rest_api_id=api,
        resource_id=stand.resource(api, "/y"),
        http_method="GET",
        authorization_type="CUSTOM",
    )

    with pytest.raises(BadRequestException) as refused:
        stand.gateway.put_method(request)

    assert refused.value.message == (
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a "
        "valid authorizer."
    )


@pytest.mark.parametrize(
    ("fact", "members", "message"),
    [
        (
            "int-001",
            {"type": "HTTP", "integration_http_method": "", "uri": "http://localhost"},
            "Enumeration value for HttpMethod must be non-empty",
        ),
        (
            "int-004",
            {"type": "HTTP_PROXY", "uri": "not a url"},
            "Invalid HTTP endpoint specified for URI",
        ),
        (
            "int-007",
            {"uri": "arn:aws:apigateway:us-east-1:s3:path/bucket/key"},
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
        ),
    ],
)
async def test_integrations_that_are_refused(stand: Stand, fact: str, members: dict[str, Any], message: str) -> None:
    api = stand.api("GET /x")

    with pytest.raises(BadRequestException) as refused:
        stand.integrate(api, stand.resource(api, "/x"), "GET", **members)

    assert refused.value.message == message, fact


async def test_int_009_an_integration_that_was_deleted_is_not_found(stand: Stand) -> None:
    api = stand.api("GET /x")
    request = MethodRequest(rest_api_id=api, resource_id=stand.resource(api, "/x"), http_method="GET")
    stand.gateway.delete_integration(request)

    with pytest.raises(NotFoundException) as refused:
        stand.gateway.get_integration(request)

    assert refused.value.message == "Invalid Integration identifier specified"


@pytest.mark.parametrize(
    ("path", "http_method", "message"),
    [("/x", "PUT", "Invalid Method identifier specified"), ("", "GET", "Invalid Resource identifier specified")],
)
async def test_log_007_what_is_unknown_is_named(stand: Stand, path: str, http_method: str, message: str) -> None:
    api = stand.api("GET /x")
    resource_id = stand.resource(api, path) if path else "unknown"

    with pytest.raises(ServiceError) as refused:
        stand.gateway.get_method(MethodRequest(rest_api_id=api, resource_id=resource_id, http_method=http_method))

    assert (refused.value.status, refused.value.message) == (404, message)
