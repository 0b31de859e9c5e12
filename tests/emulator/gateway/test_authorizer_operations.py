"""The operations on authorizers."""

from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.model import (
    Authorizer,
    AuthorizerRequest,
    CreateAuthorizerRequest,
    CreateRestApiRequest,
    PageRequest,
    PatchOperation,
    PutMethodRequest,
    UpdateAuthorizerRequest,
)
from tests.emulator.gateway.guarded import GuardedApi
from tests.emulator.gateway.stand import Stand, uri

pytestmark = pytest.mark.asyncio(loop_scope="module")

POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_x"


@pytest.fixture
def api_id(stand: Stand) -> str:
    """An API without anything."""
    return stand.gateway.create_rest_api(CreateRestApiRequest(name="operations")).id


def create(stand: Stand, api_id: str, **members: Any) -> Authorizer:
    defaults: dict[str, Any] = {
        "name": "keeper",
        "type": "TOKEN",
        "authorizer_uri": uri("keeper"),
        "identity_source": "method.request.header.Authorization",
    }
    return stand.gateway.create_authorizer(CreateAuthorizerRequest(rest_api_id=api_id, **{**defaults, **members}))


def update(stand: Stand, api_id: str, authorizer: Authorizer, path: str, value: str, op: Any = "replace") -> Authorizer:
    change = PatchOperation(op=op, path=path, value=value)
    return stand.gateway.update_authorizer(
        UpdateAuthorizerRequest(rest_api_id=api_id, authorizer_id=authorizer.id, patch_operations=[change])
    )


async def test_what_was_made_is_found_listed_and_removed(stand: Stand, api_id: str) -> None:
    made = create(stand, api_id)
    named = AuthorizerRequest(rest_api_id=api_id, authorizer_id=made.id)

    assert stand.gateway.get_authorizer(named) == made
    assert stand.gateway.get_authorizers(PageRequest(rest_api_id=api_id)).items == [made]
    stand.gateway.delete_authorizer(named)
    with pytest.raises(NotFoundException, match="Invalid Authorizer identifier specified"):
        stand.gateway.get_authorizer(named)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"name": ""}, "name must be non-empty"),
        ({"authorizer_uri": ""}, "Invalid Authorizer URI: . Authorizer URI should be a valid API Gateway ARN"),
        ({"authorizer_uri": "arn:aws:lambda:us-east-1:123456789012:function:keeper"}, "Invalid Authorizer URI"),
        ({"authorizer_result_ttl_in_seconds": 3_601}, "between 0 and 3600"),
        ({"authorizer_result_ttl_in_seconds": -1}, "between 0 and 3600"),
        ({"identity_source": "Authorization"}, "'Authorization' is no identity source"),
        ({"identity_source": ""}, "must be one header"),
        ({"identity_source": "method.request.querystring.token"}, "must be one header"),
        ({"type": "REQUEST", "identity_source": ""}, "Identity source must be specified"),
        ({"type": "COGNITO_USER_POOLS"}, "Provider ARNs must be specified"),
    ],
)
async def test_what_cannot_work_is_refused(stand: Stand, api_id: str, members: dict[str, Any], message: str) -> None:
    with pytest.raises(BadRequestException) as refused:
        create(stand, api_id, **members)

    assert message in refused.value.message


async def test_without_a_cache_a_request_needs_no_identity(stand: Stand, api_id: str) -> None:
    made = create(stand, api_id, type="REQUEST", identity_source="", authorizer_result_ttl_in_seconds=0)

    assert made.identity_source == ""


async def test_a_name_is_taken_once(stand: Stand, api_id: str) -> None:
    create(stand, api_id)

    with pytest.raises(BadRequestException) as refused:
        create(stand, api_id)

    assert refused.value.message == (
        "Authorizer name must be unique. Authorizer keeper already exists in this RestApi."
    )


async def test_members_are_changed_by_their_paths(stand: Stand, api_id: str) -> None:
    made = create(stand, api_id)

    update(stand, api_id, made, "/authorizerResultTtlInSeconds", "0")
    changed = update(stand, api_id, made, "/identitySource", "method.request.header.X-Token")

    assert (changed.authorizer_result_ttl_in_seconds, changed.identity_source) == (0, "method.request.header.X-Token")


@pytest.mark.parametrize(
    ("path", "value"),
    [("/authorizerResultTtlInSeconds", "soon"), ("/authorizerResultTtlInSeconds", "9999"), ("/id", "x"), ("/name", "")],
)
async def test_a_change_that_is_not_allowed_changes_nothing(stand: Stand, api_id: str, path: str, value: str) -> None:
    made = create(stand, api_id)

    with pytest.raises(BadRequestException):
        update(stand, api_id, made, path, value)

    assert stand.gateway.get_authorizer(AuthorizerRequest(rest_api_id=api_id, authorizer_id=made.id)) == made


async def test_pools_are_added_and_removed(stand: Stand, api_id: str) -> None:
    made = create(stand, api_id, type="COGNITO_USER_POOLS", provider_arns=[POOL])

    both = update(stand, api_id, made, "/providerARNs", f"{POOL}y", "add")
    one = update(stand, api_id, made, "/providerARNs", POOL, "remove")

    assert (both.provider_arns, one.provider_arns) == ([POOL, f"{POOL}y"], [f"{POOL}y"])


async def test_one_that_a_method_has_stays(stand: Stand) -> None:
    api = GuardedApi(stand, "GET /a")

    with pytest.raises(ConflictException, match="it is referenced in GET /a"):
        stand.gateway.delete_authorizer(AuthorizerRequest(rest_api_id=api.id, authorizer_id=api.authorizer.id))


@pytest.mark.parametrize("kind", ["CUSTOM", "COGNITO_USER_POOLS"])
async def test_a_method_needs_an_authorizer_of_the_kind_it_asks_for(stand: Stand, api_id: str, kind: str) -> None:
    token, pool = (
        create(stand, api_id),
        create(stand, api_id, name="p", type="COGNITO_USER_POOLS", provider_arns=[POOL]),
    )
    wrong = pool if kind == "CUSTOM" else token

    for authorizer_id in (wrong.id, "absent"):
        with pytest.raises(BadRequestException, match="Invalid authorizer ID specified"):
            stand.gateway.put_method(
                PutMethodRequest(
                    rest_api_id=api_id,
                    resource_id=stand.resource(api_id, "/x"),
                    http_method="GET",
                    authorization_type=kind,
                    authorizer_id=authorizer_id,
                )
            )
