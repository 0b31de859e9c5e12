"""Writes a picture of the real screen: a project served, requests and a burst sent, the screen saved as SVG."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from lgtui.console.app import ExplorerApp
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.waterfall import Waterfall
from lgtui.console.screens.explorer import ExplorerScreen

PATIENCE = 60.0
"""Seconds to wait for the emulator, an answer or the end of the burst."""

LOOK_EVERY = 0.05
"""Seconds between two looks at the screen while waiting."""


class NoPicture(Exception):
    """The screen never came to show what was waited for."""


def run_screenshot(project: Path, out: Path, size: tuple[int, int] = (160, 45)) -> int:
    """Serve a project, use it as a user would, and write the screen to `out` as SVG.

    Args:
        project: folder or template.
        out: the SVG's path.
        size: columns and rows.

    Returns:
        The exit code: 0, or 1 where the project could not be shown, which is said on stderr.
    """
    os.environ.pop("NO_COLOR", None)  # of the terminal this is started in; a picture has none
    try:
        picture = asyncio.run(_take(project, size))
    except NoPicture as error:
        print(f"lgtui: no screenshot: {error}", file=sys.stderr)
        return 1
    out.write_text(picture, encoding="utf-8")
    return 0


async def _take(project: Path, size: tuple[int, int]) -> str:
    with tempfile.TemporaryDirectory(prefix="lgtui-") as state:
        return await _take_from(ExplorerApp(project, port=0, serve_arguments=("--state", state)), size)


async def _take_from(app: ExplorerApp, size: tuple[int, int]) -> str:
    async with app.run_test(size=size) as pilot:
        screen = await _live_explorer(pilot)
        composer, waterfall = screen.query_one(ComposerPane), screen.query_one(Waterfall)
        await _until(pilot, lambda: composer.target is not None, "the project has no method to call")
        await _send(pilot, waterfall)
        await pilot.press("b", "enter")
        await _until(pilot, lambda: screen.is_bursting, "the burst did not begin")
        await _until(pilot, lambda: not screen.is_bursting, "the burst did not end")
        await _send(pilot, waterfall)
        app.clear_notifications()
        await pilot.pause(LOOK_EVERY * 10)
        return app.export_screenshot(title="lgtui")


async def _live_explorer(pilot: Pilot[int]) -> ExplorerScreen:
    """The explorer's screen, once it has taken the place of the frames that are painted first and shows the region."""

    def is_live() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, ExplorerScreen) and screen.is_live

    await _until(pilot, is_live, "the emulator did not start")
    screen = pilot.app.screen
    assert isinstance(screen, ExplorerScreen)
    return screen


async def _send(pilot: Pilot[int], waterfall: Waterfall) -> None:
    """Send the request and wait for its life cycle."""
    before = waterfall.trace
    await pilot.press("ctrl+j")
    await _until(pilot, lambda: waterfall.trace is not None and waterfall.trace != before, "a request was not answered")


async def _until(pilot: Pilot[int], true: Callable[[], bool], else_say: str) -> None:
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while not true():
        if asyncio.get_running_loop().time() > deadline:
            raise NoPicture(else_say)
        await pilot.pause(LOOK_EVERY)
