"""Lambda authorizers, as clients and functions meet them."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from lgtui.emulator.gateway.model import (
    PatchOperation,
    PutGatewayResponseRequest,
    StageRequest,
    TestInvokeAuthorizerRequest,
    TestInvokeAuthorizerResponse,
    UpdateAccountRequest,
    UpdateAuthorizerRequest,
)
from tests.emulator.gateway.guarded import TELL, GuardedApi, create_keeper
from tests.emulator.gateway.keyed import KeyedApi
from tests.emulator.gateway.stand import STAGE, Answer, Stand
from tests.emulator.gateway.stand import uri as lambda_uri

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVERYTHING = {"resources": ["*"]}


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def keeper(stand: Stand) -> AsyncIterator[None]:
    """The authorizers' function."""
    create_keeper(stand)
    yield


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def paused(stand: Stand) -> AsyncIterator[None]:
    """Emulated time moves only when it is stepped."""
    stand.region.clock.pause()
    yield
    stand.region.clock.resume()


@pytest.fixture
def api(stand: Stand) -> GuardedApi:
    """An API with a TOKEN authorizer."""
    return GuardedApi(stand)


@pytest.fixture
def by_request(stand: Stand) -> GuardedApi:
    """An API with a REQUEST authorizer of four sources."""
    source = "method.request.header.order, method.request.querystring.user, stageVariables.kind, context.httpMethod"
    made = GuardedApi(stand, type="REQUEST", identity_source=source)
    made.stand.deploy(made.id, {"kind": "test"})
    return made


def summary(api: GuardedApi, answer: Answer) -> str:
    return next(entry.summary for entry in api.stand.trace(answer).entries if entry.name == "authorizer")


# Who may pass -----------------------------------------------------------------------------------------------------


async def test_what_the_policy_allows_passes(api: GuardedApi) -> None:
    answer = await api.send({})

    assert answer.status == 200
    assert summary(api, answer) == "keeper  asked: allowed by the policy"


async def test_a_denial_is_a_403_whose_message_has_a_capital(api: GuardedApi) -> None:
    answer = await api.send({"effect": "Deny"})

    assert answer.status == 403
    assert answer.body == b'{"Message":"User is not authorized to access this resource with an explicit deny"}'
    assert answer.headers["x-amzn-errortype"] == "AccessDeniedException"
    assert "A statement with Deny covers" in api.stand.trace(answer).explanation


async def test_what_no_statement_allows_is_denied_too(api: GuardedApi) -> None:
    answer = await api.send({"resources": ["arn:aws:execute-api:us-east-1:123456789012:other/*"]})

    assert answer.body == b'{"Message":"User is not authorized to access this resource"}'
    assert summary(api, answer) == "keeper  asked: not mentioned by the policy"


@pytest.mark.parametrize("token", [None, ""])
async def test_without_a_token_the_function_is_not_asked(api: GuardedApi, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": token}

    answer = await api.stand.send(api.id, "GET", "/a", headers=headers)

    assert (answer.status, answer.body) == (401, b'{"message":"Unauthorized"}')
    assert answer.headers["x-amzn-errortype"] == "UnauthorizedException"
    assert summary(api, answer) == "keeper  not asked: 401"
    assert "the header Authorization, which is missing or empty" in api.stand.trace(answer).explanation


async def test_a_token_that_does_not_fit_the_expression_is_refused_without_a_call(stand: Stand) -> None:
    api = GuardedApi(stand, identity_validation_expression=r"\{\}")

    assert (await api.send({})).status == 200
    refused = await api.send({"user": "bob"})
    assert refused.status == 401
    assert summary(api, refused) == "keeper  not asked: 401"


@pytest.mark.parametrize("expression", ["(a+)+$", "(a|aa)+$", "["])
async def test_an_expression_that_explodes_or_is_none_is_a_500(stand: Stand, expression: str) -> None:
    api = GuardedApi(stand, identity_validation_expression=expression)

    answer = await stand.send(api.id, "GET", "/a", headers={"Authorization": "a" * 60 + "b"})

    assert answer.status in (401, 500)
    assert "expression" in stand.trace(answer).explanation


async def test_the_word_unauthorized_is_a_401(api: GuardedApi) -> None:
    answer = await api.send({"raise": "Unauthorized"})

    assert (answer.status, answer.body) == (401, b'{"message":"Unauthorized"}')


@pytest.mark.parametrize(
    "order",
    [
        {"raise": "unauthorized"},
        {"raise": "no database"},
        {"return": None},
        {"return": "Unauthorized"},
        {"return": {"statusCode": 401, "body": "no"}},
        {"return": {"principalId": "alice"}},
        {"return": {"policyDocument": {"Statement": [{"Effect": "allow", "Action": "*", "Resource": "*"}]}}},
        {"return": {"policyDocument": {"Statement": [{"Effect": "Allow", "Resource": "*"}]}}},
        {"return": {"policyDocument": {"Statement": [{"Effect": "Allow", "Action": "*"}]}}},
        {"context": {"roles": ["admin"]}},
        {"context": {"user": {"name": "alice"}}},
        {"members": {"usageIdentifierKey": 7}},
    ],
)
async def test_what_is_no_answer_is_a_500_of_which_the_client_learns_nothing(api: GuardedApi, order: object) -> None:
    answer = await api.send(order)

    assert (answer.status, answer.body) == (500, b'{"message":null}')
    assert answer.headers["x-amzn-errortype"] == "AuthorizerConfigurationException"
    assert "authorizer keeper" in api.stand.trace(answer).explanation


@pytest.mark.parametrize(("network", "status"), [("127.0.0.0/8", 200), ("192.0.2.0/24", 403)])
async def test_the_policys_conditions_count(api: GuardedApi, network: str, status: int) -> None:
    condition = {"IpAddress": {"aws:SourceIp": network}}
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}

    assert (await api.send({"return": {"policyDocument": {"Statement": [statement]}}})).status == status


