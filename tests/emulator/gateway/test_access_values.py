"""What access logs tell of each phase of a request: authorization, integration, response; and its request id."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from lgtui.emulator.gateway.cache import SETTLING
from lgtui.emulator.gateway.model import PatchOperation, PutMethodRequest, UpdateAccountRequest, UpdateRestApiRequest
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.guarded import GuardedApi, create_keeper
from tests.emulator.gateway.signed import signed_headers
from tests.emulator.gateway.stand import STAGE, Answer, Stand

DESTINATION = "arn:aws:logs:us-east-1:123456789012:log-group:access"
CHOSEN = "11111111-2222-4333-8444-555555555555"

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(autouse=True, scope="module", loop_scope="module")
async def account(stand: Stand) -> AsyncIterator[None]:
    """An account whose role may write logs, and the function `keeper`."""
    patch = PatchOperation(op="replace", path="/cloudwatchRoleArn", value="arn:aws:iam::123456789012:role/logs")
    stand.gateway.update_account(UpdateAccountRequest(patch_operations=[patch]))
    create_keeper(stand)
    yield


def log_variables(stand: Stand, api: str, *names: str) -> None:
    """Have the stage log these variables, one after the other."""
    stand.patch(api, "/accessLogSettings/destinationArn", DESTINATION)
    template = "|".join(["$context.extendedRequestId", *(f"$context.{name}" for name in names)])
    stand.patch(api, "/accessLogSettings/format", template)


def logged(stand: Stand, answer: Answer) -> list[str]:
    """What the variables were for an answered request."""
    lines, _ = stand.region.logs.after(0, 5_000)
    identity = answer.headers["x-amz-apigw-id"]
    (line,) = [line.text for line in lines if line.group == "access" and line.text.startswith(identity)]
    return line.split("|")[1:]


PHASES = (
    "authenticate.status",
    "authenticate.error",
    "authorizer.status",
    "authorizer.error",
    "authorizer.integrationStatus",
    "authorize.status",
    "authorize.error",
)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ({}, ["-", "-", "200", "-", "200", "200", "-"]),
        (
            {"effect": "Deny"},
            [
                *("-", "-", "200", "-", "200", "403"),
                "User is not authorized to access this resource with an explicit deny",
            ],
        ),
        (None, ["-", "-", "401", "Unauthorized", "-", "-", "-"]),
        ({"raise": "Unauthorized"}, ["-", "-", "401", "Unauthorized", "200", "-", "-"]),
    ],
)
async def test_an_authorizer_and_what_follows_from_it_are_phases_of_their_own(
    stand: Stand, token: object, expected: list[str]
) -> None:
    api = GuardedApi(stand)
    log_variables(stand, api.id, *PHASES)
    assert logged(stand, await api.send(token)) == expected


async def test_an_authorizers_own_request_and_time_are_told(stand: Stand) -> None:
    api = GuardedApi(stand)
    log_variables(stand, api.id, "authorizer.principalId", "authorizer.requestId", "authorizer.latency")
    principal, request_id, latency = logged(stand, await api.send({"user": "bob"}))
    assert (principal, len(request_id), latency.isdigit()) == ("bob", 36, True)


async def test_a_request_that_fails_later_passed_its_authorization(stand: Stand) -> None:
    api = GuardedApi(stand)
    log_variables(stand, api.id, "status", "authorizer.status", "authorize.status")
    stand.throttle(api.id, "~1a/GET", 0, 0)
    assert logged(stand, await api.send({})) == ["429", "200", "200"]


@pytest.mark.parametrize(("is_signed", "expected"), [(True, ["200", "-", "-"]), (False, ["403", "-", "-"])])
async def test_a_signature_is_the_phase_authenticate(stand: Stand, is_signed: bool, expected: list[str]) -> None:
    api = stand.api("GET /open")
    resource_id = stand.resource(api, "/a")
    stand.gateway.put_method(
        PutMethodRequest(rest_api_id=api, resource_id=resource_id, http_method="GET", authorization_type="AWS_IAM")
    )
    stand.integrate(api, resource_id, "GET")
    stand.deploy(api)
    log_variables(stand, api, "authenticate.status", "authorizer.status", "authorize.error")
    headers = signed_headers("GET", f"http://127.0.0.1:3000/{STAGE}/a") if is_signed else {}
    assert logged(stand, await stand.send(api, "GET", "/a", headers=headers)) == expected


async def test_a_resource_policys_denial_is_the_phase_authorize(stand: Stand) -> None:
    api = stand.api("GET /")
    statement = {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*"}
    policy = PatchOperation(op="replace", path="/policy", value=json.dumps({"Statement": [statement]}))
    stand.gateway.update_rest_api(UpdateRestApiRequest(rest_api_id=api, patch_operations=[policy]))
    stand.deploy(api)
    log_variables(stand, api, "status", "authorize.status", "authenticate.status", "authorizer.status")
    assert logged(stand, await stand.send(api, "GET", "/")) == ["403", "403", "-", "-"]


async def test_lambdas_status_is_told_apart_from_the_functions(stand: Stand) -> None:
    api = stand.api("POST /")
    log_variables(stand, api, "integration.integrationStatus", "integration.status", "integration.error")
    created = await stand.send(api, "POST", "/", order={"return": {"statusCode": 201}})
    failed = await stand.send(api, "POST", "/", order={"raise": "oops"})

    assert logged(stand, created) == ["200", "201", "-"]
    assert logged(stand, failed)[:2] == ["200", "-"]
    assert logged(stand, failed)[2].startswith("Lambda execution failed with status 200 due to customer function error")


async def test_the_endpoints_request_id_is_the_invocations(stand: Stand) -> None:
    api = stand.api("GET /")
    log_variables(stand, api, "awsEndpointRequestId", "integration.requestId", "endpointType")
    endpoint, same, endpoint_type = logged(stand, await stand.send(api, "GET", "/"))
    assert (len(endpoint), endpoint, endpoint_type) == (36, same, "EDGE")


async def test_a_hit_of_the_cache_has_no_integration(stand: Stand) -> None:
    api = stand.api("GET /")
    stand.patch(api, "/cacheClusterEnabled", "true")
    stand.region.clock.step(SETTLING)
    stand.patch(api, "/*/*/caching/enabled", "true")
    stand.patch(api, "/*/*/logging/loglevel", "INFO")
    log_variables(stand, api, "integration.latency", "integration.status", "status")
    await stand.send(api, "GET", "/")
    hit = await stand.send(api, "GET", "/")
    assert logged(stand, hit) == ["-", "-", "200"]

    lines, _ = stand.region.logs.after(0, 5_000)
    own = [line.text for line in lines if line.request_id == hit.headers["x-amzn-requestid"]]
    assert not [text for text in own if "Sending request to" in text or "Endpoint" in text]


async def test_what_templates_override_is_told(stand: Stand) -> None:
    api = CustomApi(stand)
    template = (
        '#set($context.requestOverride.querystring.page = "7")#set($context.responseOverride.status = 202)'
        '{"statusCode": 200}'
    )
    api.mock("GET /", {"application/json": template}, {"200": {}})
    log_variables(stand, api.id, "requestOverride.querystring.page", "responseOverride.status", "status")
    assert logged(stand, await api.send("GET", "/")) == ["7", "202", "202"]


@pytest.mark.parametrize(
    ("sent", "answered", "in_log"),
    [(CHOSEN, CHOSEN, CHOSEN), ("mine", None, "UUID_REPLACED_INVALID_REQUEST_ID")],
)
async def test_a_client_may_name_its_request_by_a_uuid(
    stand: Stand, sent: str, answered: str | None, in_log: str
) -> None:
    api = stand.api("GET /")
    log_variables(stand, api, "requestId")
    answer = await stand.send(api, "GET", "/", headers={"x-amzn-RequestId": sent})
    assert (answer.headers["x-amzn-requestid"] == answered) == (answered is not None)
    assert answer.headers["x-amzn-requestid"] != "mine"
    assert logged(stand, answer) == [in_log]


async def test_of_two_requests_of_one_name_the_later_is_traced(stand: Stand) -> None:
    api = stand.api("GET /first", "GET /second")
    headers = {"X-Amzn-RequestId": CHOSEN}
    await stand.send(api, "GET", "/first", headers=headers)
    assert stand.trace(await stand.send(api, "GET", "/second", headers=headers)).path == "/second"


@pytest.mark.parametrize("name", ["waf.status", "wafResponseCode", "webaclArn", "customDomain.basePathMatched"])
async def test_what_is_not_there_is_a_dash(stand: Stand, name: str) -> None:
    api = stand.api("GET /")
    log_variables(stand, api, name)
    assert logged(stand, await stand.send(api, "GET", "/")) == ["-"]


FORMATS: dict[str, Any] = {
    "CLF": (
        "$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "
        '"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength '
        "$context.requestId $context.extendedRequestId",
        r'127\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET / HTTP/1\.1" 200 \d+ \S{36} \S+=',
    ),
    "JSON": (
        '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","status":"$context.status"}',
        r'\{"requestId":"\S{36}","ip":"127\.0\.0\.1","status":"200"\}',
    ),
    "XML": (
        '<request id="$context.requestId"> <ip>$context.identity.sourceIp</ip> <status>$context.status</status> '
        "</request>",
        r'<request id="\S{36}"> <ip>127\.0\.0\.1</ip> <status>200</status> </request>',
    ),
    "CSV": (
        "$context.identity.sourceIp,$context.identity.caller,$context.httpMethod,$context.status,$context.requestId",
        r"127\.0\.0\.1,-,GET,200,\S{36}",
    ),
}
"""The guide's four kinds of format (set-up-logging), with the line that each makes."""


@pytest.mark.parametrize("kind", FORMATS)
async def test_the_guides_formats(stand: Stand, kind: str) -> None:
    api = stand.api("GET /")
    template, pattern = FORMATS[kind]
    stand.patch(api, "/accessLogSettings/destinationArn", DESTINATION)
    stand.patch(api, "/accessLogSettings/format", template)
    answer = await stand.send(api, "GET", "/")
    lines, _ = stand.region.logs.after(0, 5_000)
    (line,) = [
        line.text for line in lines if line.group == "access" and line.request_id == answer.headers["x-amzn-requestid"]
    ]
    assert re.fullmatch(pattern, line), line
