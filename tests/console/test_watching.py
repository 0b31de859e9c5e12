"""The live panes on the explorer's screen."""

from lgtui import frames
from tests.console.conftest import WIDE, Explore


async def test_v_switches_the_environments_between_signs_and_lines_of_time(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("5")
        assert "v time lines" in explored.text.splitlines()[-1]
        await explored.press("v")
        await explored.shows("60 s ago")
        assert "Execution environments  ← 60 s →" in explored.text
        await explored.press("right")
        await explored.shows("10 s ago")
        await explored.press("v")
        await explored.hides("10 s ago")


async def test_lines_of_time_follow_the_feed_and_its_clock(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.tell(frames.ClockChanged(frames.ClockView(110.0, 1.0, paused=True)))
        explored.region.tell(
            frames.EnvironmentsChanged([frames.EnvironmentView("e1", "orders", "$LATEST", "busy", 106.0, 1, 1)])
        )
        await explored.press("5", "v")
        await explored.shows("┈┈┈███")
        line = next(line for line in explored.text.splitlines() if "┈┈┈███" in line)
        assert "orders e1" in line


async def test_help_explains_the_lines_of_time(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("5", "question_mark")
        await explored.shows("v shows a time line")


async def test_the_palette_opens_the_lines_of_time(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("1", "ctrl+p", *"time lines", "enter")
        await explored.shows("60 s ago")


async def test_what_caches_answered_is_told_beside_the_buckets(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.tell(frames.CountersChanged(101.0, frames.Counters(4, 4, hits=3, misses=1)))
        await explored.shows("cache  3 hits")
