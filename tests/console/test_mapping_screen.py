"""The mapping-template view on a scripted region."""

import json

import msgspec
import pytest
from textual.widgets import Select

from lgtui import frames
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.state import MethodTarget
from lgtui.console.screens.mapping import MappingScreen
from lgtui.console.widgets.code_editor import CodeEditor
from tests.console.conftest import NARROW, WIDE, Explore, Explored
from tests.console.region_double import Scripted

RENDER = "/_lgtui/render"
INTEGRATION = "/restapis/a1/resources/r1/methods/POST/integration"


def renders(explored: Explored, rendering: frames.Rendering) -> None:
    explored.region.answers[RENDER] = Scripted(body=msgspec.json.encode(rendering))


async def opened(explored: Explored) -> MappingScreen:
    explored.screen.query_one(ResourcesPane).mark(MethodTarget("a1", "/orders", "POST"))
    await explored.press("1", "m")
    screen = explored.pilot.app.screen
    assert isinstance(screen, MappingScreen)
    return screen


def editor(screen: MappingScreen, name: str) -> CodeEditor:
    return screen.query_one(f"#{name}", CodeEditor)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_template_is_rendered_as_it_is_typed(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        renders(explored, frames.Rendering('{"first": "[/red]"}'))
        screen = await opened(explored)
        await explored.shows('{"first": "[/red]"}')
        assert "✓ rendered" in explored.text

        renders(explored, frames.Rendering("plain"))
        editor(screen, "template").text = "$input.body"
        await explored.shows("! no JSON: line 1, column 1: a value is expected")

    *_, (method, path, document) = explored.region.orders
    assert (method, path) == ("POST", RENDER)
    assert isinstance(document, dict)
    assert document["template"] == "$input.body"
    assert document["event"]["stageVariables"] == {"alias": "live"}


async def test_an_error_is_told_with_its_place_and_marked_there(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        renders(explored, frames.Rendering(error="`#if` has no [end]", line=2, column=3))
        screen = await opened(explored)
        await explored.shows("✗ template line 2, column 3: `#if` has no [end]")
        assert editor(screen, "template").mark == (1, 2)

        renders(explored, frames.Rendering("{}"))
        await explored.press("x")
        await explored.shows("✓ rendered")
        assert editor(screen, "template").mark is None


async def test_an_event_that_is_no_json_is_not_sent(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        screen = await opened(explored)
        await explored.until(lambda: RENDER in [path for _, path, _ in explored.region.orders], "the first rendering")
        before = len(explored.region.orders)
        editor(screen, "event").text = '{"body": }'
        await explored.shows("✗ event line 1, column 10: a value is expected")

        assert editor(screen, "event").mark == (0, 9)
        assert len(explored.region.orders) == before


async def test_a_methods_own_templates_are_offered_and_the_first_is_shown(explore: Explore) -> None:
    integration = {
        "requestTemplates": {"application/json": "$input.json('$')"},
        "integrationResponses": {"200": {"responseTemplates": {"application/json": "$context.stage"}}},
    }
    async with explore(WIDE) as explored:
        explored.region.answers[INTEGRATION] = Scripted(body=json.dumps(integration).encode())
        screen = await opened(explored)
        await explored.until(lambda: editor(screen, "template").text == "$input.json('$')", "the request template")

        found = screen.query_one("#found", Select)
        found.value = "$context.stage"
        await explored.until(lambda: editor(screen, "template").text == "$context.stage", "the response template")


async def test_what_was_typed_for_a_method_is_there_when_it_is_opened_again(explore: Explore) -> None:
    integration = {"requestTemplates": {"application/json": "its own"}}
    async with explore(WIDE) as explored:
        explored.region.answers[INTEGRATION] = Scripted(body=json.dumps(integration).encode())
        screen = await opened(explored)
        await explored.until(lambda: editor(screen, "template").text == "its own", "the request template")
        editor(screen, "template").text = "mine"
        await explored.press("escape")
        assert len(explored.pilot.app.screen_stack) == 2

        again = await opened(explored)
        await explored.until(
            lambda: len(again.query_one("#found", Select)._options) == 2, "the templates to be offered"
        )
        assert editor(again, "template").text == "mine"


async def test_a_region_that_cannot_render_is_told_in_words(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.refusal = "no [such] thing"
        await opened(explored)
        await explored.shows("✗ BadRequestException: no [such] thing")


async def test_a_large_result_is_shown_in_part_and_copied_whole(explore: Explore) -> None:
    output = json.dumps(["\x1b[31m[/red]" * 20] * 5_000, indent=1)
    async with explore(WIDE) as explored:
        renders(explored, frames.Rendering(output))
        screen = await opened(explored)
        await explored.shows("the first 64.0 KiB are shown")
        editor(screen, "result").focus()
        await explored.press("y")

        assert explored.pilot.app.clipboard == output


async def test_help_and_palette_know_the_view(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        screen = await opened(explored)
        await explored.press("f1")
        assert "A mapping template makes" in explored.text
        await explored.press("escape")

        titles = [command.title for command in explored.pilot.app.get_system_commands(screen)]
        assert titles[:3] == ["Copy the result", "Back to the explorer", "Help for mapping templates"]
