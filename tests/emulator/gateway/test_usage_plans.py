"""API keys, throttles and quotas of usage plans, as clients meet them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lgtui.emulator.gateway.failures import INVALID_API_KEY, QUOTA_EXCEEDED
from lgtui.emulator.gateway.model import (
    ApiKeyRequest,
    CreateDeploymentRequest,
    PatchOperation,
    StageRequest,
    UpdateApiKeyRequest,
    UpdateUsageRequest,
    UsagePlanKeyRequest,
    UsagePlanRequest,
    UsageRequest,
)
from lgtui.emulator.gateway.usage.plans import ROOM
from tests.emulator.gateway.keyed import KeyedApi
from tests.emulator.gateway.stand import STAGE, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

SPARSE = (0.001, 2)
"""A throttle that gives two requests, and then none for long."""


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def paused(stand: Stand) -> AsyncIterator[None]:
    """Emulated time moves only when it is stepped."""
    stand.region.clock.pause()
    yield
    stand.region.clock.resume()


@pytest.fixture
def api(stand: Stand) -> KeyedApi:
    """An API with one method that requires a key."""
    return KeyedApi(stand)


# Keys -------------------------------------------------------------------------------------------------------------


async def test_a_key_in_a_plan_of_the_stage_passes(api: KeyedApi) -> None:
    answer = await api.send(api.key(api.plan()))

    assert answer.status == 200


@pytest.mark.parametrize("sent", [None, "", "no-such-key-at-all-0123456789", "x" * 10_000, "ключ"])
async def test_a_key_that_is_none_is_forbidden(api: KeyedApi, sent: str | None) -> None:
    answer = await api.send(sent)

    assert (answer.status, answer.body) == (403, b'{"message":"Forbidden"}')
    assert answer.headers["x-amzn-errortype"] == INVALID_API_KEY.error_type


async def test_a_key_without_a_plan_for_the_stage_is_forbidden_and_told_why(api: KeyedApi) -> None:
    key = api.key(KeyedApi(api.stand).plan())

    answer = await api.send(key)

    assert answer.status == 403
    assert "opens the stage" in api.stand.trace(answer).explanation
    assert (
        f"API Key {'*' * 34}{key.value[-6:]} not authorized because method 'GET /orders' requires API Key and API Key "
        f"is not associated with a Usage Plan for API Stage {api.id}/{STAGE}: No Usage Plan found for key and API Stage"
    ) in api.stand.log(answer)


async def test_a_key_that_is_disabled_is_forbidden_until_it_is_enabled(api: KeyedApi) -> None:
    key = api.key(api.plan(), enabled=False)
    refused = await api.send(key)
    enable = PatchOperation(op="replace", path="/enabled", value="true")
    api.gateway.update_api_key(UpdateApiKeyRequest(api_key=key.id, patch_operations=[enable]))

    assert refused.status == 403
    assert "disabled" in api.stand.trace(refused).explanation
    assert (await api.send(key)).status == 200


async def test_a_key_that_is_deleted_opens_nothing_any_more(api: KeyedApi) -> None:
    key = api.key(api.plan())
    api.gateway.delete_api_key(ApiKeyRequest(api_key=key.id))

    assert (await api.send(key)).status == 403


async def test_a_key_that_leaves_its_plan_opens_nothing_any_more(api: KeyedApi) -> None:
    plan = api.plan()
    key = api.key(plan)
    api.gateway.delete_usage_plan_key(UsagePlanKeyRequest(usage_plan_id=plan.id, key_id=key.id))

    assert (await api.send(key)).status == 403


async def test_a_stage_that_is_deleted_leaves_its_plans(api: KeyedApi) -> None:
    plan = api.plan()
    api.gateway.delete_stage(StageRequest(rest_api_id=api.id, stage_name=STAGE))

    assert api.gateway.get_usage_plan(UsagePlanRequest(usage_plan_id=plan.id)).api_stages == []


async def test_an_api_that_takes_keys_from_its_authorizer_does_not_read_the_header(stand: Stand) -> None:
    api = KeyedApi(stand, source="AUTHORIZER")

    answer = await api.send(api.key(api.plan()))

    assert answer.status == 403
    assert "usageIdentifierKey" in stand.trace(answer).explanation


async def test_a_method_without_a_key_does_not_count(api: KeyedApi) -> None:
    api.put("GET /open", api_key_required=False)
    api.stand.deploy(api.id)
    key = api.key(api.plan(throttle=SPARSE))

    assert await api.statuses(key, 5, "GET /open") == [200] * 5
    assert await api.statuses(key, 3) == [200, 200, 429]


# Throttles --------------------------------------------------------------------------------------------------------


async def test_the_plans_throttle_is_each_keys_own(api: KeyedApi) -> None:
    plan = api.plan(throttle=SPARSE)
    alice, bob = api.key(plan), api.key(plan, name="bob")

    assert await api.statuses(alice, 3) == [200, 200, 429]
    assert await api.statuses(bob, 3) == [200, 200, 429]


async def test_the_plans_throttle_is_shared_by_all_its_stages(api: KeyedApi) -> None:
    api.gateway.create_deployment(CreateDeploymentRequest(rest_api_id=api.id, stage_name="other"))
    key = api.key(api.plan(throttle=SPARSE, stages=[STAGE, "other"]))

    assert await api.statuses(key, 2) == [200, 200]
    assert await api.statuses(key, 1, stage="other") == [429]


async def test_a_method_may_have_a_throttle_of_its_own_in_a_plan(stand: Stand) -> None:
    api = KeyedApi(stand, "GET /orders", "GET /free")
    key = api.key(api.plan(methods={"/orders/GET": SPARSE}))

    assert await api.statuses(key, 3) == [200, 200, 429]
    assert await api.statuses(key, 3, "GET /free") == [200, 200, 200]


async def test_a_refused_request_takes_no_token_of_any_bucket(api: KeyedApi) -> None:
    key = api.key(api.plan(throttle=(0.001, 5), methods={"/orders/GET": (0.001, 1)}))
    await api.statuses(key, 4)

    tokens = {view.scope: view.tokens for view in api.stand.gateway.throttles.buckets() if key.id in view.id}

    assert tokens == {"plan method": 0.0, "usage plan": 4.0}


async def test_the_refusing_scope_is_named_in_the_trace_and_the_log(api: KeyedApi) -> None:
    plan = api.plan(throttle=(5, 1))
    key = api.key(plan)
    await api.send(key)

    answer = await api.send(key)

    entry = next(entry for entry in api.stand.trace(answer).entries if entry.name == "throttle")
    assert "alice · plan is empty" in entry.summary
    assert "next token comes in 200 ms" in api.stand.trace(answer).explanation
    log = api.stand.log(answer)[0]
    assert log.startswith(
        f"API Key {'*' * 34}{key.value[-6:]} exceeded throttle limit for API Stage {api.id}/{STAGE}: "
    )
    assert f"Key throttle limit exceeded for Usage Plan ID {plan.id}, RestApi {api.id}, Stage {STAGE}" in log
    assert log.endswith("HttpMethod GET. Limit: 5.00 Burst: 1")


async def test_a_stages_refusal_names_no_plan(api: KeyedApi) -> None:
    api.stand.throttle(api.id, "*/*", 0, 0)

    answer = await api.send(api.key(api.plan(throttle=SPARSE)))

    assert api.stand.log(answer)[0].startswith(f"Key throttle limit exceeded for RestApi {api.id}, Stage {STAGE}")


async def test_a_new_limit_acts_on_the_next_request(api: KeyedApi) -> None:
    plan = api.plan(throttle=SPARSE)
    key = api.key(plan)
    await api.statuses(key, 2)

    api.patch(plan, "/throttle", op="remove")

    assert (await api.send(key)).status == 200


async def test_a_lower_burst_cuts_what_a_key_has_left(api: KeyedApi) -> None:
    plan = api.plan(throttle=(0.001, 10))
    key = api.key(plan)
    await api.send(key)

    api.patch(plan, "/throttle/burstLimit", "2")

    assert await api.statuses(key, 3) == [200, 200, 429]


async def test_buckets_of_keys_that_are_full_again_are_given_up_when_there_are_many(api: KeyedApi) -> None:
    plan = api.plan(throttle=(1, 1))
    early, late = [[api.key(plan) for _ in range(count)] for count in (ROOM // 2, ROOM)]
    for key in early:
        await api.send(key)

    api.stand.region.clock.step(10)
    for key in late:
        await api.send(key)

    kept = {view.id.rpartition("/")[2] for view in api.gateway.throttles.buckets() if plan.id in view.id}
    assert kept == {key.id for key in late}


# Quotas -----------------------------------------------------------------------------------------------------------


async def test_a_quota_that_is_used_up_refuses_until_its_period_ends(api: KeyedApi) -> None:
    key = api.key(api.plan(quota=(2, "DAY")))
    statuses = await api.statuses(key, 3)

    api.stand.region.clock.step(86_400)

    assert statuses == [200, 200, 429]
    assert (await api.send(key)).status == 200


async def test_a_used_up_quota_is_told_with_the_time_of_its_reset(api: KeyedApi) -> None:
    plan = api.plan(quota=(1, "MONTH"))
    key = api.key(plan)
    await api.send(key)

    answer = await api.send(key)

    assert answer.body == b'{"message":"Limit Exceeded"}'
    assert answer.headers["x-amzn-errortype"] == QUOTA_EXCEEDED.error_type
    assert "It begins anew at" in api.stand.trace(answer).explanation
    assert api.stand.log(answer)[0].endswith(
        f"Key quota exhausted for Usage Plan ID {plan.id}. Quota Limit: 1 Period: MONTH"
    )


async def test_a_throttled_request_does_not_count_for_the_quota(api: KeyedApi) -> None:
    plan = api.plan(throttle=SPARSE, quota=(10, "DAY"))
    key = api.key(plan)
    await api.statuses(key, 5)

    assert usage_today(api, plan.id) == {key.id: [(2, 8)]}


async def test_a_grant_leaves_so_many_requests_for_the_rest_of_the_period(api: KeyedApi) -> None:
    plan = api.plan(quota=(1, "DAY"))
    key = api.key(plan)
    await api.statuses(key, 2)
    grant = PatchOperation(op="replace", path="/remaining", value="2")

    api.gateway.update_usage(UpdateUsageRequest(usage_plan_id=plan.id, key_id=key.id, patch_operations=[grant]))

    assert await api.statuses(key, 3) == [200, 200, 429]


async def test_the_trace_says_what_the_quota_leaves(api: KeyedApi) -> None:
    answer = await api.send(api.key(api.plan(quota=(100, "WEEK"))))

    entry = next(entry for entry in api.stand.trace(answer).entries if entry.name == "usage plan")
    assert entry.changed["quota"].startswith("99/100 left of this week, until ")
    assert entry.verdict == "ok"


def usage_today(api: KeyedApi, plan_id: str) -> dict[str, list[tuple[int, int]]]:
    """What every key of a plan has used today and has left."""
    today = api.stand.today()
    return api.gateway.get_usage(UsageRequest(usage_plan_id=plan_id, start_date=today, end_date=today)).items


async def test_a_function_s_event_names_the_key(stand: Stand) -> None:
    api = KeyedApi(stand)
    resource_id = stand.resource(api.id, "/orders")
    stand.integrate(api.id, resource_id, "GET")
    stand.deploy(api.id)
    key = api.key(api.plan())

    identity = (await api.send(key)).json()["requestContext"]["identity"]

    assert (identity["apiKey"], identity["apiKeyId"]) == (key.value, key.id)


async def test_a_trace_tells_what_was_left_then_and_not_what_is_left_now(api: KeyedApi) -> None:
    plan = api.plan(quota=(5, "DAY"))
    key = api.key(plan)
    answer = await api.send(key)
    await api.statuses(key, 3)
    api.patch(plan, "/quota/period", "WEEK")

    entry = next(entry for entry in api.stand.trace(answer).entries if entry.name == "usage plan")

    assert entry.changed["quota"].startswith("4/5 left of this day, until ")
    assert usage_today(api, plan.id) == {key.id: [(4, 1)]}
