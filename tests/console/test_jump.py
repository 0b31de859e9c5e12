"""Jump mode: letters on what can have the focus."""

import pytest
from textual.widgets import Input

from lgtui.console.screens.jump import JumpScreen
from tests.console.conftest import NARROW, WIDE, Explore, Explored


def jumping(explored: Explored) -> JumpScreen:
    screen = explored.pilot.app.screen
    assert isinstance(screen, JumpScreen)
    return screen


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_letter_leads_to_what_it_stands_on(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        await explored.press("2", "ctrl+o")
        places = jumping(explored)._places
        letter = next(letter for letter, widget in places.items() if widget.id == "url-line")
        await explored.press(letter)

        assert explored.screen.focused is explored.screen.query_one("#url-line", Input)


async def test_every_pane_that_is_seen_can_be_jumped_to(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("ctrl+o")
        ids = {ancestor.id for widget in jumping(explored)._places.values() for ancestor in widget.ancestors}

        assert {"resources", "composer", "logs"} <= ids


@pytest.mark.parametrize("key", ["escape", "ctrl+o", "f12"])
async def test_any_other_key_stays_where_the_focus_was(explore: Explore, key: str) -> None:
    async with explore(WIDE) as explored:
        await explored.press("1")
        before = explored.screen.focused
        await explored.press("ctrl+o", key)

        assert explored.screen.focused is before
        assert explored.pilot.app.screen is explored.screen
