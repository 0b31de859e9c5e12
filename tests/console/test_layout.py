"""How the panes share the screen: in columns, in rows, one at a time; and borders that are moved."""

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from lgtui import frames
from lgtui.console.panes.pane import Pane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.state import FunctionTarget
from tests.console.conftest import NARROW, WIDE, Explore, Explored

PORTRAIT = (100, 60)
TITLES = ("Resources", "Request", "Response", "Token buckets", "Execution environments", "Logs")


def region_of(explored: Explored, number: int) -> Region:
    return next(pane.region for pane in explored.screen.query(Pane) if number == pane.NUMBER)


async def pull(pilot: Pilot[int], begin: tuple[int, int], end: tuple[int, int]) -> None:
    await pilot.mouse_down(offset=begin)
    await pilot.hover(offset=end)
    await pilot.mouse_up(offset=end)
    await pilot.pause()


@pytest.mark.parametrize("size", [PORTRAIT, (80, 60), (90, 50), (72, 44)])
async def test_a_tall_terminal_shows_all_panes_in_rows(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        assert all(f"─ {title}" in explored.text for title in TITLES)
        assert "1 Resources" not in explored.text
        width, regions = size[0], {number: region_of(explored, number) for number in range(1, 7)}

    assert regions[3].width == regions[6].width == width
    assert regions[1].y == regions[2].y < regions[3].y < regions[4].y == regions[5].y < regions[6].y


@pytest.mark.parametrize("size", [WIDE, PORTRAIT])
async def test_the_lab_takes_the_place_of_the_response(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        await explored.press("7")
        assert "─ Burst lab" in explored.text
        assert "─ Response" not in explored.text

        await explored.press("escape", "3")
        assert "─ Burst lab" not in explored.text
        assert "─ Response" in explored.text


async def test_an_event_gets_more_rows_than_a_request(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        before = region_of(explored, 2).height
        explored.screen.query_one(ResourcesPane).mark(FunctionTarget("orders"))
        await explored.press("enter")
        await explored.until(lambda: region_of(explored, 2).height > before, "a taller composer")


@pytest.mark.parametrize(
    ("pane", "key", "grown"),
    [
        ("1", "greater_than_sign", (2, 0)),
        ("1", "less_than_sign", (-2, 0)),
        ("4", "greater_than_sign", (2, 0)),
        ("2", "plus", (0, 1)),
        ("3", "plus", (0, 1)),
        ("6", "minus", (0, -1)),
    ],
)
async def test_keys_change_the_size_of_the_current_pane(
    explore: Explore, pane: str, key: str, grown: tuple[int, int]
) -> None:
    async with explore(WIDE) as explored:
        await explored.press(pane, *["escape"] * (pane == "2"))
        before = region_of(explored, int(pane)).size
        await explored.press(key)
        after = region_of(explored, int(pane)).size

        assert (after.width - before.width, after.height - before.height) == grown

        await explored.press("0")
        assert region_of(explored, int(pane)).size == before


async def test_a_pane_that_has_the_whole_screen_says_that_it_cannot_grow(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        await explored.press("greater_than_sign")
        await explored.shows("No border to move here.")


async def test_the_border_between_two_columns_is_pulled_by_the_mouse(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        resources = region_of(explored, 1)
        await pull(explored.pilot, (resources.right, 20), (resources.right + 10, 25))

        assert region_of(explored, 1).width == resources.width + 10
        assert region_of(explored, 2).x == resources.right + 11


async def test_the_border_above_the_log_is_pulled_by_the_mouse(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        logs = region_of(explored, 6)
        await pull(explored.pilot, (80, logs.y), (80, logs.y - 6))

        assert region_of(explored, 6).height == logs.height + 6


async def test_a_border_is_pulled_no_further_than_the_panes_can_bear(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        resources = region_of(explored, 1)
        await pull(explored.pilot, (resources.right, 20), (159, 20))

        assert all(f"─ {title}"[:16] in explored.text for title in ("Resources", "Request", "Token buckets"))


async def test_a_border_under_the_mouse_stands_out(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        resources = region_of(explored, 1)
        await explored.pilot.hover(offset=(resources.right, 20))
        assert "┃ ┃" in explored.text

        await explored.pilot.hover(offset=(5, 20))
        assert "┃ ┃" not in explored.text


@pytest.mark.parametrize("number", [4, 5])
async def test_a_click_on_a_frame_leads_to_its_pane(explore: Explore, number: int) -> None:
    async with explore(WIDE) as explored:
        frame = region_of(explored, number)
        await explored.pilot.click(offset=(frame.x + 4, frame.y))
        await explored.until(lambda: explored.screen.current.has_focus_within, "a pane with the focus")

        assert number == explored.screen.current.NUMBER


async def test_a_double_click_on_a_frame_gives_the_pane_the_whole_screen_and_takes_it_again(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        frame = region_of(explored, 4)
        await explored.pilot.double_click(offset=(frame.x + 4, frame.y))
        await explored.until(lambda: region_of(explored, 4).width == WIDE[0], "the whole screen")

        await explored.pilot.double_click(offset=(4, region_of(explored, 4).y))
        await explored.until(lambda: region_of(explored, 4) == frame, "its place")


async def test_sizes_survive_a_restart_and_a_smaller_terminal(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("1", *["greater_than_sign"] * 8)
        moved = region_of(explored, 1).width

    async with explore(WIDE) as explored:
        assert region_of(explored, 1).width == moved
        for size in (NARROW, (20, 5), PORTRAIT, WIDE):
            await explored.pilot.resize_terminal(*size)
            await explored.settle()
        assert region_of(explored, 1).width == moved


async def test_the_palette_gives_the_panes_their_usual_sizes(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        before = region_of(explored, 1)
        await explored.press("1", "greater_than_sign", "ctrl+p", *"usual sizes")
        await explored.shows("every pane as wide and tall as at first")
        await explored.press("enter")
        await explored.until(lambda: region_of(explored, 1) == before, "the usual width")


@pytest.mark.parametrize("size", [(118, 30), (80, 60)])
async def test_where_it_is_narrow_nothing_of_a_gauge_is_cut(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        bucket = frames.BucketView("account", "account", "account", 5_000.0, 100.0, 10_000.0, 5_000)
        explored.region.tell(frames.BucketsChanged([bucket]))
        await explored.shows("10,000/s │")

        assert "5,000/5,000" in explored.text
        assert "✗ gone" in explored.text.replace("✗gone", "✗ gone")


async def test_a_label_of_the_tree_that_is_too_long_ends_in_an_ellipsis(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.shows("✗ AWS::SQS::Queue Jobs  temp…│")

        await explored.press("1", "less_than_sign")
        await explored.shows("✗ AWS::SQS::Queue Jobs  te…│")


async def test_a_step_whose_summary_has_no_room_gives_it_to_the_bars(explore: Explore) -> None:
    async with explore((118, 30)) as explored:
        await explored.press("3", *["less_than_sign"] * 10, "ctrl+j")
        await explored.shows("✓ endpoint")
        steps = [line for line in explored.text.splitlines() if "✓ endpoint" in line]

        assert "…" not in steps[0].split("│")[4]
