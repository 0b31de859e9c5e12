"""Resource policies as clients meet them: AWS's evaluation tables, row by row."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.gateway.model import (
    CreateRestApiRequest,
    EndpointConfiguration,
    PatchOperation,
    PutGatewayResponseRequest,
    PutMethodRequest,
    RestApiRequest,
    UpdateAccountRequest,
    UpdateRestApiRequest,
)
from lgtui.emulator.gateway.policies.resource_policies import policy_document
from tests.emulator.gateway.guarded import GuardedApi, create_keeper
from tests.emulator.gateway.pooled import POOL, PooledApi, write_keys
from tests.emulator.gateway.signed import signed_headers
from tests.emulator.gateway.stand import STAGE, Answer, Stand, read

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOST = "127.0.0.1:3000"
ALLOWED, NEITHER, DENIED = "192.0.2.5", "203.0.113.1", "198.51.100.9"

EXPLICIT = "with an explicit deny in a resource-based policy"
IMPLICIT = "because no resource-based policy allows the execute-api:Invoke action"


def statement(effect: str = "Allow", **members: Any) -> dict[str, Any]:
    return {
        "Effect": effect,
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*",
        **members,
    }


def by_address(operator: str, network: str) -> dict[str, Any]:
    return {"Condition": {operator: {"aws:SourceIp": network}}}


BY_ADDRESS = [
    statement("Allow", **by_address("IpAddress", "192.0.2.0/24")),
    statement("Deny", **by_address("IpAddress", "198.51.100.0/24")),
]
"""Allows ALLOWED, denies DENIED, and says nothing of NEITHER."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region with the functions and the keys that authorizers need."""
    folder = tmp_path_factory.mktemp("region")
    stand = Stand(folder, jwks={POOL: write_keys(folder / "keys.json", "first")})
    stand.create_obedient()
    create_keeper(stand)
    yield stand
    await stand.region.stop()


def attach(stand: Stand, api_id: str, *statements: dict[str, Any], deploy: bool = True) -> None:
    """Give an API a policy."""
    document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)}) if statements else ""
    patch = PatchOperation(op="replace", path="/policy", value=document)
    stand.gateway.update_rest_api(UpdateRestApiRequest(rest_api_id=api_id, patch_operations=[patch]))
    if deploy:
        stand.deploy(api_id)


async def send(
    stand: Stand, api_id: str, path: str = "/a", source_ip: str = ALLOWED, headers: dict[str, str] | None = None
) -> Answer:
    """Send a GET from an address."""
    sent = {"Host": HOST, **(headers or {})}
    request = HttpRequest(method="GET", path=f"/{STAGE}{path}", headers=list(sent.items()), source_ip=source_ip)
    return read(await stand.gateway.handle(api_id, request))


def says(answer: Answer) -> str:
    """How a denial ends, after the ARN."""
    assert answer.status == 403, answer.body
    assert answer.headers["x-amzn-errortype"] == "AccessDeniedException"
    message: str = answer.json()["Message"]
    return message.partition("/GET/a ")[2]


# Without authorization --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source_ip", "end"), [(NEITHER, IMPLICIT), (DENIED, EXPLICIT)])
async def test_without_authorization_the_policy_must_allow(stand: Stand, source_ip: str, end: str) -> None:
    api_id = stand.api("GET /a")
    attach(stand, api_id, *BY_ADDRESS)

    assert (await send(stand, api_id)).status == 200
    refused = await send(stand, api_id, source_ip=source_ip)
    assert refused.body.decode() == (
        '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: '
        f'arn:aws:execute-api:us-east-1:********9012:{api_id}/{STAGE}/GET/a {end}"}}'
    )


async def test_a_policy_counts_from_the_next_deployment_on(stand: Stand) -> None:
    api_id = stand.api("GET /a")

    attach(stand, api_id, statement("Deny"), deploy=False)
    assert (await send(stand, api_id)).status == 200
    stand.deploy(api_id)
    assert (await send(stand, api_id)).status == 403
    attach(stand, api_id)
    assert (await send(stand, api_id)).status == 200


async def test_what_has_no_route_is_not_the_policys_matter(stand: Stand) -> None:
    api_id = stand.api("GET /a")
    attach(stand, api_id, statement("Deny"))

    assert (await send(stand, api_id, "/b")).json() == {"message": "Missing Authentication Token"}


async def test_the_trace_names_the_statement_and_the_near_misses(stand: Stand) -> None:
    api_id = stand.api("GET /a")
    attach(stand, api_id, *BY_ADDRESS, statement("Allow", Resource="execute-api:/*/POST/*"))

    passed, refused = await send(stand, api_id), await send(stand, api_id, source_ip=NEITHER)

    entries = {entry.name: entry for entry in stand.trace(passed).entries}
    assert entries["resource policy"].summary == "allowed by statement 1"
    trace = stand.trace(refused)
    (entry,) = (entry for entry in trace.entries if entry.name == "resource policy")
    assert (entry.verdict, entry.summary) == ("refused", "not mentioned")
    assert entry.saw["statement 3"] == "is not about it: another resource"
    assert "statement 1: IpAddress aws:SourceIp (203.0.113.1) does not hold" in trace.explanation
    assert "statement 3" not in trace.explanation


