"""Which of an API's stages requests go to."""

import msgspec

from lgtui import frames
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.state import MethodTarget, RegionState
from tests.console.conftest import WIDE, Explore, Explored
from tests.console.region_double import hello


def with_stages(control_url: str, *names: str) -> frames.ResourcesChanged:
    """The double's region with these stages below `dev`, which answers for them all."""
    whole = hello(control_url)
    first = whole.apis[0].stages[0]
    stages = [msgspec.structs.replace(first, name=name, url=f"{first.url}/{name}") for name in names]
    return frames.ResourcesChanged([msgspec.structs.replace(whole.apis[0], stages=stages)], whole.functions)


async def open_order(explored: Explored) -> None:
    """Open `POST /orders` of an API with two stages."""
    explored.region.tell(with_stages(explored.region.url, "blue", "green"))
    await explored.shows("▸ blue")
    explored.screen.query_one(ResourcesPane).mark(MethodTarget("a1", "/orders", "POST"))
    await explored.press("enter")


def test_requests_go_to_the_first_stage_until_another_is_chosen_and_again_when_that_is_gone() -> None:
    state = RegionState()
    state.apply(hello())
    state.apply(with_stages("", "blue", "green"))
    chosen = []

    for name in ("", "green", "gone"):
        state.chosen_stages["a1"] = name
        stage = state.stage("a1")
        chosen.append(stage.name if stage else "")

    assert chosen == ["blue", "green", "blue"]


async def test_the_next_stage_is_a_key_away_and_everything_follows(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_order(explored)
        await explored.press("1", "n")
        await explored.shows("▸ green")
        await explored.press("ctrl+j")
        await explored.shows("200")

        assert [target for target, _, _ in explored.region.requests] == ["POST /dev/green/orders"]


async def test_one_of_the_history_goes_to_the_stage_it_went_to_before(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_order(explored)
        await explored.press("ctrl+j")
        await explored.shows("200")
        await explored.press("1", "n", "ctrl+r", "enter")
        await explored.until(lambda: len(explored.region.requests) == 2, "a second request")

        assert explored.region.requests[1][0] == "POST /dev/blue/orders"
        assert "▸ green" in explored.text


async def test_editing_one_of_the_history_chooses_its_stage(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_order(explored)
        await explored.press("ctrl+j")
        await explored.shows("200")
        await explored.press("1", "n", "ctrl+r", "u")
        await explored.shows("▸ blue")


async def test_where_there_is_one_stage_no_other_can_be_chosen(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("n")
        await explored.shows("This API has no other stage")
