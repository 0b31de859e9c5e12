"""Who may have a cached response made afresh: the permission execute-api:InvalidateCache, and who grants it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from lgtui.emulator.gateway.cache import SETTLING
from lgtui.emulator.gateway.model import PatchOperation, PutMethodRequest, UpdateRestApiRequest
from tests.emulator.gateway.guarded import GuardedApi, create_keeper
from tests.emulator.gateway.signed import signed_headers
from tests.emulator.gateway.stand import STAGE, Stand

FRESH = {"Cache-Control": "max-age=0"}
INVOKE, INVALIDATE = "execute-api:Invoke", "execute-api:InvalidateCache"

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(autouse=True, scope="module", loop_scope="module")
async def keeper(stand: Stand) -> AsyncIterator[None]:
    """The function `keeper`."""
    create_keeper(stand)
    yield


def cached(stand: Stand, api: str) -> None:
    """Give the stage a cache that refuses who may not invalidate it."""
    stand.patch(api, "/cacheClusterEnabled", "true")
    stand.region.clock.step(SETTLING)
    stand.patch(api, "/*/*/caching/enabled", "true")
    stand.patch(api, "/*/*/caching/unauthorizedCacheControlHeaderStrategy", "FAIL_WITH_403")


def statement(effect: str, *actions: str) -> dict[str, Any]:
    return {"Effect": effect, "Action": list(actions), "Resource": "*"}


def answer_with(*statements: dict[str, Any]) -> dict[str, Any]:
    """The order to the authorizer to return these statements."""
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return {"return": {"principalId": "alice", "policyDocument": document}}


@pytest.mark.parametrize(
    ("statements", "status"),
    [
        ([statement("Allow", INVOKE)], 403),
        ([statement("Allow", INVOKE, INVALIDATE)], 200),
        ([statement("Allow", "execute-api:*")], 200),
        ([statement("Allow", "execute-api:*"), statement("Deny", INVALIDATE)], 403),
    ],
)
async def test_an_authorizers_policy_may_grant_it(stand: Stand, statements: list[dict[str, Any]], status: int) -> None:
    api = GuardedApi(stand)
    cached(stand, api.id)
    order = answer_with(*statements)
    assert (await api.send(order)).status == 200
    assert (await api.send(order, **FRESH)).status == status


@pytest.mark.parametrize(("actions", "status"), [([INVOKE], 403), ([INVOKE, INVALIDATE], 200)])
async def test_the_apis_policy_may_grant_it(stand: Stand, actions: list[str], status: int) -> None:
    api = stand.api("GET /x")
    document = {"Version": "2012-10-17", "Statement": [{**statement("Allow", *actions), "Principal": "*"}]}
    patch = PatchOperation(op="replace", path="/policy", value=json.dumps(document))
    stand.gateway.update_rest_api(UpdateRestApiRequest(rest_api_id=api, patch_operations=[patch]))
    stand.deploy(api)
    cached(stand, api)
    assert (await stand.send(api, "GET", "/x")).status == 200
    assert (await stand.send(api, "GET", "/x", headers=FRESH)).status == status


async def test_who_signs_for_the_account_may(tmp_path: Path) -> None:
    stand = Stand(tmp_path)  # of its own: a signature counts for five minutes, and the others' clock has gone on
    stand.create_obedient()
    api = stand.api("GET /open")
    resource_id = stand.resource(api, "/a")
    stand.gateway.put_method(
        PutMethodRequest(rest_api_id=api, resource_id=resource_id, http_method="GET", authorization_type="AWS_IAM")
    )
    stand.integrate(api, resource_id, "GET")
    stand.deploy(api)
    cached(stand, api)
    signed = signed_headers("GET", f"http://127.0.0.1:3000/{STAGE}/a")
    assert (await stand.send(api, "GET", "/a", headers={**signed, **FRESH})).status == 200
    assert (await stand.send(api, "GET", "/open", headers=FRESH)).status == 403
    await stand.region.stop()


async def test_the_trace_tells_what_became_of_the_wish(stand: Stand) -> None:
    api = stand.api("GET /x")
    cached(stand, api)
    stand.patch(api, "/*/*/caching/unauthorizedCacheControlHeaderStrategy", "SUCCEED_WITH_RESPONSE_HEADER")
    trace = stand.trace(await stand.send(api, "GET", "/x", headers=FRESH))
    (entry,) = [entry for entry in trace.entries if entry.name == "cache"]
    assert entry.saw["Cache-Control: max-age=0"] == "ignored, with a warning"


async def test_a_refused_wish_is_explained_and_no_miss(stand: Stand) -> None:
    api = stand.api("GET /x")
    cached(stand, api)
    stand.region.clock.step(60)
    refused = await stand.send(api, "GET", "/x", headers=FRESH)
    assert "neither the API's policy nor the authorizer's grants it" in stand.trace(refused).explanation
    now = stand.region.clock.time()
    assert stand.gateway.meter.statistics("CacheMissCount", {"ApiName": "test"}, now - 30, now + 1) == []
