"""What was changed from the console is taken back by AWS's own operations."""

import shutil
from pathlib import Path

import msgspec
import pytest
from textual.widgets import Input

from lgtui.console.client import RegionClient
from lgtui.console.outcomes import Failure
from lgtui.console.stage_patch import Operation
from lgtui.console.undo import alias_undo, reservation_undo, stage_undo
from tests.console.conftest import WIDE, Explore, ExploreProject
from tests.console.region_double import Scripted, region_double

DEMOS = Path(__file__).parents[2] / "demos"
STAGE = {
    "stageName": "dev",
    "cacheClusterEnabled": False,
    "variables": {"alias": "live", "a/b": "1"},
    "methodSettings": {"*/*": {"throttlingRateLimit": 5.0, "throttlingBurstLimit": 10, "cachingEnabled": True}},
    "canarySettings": {"percentTraffic": 10.0, "stageVariableOverrides": {"alias": "new"}},
}


def replace(path: str, value: str = "x") -> Operation:
    return {"op": "replace", "path": path, "value": value}


@pytest.mark.parametrize(
    ("operation", "back"),
    [
        (replace("/variables/alias"), [replace("/variables/alias", "live")]),
        (replace("/variables/new"), [{"op": "remove", "path": "/variables/new"}]),
        ({"op": "remove", "path": "/variables/a~1b"}, [replace("/variables/a~1b", "1")]),
        (replace("/*/*/throttling/rateLimit"), [replace("/*/*/throttling/rateLimit", "5.0")]),
        (replace("/*/*/caching/enabled"), [replace("/*/*/caching/enabled", "true")]),
        (replace("/orders/GET/logging/loglevel"), [{"op": "remove", "path": "/orders/GET/logging/loglevel"}]),
        (replace("/cacheClusterEnabled"), [replace("/cacheClusterEnabled", "false")]),
        (
            {"op": "remove", "path": "/canarySettings"},
            [
                replace("/canarySettings/percentTraffic", "10.0"),
                replace("/canarySettings/stageVariableOverrides/alias", "new"),
            ],
        ),
    ],
)
def test_a_patch_is_taken_back_by_what_was_there(operation: Operation, back: list[Operation]) -> None:
    undo = stage_undo("dev", "/restapis/a/stages/dev", STAGE, [operation])

    assert undo is not None
    assert undo.document == {"patchOperations": back}


def test_patches_are_taken_back_the_last_one_first() -> None:
    undo = stage_undo("dev", "/", STAGE, [replace("/variables/alias"), replace("/variables/new")])

    assert undo is not None
    assert undo.document is not None
    assert [operation["path"] for operation in undo.document["patchOperations"]] == [
        "/variables/new",
        "/variables/alias",
    ]


def test_a_copy_cannot_be_taken_back() -> None:
    copy = {"op": "copy", "path": "/variables", "from": "/canarySettings/stageVariableOverrides"}

    assert stage_undo("dev", "/", STAGE, [copy]) is None


def test_an_alias_gets_its_version_and_weights_again() -> None:
    weighted = {"FunctionVersion": "2", "RoutingConfig": {"AdditionalVersionWeights": {"3": 0.1}}, "Description": "d"}

    assert alias_undo("f:live", "/", weighted).document == weighted
    assert alias_undo("f:live", "/", {"FunctionVersion": "2"}).document == {
        "FunctionVersion": "2",
        "RoutingConfig": {"AdditionalVersionWeights": {}},
        "Description": "",
    }


def test_a_reservation_ends_or_is_as_it_was() -> None:
    assert reservation_undo("f", "/", None)[1:] == ("DELETE", "/", None)
    assert reservation_undo("f", "/", 5).document == {"ReservedConcurrentExecutions": 5}


async def test_a_change_that_cannot_be_taken_back_ends_all_undoing_before_it() -> None:
    async with region_double() as region:
        region.answers["/restapis/a1/stages/dev"] = Scripted(body=msgspec.json.encode(STAGE))
        client = RegionClient(region.url)
        await client.update_stage("a1", "dev", [replace("/variables/alias")])
        await client.update_stage("a1", "dev", [{"op": "copy", "path": "/variables", "from": "/x"}])
        outcome = await client.undo()
        await client.close()

    assert isinstance(outcome, Failure)


async def test_without_a_change_there_is_nothing_to_undo(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("1", "U")
        await explored.shows("nothing that was changed here can be undone")


async def test_a_stages_throttle_is_as_it_was_after_undo(explore_project: ExploreProject, tmp_path: Path) -> None:
    project = Path(shutil.copytree(DEMOS / "throttle", tmp_path / "throttle"))
    async with explore_project(project) as explored:
        await explored.shows("10/10        5/s")
        await explored.press("s")
        explored.pilot.app.screen.query_one("#rate", Input).value = "7"
        await explored.press("ctrl+j")
        await explored.shows("7/s")
        await explored.press("1", "U")
        await explored.shows("10/10        5/s")
