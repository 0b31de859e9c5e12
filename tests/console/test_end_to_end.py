"""The explorer on a real emulator with a real project."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.state import FunctionTarget
from lgtui.console.widgets.code_editor import CodeEditor
from tests.console.conftest import ExploreProject

DEMOS = Path(__file__).parents[2] / "demos"


@pytest.fixture
def hello(tmp_path: Path) -> Path:
    """A copy of the demo `hello` that a test may change."""
    return Path(shutil.copytree(DEMOS / "hello", tmp_path / "hello"))


async def test_a_request_is_sent_and_its_life_cycle_shown(explore_project: ExploreProject, hello: Path) -> None:
    async with explore_project(hello) as explored:
        await explored.shows("● live")
        await explored.press("ctrl+j")

        await explored.shows("✓ endpoint")
        await explored.shows("❄ cold")
        assert "200 OK" in explored.text
        assert "━" in explored.text

        await explored.press("ctrl+j")
        await explored.shows("● warm")


async def test_an_emulator_that_was_killed_is_told_and_started_again(
    explore_project: ExploreProject, hello: Path
) -> None:
    async with explore_project(hello) as explored:
        await explored.shows("● live")
        region = explored.screen.state.hello
        assert region is not None

        os.kill(region.pid, signal.SIGKILL)
        await explored.shows("the emulator ended (signal 9, SIGKILL) — press r to start it again")

        await explored.press("r")
        await explored.hides("the emulator ended")
        await explored.shows("● live")


async def test_a_broken_template_opens_and_a_mended_one_clears_it(explore_project: ExploreProject, hello: Path) -> None:
    template = hello / "template.yaml"
    whole = template.read_text()
    template.write_text("Resources: [broken\n")
    async with explore_project(hello) as explored:
        await explored.shows("│ ✗ template.yaml:1 ")

        template.write_text(whole)
        await explored.shows("GET     λ HelloFunction")
        await explored.hides("│ ✗ template.yaml:1 ")


async def test_a_project_that_is_not_there_is_said(explore_project: ExploreProject, tmp_path: Path) -> None:
    async with explore_project(tmp_path / "nowhere") as explored:
        await explored.shows("nowhere")


async def test_a_function_is_invoked_its_version_published_and_its_concurrency_taken_away(
    explore_project: ExploreProject, hello: Path
) -> None:
    async with explore_project(hello) as explored:
        await explored.shows("● live")
        explored.screen.query_one(ResourcesPane).mark(FunctionTarget("HelloFunction"))
        await explored.press("1", "enter", "ctrl+j")
        await explored.shows("Hello, world!")
        assert "❄ cold  $LATEST" in explored.text

        await explored.press("1", "p", "enter")
        await explored.shows("versions 1, last v1")

        await explored.press("c")
        number = explored.pilot.app.screen.query_one("#executions")
        await explored.until(lambda: number.has_focus, "what is reserved now")
        await explored.press("0", "enter")
        await explored.until(lambda: len(explored.pilot.app.screen_stack) == 2, "the dialog to close")
        await explored.press("ctrl+j")
        await explored.shows("The function's reserved concurrency is used up")
        await explored.shows("0/0 reserved ✗ refuses all")


async def test_a_mapping_template_is_rendered_by_the_region(explore_project: ExploreProject, hello: Path) -> None:
    async with explore_project(hello) as explored:
        await explored.shows("● live")
        await explored.press("m")
        await explored.shows('"stage": "Prod"')

        explored.pilot.app.screen.query_one("#template", CodeEditor).text = "#if($x"
        await explored.shows("✗ template line 1, column")
