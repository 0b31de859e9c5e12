"""The first paint: the frames of the panes, before what fills them is there."""

from pathlib import Path

import pytest
from textual.geometry import Region
from textual.widget import Widget

from lgtui.console.app import ExplorerApp
from lgtui.console.panes.burst_lab import BurstLabPane
from lgtui.console.panes.pane import Pane
from tests.console.conftest import NARROW, WIDE, Explore


class Opening(ExplorerApp):
    """An explorer that comes no further than its first paint."""

    async def _explore(self, project: Path | None) -> None:
        """Stay with the first paint."""


def panes_of(screen: Widget) -> dict[str | None, tuple[int, str, bool, Region]]:
    """The panes by their ids: number, title, whether and where they are seen; the lab is not there at first."""
    panes = [pane for pane in screen.query(Pane) if not isinstance(pane, BurstLabPane)]
    return {pane.id: (pane.NUMBER, pane.TITLE, pane.display, pane.region) for pane in panes}


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_frames_that_are_painted_first_are_those_that_the_explorer_fills(
    explore: Explore, size: tuple[int, int]
) -> None:
    async with Opening(attach_url="http://127.0.0.1:1").run_test(size=size) as pilot:
        painted = panes_of(pilot.app.screen)

    async with explore(size) as explored:
        assert painted == panes_of(explored.screen)


async def test_the_first_paint_says_what_is_awaited() -> None:
    async with Opening(attach_url="http://127.0.0.1:1").run_test(size=WIDE) as pilot:
        strips = pilot.app.screen._compositor.render_strips()
        assert strips[0].text.rstrip() == " λ lgtui    ○ starting"
