"""API Gateway's recorded facts about authorizers: a test's name begins with the fact's id."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lgtui.emulator.errors import ConflictException
from lgtui.emulator.gateway.model import CreateAuthorizerRequest
from tests.emulator.gateway.guarded import GuardedApi, create_keeper
from tests.emulator.gateway.stand import Stand, uri

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """One region for all facts."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    stand.create_obedient()
    create_keeper(stand)
    yield stand
    await stand.region.stop()


async def test_auth_001_a_kept_policy_is_held_against_the_next_method(stand: Stand) -> None:
    api = GuardedApi(stand, "GET /a", "GET /b", authorizer_result_ttl_in_seconds=300)
    only_a = {"resources": [f"arn:aws:execute-api:us-east-1:123456789012:{api.id}/*/GET/a"]}

    statuses = [(await api.send(only_a, f"GET /{path}")).status for path in "ab"]

    assert statuses == [200, 403]


async def test_ctl_018_an_authorizer_of_an_api_that_does_not_exist(stand: Stand) -> None:
    request = CreateAuthorizerRequest(
        rest_api_id="absent",
        name="fake",
        type="TOKEN",
        authorizer_uri=uri("keeper"),
        identity_source="method.request.header.Authorization",
    )

    with pytest.raises(ConflictException) as refused:
        stand.gateway.create_authorizer(request)

    assert refused.value.message == (
        "Unable to complete operation due to concurrent modification. Please try again later."
    )
