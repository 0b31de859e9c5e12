"""User pool authorizers, as clients and functions meet them."""

from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest
import pytest_asyncio

from lgtui.emulator.errors import BadRequestException, NotImplementedException
from lgtui.emulator.gateway.model import (
    PatchOperation,
    TestInvokeAuthorizerRequest,
    TestInvokeAuthorizerResponse,
    UpdateAccountRequest,
)
from tests.emulator.gateway.pooled import ISSUER, POOL, PooledApi, private_key, write_keys
from tests.emulator.gateway.stand import Answer, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNAUTHORIZED = b'{"message":"Unauthorized"}'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region that knows the keys of a pool."""
    folder = tmp_path_factory.mktemp("region")
    stand = Stand(folder, jwks={POOL: write_keys(folder / "keys.json", "first", "second")})
    stand.create_obedient()
    yield stand
    await stand.region.stop()


@pytest.fixture
def api(stand: Stand) -> PooledApi:
    """An API of that pool."""
    return PooledApi(stand)


def explanation(api: PooledApi, answer: Answer) -> str:
    return api.stand.trace(answer).explanation


# Who may pass -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["", "Bearer ", "bearer  "])
async def test_a_token_of_the_pool_passes(api: PooledApi, scheme: str) -> None:
    answer = await api.send(scheme + api.token(**{"cognito:username": "ada"}))

    assert answer.status == 200
    entry = next(entry for entry in api.stand.trace(answer).entries if entry.name == "authorizer")
    assert entry.summary == "users  id token of ada"
    assert entry.changed["$context.authorizer.claims.sub"] == "1-2-3"


async def test_any_key_of_the_pool_will_do(api: PooledApi) -> None:
    assert (await api.send(api.token(key="second"))).status == 200


@pytest.mark.parametrize("token", [None, "", "Bearer "])
async def test_without_a_token_nobody_passes(api: PooledApi, token: str | None) -> None:
    answer = await api.send(token)

    assert (answer.status, answer.body) == (401, UNAUTHORIZED)
    assert answer.headers["x-amzn-errortype"] == "UnauthorizedException"
    assert "needs the header Authorization, which is missing or empty" in explanation(api, answer)


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"key": "third"}, "names the key third, which is not among those of the user pool us-east-1_Users"),
        ({"key": "third", "kid": "first"}, "was not signed with that key"),
        ({"iss": f"{ISSUER}X"}, f"is of the issuer {ISSUER}X; the authorizer takes tokens of {ISSUER}"),
        ({"iss": None}, "is of the issuer None"),
        ({"token_use": "access"}, 'has "access" for its token_use; the method has no OAuth scopes'),
        ({"token_use": None}, "has null for its token_use"),
        ({"exp": "soon"}, "does not say until when it counts"),
        ({"exp": True}, "does not say until when it counts"),
        ({"exp": None}, "does not say until when it counts"),
    ],
)
async def test_a_token_that_is_not_good_is_refused(api: PooledApi, claims: dict[str, Any], why: str) -> None:
    answer = await api.send(api.token(**claims))

    assert (answer.status, answer.body) == (401, UNAUTHORIZED)
    assert why in explanation(api, answer)


def altered(token: str) -> str:
    """The token with another payload under its signature."""
    header, payload, signature = token.split(".")
    return f"{header}.{payload[:-2]}{'AA' if payload[-2:] != 'AA' else 'BB'}.{signature}"


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "a.b.c",
        "eyJhbGciOiJSUzI1NiJ9.e30.",
        "é",
        f"eyJhbGciOiJSUzI1NiIsImtpZCI6ImZpcnN0In0.{'W1tb' * 2_000}.c2ln",
        jwt.encode({"iss": ISSUER}, "", algorithm="none", headers={"kid": "first"}),
        jwt.encode(
            {"iss": ISSUER}, "shared secret, thirty-two bytes long", algorithm="HS256", headers={"kid": "first"}
        ),
        jwt.encode({"iss": ISSUER}, private_key(), algorithm="RS512", headers={"kid": "first"}),
        jwt.encode({"iss": ISSUER}, private_key(), algorithm="RS256"),
    ],
    ids=["no parts", "no base64", "no signature", "no ASCII", "long", "none", "HS256", "RS512", "no key id"],
)
async def test_what_is_no_token_of_a_pool_is_refused(api: PooledApi, token: str) -> None:
    answer = await api.send(token)

    assert (answer.status, answer.body) == (401, UNAUTHORIZED)
    assert explanation(api, answer).startswith("The token in the header Authorization ")


async def test_a_token_that_was_changed_is_refused(api: PooledApi) -> None:
    assert (await api.send(altered(api.token()))).status == 401


async def test_a_token_that_is_over_is_said_to_be(api: PooledApi) -> None:
    token = api.token()
    api.stand.region.clock.step(3_601)

    answer = await api.send(token)

    assert (answer.status, answer.body) == (401, b'{"message":"The incoming token has expired"}')
    assert "s ago by the emulated clock. Get another one." in explanation(api, answer)


# Scopes and audiences ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"token_use": "access", "scope": "shop/read shop/buy"}, 200),
        ({"token_use": "access", "scope": "shop/read"}, 401),
        ({"token_use": "access", "scope": "shop/buyer"}, 401),
        ({"token_use": "access"}, 401),
        ({"token_use": "id", "scope": "shop/buy"}, 401),
    ],
)
async def test_a_method_with_scopes_takes_access_tokens_that_have_one(
    api: PooledApi, claims: dict[str, Any], status: int
) -> None:
    assert (await api.send(api.token(**claims), "GET /b")).status == status


async def test_the_scopes_that_are_wanted_are_told(api: PooledApi) -> None:
    answer = await api.send(api.token(token_use="access", scope="shop/read"), "GET /b")

    assert "has shop/read; the method takes tokens with shop/buy or shop/admin" in explanation(api, answer)


@pytest.mark.parametrize(("audience", "status"), [("shop-1", 200), ("shop", 401), ("my-shop-1", 401)])
async def test_the_validation_expression_is_about_the_audience(stand: Stand, audience: str, status: int) -> None:
    api = PooledApi(stand, identity_validation_expression=r"shop-\d")

    assert (await api.send(api.token(aud=audience))).status == status


async def test_an_expression_that_is_none_is_a_500(stand: Stand) -> None:
    api = PooledApi(stand, identity_validation_expression="[")

    answer = await api.send(api.token())

    assert (answer.status, answer.body) == (500, b'{"message":null}')
    assert "The validation expression of the authorizer users cannot be used" in explanation(api, answer)


# Where tokens and keys are ----------------------------------------------------------------------------------------


async def test_the_token_may_be_in_another_header(stand: Stand) -> None:
    api = PooledApi(stand, identity_source="method.request.header.X-Token")

    assert (await api.send(api.token(), header="x-token")).status == 200
    assert (await api.send(api.token())).status == 401


async def test_a_token_is_a_header_and_nothing_else(stand: Stand) -> None:
    with pytest.raises(BadRequestException, match="COGNITO_USER_POOLS authorizer must be one header"):
        PooledApi(stand, identity_source="method.request.querystring.token")


async def test_one_of_several_pools_will_do(stand: Stand) -> None:
    other = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Others"
    api = PooledApi(stand, provider_arns=[other, f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{POOL}"])

    assert (await api.send(api.token())).status == 200
    assert (await api.send(api.token(iss="https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Others"))).status == 401


async def test_a_pool_without_keys_is_refused_aloud(stand: Stand) -> None:
    api = PooledApi(stand, provider_arns=["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Gone"])

    answer = await api.send()

    assert answer.status == 501
    assert answer.json()["message"] == (
        "lgtui has no keys of the user pool us-east-1_Gone: start it with --jwks us-east-1_Gone=FILE_OR_URL"
    )
    assert "https://cognito-idp.REGION.amazonaws.com/POOL/.well-known" in explanation(api, answer)


# What is handed on ------------------------------------------------------------------------------------------------


async def test_the_claims_reach_the_function(api: PooledApi) -> None:
    token = api.token(email_verified=True, **{"cognito:groups": ["admins", "buyers"]})

    answer = await api.send(token)

    authorizer = answer.json()["requestContext"]["authorizer"]
    assert list(authorizer) == ["claims"]
    assert authorizer["claims"]["cognito:groups"] == "admins,buyers"
    assert authorizer["claims"]["email_verified"] == "true"


async def test_the_claims_reach_templates_and_access_logs(api: PooledApi) -> None:
    role = PatchOperation(op="replace", path="/cloudwatchRoleArn", value="arn:aws:iam::123456789012:role/logs")
    api.gateway.update_account(UpdateAccountRequest(patch_operations=[role]))
    resource_id = api.stand.resource(api.id, "/a")
    template = '{"statusCode": 200, "who": "$context.authorizer.claims[\'cognito:username\']"}'
    api.stand.integrate(
        api.id, resource_id, "GET", type="MOCK", request_templates={"application/json": template}, uri=""
    )
    api.stand.deploy(api.id)
    api.stand.patch(api.id, "/accessLogSettings/destinationArn", "arn:aws:logs:us-east-1:123456789012:log-group:log")
    api.stand.patch(api.id, "/accessLogSettings/format", "$context.requestId $context.authorizer.claims.sub")

    answer = await api.send(api.token(**{"cognito:username": "ada"}))

    assert f"{answer.headers['x-amzn-requestid']} 1-2-3" in api.stand.log(answer)
    prepared = next(e for e in api.stand.trace(answer).entries if e.name == "integration request")
    assert "ada" in str(prepared)


# TestInvokeAuthorizer ---------------------------------------------------------------------------------------------


async def invoke(api: PooledApi, token: str) -> TestInvokeAuthorizerResponse:
    request = TestInvokeAuthorizerRequest(
        rest_api_id=api.id, authorizer_id=api.authorizer.id, headers={"Authorization": token}
    )
    return await api.gateway.test_invoke_authorizer(request)


async def test_a_tested_authorizer_gives_the_claims(api: PooledApi) -> None:
    tested = await invoke(api, api.token())

    assert (tested.client_status, tested.policy, tested.claims["sub"]) == (0, "", "1-2-3")


async def test_a_tested_authorizer_refuses_as_in_a_stage(api: PooledApi) -> None:
    tested = await invoke(api, "nonsense")

    assert (tested.client_status, tested.claims) == (401, {})
    assert ": Unauthorized request: " in tested.log


async def test_a_pool_without_keys_cannot_be_tested(stand: Stand) -> None:
    api = PooledApi(stand, provider_arns=["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Gone"])

    with pytest.raises(NotImplementedException, match="--jwks us-east-1_Gone=FILE_OR_URL"):
        await invoke(api, api.token())
