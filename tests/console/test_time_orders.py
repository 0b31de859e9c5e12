"""The keys that pause, step, slow down and speed up the region's time, and how the header says so."""

import pytest

from lgtui import frames
from lgtui.console.screens.time_orders import SPEEDS
from tests.console.conftest import WIDE, Explore, Explored


async def run_at(explored: Explored, speed: float, *, paused: bool = False) -> None:
    """Let the region say how its time runs."""
    explored.region.tell(frames.ClockChanged(frames.ClockView(101.0, speed, paused)))
    await explored.until(lambda: explored.screen.state.clock.speed == speed, "the clock to change")


async def test_space_pauses_time_and_the_header_says_so(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("space")
        await explored.until(lambda: explored.region.orders != [], "the order to arrive")
        await run_at(explored, 1.0, paused=True)

        await explored.shows("⏸ TIME PAUSED")
        assert explored.region.orders == [("POST", "/_lgtui/clock", {"paused": True})]


@pytest.mark.parametrize(
    ("key", "order"),
    [
        ("full_stop", {"step": 1}),
        ("left_square_bracket", {"speed": 0.5}),
        ("right_square_bracket", {"speed": 2.0}),
        ("equals_sign", {"speed": 1.0, "paused": False}),
    ],
)
async def test_a_key_changes_how_time_runs(explore: Explore, key: str, order: dict[str, object]) -> None:
    async with explore(WIDE) as explored:
        await explored.press(key)
        await explored.until(lambda: explored.region.orders != [], "the order to arrive")

    assert explored.region.orders == [("POST", "/_lgtui/clock", order)]


@pytest.mark.parametrize(
    ("speed", "key", "limit"), [(SPEEDS[0], "left_square_bracket", 0.01), (SPEEDS[-1], "right_square_bracket", 100.0)]
)
async def test_speeds_end_at_a_hundredth_and_a_hundred(explore: Explore, speed: float, key: str, limit: float) -> None:
    async with explore(WIDE) as explored:
        await run_at(explored, speed)
        await explored.press(key)
        await explored.until(lambda: explored.region.orders != [], "the order to arrive")

    assert explored.region.orders == [("POST", "/_lgtui/clock", {"speed": limit})]


@pytest.mark.parametrize(("speed", "said"), [(0.01, "×0.01 SLOW MOTION"), (100.0, "×100 FAST FORWARD")])
async def test_the_header_names_a_time_that_is_not_as_usual(explore: Explore, speed: float, said: str) -> None:
    async with explore(WIDE) as explored:
        assert "▶ ×1.0" in explored.text
        await run_at(explored, speed)
        await explored.shows(said)


@pytest.mark.parametrize(
    ("speed", "paused", "said"), [(1.0, True, "⏸ PAUSED"), (0.01, False, "▶ SLOW ×0.01"), (100.0, False, "▶ FAST ×100")]
)
async def test_panes_on_the_region_s_time_say_so_too(explore: Explore, speed: float, paused: bool, said: str) -> None:
    async with explore(WIDE) as explored:
        await run_at(explored, speed, paused=paused)
        await explored.shows(f"Token buckets   {said}")
        await explored.shows(f"Execution environments   {said}")
        await explored.press("5", "v")
        await explored.shows(f"Execution environments   {said}   ← 60 s →")
