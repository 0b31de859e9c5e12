"""The response cache: what it answers, for how long, by which key, and who may ask past it."""

from typing import Any

import pytest

from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.cache import (
    ENTRY_LIMIT,
    GIGABYTE,
    MOST_HELD,
    OVERHEAD,
    SETTLING,
    STALE,
    Caches,
    ResponseCache,
)
from lgtui.emulator.gateway.events import ApisChanged
from lgtui.emulator.gateway.model import StageRequest
from lgtui.frames import CACHE_PRICES, CacheView
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import STAGE, Answer, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

OK = {"application/json": '{"statusCode": 200}'}
COUNTED = {"200": {"response_templates": {"application/json": "$context.requestId"}}}
"""A response that no two requests have in common."""


class CachedApi(CustomApi):
    """An API whose stage has a cache of 0.5 GB, available at once."""

    def __init__(self, stand: Stand) -> None:
        super().__init__(stand)
        self.clock = stand.region.clock

    def switch_on(self, **settings: str) -> None:
        """Give the stage its cache, and each method the settings."""
        self.stand.patch(self.id, "/cacheClusterEnabled", "true")
        self.clock.step(SETTLING)
        self.stand.patch(self.id, "/*/*/caching/enabled", "true")
        for name, value in settings.items():
            self.stand.patch(self.id, f"/*/*/caching/{name}", value)

    async def is_hit(self, path: str, **request: Any) -> bool:
        """Whether the second of two requests like this gets the first one's answer."""
        first = await self.send("GET", path, **request)
        return (await self.send("GET", path, **request)).body == first.body

    def verdict(self, answer: Answer) -> str:
        """What the trace says of the cache."""
        entries = {entry.name: entry for entry in self.stand.trace(answer).entries}
        return entries["cache"].summary


@pytest.fixture
def api(stand: Stand) -> CachedApi:
    """An API with a mock whose answers differ."""
    api = CachedApi(stand)
    api.mock("GET /x", OK, COUNTED)
    return api


async def test_a_second_request_gets_the_first_ones_answer_without_the_integration(api: CachedApi) -> None:
    api.switch_on()
    first, second = await api.send("GET", "/x"), await api.send("GET", "/x")
    assert first.body == second.body
    assert first.headers["x-amzn-requestid"] != second.headers["x-amzn-requestid"]
    assert (api.verdict(first), api.verdict(second)) == ("miss", "hit")
    assert "endpoint" not in {entry.name for entry in api.stand.trace(second).entries}


async def test_an_answer_is_kept_for_its_time_to_live(api: CachedApi) -> None:
    api.switch_on(ttlInSeconds="60")
    first = await api.send("GET", "/x")
    api.clock.step(59)
    assert (await api.send("GET", "/x")).body == first.body
    api.clock.step(1)
    assert (await api.send("GET", "/x")).body != first.body


async def test_a_time_to_live_of_nothing_keeps_nothing(api: CachedApi) -> None:
    api.switch_on(ttlInSeconds="0")
    assert not await api.is_hit("/x")


async def test_a_time_to_live_of_nothing_answers_with_nothing_that_was_kept_before(api: CachedApi) -> None:
    api.switch_on()
    first = await api.send("GET", "/x")
    api.stand.patch(api.id, "/*/*/caching/ttlInSeconds", "0")
    assert (await api.send("GET", "/x")).body != first.body


async def test_it_is_told_when_a_cache_has_been_made(api: CachedApi) -> None:
    told: list[str] = []
    end = api.stand.region.bus.subscribe(ApisChanged, lambda event: told.append(event.rest_api_id))
    stage = api.stand.patch(api.id, "/cacheClusterEnabled", "true")
    assert api.stand.gateway.cache_of(api.id, stage) == CacheView("CREATE_IN_PROGRESS", "0.5")
    told.clear()
    api.clock.step(SETTLING)
    assert (told, api.stand.gateway.cache_of(api.id, stage)) == ([api.id], CacheView("AVAILABLE", "0.5"))
    end()


async def test_a_cache_is_made_and_deleted_in_four_minutes(api: CachedApi) -> None:
    stage = StageRequest(rest_api_id=api.id, stage_name=STAGE)
    created = api.stand.patch(api.id, "/cacheClusterEnabled", "true")
    assert (created.cache_cluster_status, created.cache_cluster_size) == ("CREATE_IN_PROGRESS", "0.5")
    api.stand.patch(api.id, "/*/*/caching/enabled", "true")
    assert not await api.is_hit("/x")
    api.clock.step(SETTLING)
    assert api.stand.gateway.get_stage(stage).cache_cluster_status == "AVAILABLE"
    assert await api.is_hit("/x")
    assert api.stand.patch(api.id, "/cacheClusterEnabled", "false").cache_cluster_status == "DELETE_IN_PROGRESS"
    assert not await api.is_hit("/x")
    api.clock.step(SETTLING)
    assert api.stand.gateway.get_stage(stage).cache_cluster_status == "NOT_AVAILABLE"


