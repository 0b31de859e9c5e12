"""Lines of time on the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from lgtui.console.widgets.environment_timelines import EnvironmentTimelines
from lgtui.frames import ClockView, EnvironmentState, EnvironmentView
from tests.console.widgets.stage import Stage, StillClock

BEGINNING = 1_000.0
"""Emulated time when a test begins."""


def view(name: str, state: EnvironmentState, since: float, function: str = "orders") -> EnvironmentView:
    return EnvironmentView(name, function, "$LATEST", state, BEGINNING + since, 7)


class Scene:
    """Time lines over a whole screen, and what a test does with them."""

    def __init__(self, lines: EnvironmentTimelines, clock: StillClock, stage: Stage, pilot: Pilot[None]) -> None:
        self.lines = lines
        self.clock = clock
        self.stage = stage
        self.pilot = pilot

    async def show(self, *views: EnvironmentView, after: float = 0.0) -> None:
        """Tell of environments and draw the frame of `after` real seconds later."""
        self.lines.update_environments(list(views))
        await self.frame(after)

    async def frame(self, after: float = 0.0) -> None:
        self.clock.tick_at(self.clock.seconds + after)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        self.lines.focus()
        await self.pilot.press(*keys)
        await self.frame()

    def line(self, number: int = 0) -> str:
        return self.stage.lines()[number]


@asynccontextmanager
async def on_stage(height: int = 12, speed: float = 1.0) -> AsyncIterator[Scene]:
    """A screen whose lines have room for 60 columns beside `orders` and an id."""
    clock = StillClock()
    lines = EnvironmentTimelines(clock)
    stage = Stage(lines)
    async with stage.run_test(size=(75, height)) as pilot:
        lines.replace([], ClockView(BEGINNING, speed, paused=False))
        yield Scene(lines, clock, stage, pilot)


async def test_a_line_tells_function_id_and_states_with_the_newest_at_the_right() -> None:
    async with on_stage() as scene:
        await scene.show(view("3fa9c1d2", "init", 1.0), after=1.0)
        await scene.show(view("3fa9c1d2", "busy", 3.0), after=2.0)
        await scene.show(view("3fa9c1d2", "idle", 6.0), after=3.0)
        await scene.show(view("3fa9c1d2", "frozen", 8.0), after=4.0)
        assert scene.line().split() == ["orders", "a9c1d2", "▒▒▒███──┈┈"]
        assert len(scene.line()) == len("orders a9c1d2 ") + 60


async def test_below_the_lines_stand_the_axis_and_what_the_signs_mean() -> None:
    async with on_stage() as scene:
        await scene.show(view("e1", "busy", 0.0))
        assert scene.line(1).split() == ["├", "60", "s", "ago", "now", "┤"]
        assert scene.line(2) == "▒ init  █ busy  ─ idle  ┈ frozen  ✗ gone"


async def test_states_differ_in_colour_too() -> None:
    async with on_stage() as scene:
        await scene.show(view("e1", "busy", 0.0))
        colours = scene.stage.colours(2)
        assert len({colours[sign] for sign in "▒█─┈✗"}) == 5


async def test_lines_scroll_with_time_alone() -> None:
    async with on_stage() as scene:
        await scene.show(view("e1", "frozen", 0.0), after=5.0)
        await scene.show(view("e1", "busy", 6.0), after=2.0)
        assert scene.line().endswith("┈██")
        await scene.frame(after=3.0)
        assert scene.line().endswith("┈█████")


async def test_while_time_is_paused_lines_stand_and_a_step_moves_them() -> None:
    async with on_stage() as scene:
        await scene.show(view("e1", "busy", 0.0), after=5.0)
        paused = ClockView(BEGINNING + 5, 1.0, paused=True)
        scene.lines.set_clock(paused)
        before = scene.line()
        await scene.frame(after=30.0)
        assert scene.line() == before
        assert scene.lines.draw_frame() is None
        scene.lines.set_clock(ClockView(BEGINNING + 15, 1.0, paused=True))
        await scene.frame()
        assert scene.line().count("█") == before.count("█") + 10


async def test_slow_motion_moves_lines_slowly() -> None:
    async with on_stage(speed=0.1) as scene:
        await scene.show(view("e1", "busy", 0.0), after=30.0)
        assert scene.line().count("█") == 4


async def test_the_next_frame_is_wanted_when_a_column_is_full_and_never_once_all_is_one_state() -> None:
    async with on_stage() as scene:
        await scene.show(view("e1", "frozen", 0.0), after=0.25)
        assert scene.lines.draw_frame() == 0.75
        await scene.frame(after=61.0)
        assert scene.lines.draw_frame() is None


async def test_left_and_right_change_how_much_time_is_in_sight() -> None:
    async with on_stage() as scene:
        await scene.show(view("e1", "frozen", 0.0))
        await scene.show(view("e1", "busy", 5.0), after=6.0)
        assert scene.line().count("█") == 2
        await scene.press("right")
        assert "10 s ago" in scene.line(1)
        assert scene.line().count("█") == 7
        await scene.press("left", "left", "left")
        assert "10 min ago" in scene.line(1)
        assert scene.line().count("█") == 1


async def test_a_gone_environment_leaves_when_its_end_is_out_of_sight() -> None:
    async with on_stage() as scene:
        await scene.show(view("e1", "busy", 0.0), view("e2", "busy", 0.0), after=2.0)
        await scene.show(view("e1", "gone", 2.0), after=2.0)
        assert scene.line().rstrip().endswith("██✗")
        await scene.frame(after=60.0)
        assert scene.line().startswith("orders e2")


async def test_lines_are_by_function_and_then_as_they_came() -> None:
    async with on_stage() as scene:
        await scene.show(view("z9", "busy", 0.0), view("a1", "busy", 0.0), view("m5", "busy", 0.0, "cart"))
        assert [scene.line(number).split()[:2] for number in range(3)] == [
            ["cart", "m5"],
            ["orders", "z9"],
            ["orders", "a1"],
        ]


async def test_of_many_environments_those_in_sight_are_drawn_alone() -> None:
    async with on_stage(height=10) as scene:
        await scene.show(*(view(f"e{number}", "busy", 0.0) for number in range(200)))
        assert scene.line(7).startswith("orders e7")
        assert "60 s ago" in scene.line(8)
        await scene.press(*["down"] * 3)
        assert scene.line(0).startswith("orders e3")
        drawn: list[str] = []
        scene.lines._paint = lambda environment_id: drawn.append(environment_id) or scene.lines.blank_line()  # type: ignore[method-assign, func-returns-value]
        await scene.frame(after=1.0)
        assert drawn == [f"e{number}" for number in range(3, 11)]


async def test_without_environments_it_says_when_there_will_be_one() -> None:
    async with on_stage() as scene:
        await scene.frame()
        assert "the first invocation starts one" in scene.line()


async def test_the_mouse_over_a_line_gives_a_tooltip() -> None:
    async with on_stage() as scene:
        await scene.show(view("e1", "busy", 0.0))
        await scene.pilot.hover(EnvironmentTimelines, offset=(30, 0))
        await scene.pilot.pause()
        assert "pid 7" in str(scene.lines.tooltip)
        await scene.pilot.hover(EnvironmentTimelines, offset=(30, 6))
        await scene.pilot.pause()
        assert scene.lines.tooltip is None
