"""A step of a life cycle, shown in full."""

import msgspec
import pytest

from lgtui import frames
from lgtui.console.screens.step import drawn
from tests.console.conftest import NARROW, WIDE, Explore, Explored
from tests.console.region_double import trace

EVENT = '{"resource": "/orders", "headers": {"X": "[red]"}}'
STEPS = [
    frames.TraceEntry("route", 0.0, 0.001, "ok", "POST /orders", saw={"path": "/orders"}),
    frames.TraceEntry("endpoint", 0.001, 0.01, "ok", "λ orders", saw={"X-Api-Key": "a-very-secret-key"}),
    frames.TraceEntry("integration response", 0.011, 0.001, "failed", "malformed", changed={"event": EVENT}),
]


async def send(explored: Explored) -> None:
    """Send a request whose life cycle has the three steps, and go to the waterfall."""
    explored.region.trace = msgspec.structs.replace(trace(), entries=STEPS)
    await explored.press("ctrl+j")
    await explored.shows("malformed")
    await explored.press("3")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_enter_opens_the_step_that_decided_with_documents_laid_open(
    explore: Explore, size: tuple[int, int]
) -> None:
    async with explore(size) as explored:
        await send(explored)
        await explored.press("enter")
        await explored.shows('    "X": "[red]"')
        await explored.press("y")

        assert "3/3" in explored.text
        assert '"resource": "/orders"' in explored.pilot.app.clipboard


async def test_the_arrows_go_from_step_to_step_and_the_waterfall_follows(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await send(explored)
        await explored.press("enter", "left", "left", "left")
        await explored.shows("path  /orders")
        await explored.press("escape")
        await explored.shows("saw     path  /orders")


def test_values_of_secret_headers_are_masked_until_they_are_asked_for() -> None:
    assert "a-very-secret-key" not in drawn(STEPS[1], secrets_shown=False).plain
    assert "a-very-secret-key" in drawn(STEPS[1], secrets_shown=True).plain


def test_the_values_of_a_header_that_is_there_twice_stand_on_lines_of_their_own() -> None:
    entry = frames.TraceEntry("method response", 0.0, 0.0, "ok", "200", changed={"Via": "a=1\nb=2", "date": "now"})

    assert drawn(entry, secrets_shown=False).plain.splitlines()[3:] == ["Via", "a=1", "b=2", "date  now"]
