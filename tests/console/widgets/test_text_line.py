"""A line of text in which typing lays nothing out again."""

from lgtui.console.widgets.text_line import TextLine
from tests.console.conftest import WIDE, Explore
from tests.console.widgets.stage import Stage, layouts_of


async def test_a_text_longer_than_the_line_scrolls_with_the_cursor() -> None:
    stage = Stage(TextLine(compact=True, select_on_focus=False))
    async with stage.run_test(size=(10, 3)) as pilot:
        await pilot.press(*"abcdefghijklmnop")
        await pilot.pause()
        assert stage.lines()[0] == "hijklmnop"
        await pilot.press("home")
        await pilot.pause()
        assert stage.lines()[0] == "abcdefghij"


async def test_typing_a_request_paints_its_line_and_lays_nothing_out(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("2", "escape", "2")
        explored.screen.query_one("#url-line").focus()
        await explored.settle()
        with layouts_of(explored.screen) as noted:
            await explored.press(*"xyz")
        assert "xyz" in explored.text
        assert not noted