async def test_a_condition_that_is_not_known_is_refused_aloud(api: GuardedApi) -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:x": "true"}}}

    answer = await api.send({"return": {"policyDocument": {"Statement": [statement]}}})

    assert answer.status == 501
    assert answer.json()["message"] == "lgtui does not emulate the condition Bool aws:x in the authorizer's policy yet"


@pytest.mark.parametrize("name", ["absent", "${stageVariables.none}"])
async def test_a_function_that_is_not_there_is_a_500(stand: Stand, name: str) -> None:
    api = GuardedApi(stand, authorizer_uri=lambda_uri(name))

    answer = await api.send({})

    assert (answer.status, answer.body) == (500, b'{"message":null}')


async def test_a_path_whose_arn_is_too_long_is_a_414(stand: Stand) -> None:
    api = GuardedApi(stand, "GET /{proxy+}")

    assert (await api.send({}, f"GET /{'x' * 1_600}")).status == 414


async def test_a_deployment_keeps_the_authorizer_it_was_made_with(api: GuardedApi) -> None:
    change = PatchOperation(op="replace", path="/authorizerUri", value=lambda_uri("absent"))
    api.gateway.update_authorizer(
        UpdateAuthorizerRequest(rest_api_id=api.id, authorizer_id=api.authorizer.id, patch_operations=[change])
    )

    assert (await api.send({})).status == 200
    api.stand.deploy(api.id)
    assert (await api.send({})).status == 500


async def test_a_gateway_response_says_it_otherwise(api: GuardedApi) -> None:
    template = '{"why": $context.error.messageString, "type": "$context.error.responseType"}'
    api.gateway.put_gateway_response(
        PutGatewayResponseRequest(
            rest_api_id=api.id,
            response_type="AUTHORIZER_CONFIGURATION_ERROR",
            status_code="503",
            response_templates={"application/json": template},
        )
    )
    api.stand.deploy(api.id)

    answer = await api.send({"return": 1})

    assert (answer.status, answer.json()) == (503, {"why": None, "type": "AUTHORIZER_CONFIGURATION_ERROR"})


# What it is sent, and what it hands on ----------------------------------------------------------------------------


async def test_a_token_authorizer_is_sent_the_token_and_the_method(api: GuardedApi) -> None:
    event = json.loads((await api.seen(TELL, "GET /a?x=1"))["event"])

    assert event == {
        "type": "TOKEN",
        "methodArn": f"arn:aws:execute-api:us-east-1:123456789012:{api.id}/{STAGE}/GET/a",
        "authorizationToken": json.dumps(TELL),
    }


async def test_a_request_authorizer_is_sent_the_request(by_request: GuardedApi) -> None:
    event = json.loads((await by_request.seen(None, "GET /a?user=bob&user=eve", order=json.dumps(TELL)))["event"])

    assert list(event) == [
        "type", "methodArn", "resource", "path", "httpMethod", "headers", "multiValueHeaders", "queryStringParameters",
        "multiValueQueryStringParameters", "pathParameters", "stageVariables", "requestContext",
    ]  # fmt: skip
    assert (event["type"], event["resource"], event["path"], event["httpMethod"]) == ("REQUEST", "/a", "/a", "GET")
    assert event["queryStringParameters"] == {"user": "eve"}
    assert event["multiValueQueryStringParameters"] == {"user": ["bob", "eve"]}
    assert (event["pathParameters"], event["stageVariables"]) == ({}, {"kind": "test"})
    assert "authorizer" not in event["requestContext"]
    assert event["requestContext"]["stage"] == STAGE


