"""What was changed from the console is taken back by AWS's own operations."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.widgets import Input

from lgtui.console.changes.canary import PROMOTION
from lgtui.console.changes.patches import Operation, patch, remove, replace
from lgtui.console.changes.stage_undo import stage_undo
from lgtui.console.changes.undo import Order, alias_undo, reservation_undo
from lgtui.console.client import RegionClient
from lgtui.console.region.outcomes import Failure
from tests.console.conftest import WIDE, Explore, ExploreProject
from tests.console.region_double import RegionDouble, Scripted, region_double

DEMOS = Path(__file__).parents[3] / "demos"
PATH = "/restapis/a1/stages/dev"
STAGE: dict[str, Any] = {
    "stageName": "dev",
    "deploymentId": "d1",
    "cacheClusterEnabled": False,
    "variables": {"alias": "live", "a/b": "1"},
    "methodSettings": {"*/*": {"throttlingRateLimit": 5.0, "throttlingBurstLimit": 10, "cachingEnabled": True}},
    "canarySettings": {"percentTraffic": 10.0, "deploymentId": "d2", "stageVariableOverrides": {"alias": "new"}},
}


def after(**members: Any) -> dict[str, Any]:
    """The stage with members changed; one that is None is gone."""
    return {name: value for name, value in {**STAGE, **members}.items() if value is not None}


@pytest.mark.parametrize(
    ("members", "back"),
    [
        ({"deploymentId": "d3"}, [replace("/deploymentId", "d1")]),
        ({"description": "new"}, [remove("/description")]),
        ({"cacheClusterEnabled": True, "cacheClusterSize": "0.5"}, [replace("/cacheClusterEnabled", "false")]),
        ({"variables": {"a/b": "1"}}, [replace("/variables/alias", "live")]),
        ({"variables": {"alias": "live"}}, [replace("/variables/a~1b", "1")]),
        ({"variables": {**STAGE["variables"], "c/d": "2"}}, [remove("/variables/c~1d")]),
        (
            {"methodSettings": {"*/*": {**STAGE["methodSettings"]["*/*"], "throttlingRateLimit": 7.0}}},
            [replace("/*/*/throttling/rateLimit", "5")],
        ),
        (
            {"methodSettings": {"*/*": {**STAGE["methodSettings"]["*/*"], "cachingEnabled": False}}},
            [replace("/*/*/caching/enabled", "true")],
        ),
        (
            {"methodSettings": {**STAGE["methodSettings"], "orders~1{id}/GET": {"loggingLevel": "INFO"}}},
            [remove("/orders~1{id}/GET")],
        ),
        ({"accessLogSettings": {"format": "$context.requestId"}}, [remove("/accessLogSettings")]),
        (
            {"canarySettings": None},
            [
                replace("/canarySettings/percentTraffic", "10"),
                replace("/canarySettings/deploymentId", "d2"),
                replace("/canarySettings/stageVariableOverrides/alias", "new"),
            ],
        ),
    ],
)
def test_a_stage_is_led_back_from_what_it_is_to_what_it_was(members: dict[str, Any], back: list[Operation]) -> None:
    undo = stage_undo("dev", PATH, STAGE, after(**members))

    assert undo is not None
    assert undo.orders == (Order("PATCH", PATH, patch(back)),)


def test_a_canary_that_was_made_is_removed_as_a_whole() -> None:
    undo = stage_undo("dev", PATH, after(canarySettings=None), STAGE)

    assert undo is not None
    assert undo.orders == (Order("PATCH", PATH, patch([remove("/canarySettings")])),)


def test_what_has_changed_nothing_is_not_undone() -> None:
    assert stage_undo("dev", PATH, STAGE, STAGE) is None


def test_an_alias_gets_its_version_and_weights_again() -> None:
    weighted = {"FunctionVersion": "2", "RoutingConfig": {"AdditionalVersionWeights": {"3": 0.1}}, "Description": "d"}
    plain = {"FunctionVersion": "2", "RoutingConfig": {"AdditionalVersionWeights": {}}, "Description": ""}

    assert alias_undo("f:live", "/", weighted).orders == (Order("PUT", "/", weighted),)
    assert alias_undo("f:live", "/", {"FunctionVersion": "2"}).orders == (Order("PUT", "/", plain),)


def test_a_reservation_ends_or_is_as_it_was() -> None:
    assert reservation_undo("f", "/", None).orders == (Order("DELETE", "/"),)
    assert reservation_undo("f", "/", 0).orders == (Order("PUT", "/", {"ReservedConcurrentExecutions": 0}),)


@asynccontextmanager
async def client_of(region: RegionDouble) -> AsyncIterator[RegionClient]:
    client = RegionClient(region.url)
    try:
        yield client
    finally:
        await client.close()


async def test_a_flush_says_why_it_cannot_be_undone_and_what_was_before_it_can() -> None:
    async with region_double() as region, client_of(region) as client:
        await client.reserve_concurrency("orders", 5)
        await client.flush_cache("a1", "dev")

        first, second = await client.undo(), await client.undo()

    assert isinstance(first, Failure)
    assert first.message == (
        "The flush of dev's cache cannot be undone: what it held is gone, and the next requests fill it anew."
    )
    assert second == "the reserved concurrency of orders"


async def test_what_the_region_refuses_to_undo_says_so_and_stands_in_the_way_of_nothing() -> None:
    async with region_double() as region, client_of(region) as client:
        await client.reserve_concurrency("orders", 5)
        region.refusal = "no such function"

        first, second = await client.undo(), await client.undo()

    assert isinstance(first, Failure)
    assert first.message == (
        "The reserved concurrency of orders cannot be undone: BadRequestException: no such function"
    )
    assert isinstance(second, Failure)
    assert second.message == "nothing that was changed here can be undone"


async def test_a_version_that_was_new_is_deleted() -> None:
    async with region_double() as region, client_of(region) as client:
        region.answers["/2015-03-31/functions/orders/versions"] = Scripted(body=b'{"Version": "4"}')
        await client.publish_version("orders", ["1", "2", "3"], "")
        undone = await client.undo()

    assert undone == "version 4 of orders"
    assert region.changes[-1] == ("DELETE", "/2015-03-31/functions/orders?Qualifier=4", None)


async def test_a_version_that_was_there_before_is_not_deleted() -> None:
    async with region_double() as region, client_of(region) as client:
        region.answers["/2015-03-31/functions/orders/versions"] = Scripted(body=b'{"Version": "3"}')
        await client.publish_version("orders", ["1", "2", "3"], "")
        undone = await client.undo()

    assert isinstance(undone, Failure)


async def test_a_deployment_is_taken_off_its_stage_and_deleted() -> None:
    async with region_double() as region, client_of(region) as client:
        region.answers[PATH] = Scripted(body=msgspec.json.encode(STAGE))
        region.answers["/restapis/a1/deployments"] = Scripted(body=b'{"id": "d9"}')
        await client.create_deployment("a1", "dev", "try")
        undone = await client.undo()

    assert undone == "the deployment to dev"
    assert region.changes[-2:] == [
        ("PATCH", PATH, patch([replace("/deploymentId", "d1")])),
        ("DELETE", "/restapis/a1/deployments/d9", None),
    ]


async def test_the_accounts_role_for_logs_is_taken_away_again() -> None:
    async with region_double() as region, client_of(region) as client:
        await client.set_cloudwatch_role("arn:aws:iam::123456789012:role/logs")
        undone = await client.undo()

    assert undone == "the account's role for logs"
    assert region.changes[-1] == ("PATCH", "/account", patch([remove("/cloudwatchRoleArn")]))


async def test_without_a_change_there_is_nothing_to_undo(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("1", "U")
        await explored.shows("nothing that was changed here can be undone")


async def test_a_stages_throttle_is_as_it_was_after_undo(explore_project: ExploreProject, tmp_path: Path) -> None:
    project = Path(shutil.copytree(DEMOS / "throttle", tmp_path / "throttle"))
    async with explore_project(project) as explored:
        await explored.shows("  5/s ")
        await explored.press("s")
        explored.pilot.app.screen.query_one("#rate", Input).value = "7"
        await explored.press("ctrl+j")
        await explored.shows("7/s")
        await explored.press("1", "U")
        await explored.shows("  5/s ")


CHANGES: dict[str, list[list[Operation]]] = {
    "a method's throttle": [[replace("/orders/GET/throttling/rateLimit", "7")]],
    "a variable, changed and made": [[replace("/variables/delay", "9"), replace("/variables/table", "t")]],
    "a variable taken away": [[remove("/variables/delay")]],
    "a cache": [[replace("/cacheClusterSize", "0.5"), replace("/cacheClusterEnabled", "true")]],
    "an access log": [
        [
            replace("/accessLogSettings/destinationArn", "arn:aws:logs:us-east-1:123456789012:log-group:a"),
            replace("/accessLogSettings/format", "$context.requestId"),
        ]
    ],
    "a canary, promoted": [
        [
            replace("/canarySettings/percentTraffic", "10"),
            replace("/canarySettings/stageVariableOverrides/delay", "1"),
            replace("/canarySettings/stageVariableOverrides/new", "2"),
        ],
        list(PROMOTION),
    ],
}

PASSING = {"lastUpdatedDate", "cacheClusterStatus", "cacheClusterSize"}
"""What a stage tells otherwise after an undo: when it was changed, and the size of a cache that it no longer has."""


async def test_a_stage_of_a_real_emulator_is_as_it_was_after_undo(
    explore_project: ExploreProject, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(DEMOS / "throttle", tmp_path / "throttle"))
    async with explore_project(project) as explored:
        await explored.shows("  5/s ")
        client = explored.screen.session.client
        assert client is not None
        await client.set_cloudwatch_role("arn:aws:iam::123456789012:role/logs")
        path = f"/restapis/{explored.screen.state.apis[0].id}/stages/dev"
        was = await told(client, path)
        for what, steps in CHANGES.items():
            for operations in steps:
                failure = await client.update_stage(path.split("/")[2], "dev", operations)
                assert failure is None, (what, failure)
            assert await told(client, path) != was, what
            for _ in steps:
                assert await client.undo() == "the change of stage dev", what
            assert await told(client, path) == was, what


async def told(client: RegionClient, path: str) -> dict[str, Any]:
    """What GetStage tells, but for what passes."""
    stage = await client.ask(path)
    assert not isinstance(stage, Failure), stage.message
    return {name: value for name, value in stage.items() if name not in PASSING}
