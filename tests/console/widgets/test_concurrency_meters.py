"""Concurrency on the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lgtui.console.widgets.concurrency_meters import ConcurrencyMeters
from lgtui.frames import ActivityView, ConcurrencyView
from tests.console.widgets.stage import Stage, StillClock

BUSY = ActivityView(
    "orders", 4, 12.0, 0.34, throttled=3, reserved=5, provisioned=(3, 2), spilled=4, queued=12, retrying=3
)


@asynccontextmanager
async def shown(view: ConcurrencyView, width: int = 60) -> AsyncIterator[Stage]:
    clock = StillClock()
    meters = ConcurrencyMeters(clock)
    meters.styles.max_height = "100%"
    async with (stage := Stage(meters)).run_test(size=(width, 12)) as pilot:
        meters.update_view(view)
        for _ in range(2):
            clock.tick()
            await pilot.pause()
        yield stage


async def test_each_limit_has_a_bar_and_each_figure_its_reasons() -> None:
    async with shown(ConcurrencyView(1_000, 6, [BUSY, ActivityView("catch-all", 2, 1.0, 2.0)])) as stage:
        assert stage.lines()[:8] == [
            "account   █" + "░" * 19 + " 6/1,000 concurrent",
            "orders    " + "█" * 16 + "░" * 4 + " 4/5 reserved",
            "          12.0/s × 340 ms = 4.1",
            "          ✗ 3 throttled in 10 s",
            "          2/3 provisioned busy  4 spilled over",
            "          ≡ 12 queued  3 retrying",
            "catch-all 2 running",
            "          1.0/s × 2.0 s = 2.0",
        ]
        assert stage.colours(1)["█" * 16] == stage.colours(5)["≡ 12 queued"]


async def test_a_limit_that_is_reached_says_so_in_words_too() -> None:
    function = ActivityView("orders", 0, 0.0, 0.0, reserved=0)
    async with shown(ConcurrencyView(100, 100, [function])) as stage:
        assert stage.lines()[0] == "account " + "█" * 20 + " 100/100 concurrent ✗ full"
        assert stage.lines()[1] == "orders  " + "░" * 20 + " 0/0 reserved ✗ refuses all"


async def test_a_region_at_rest_shows_the_accounts_limit_alone() -> None:
    async with shown(ConcurrencyView(1_000, 0)) as stage:
        assert stage.lines()[:2] == ["account " + "░" * 20 + " 0/1,000 concurrent", ""]


async def test_little_room_and_hostile_names_do_no_harm() -> None:
    function = ActivityView("[red]" + "x" * 80 + "\x1b", 1, 0.5, 0.01, reserved=2)
    async with shown(ConcurrencyView(10, 1, [function]), width=24) as stage:
        assert stage.lines()[0] == "account   1/10 concurren"
        assert stage.lines()[1].startswith("[red]xx…")