@pytest.mark.parametrize(
    ("path", "headers", "named"),
    [("/a?user=bob", {}, "the header order"), ("/a?user=", {"order": "{}"}, "the query parameter user")],
)
async def test_every_identity_source_must_be_there(
    by_request: GuardedApi, path: str, headers: dict[str, str], named: str
) -> None:
    answer = await by_request.stand.send(by_request.id, "GET", path, headers=headers)

    assert answer.status == 401
    assert named in by_request.stand.trace(answer).explanation


async def test_the_context_reaches_the_function_as_texts(api: GuardedApi) -> None:
    seen = await api.seen({"context": {"text": "x", "number": 1, "share": 0.5, "flag": True, "none": None}})

    latency = seen.pop("integrationLatency")
    assert seen == {"text": "x", "number": "1", "share": "0.5", "flag": "true", "principalId": "alice"}
    assert isinstance(latency, int)


async def test_the_context_reaches_the_access_log(api: GuardedApi) -> None:
    allow_logs(api)
    api.stand.patch(api.id, "/accessLogSettings/destinationArn", "arn:aws:logs:us-east-1:123456789012:log-group:log")
    api.stand.patch(
        api.id,
        "/accessLogSettings/format",
        "$context.requestId $context.authorizer.principalId $context.authorizer.role",
    )

    answer = await api.send({"context": {"role": "admin"}})

    assert f"{answer.headers['x-amzn-requestid']} alice admin" in api.stand.log(answer)


async def test_the_usage_identifier_key_is_the_callers_api_key(stand: Stand) -> None:
    api = GuardedApi(stand, source="AUTHORIZER")
    api.put("GET /keyed", api_key_required=True)
    stand.deploy(api.id)
    keys = KeyedApi(stand)
    keys.id = api.id
    key = keys.key(keys.plan())

    passed = await api.send({"members": {"usageIdentifierKey": key.value}}, "GET /keyed")
    refused = await api.send({"members": {"usageIdentifierKey": "none-of-ours"}}, "GET /keyed")

    assert (passed.status, refused.status) == (200, 403)


async def test_a_kept_answer_draws_on_the_same_key_and_the_header_opens_nothing(stand: Stand) -> None:
    api = GuardedApi(stand, source="AUTHORIZER")
    api.put("GET /keyed", api_key_required=True)
    stand.deploy(api.id)
    keys = KeyedApi(stand)
    keys.id = api.id
    key = keys.key(keys.plan(quota=(2, "DAY")))
    order = {"members": {"usageIdentifierKey": key.value}}

    statuses = [(await api.send(order, "GET /keyed")).status for _ in range(3)]
    by_header = await api.send({}, "GET /keyed", **{"x-api-key": key.value})

    assert statuses == [200, 200, 429]
    assert by_header.status == 403


# Answers that are kept --------------------------------------------------------------------------------------------


async def test_an_answer_counts_for_its_time(api: GuardedApi) -> None:
    first = await api.seen({**TELL, "user": "time"})
    again = await api.seen({**TELL, "user": "time"})
    api.stand.region.clock.step(301)
    later = await api.seen({**TELL, "user": "time"})

    assert again == {**first, "integrationLatency": 0}
    assert later["asked"] != first["asked"]


async def test_a_kept_answer_is_said_to_be_one(api: GuardedApi) -> None:
    await api.send({})

    answer = await api.send({}, "GET /b")

    assert summary(api, answer) == "keeper  kept answer: not mentioned by the policy"
    assert "kept from an earlier request, for 300 s in all" in api.stand.trace(answer).explanation


async def test_each_identity_and_each_stage_has_its_own_answers(api: GuardedApi) -> None:
    alice = await api.seen({**TELL, **EVERYTHING})
    bob = await api.seen({**TELL, **EVERYTHING, "user": "bob"})

    assert alice["asked"] != bob["asked"]
    assert (await api.seen({**TELL, **EVERYTHING}, "GET /b"))["asked"] == alice["asked"]


async def test_without_a_time_to_live_each_request_asks(stand: Stand) -> None:
    api = GuardedApi(stand, authorizer_result_ttl_in_seconds=0)

    first, second = await api.seen(TELL), await api.seen(TELL)

    assert first["asked"] != second["asked"]


async def test_flushing_a_stage_forgets_its_answers(api: GuardedApi) -> None:
    first = await api.seen(TELL)
    api.gateway.flush_stage_authorizers_cache(StageRequest(rest_api_id=api.id, stage_name=STAGE))

    assert (await api.seen(TELL))["asked"] != first["asked"]


