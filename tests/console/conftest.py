"""What the tests of screens share: an explorer on a region double, drawn by hand."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from lgtui.console.app import ExplorerApp
from lgtui.console.screens.explorer import ExplorerScreen
from lgtui.console.widgets.frame_clock import FrameClock
from tests.console.region_double import RegionDouble, region_double

WIDE, NARROW = (160, 45), (80, 24)

PATIENCE = 30.0
"""Seconds a test waits for the screen before it fails."""


@dataclass
class Explored:
    """A running explorer.

    Attributes:
        pilot: presses its keys.
        frame_clock: ticks only when told to.
        region: the double it explores, idle where it explores a real emulator.
    """

    pilot: Pilot[int]
    frame_clock: FrameClock
    region: RegionDouble

    @property
    def screen(self) -> ExplorerScreen:
        """The explorer's own screen, under any dialog."""
        screen = self.pilot.app.screen_stack[1]
        assert isinstance(screen, ExplorerScreen)
        return screen

    @property
    def text(self) -> str:
        """What is on the screen, line by line, without colours."""
        strips = self.pilot.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def press(self, *keys: str) -> None:
        """Press keys and let the screen settle."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Let messages arrive and draw the live panes once."""
        await self.pilot.pause()
        self.frame_clock.tick()
        await self.pilot.pause()

    async def shows(self, text: str) -> None:
        """Wait until the screen shows a text; fail with the whole screen where it never does."""
        await self.until(lambda: text in self.text, text)

    async def hides(self, text: str) -> None:
        """Wait until the screen no longer shows a text."""
        await self.until(lambda: text not in self.text, f"no longer {text}")

    async def until(self, true: Callable[[], bool], wanted: str) -> None:
        """Wait until something is true."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, f"wanted: {wanted}\n{self.text}"
            await self.settle()


Explore = Callable[[tuple[int, int]], AbstractAsyncContextManager[Explored]]
ExploreProject = Callable[[Path], AbstractAsyncContextManager[Explored]]


@pytest.fixture
def explore() -> Explore:
    """Opens the explorer at a size, on a region double whose first frame was shown."""

    @asynccontextmanager
    async def opened(size: tuple[int, int]) -> AsyncIterator[Explored]:
        frame_clock = FrameClock(manual=True)
        async with region_double() as region:
            app = ExplorerApp(attach_url=region.url, frame_clock=frame_clock)
            async with app.run_test(size=size, notifications=True) as pilot:
                explored = Explored(pilot, frame_clock, region)
                await explored.shows("● live")
                await explored.settle()
                yield explored

    return opened


@pytest.fixture
def explore_project() -> ExploreProject:
    """Opens the explorer on a project served by a real emulator, at the wide size."""

    @asynccontextmanager
    async def opened(project: Path) -> AsyncIterator[Explored]:
        frame_clock = FrameClock(manual=True)
        app = ExplorerApp(project, port=0, frame_clock=frame_clock)
        async with app.run_test(size=WIDE) as pilot:
            yield Explored(pilot, frame_clock, RegionDouble())

    return opened


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the console keeps for its user goes into a folder of the test's; gives the state folder."""
    home = tmp_path_factory.mktemp("home")
    for name, folder in (("CONFIG", "config"), ("STATE", "state"), ("DATA", "data"), ("CACHE", "cache")):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    return home / "state" / "lgtui"