async def test_the_execution_log_has_awss_line(stand: Stand) -> None:
    role = PatchOperation(op="replace", path="/cloudwatchRoleArn", value="arn:aws:iam::123456789012:role/logs")
    stand.gateway.update_account(UpdateAccountRequest(patch_operations=[role]))
    api_id = stand.api("GET /a")
    stand.patch(api_id, "/*/*/logging/loglevel", "INFO")
    attach(stand, api_id, *BY_ADDRESS)

    refused = await send(stand, api_id, source_ip=DENIED)

    assert stand.log(refused)[-3:] == [
        f"Extended Request Id: {refused.headers['x-amz-apigw-id']}",
        "The client is not authorized to perform this operation.",
        "Method completed with status: 403",
    ]


async def test_a_gateway_response_says_it_otherwise(stand: Stand) -> None:
    api_id = stand.api("GET /a")
    stand.gateway.put_gateway_response(
        PutGatewayResponseRequest(rest_api_id=api_id, response_type="ACCESS_DENIED", status_code="404")
    )
    attach(stand, api_id, statement("Deny"))

    assert (await send(stand, api_id)).status == 404


async def test_a_condition_that_is_not_known_is_refused_aloud_where_it_would_decide(stand: Stand) -> None:
    api_id = stand.api("GET /a", "GET /b")
    unknown = {"Condition": {"StringEquals": {"aws:Unheard": "x"}}}
    attach(stand, api_id, statement(), statement("Deny", Resource="execute-api:/*/*/a", **unknown))

    refused = await send(stand, api_id)

    assert refused.status == 501
    assert refused.json()["message"] == (
        "lgtui does not emulate the condition StringEquals aws:Unheard in the API's resource policy yet"
    )
    assert (await send(stand, api_id, "/b")).status == 200


async def test_the_request_has_the_keys_that_conditions_ask_for(stand: Stand) -> None:
    api_id = stand.api("GET /a")
    keys = {
        "StringLike": {"aws:Referer": "https://shop/*", "aws:UserAgent": "curl/*"},
        "Bool": {"aws:SecureTransport": "true", "aws:PrincipalIsAWSService": "false"},
        "DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"},
        "StringEquals": {"aws:PrincipalType": "Anonymous", "aws:RequestedRegion": "us-east-1"},
        "Null": {"aws:PrincipalArn": "true", "aws:SourceVpc": "true"},
    }
    attach(stand, api_id, statement(Condition=keys))

    answer = await send(stand, api_id, headers={"Referer": "https://shop/cart", "user-agent": "curl/8"})

    assert answer.status == 200
    assert (await send(stand, api_id)).status == 403


# With a Lambda authorizer (table A) -------------------------------------------------------------------------------

ALLOW: dict[str, Any] = {}
SILENT: dict[str, Any] = {"resources": ["arn:aws:execute-api:us-east-1:123456789012:other/*"]}
DENY: dict[str, Any] = {"effect": "Deny"}

RESOURCE = "User is not authorized to access this resource with an explicit deny"


@pytest.mark.parametrize(
    ("order", "source_ip", "outcome"),
    [
        (ALLOW, ALLOWED, "passes"),
        (ALLOW, NEITHER, "passes"),
        (ALLOW, DENIED, EXPLICIT),
        (SILENT, ALLOWED, "passes"),
        (SILENT, NEITHER, IMPLICIT),
        (SILENT, DENIED, EXPLICIT),
        (DENY, ALLOWED, RESOURCE),
        (DENY, NEITHER, RESOURCE),
        (DENY, DENIED, EXPLICIT),
    ],
)
async def test_a_lambda_authorizer_and_the_policy_allow_together(
    stand: Stand, order: dict[str, Any], source_ip: str, outcome: str
) -> None:
    api = GuardedApi(stand)
    attach(stand, api.id, *BY_ADDRESS)

    answer = await send(stand, api.id, source_ip=source_ip, headers={"Authorization": json.dumps(order)})

    if outcome == "passes":
        assert answer.status == 200
    else:
        assert answer.status == 403
        assert answer.json()["Message"].endswith(outcome)


async def test_whom_the_policy_denies_the_function_is_not_asked_about(stand: Stand) -> None:
    api = GuardedApi(stand)
    attach(stand, api.id, *BY_ADDRESS)

    answer = await send(stand, api.id, source_ip=DENIED)

    assert says(answer) == EXPLICIT
    assert [entry.name for entry in stand.trace(answer).entries][-1] == "resource policy"


# With IAM ---------------------------------------------------------------------------------------------------------


def signed_api(stand: Stand) -> str:
    """An API with IAM authorization."""
    api_id = stand.gateway.create_rest_api(CreateRestApiRequest(name="signed")).id
    resource_id = stand.resource(api_id, "/a")
    stand.gateway.put_method(
        PutMethodRequest(rest_api_id=api_id, resource_id=resource_id, http_method="GET", authorization_type="AWS_IAM")
    )
    stand.integrate(api_id, resource_id, "GET")
    return api_id


