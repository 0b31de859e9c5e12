"""The history of deployments: what each changed, and the stage that moves back and forth between them."""

import json
import shutil
from pathlib import Path

import pytest

from lgtui.console.changes.canary import canary_operations
from lgtui.console.changes.gateway_views import CanarySettings
from lgtui.console.screens.explorer import ExplorerScreen
from lgtui.console.widgets.pairs_editor import Pairs
from tests.console.conftest import NARROW, WIDE, Explore, Explored, ExploreProject
from tests.console.region_double import Scripted

HISTORY = [
    {"id": "d0", "createdDate": 1_000.0, "description": "first"},
    {"id": "d1", "createdDate": 2_000.0, "description": "add [cache]"},
    {"id": "d2", "createdDate": 3_000.0},
]
STAGE = {
    "stageName": "dev",
    "deploymentId": "d1",
    "canarySettings": {"deploymentId": "d2", "percentTraffic": 10.0},
}
DEMOS = Path(__file__).parents[2] / "demos"
DIFFERENCE = {
    "kind": "method",
    "name": "GET /orders",
    "change": "changed",
    "members": [
        {"name": "integration.uri", "before": "λ old", "after": "λ new"},
        {"name": "x", "before": "", "after": "1"},
    ],
}


def scripted(document: object) -> Scripted:
    return Scripted(body=json.dumps(document).encode())


def script(explored: Explored, **stage: object) -> None:
    """Have the double answer with the history; each diff names the deployment it was asked for."""
    answers = explored.region.answers
    answers["/restapis/a1/deployments"] = scripted({"item": HISTORY})
    answers["/restapis/a1/stages/dev"] = scripted({**STAGE, **stage})
    for number, before in (("d0", ""), ("d1", "d0"), ("d2", "d1")):
        diff = {"deployment": number, "against": before, "differences": [DIFFERENCE] if before else []}
        answers[f"/_lgtui/deployments/a1/{number}/diff"] = scripted(diff)


def line_of(explored: Explored, text: str) -> str:
    """The line of the screen that holds a text."""
    return next((line for line in explored.text.splitlines() if text in line), "")


