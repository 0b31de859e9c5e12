"""A terminal that is made smaller, larger and tiny while something is open: nothing crashes, nothing typed is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList, TextArea

from lgtui import frames
from lgtui.console.app import ExplorerApp
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.state import FunctionTarget, MethodTarget, Target
from lgtui.console.widgets.frame_clock import FrameClock
from tests.console.conftest import WIDE, Explore, Explored
from tests.console.region_double import STARTED_AT, RegionDouble

SIZES = ((80, 24), (100, 60), (200, 60), (40, 12), (20, 5), (1, 1), (20, 5), (80, 24))
STANDING = frames.ClockChanged(frames.ClockView(at=STARTED_AT, speed=1.0, paused=True))
"""Time that stands still, so that nothing on the screen moves on by itself."""

ORDERS = FunctionTarget("orders")
ORDER = MethodTarget("a1", "/orders/{id}", "GET")

SCREENS: dict[str, tuple[Target, Sequence[str]]] = {
    **{f"pane {number}": (ORDER, [str(number)]) for number in range(1, 8)},
    "environments as time lines": (ORDER, ["5", "v"]),
    "an event": (ORDERS, ["enter", "2"]),
    "a maximised pane": (ORDER, ["4", "z"]),
    "palette": (ORDER, ["ctrl+p"]),
    "jump": (ORDER, ["ctrl+o"]),
    "help": (ORDER, ["question_mark"]),
    "details": (ORDER, ["i"]),
    "history": (ORDER, ["ctrl+j", "ctrl+r"]),
    "metrics": (ORDER, ["M"]),
    "deployments": (ORDER, ["D"]),
    "cache": (ORDER, ["C"]),
    "mapping template": (ORDER, ["m"]),
    "stage": (ORDER, ["s"]),
    "stage settings": (ORDER, ["S"]),
    "deploy": (ORDER, ["d"]),
    "burst": (ORDER, ["b"]),
    "weights": (ORDERS, ["w"]),
    "publish": (ORDERS, ["p"]),
    "concurrency": (ORDERS, ["c"]),
    "function settings": (ORDERS, ["f"]),
}


def typed(explored: Explored) -> list[str]:
    """What stands in every field, of the screen on top and of those below it."""
    screens = explored.pilot.app.screen_stack[1:]
    return [
        *(field.value for screen in screens for field in screen.query(Input)),
        *(field.text for screen in screens for field in screen.query(TextArea)),
    ]


async def open_screen(explored: Explored, target: Target, keys: Sequence[str]) -> None:
    explored.region.tell(STANDING)
    await explored.shows("TIME PAUSED")
    composer = explored.screen.query_one(ComposerPane)
    await composer.open(ORDER)
    await explored.press("2", *"7/8", "escape", "1")
    explored.screen.query_one(ResourcesPane).mark(target)
    await explored.settle()
    await explored.press(*keys)


@pytest.mark.parametrize("name", SCREENS)
async def test_every_screen_survives_any_size_with_what_was_typed(explore: Explore, name: str) -> None:
    async with explore(WIDE) as explored:
        await open_screen(explored, *SCREENS[name])
        shown, fields, before = explored.pilot.app.screen, typed(explored), explored.text
        assert "7/8" in fields

        for size in (*SIZES, WIDE):
            await explored.pilot.resize_terminal(*size)
            await explored.settle()

        assert explored.pilot.app.screen is shown
        assert typed(explored) == fields
        await explored.until(lambda: explored.text == before, f"what was there before:\n{before}")


@dataclass(frozen=True)
class Demo:
    """A demo to choose, which is never unpacked."""

    name: str
    summary: str = "one line of what it shows, too long for a narrow terminal"

    def unpack(self) -> Path:
        raise NotImplementedError


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
async def test_the_demo_under_the_cursor_is_in_sight_at_any_size(size: tuple[int, int]) -> None:
    app = ExplorerApp(demos=[Demo(f"demo{number}") for number in range(9)])
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("end")
        await pilot.resize_terminal(*size)
        explored = Explored(pilot, FrameClock(manual=True), RegionDouble())
        await explored.shows("demo8")

        assert app.screen.query_one(OptionList).highlighted == 8
        assert "enter opens" in explored.text