async def send_signed(stand: Stand, api_id: str, source_ip: str = ALLOWED, account_id: str = "") -> Answer:
    """Send a signed GET, by a session of another account where one is given."""
    session = None
    if account_id:
        session = stand.region.credentials.begin_session(
            account_id=account_id,
            user_id="AROA1:test",
            user_arn=f"arn:aws:sts::{account_id}:assumed-role/Reader/test",
            seconds=None,
        )
    headers = signed_headers("GET", f"http://{HOST}/{STAGE}/a", by=session)
    return await send(stand, api_id, source_ip=source_ip, headers=headers)


@pytest.mark.parametrize(
    ("account_id", "source_ip", "outcome"),
    [
        ("", ALLOWED, ""),
        ("", NEITHER, ""),
        ("", DENIED, EXPLICIT),
        ("210987654321", ALLOWED, ""),
        ("210987654321", NEITHER, IMPLICIT),
        ("210987654321", DENIED, EXPLICIT),
    ],
)
async def test_callers_of_another_account_need_the_policys_allow(
    stand: Stand, account_id: str, source_ip: str, outcome: str
) -> None:
    api_id = signed_api(stand)
    attach(stand, api_id, *BY_ADDRESS)

    answer = await send_signed(stand, api_id, source_ip, account_id)

    assert (answer.status == 200) if not outcome else (says(answer) == outcome)


async def test_a_signature_is_looked_at_before_the_policy(stand: Stand) -> None:
    api_id = signed_api(stand)
    attach(stand, api_id, *BY_ADDRESS)

    answer = await send(stand, api_id, source_ip=DENIED)

    assert answer.json() == {"message": "Missing Authentication Token"}


async def test_whoever_signed_is_named_in_the_refusal(stand: Stand) -> None:
    api_id = signed_api(stand)
    attach(stand, api_id, statement("Deny", Principal={"AWS": "arn:aws:iam::123456789012:user/lgtui"}))

    answer = await send_signed(stand, api_id)

    assert answer.json()["Message"].startswith(
        "User: arn:aws:iam::123456789012:user/lgtui is not authorized to perform"
    )
    assert (await send_signed(stand, api_id, account_id="210987654321")).status == 403


async def test_conditions_may_be_about_the_caller(stand: Stand) -> None:
    api_id = signed_api(stand)
    only = {"StringEquals": {"aws:PrincipalAccount": "210987654321", "aws:PrincipalType": "AssumedRole"}}
    reader = {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Reader"}}
    attach(stand, api_id, statement(Condition={**only, **reader, "Null": {"aws:username": "true"}}))

    assert (await send_signed(stand, api_id, account_id="210987654321")).status == 200
    assert (await send_signed(stand, api_id, account_id="111111111111")).status == 403


# With a user pool -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source_ip", "good", "status"),
    [(ALLOWED, True, 200), (NEITHER, True, 403), (DENIED, True, 403), (ALLOWED, False, 401), (DENIED, False, 401)],
)
async def test_behind_a_user_pool_both_must_allow(stand: Stand, source_ip: str, good: bool, status: int) -> None:
    api = PooledApi(stand)
    attach(stand, api.id, *BY_ADDRESS)

    token = api.token() if good else "nonsense"
    answer = await send(stand, api.id, source_ip=source_ip, headers={"Authorization": token})

    assert answer.status == status


# Operations -------------------------------------------------------------------------------------------------------


async def test_a_policy_may_come_with_the_api(stand: Stand) -> None:
    document = json.dumps({"Statement": statement()})

    made = stand.gateway.create_rest_api(CreateRestApiRequest(name="policed", policy=document))

    kept = stand.gateway.get_rest_api(RestApiRequest(rest_api_id=made.id)).policy
    arn = f"arn:aws:execute-api:us-east-1:123456789012:{made.id}/*"
    assert policy_document(kept) == {"Statement": [statement(Resource=arn)]}


async def test_what_is_no_policy_leaves_the_api_as_it_was(stand: Stand) -> None:
    api_id = stand.api("GET /a")
    attach(stand, api_id, statement())
    before = stand.gateway.get_rest_api(RestApiRequest(rest_api_id=api_id)).policy

    with pytest.raises(BadRequestException, match="Invalid policy document"):
        attach(stand, api_id, statement(Principal="nobody"))

    assert stand.gateway.get_rest_api(RestApiRequest(rest_api_id=api_id)).policy == before


async def test_a_private_api_cannot_be_deployed_without_a_policy(stand: Stand) -> None:
    private = EndpointConfiguration(types=["PRIVATE"])
    api_id = stand.gateway.create_rest_api(CreateRestApiRequest(name="x", endpoint_configuration=private)).id
    stand.put(api_id, "GET", "/a")

    with pytest.raises(BadRequestException, match="Private REST API doesn't have a resource policy attached to it"):
        stand.deploy(api_id)
    attach(stand, api_id, statement())

    assert (await send(stand, api_id)).status == 200