async def test_a_failure_is_not_kept(api: GuardedApi) -> None:
    await api.send({"raise": "Unauthorized"})

    answer = await api.send({"raise": "Unauthorized"})

    assert summary(api, answer) == "keeper  asked: 401"


# The execution log ------------------------------------------------------------------------------------------------


def allow_logs(api: GuardedApi) -> None:
    role = PatchOperation(op="replace", path="/cloudwatchRoleArn", value="arn:aws:iam::123456789012:role/logs")
    api.gateway.update_account(UpdateAccountRequest(patch_operations=[role]))


@pytest.fixture
def logged(api: GuardedApi) -> Iterator[GuardedApi]:
    """The API, with its execution log switched on."""
    allow_logs(api)
    api.stand.patch(api.id, "/*/*/logging/loglevel", "INFO")
    yield api


async def test_the_log_has_awss_lines_of_a_caller_who_passes(logged: GuardedApi) -> None:
    answer = await logged.send({"user": "alice-in-chains"})

    lines = logged.stand.log(answer)
    assert lines[:5] == [
        lines[0],
        f"Starting authorizer: {logged.authorizer.id} for request: {answer.headers['x-amzn-requestid']}",
        f'Incoming identity: {"*" * 21}ains"}}',
        "Using valid authorizer policy for principal: *********chains",
        "Successfully completed authorizer execution",
    ]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"effect": "Deny"}, ["The client is not authorized to perform this operation."]),
        (
            {"return": {"statusCode": 401}},
            [
                "Execution failed due to configuration error: Invalid JSON in response: Unrecognized field "
                '"statusCode" , not marked as ignorable',
                "Execution failed due to configuration error: Authorizer error",
            ],
        ),
    ],
)
async def test_the_log_tells_why_a_caller_does_not_pass(logged: GuardedApi, order: Any, expected: list[str]) -> None:
    answer = await logged.send(order)

    lines = logged.stand.log(answer)
    assert lines[-len(expected) - 1 :] == [*expected, f"Method completed with status: {answer.status}"]


# TestInvokeAuthorizer ---------------------------------------------------------------------------------------------


async def invoke(api: GuardedApi, token: object, **members: Any) -> TestInvokeAuthorizerResponse:
    return await api.gateway.test_invoke_authorizer(
        TestInvokeAuthorizerRequest(
            rest_api_id=api.id,
            authorizer_id=api.authorizer.id,
            headers={"Authorization": json.dumps(token)},
            **members,
        )
    )


async def test_a_tested_authorizer_gives_its_policy_and_its_log(api: GuardedApi) -> None:
    tested = await invoke(api, {"effect": "Deny"})

    assert (tested.client_status, tested.principal_id) == (0, "alice")
    (statement,) = json.loads(tested.policy)["Statement"]
    assert statement["Resource"] == [f"arn:aws:execute-api:us-east-1:123456789012:{api.id}/ESTestInvoke-stage/GET/"]
    assert f": Starting authorizer: {api.authorizer.id} for request: " in tested.log
    assert ": Authorizer result body before parsing: {" in tested.log
    assert tested.log.endswith(": Successfully completed authorizer execution\n")


async def test_a_tested_authorizer_that_fails_says_how(api: GuardedApi) -> None:
    tested = await invoke(api, {"raise": "no database"})

    assert (tested.client_status, tested.principal_id, tested.policy) == (500, "", "")
    assert tested.log.endswith(": AuthorizerConfigurationException\n")


TELLER = """
    def handler(event, context):
        told = event["requestContext"]
        statement = {"Effect": "Deny", "Action": "*", "Resource": "*"}
        who = told["identity"]["sourceIp"] + " " + told["authorizer"]["kind"]
        return {"principalId": who, "policyDocument": {"Statement": [statement]}}
"""
"""The handler of the function `teller`."""


async def test_a_test_may_give_variables_of_the_context(stand: Stand) -> None:
    create_keeper(stand, "teller", TELLER)
    source = "context.identity.sourceIp, context.authorizer.kind"
    api = GuardedApi(stand, type="REQUEST", identity_source=source, authorizer_uri=lambda_uri("teller"))

    tested = await invoke(
        api, None, additional_context={"identity.sourceIp": "192.0.2.7", "context.authorizer.kind": "test"}
    )

    assert (tested.client_status, tested.principal_id) == (0, "192.0.2.7 test")
    assert "Incoming identity: ***.0.2.7, test" in tested.log
    assert (await invoke(api, None)).client_status == 401
