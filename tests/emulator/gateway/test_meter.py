"""API Gateway's metrics: counts and latencies by API, stage and method."""

import itertools
from typing import Any

import pytest

from lgtui.emulator.gateway.cache import SETTLING
from lgtui.emulator.series import Datapoint, Distribution
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import STAGE, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

OK = {"application/json": '{"statusCode": 200}'}
names = itertools.count()


class MeteredApi(CustomApi):
    """An API with a name of its own that answers 200 at `/x` and 500 at `/broken`."""

    def __init__(self, stand: Stand) -> None:
        self.name = f"metered {next(names)}"
        super().__init__(stand, self.name)
        self.mock("GET /x", OK, {"200": {}})
        self.mock("GET /broken", {}, {"200": {}})

    async def send_all(self, *paths: str) -> None:
        """Send a request to each path."""
        for path in paths:
            await self.send("GET", path)

    def points(self, metric: str, period: int = 1, **dimensions: Any) -> list[Datapoint]:
        """A metric of this API."""
        meter, now = self.stand.gateway.meter, self.stand.region.clock.time()
        return meter.statistics(metric, {"ApiName": self.name, **dimensions}, now - 3_600, now + 1, period)

    def whole(self, metric: str, **dimensions: Any) -> Distribution:
        """All values of a metric in one."""
        whole = Distribution()
        for point in self.points(metric, **dimensions):
            whole.merge(point.values)
        return whole


@pytest.fixture
def api(stand: Stand) -> MeteredApi:
    """An API that was never called."""
    return MeteredApi(stand)


async def test_requests_are_counted_with_their_errors(api: MeteredApi) -> None:
    await api.send_all("/x", "/x", "/x", "/gone", "/broken")
    sums = {metric: api.whole(metric, Stage=STAGE).sum for metric in ("Count", "4XXError", "5XXError")}
    assert sums == {"Count": 5, "4XXError": 1, "5XXError": 1}
    assert api.whole("4XXError").statistic("Average") == pytest.approx(0.2)


async def test_latencies_are_in_milliseconds_and_the_integrations_is_a_part(api: MeteredApi) -> None:
    await api.send_all("/x", "/gone")
    whole, endpoint = api.whole("Latency"), api.whole("IntegrationLatency")
    assert (whole.count, endpoint.count) == (2, 1)
    assert 0 < endpoint.sum < whole.sum < 10_000


async def test_a_stage_and_an_unknown_stage_are_told_apart(api: MeteredApi) -> None:
    await api.stand.send(api.id, "GET", "/x", stage="other")
    assert api.points("Count") == []


async def test_methods_are_counted_apart_where_metrics_are_detailed(api: MeteredApi) -> None:
    await api.send_all("/x")
    api.stand.patch(api.id, "/~1x/GET/metrics/enabled", "true")
    await api.send_all("/x", "/x", "/broken")
    assert api.whole("Count", Stage=STAGE, Method="GET", Resource="/x").sum == 2
    assert api.whole("Count", Stage=STAGE, Method="GET", Resource="/broken").count == 0
    assert api.whole("Count", Stage=STAGE).sum == 4


async def test_periods_sum_seconds_up(api: MeteredApi) -> None:
    for _ in range(3):
        await api.send_all("/x")
        api.stand.region.clock.step(1)
    assert sum(point.values.sum for point in api.points("Count", period=60)) == 3
    assert len(api.points("Count", period=60)) <= 2
    assert all(point.time % 60 == 0 for point in api.points("Count", period=60))


async def test_what_is_over_an_hour_old_is_forgotten(api: MeteredApi) -> None:
    await api.send_all("/x")
    api.stand.region.clock.step(3_700)
    await api.send_all("/x")
    meter = api.stand.gateway.meter
    assert sum(point.values.sum for point in meter.statistics("Count", {"ApiName": api.name}, 0, 1e12)) == 1


async def test_hits_and_misses_of_the_cache_are_counted(api: MeteredApi) -> None:
    api.stand.patch(api.id, "/cacheClusterEnabled", "true")
    api.stand.region.clock.step(SETTLING)
    api.stand.patch(api.id, "/*/*/caching/enabled", "true")
    await api.send_all("/x", "/x", "/x")
    assert (api.whole("CacheMissCount").sum, api.whole("CacheHitCount").sum) == (1, 2)
    assert api.whole("IntegrationLatency").count == 1
