"""Execution environments on the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.geometry import Region
from textual.pilot import Pilot

from lgtui.console.widgets.environment_cells import LEGENDS, EnvironmentCells
from lgtui.console.widgets.environment_rows import FADE_AFTER
from lgtui.frames import EnvironmentState, EnvironmentView
from tests.console.widgets.stage import Stage, StillClock


def view(number: int, state: EnvironmentState, function: str = "orders") -> EnvironmentView:
    return EnvironmentView(f"{function}{number}", function, "v4", state, 0.0, 100 + number, 7, 0.041)


class NotingCells(EnvironmentCells):
    """Cells that note what they repaint."""

    def __init__(self, frame_clock: StillClock) -> None:
        super().__init__(frame_clock)
        self.painted: list[Region] = []

    def repaint(self, *regions: Region) -> None:
        self.painted += regions
        super().repaint(*regions)


class Scene:
    """Cells over a whole screen, and what a test does with them."""

    def __init__(self, cells: NotingCells, clock: StillClock, stage: Stage, pilot: Pilot[None]) -> None:
        self.cells = cells
        self.clock = clock
        self.stage = stage
        self.pilot = pilot

    async def show(self, *views: EnvironmentView) -> None:
        self.cells.update_environments(list(views))
        await self.frame()

    async def frame(self) -> None:
        self.clock.tick()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        self.cells.focus()
        await self.pilot.press(*keys)
        await self.pilot.pause()


@asynccontextmanager
async def on_stage(height: int = 12) -> AsyncIterator[Scene]:
    clock = StillClock()
    cells = NotingCells(clock)
    stage = Stage(cells)
    async with stage.run_test(size=(70, height)) as pilot:
        yield Scene(cells, clock, stage, pilot)


async def test_a_row_shows_states_counts_and_the_cold_start() -> None:
    async with on_stage() as scene:
        await scene.show(view(1, "busy"), view(2, "busy"), view(3, "frozen"), view(4, "init"), view(5, "idle"))
        assert scene.stage.lines()[:3] == [
            "orders v4 ● ● ❄ ◐ ○  1 init · 2 busy · 1 idle · 1 frozen · cold 41 ms",
            "",
            LEGENDS[0],
        ]


async def test_a_long_function_name_is_cropped_and_its_version_is_not() -> None:
    async with on_stage() as scene:
        await scene.show(view(1, "busy", "a-function-with-a-very-long-name"))
        assert scene.stage.lines()[0].startswith("a-function-with-a-ve… v4 ●")


async def test_without_environments_it_says_when_there_will_be_one() -> None:
    async with on_stage() as scene:
        await scene.frame()
        assert "the first invocation starts one" in scene.stage.lines()[0]


async def test_a_change_of_state_repaints_its_cell_and_its_summary_alone() -> None:
    async with on_stage() as scene:
        await scene.show(view(1, "busy"), view(2, "busy"))
        scene.cells.painted.clear()
        scene.cells.update_environments([view(2, "frozen")])
        scene.clock.tick()
        assert scene.cells.painted == [Region(12, 0, 1, 1), Region(15, 0, 55, 1)]


async def test_states_differ_in_sign_and_in_colour() -> None:
    async with on_stage() as scene:
        await scene.show(view(1, "init"), view(2, "busy"), view(3, "idle"), view(4, "frozen"), view(5, "gone"))
        colours = scene.stage.colours(0)
        assert len({colours[sign] for sign in "◐●○❄✗"}) == 5


async def test_a_gone_environment_is_shown_and_fades() -> None:
    async with on_stage() as scene:
        await scene.show(view(1, "busy"), view(2, "gone"))
        assert scene.stage.lines()[0].startswith("orders v4 ● ✗  1 busy · 1 gone")
        scene.clock.seconds += FADE_AFTER
        await scene.frame()
        assert scene.stage.lines()[0].startswith("orders v4 ●  1 busy · cold")


async def test_the_cursor_tells_what_is_known_of_an_environment() -> None:
    async with on_stage() as scene:
        await scene.show(view(1, "busy"), view(2, "frozen"), view(1, "idle", "zebra"))
        await scene.press("right", "right")
        assert scene.cells.selected == view(2, "frozen")
        detail = scene.stage.lines()[3]
        assert detail.startswith("❄ frozen since ")
        assert "pid 102 · 7 invocations · cold 41 ms" in detail
        await scene.press("down")
        assert scene.cells.selected == view(1, "idle", "zebra")
        await scene.press("escape")
        assert scene.stage.lines()[3] == LEGENDS[0]


async def test_a_click_selects_a_cell_and_a_click_elsewhere_none() -> None:
    async with on_stage() as scene:
        await scene.show(view(1, "busy"), view(2, "frozen"))
        await scene.pilot.click(EnvironmentCells, offset=(12, 0))
        assert scene.cells.selected == view(2, "frozen")
        await scene.pilot.click(EnvironmentCells, offset=(40, 5))
        assert scene.cells.selected is None


async def test_the_mouse_over_a_cell_gives_a_tooltip() -> None:
    async with on_stage() as scene:
        await scene.show(view(1, "busy"))
        await scene.pilot.hover(EnvironmentCells, offset=(10, 0))
        await scene.pilot.pause()
        assert "pid 101" in str(scene.cells.tooltip)
        await scene.pilot.hover(EnvironmentCells, offset=(40, 5))
        await scene.pilot.pause()
        assert scene.cells.tooltip is None


async def test_a_selected_environment_that_fades_takes_its_detail_with_it() -> None:
    async with on_stage() as scene:
        await scene.show(view(1, "busy"), view(2, "gone"))
        await scene.press("right", "right")
        scene.clock.seconds += FADE_AFTER
        await scene.frame()
        assert scene.cells.selected is None
        assert LEGENDS[0] in scene.stage.lines()


async def test_a_thousand_cells_scroll_under_the_legend_and_the_cursor_stays_in_sight() -> None:
    async with on_stage(height=10) as scene:
        await scene.show(*(view(number, "frozen") for number in range(1_000)))
        assert scene.stage.lines()[9].startswith(LEGENDS[0])
        await scene.press("left")
        await scene.press("left")
        assert scene.cells.selected == view(999, "frozen")
        assert scene.cells.scroll_offset.y > 0


async def test_a_new_whole_replaces_the_old_one() -> None:
    async with on_stage() as scene:
        await scene.show(view(1, "busy"))
        scene.cells.replace([view(1, "idle", "zebra")])
        await scene.frame()
        assert scene.stage.lines()[0].startswith("zebra v4 ○")
        assert not any("orders" in line for line in scene.stage.lines())