def moves(explored: Explored) -> list[object]:
    """The documents of the orders that changed the stage."""
    return [document for method, _, document in explored.region.orders if method == "PATCH"]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_history_says_when_and_why_and_which_the_stage_has(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        script(explored)
        await explored.press("D")
        await explored.shows("d1  add [cache]")
        screen = explored.text
        assert screen.index("d2  10 %  no description") < screen.index("d1  add [cache]") < screen.index("d0  first")
        (stages,) = [line for line in screen.splitlines() if "add [cache]" in line]
        (canarys,) = [line for line in screen.splitlines() if "no description" in line]
        assert (stages.lstrip()[0], canarys.lstrip()[0]) == ("●", "◐")


async def test_the_deployment_under_the_cursor_tells_what_it_changed(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored)
        await explored.press("D")
        await explored.shows("what d1 changed since d0")
        assert "~ method GET /orders" in explored.text
        assert "integration.uri  λ old → λ new" in explored.text
        assert "x  not set → 1" in explored.text

        await explored.press("down")
        await explored.shows("d0 is the first: all of it is new")


async def test_a_deployment_is_compared_with_the_stages_too(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored)
        await explored.press("D")
        await explored.shows("what d1 changed since d0")
        await explored.press("v", "up")
        await explored.shows("what dev would get with d2 instead of d1")
        assert ("GET", "/_lgtui/deployments/a1/d2/diff?against=d1", None) in explored.region.orders


async def test_enter_moves_the_stage_there_and_back(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored)
        await explored.press("D")
        await explored.shows("what d1 changed since d0")
        script(explored, deploymentId="d0")
        await explored.press("down", "enter")
        await explored.shows("dev answers with d0 from the next request on.")
        await explored.until(lambda: "●" in line_of(explored, "d0  first"), "the stage's mark on d0")
        await explored.press("up", "enter")
        await explored.shows("dev answers with d1 from the next request on.")

        wanted = [
            {"patchOperations": [{"op": "replace", "path": "/deploymentId", "value": value}]} for value in ("d0", "d1")
        ]
        assert moves(explored) == wanted


async def test_the_stages_own_deployment_is_not_ordered_again(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored)
        await explored.press("D")
        await explored.shows("what d1 changed since d0")
        await explored.press("enter")
        await explored.shows("dev points to d1 already.")
        assert moves(explored) == []


async def test_a_refusal_stays_on_the_screen_in_awss_words(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored)
        await explored.press("D")
        await explored.shows("what d1 changed since d0")
        explored.region.refusal = "Invalid deployment [/x]"
        await explored.press("down", "enter")
        await explored.shows("✗ BadRequestException: Invalid deployment [/x]")

        await explored.press("escape")
        assert isinstance(explored.pilot.app.screen, ExplorerScreen)


async def test_every_page_of_the_history_is_fetched(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored)
        first = scripted({"item": HISTORY[:2], "position": "p/2"})
        explored.region.answers["/restapis/a1/deployments"] = first
        explored.region.answers["/restapis/a1/deployments?limit=500&position=p%2F2"] = scripted({"item": HISTORY[2:]})
        await explored.press("D")
        await explored.shows("d2  10 %  no description")
        assert "d0  first" in explored.text


async def test_a_deployment_becomes_the_canary_with_a_share_and_variables(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored, canarySettings=None)
        await explored.press("D")
        await explored.shows("what d1 changed since d0")
        await explored.press("up", "c")
        await explored.shows("Canary of dev: deployment d2")
        await explored.press("end", "backspace", "backspace", *"25", "tab", "tab", *"alias", "tab", *"new", "enter")
        await explored.shows("25 % of dev's requests go to d2 from the next one on.")

    operations = [
        {"op": "replace", "path": "/canarySettings/percentTraffic", "value": "25"},
        {"op": "replace", "path": "/canarySettings/deploymentId", "value": "d2"},
        {"op": "replace", "path": "/canarySettings/stageVariableOverrides/alias", "value": "new"},
    ]
    assert moves(explored) == [{"patchOperations": operations}]


async def test_a_share_out_of_range_is_said_before_anything_is_sent(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored)
        await explored.press("D")
        await explored.shows("what d1 changed since d0")
        await explored.press("c", "end", "1")
        await explored.shows("✗ a number from 0 to 100")
        await explored.press("enter")
        await explored.shows("✗ Put right what is marked with ✗ first.")
        assert moves(explored) == []


async def test_a_canary_is_promoted(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored)
        await explored.press("D")
        await explored.shows("what d1 changed since d0")
        await explored.press("p")
        await explored.shows("dev answers with d2 alone from the next request on.")

    (document,) = moves(explored)
    assert document == {
        "patchOperations": [
            {"op": "copy", "path": "/variables", "from": "/canarySettings/stageVariableOverrides"},
            {"op": "copy", "path": "/deploymentId", "from": "/canarySettings/deploymentId"},
            {"op": "remove", "path": "/canarySettings"},
        ]
    }


async def test_a_canary_is_ended_and_without_one_that_is_said(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored)
        await explored.press("D")
        await explored.shows("what d1 changed since d0")
        script(explored, canarySettings=None)
        await explored.press("x")
        await explored.shows("dev has no canary from the next request on.")
        await explored.hides("◐ 1970")
        await explored.press("p")
        await explored.shows("dev has no canary: c makes one.")

    assert moves(explored) == [{"patchOperations": [{"op": "remove", "path": "/canarySettings"}]}]


@pytest.mark.parametrize(
    ("canary", "typed", "operations"),
    [
        (CanarySettings("d2", 10.0), ("d2", "10", (), False), []),
        (CanarySettings("d2", 10.0), ("d2", "10", (), True), [("replace", "useStageCache", "true")]),
        (CanarySettings("d2", 10.0), ("d1", "10", (), False), [("replace", "deploymentId", "d1")]),
        (
            CanarySettings("d2", 10.0, {"a/b": "1", "c": "2"}),
            ("d2", "5", (("c", "3"),), False),
            [
                ("replace", "percentTraffic", "5"),
                ("replace", "stageVariableOverrides/c", "3"),
                ("remove", "stageVariableOverrides/a~1b", None),
            ],
        ),
    ],
)
def test_what_differs_of_a_canary_becomes_patch_operations(
    canary: CanarySettings, typed: tuple[str, str, Pairs, bool], operations: list[tuple[str, str, str | None]]
) -> None:
    wanted = [
        {"op": op, "path": f"/canarySettings/{path}", **({} if value is None else {"value": value})}
        for op, path, value in operations
    ]
    assert canary_operations(canary, *typed) == wanted


async def test_what_was_done_to_the_stage_is_undone_from_here(explore_project: ExploreProject, tmp_path: Path) -> None:
    project = Path(shutil.copytree(DEMOS / "throttle", tmp_path / "throttle"))
    async with explore_project(project) as explored:
        await explored.shows("  5/s ")
        await explored.press("D")
        await explored.shows("is the first: all of it is new")
        await explored.press("c", "enter")
        await explored.shows("10 %  template.yaml loaded")
        await explored.press("x")
        await explored.hides("10 %  template.yaml loaded")
        await explored.press("U")
        await explored.shows("10 %  template.yaml loaded")
        await explored.press("U")
        await explored.hides("10 %  template.yaml loaded")
        await explored.press("U")
        await explored.shows("✗ nothing that was changed here can be undone")