async def test_another_size_drops_what_was_kept(api: CachedApi) -> None:
    api.switch_on()
    first = await api.send("GET", "/x")
    assert api.stand.patch(api.id, "/cacheClusterSize", "1.6").cache_cluster_status == "CREATE_IN_PROGRESS"
    api.clock.step(SETTLING)
    assert (await api.send("GET", "/x")).body != first.body


async def test_a_deployment_leaves_the_cache_as_it_is(api: CachedApi) -> None:
    api.switch_on()
    first = await api.send("GET", "/x")
    api.stand.deploy(api.id)
    assert (await api.send("GET", "/x")).body == first.body


async def test_flushing_forgets_everything(api: CachedApi) -> None:
    stage = StageRequest(rest_api_id=api.id, stage_name=STAGE)
    with pytest.raises(BadRequestException):
        api.stand.gateway.flush_stage_cache(stage)
    api.switch_on()
    first = await api.send("GET", "/x")
    api.stand.gateway.flush_stage_cache(stage)
    assert (await api.send("GET", "/x")).body != first.body


async def test_only_the_parameters_of_the_key_tell_requests_apart(stand: Stand) -> None:
    api = CachedApi(stand)
    keys = ["method.request.path.id", "method.request.querystring.page", "method.request.header.Accept"]
    api.mock("GET /{id}", OK, COUNTED, cache_key_parameters=keys)
    api.switch_on()
    first = await api.send("GET", "/7?page=1", headers={"Accept": "a"})
    assert (await api.send("GET", "/7?page=1&other=2", headers={"Accept": "a"})).body == first.body
    assert (await api.send("GET", "/8?page=1", headers={"Accept": "a"})).body != first.body
    assert (await api.send("GET", "/7?page=2", headers={"Accept": "a"})).body != first.body
    assert (await api.send("GET", "/7?page=1", headers={"Accept": "b"})).body != first.body


async def test_an_integrations_own_parameter_has_the_value_that_is_mapped_to_it(stand: Stand) -> None:
    api = CachedApi(stand)
    mapped = {
        "integration.request.querystring.order": "method.request.path.id",
        "integration.request.header.stage": "stageVariables.name",
    }
    keys = [*mapped, "integration.request.header.unmapped"]
    api.mock("GET /{id}", OK, COUNTED, request_parameters=mapped, cache_key_parameters=keys)
    api.switch_on()
    first = await api.send("GET", "/7?order=1")
    assert (await api.send("GET", "/7?order=2", headers={"unmapped": "x"})).body == first.body
    assert (await api.send("GET", "/8?order=1")).body != first.body
    stand.patch(api.id, "/variables/name", "other")
    assert (await api.send("GET", "/7?order=1")).body != first.body


async def test_every_value_of_a_multivalue_parameter_counts(stand: Stand) -> None:
    api = CachedApi(stand)
    api.mock("GET /x", OK, COUNTED, cache_key_parameters=["method.request.multivaluequerystring.tag"])
    api.switch_on()
    first = await api.send("GET", "/x?tag=a&tag=c")
    assert (await api.send("GET", "/x?tag=a&tag=c")).body == first.body
    assert (await api.send("GET", "/x?tag=b&tag=c")).body != first.body


async def test_other_methods_than_get_are_cached_where_their_own_setting_says_so(stand: Stand) -> None:
    api = CachedApi(stand)
    api.mock("POST /x", OK, COUNTED)
    api.switch_on()
    assert (await api.send("POST", "/x")).body != (await api.send("POST", "/x")).body
    stand.patch(api.id, "/~1x/POST/caching/enabled", "true")
    assert (await api.send("POST", "/x")).body == (await api.send("POST", "/x")).body


async def test_an_error_is_not_kept(stand: Stand) -> None:
    api = CachedApi(stand)
    responses = {"500": {"response_templates": {"application/json": "$context.requestId"}}}
    api.mock("GET /x", {"application/json": '{"statusCode": 500}'}, responses)
    api.switch_on()
    assert not await api.is_hit("/x")


async def test_a_client_may_ask_for_a_fresh_answer_where_no_permission_is_wanted(api: CachedApi) -> None:
    api.switch_on(requireAuthorizationForCacheControl="false")
    first = await api.send("GET", "/x")
    fresh = await api.send("GET", "/x", headers={"Cache-Control": "max-age=0"})
    assert fresh.body != first.body
    assert (await api.send("GET", "/x")).body == fresh.body


