"""The first and last line of the screen: what they say where there is little room, and what a click on them does."""

import pytest
from textual.widgets import Input

from lgtui import frames
from lgtui.console.screens.deployments import DeploymentsScreen
from lgtui.console.screens.stage_editor import StageEditor
from tests.console.conftest import NARROW, WIDE, Explore, Explored


async def click(explored: Explored, text: str, line: int = 0) -> None:
    shown = explored.text.splitlines()[line]
    await explored.pilot.click(offset=(shown.index(text), explored.text.splitlines().index(shown)))
    await explored.settle()


@pytest.mark.parametrize("keys", ["1", "3", "4", "5", "6", "D", "C", "M", "m"])
async def test_at_eighty_columns_eight_keys_at_most_are_hinted_at_and_none_is_cut(explore: Explore, keys: str) -> None:
    async with explore(NARROW) as explored:
        await explored.press(*keys)
        hints = explored.text.splitlines()[-1]

        assert "…" not in hints
        assert len(hints) <= NARROW[0]
        assert hints.rstrip().endswith("help")
        assert 2 <= len(hints.strip().split("  ")) <= 8


async def test_the_keys_of_the_focused_pane_are_hinted_at_before_the_general_ones(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        await explored.press("5")

        assert explored.text.splitlines()[-1].strip().startswith("^p palette  ^j send  v time lines  b burst")


@pytest.mark.parametrize(("part", "screen"), [("dev", StageEditor), ("deployment", DeploymentsScreen)])
async def test_a_click_on_the_header_opens_what_it_names(explore: Explore, part: str, screen: type) -> None:
    async with explore(WIDE) as explored:
        await click(explored, part)
        await explored.until(lambda: isinstance(explored.pilot.app.screen, screen), screen.__name__)


async def test_a_click_on_the_url_copies_it(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await click(explored, "http://")
        await explored.shows("copied the stage's URL")

        assert explored.pilot.app.clipboard == f"{explored.region.url}/dev"


async def test_a_click_on_the_clock_stops_time(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await click(explored, "▶ ×1.0")
        await explored.until(lambda: bool(explored.region.changes), "an order to the clock")

        assert explored.region.changes[0][2] == {"paused": True}


async def test_a_click_on_a_tab_writes_nothing_into_the_field_that_has_the_focus(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        await explored.press("2")
        line = explored.screen.query_one("#url-line", Input)
        line.focus()
        await explored.settle()
        await click(explored, "4 Buckets", 1)

        await explored.shows("─ Token buckets")
        assert line.value == "/orders"


async def test_the_header_says_what_the_work_would_have_cost_where_there_is_room(explore: Explore) -> None:
    async with explore((200, 60)) as explored:
        assert "so far" not in explored.text

        explored.region.tell(frames.CountersChanged(101.0, frames.Counters(sent=600, ok=600, cost=0.0021)))
        await explored.shows("≈ $0.0021 so far")
