"""The burst dialog: numbers in, a burst out, and words for what is wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from lgtui.console.region.throttles import Throttle
from lgtui.console.widgets.burst_dialog import BurstDialog
from lgtui.console.widgets.burst_numbers import (
    DEFAULT_COUNT,
    DEFAULT_RATE,
    BurstSize,
    count_problem,
    rate_problem,
)
from tests.console.widgets.stage import Stage


@asynccontextmanager
async def asked(*throttles: Throttle) -> AsyncIterator[tuple[Pilot[None], list[BurstSize]]]:
    started: list[BurstSize] = []
    async with (stage := Stage(Static())).run_test(size=(80, 24)) as pilot:
        stage.push_screen(BurstDialog("GET /orders/[/id]", throttles, 1.0, started.append))
        await pilot.pause()
        yield pilot, started


def said(pilot: Pilot[None], widget_id: str) -> str:
    return str(pilot.app.screen.query_one(f"#{widget_id}", Static).content)


async def test_enter_starts_the_suggested_burst_and_closes() -> None:
    async with asked() as (pilot, started):
        await pilot.press("enter")
        await pilot.pause()
        assert started == [BurstSize(DEFAULT_COUNT, DEFAULT_RATE)]
        assert not isinstance(pilot.app.screen, BurstDialog)


async def test_escape_starts_nothing() -> None:
    async with asked() as (pilot, started):
        await pilot.press("escape")
        await pilot.pause()
        assert started == []
        assert not isinstance(pilot.app.screen, BurstDialog)


async def test_a_wrong_number_is_said_beside_its_field_and_starts_nothing() -> None:
    async with asked() as (pilot, started):
        pilot.app.screen.query_one("#count", Input).value = "many"
        pilot.app.screen.query_one("#rate", Input).value = "0"
        await pilot.press("enter")
        await pilot.pause()
        assert started == []
        assert said(pilot, "count-problem") == "✗ a whole number, such as 50"
        assert said(pilot, "rate-problem") == "✗ over 0 and at most 10,000"


async def test_it_tells_what_the_throttle_will_do() -> None:
    async with asked(Throttle("stage", 5.0, 10)) as (pilot, _):
        await pilot.pause()
        assert "answers 429 to about 31" in said(pilot, "forecast")


async def test_a_click_starts_what_was_typed() -> None:
    async with asked() as (pilot, started):
        pilot.app.screen.query_one("#count", Input).value = "1,200"
        pilot.app.screen.query_one("#rate", Input).value = "0.5"
        await pilot.click("#start")
        await pilot.pause()
        assert started == [BurstSize(1_200, 0.5)]


@pytest.mark.parametrize("text", ["", "x", "1.5", "0", "-3", "10000000"])
def test_what_is_no_count(text: str) -> None:
    assert count_problem(text)


@pytest.mark.parametrize("text", ["", "x", "0", "-1", "nan", "inf", "1e9"])
def test_what_is_no_rate(text: str) -> None:
    assert rate_problem(text)