@pytest.mark.parametrize(
    ("strategy", "status", "warned"),
    [
        ("FAIL_WITH_403", 403, False),
        ("SUCCEED_WITH_RESPONSE_HEADER", 200, True),
        ("SUCCEED_WITHOUT_RESPONSE_HEADER", 200, False),
    ],
)
async def test_a_client_without_the_permission_is_answered_by_the_stages_strategy(
    api: CachedApi, strategy: str, status: int, warned: bool
) -> None:
    api.switch_on(unauthorizedCacheControlHeaderStrategy=strategy)
    first = await api.send("GET", "/x")
    answer = await api.send("GET", "/x", headers={"Cache-Control": "max-age=0"})
    assert (answer.status, "warning" in answer.headers) == (status, warned)
    assert status == 403 or answer.body == first.body


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/cacheClusterSize", "2"),
        ("/*/*/caching/ttlInSeconds", "3601"),
        ("/*/*/caching/ttlInSeconds", "-1"),
        ("/*/*/caching/unauthorizedCacheControlHeaderStrategy", "NONE"),
    ],
)
async def test_settings_out_of_their_limits_are_refused(api: CachedApi, path: str, value: str) -> None:
    with pytest.raises(BadRequestException):
        api.stand.patch(api.id, path, value)


async def test_the_least_recently_used_goes_first() -> None:
    clock = Clock()
    cache = ResponseCache(clock)
    cache.settle(True, "0.5")
    body = bytes(ENTRY_LIMIT)
    fitting = int(0.5 * GIGABYTE) // (ENTRY_LIMIT + OVERHEAD)
    for number in range(fitting):
        assert cache.keep((str(number),), 200, [], body, 300)
    assert cache.find(("0",))
    cache.keep(("more",), 200, [], body, 300)
    assert cache.find(("1",)) is None
    assert cache.find(("0",))
    assert (len(cache), cache.used <= 0.5 * GIGABYTE) == (fitting, True)
    cache.stop()


async def test_a_large_cache_holds_no_more_than_a_machine_bears() -> None:
    cache = ResponseCache(Clock())
    cache.settle(True, "237")
    body = bytes(ENTRY_LIMIT)
    for number in range(2_000):
        cache.keep((str(number),), 200, [], body, 300)
    assert (len(cache) < 2_000, cache.used <= MOST_HELD * GIGABYTE) == (True, True)
    cache.stop()


async def test_the_trace_of_a_hit_tells_how_long_the_answer_counts_on(api: CachedApi) -> None:
    api.switch_on()
    await api.send("GET", "/x")
    api.clock.step(88)
    (entry,) = [entry for entry in api.stand.trace(await api.send("GET", "/x")).entries if entry.name == "cache"]
    assert entry.saw["counts on for"] == "212 s of 300 s"


async def test_a_response_over_a_megabyte_is_not_kept() -> None:
    cache = ResponseCache(Clock())
    cache.settle(True, "0.5")
    assert not cache.keep(("x",), 200, [], bytes(ENTRY_LIMIT + 1), 300)
    assert cache.find(("x",)) is None
    assert (cache.hits, cache.misses) == (0, 1)
    cache.stop()


async def test_what_has_grown_too_old_takes_no_room() -> None:
    clock = Clock()
    clock.pause()
    cache = ResponseCache(clock)
    cache.settle(True, "0.5")
    cache.keep(("short",), 200, [], b"1", 10)
    cache.keep(("long",), 200, [], b"22", 60)
    clock.step(10)
    assert (len(cache), cache.used) == (1, OVERHEAD + len("long") + 2)
    assert [key for key, _ in cache.latest(10)] == [("long",)]
    cache.stop()


async def test_an_answer_that_was_renewed_counts_for_its_own_time() -> None:
    clock = Clock()
    clock.pause()
    cache = ResponseCache(clock)
    cache.settle(True, "0.5")
    for number in range(3 * STALE):
        cache.keep(("x",), 200, [], str(number).encode(), 60)
        clock.step(0.01)
    clock.step(59)
    assert [entry.body for _, entry in cache.latest(10)] == [str(3 * STALE - 1).encode()]
    clock.step(1)
    assert len(cache) == 0
    cache.stop()


async def test_those_used_last_are_told_first_and_no_more_than_asked_for() -> None:
    cache = ResponseCache(Clock())
    cache.settle(True, "0.5")
    for name in "abc":
        cache.keep((name,), 200, [], b"", 60)
    cache.find(("a",))
    assert [key for key, _ in cache.latest(2)] == [("a",), ("c",)]
    cache.stop()


async def test_a_cache_costs_its_hours_until_it_is_deleted_and_what_it_has_cost_outlives_it() -> None:
    clock = Clock()
    clock.pause()
    caches = Caches(clock, lambda _api_id: None)
    caches.of("api/dev").settle(enabled=True, size="0.5")

    clock.step(7_200)
    running = caches.cost
    caches.of("api/dev").settle(enabled=False, size="0.5")
    clock.step(7_200)
    caches.forget("api/dev")

    assert running == pytest.approx(2 * CACHE_PRICES["0.5"])
    assert caches.cost == running
