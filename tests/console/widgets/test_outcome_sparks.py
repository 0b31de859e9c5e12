"""Outcomes on the screen."""

from lgtui.console.widgets.outcome_sparks import OutcomeSparks
from lgtui.frames import ClockView, Counters
from tests.console.widgets.stage import Stage, StillClock


async def test_charts_and_totals() -> None:
    clock = StillClock()
    sparks = OutcomeSparks(clock)
    async with (stage := Stage(sparks)).run_test(size=(40, 8)) as pilot:
        sparks.replace(Counters(), 1_000.0)
        sparks.update_counters(Counters(12, 8, 4), 1_000.5)
        sparks.update_counters(Counters(13, 9, 4), 1_001.5)
        clock.tick()
        await pilot.pause()
        assert stage.lines()[:4] == [
            "2xx   " + "▁" * 31 + "█▂",
            "429   " + "▁" * 31 + "▅▁",
            "",
            "13 sent  9 ok  4 throttled  4.0 rps",
        ]


async def test_other_errors_get_a_chart_once_there_are_any() -> None:
    clock = StillClock()
    sparks = OutcomeSparks(clock)
    async with (stage := Stage(sparks)).run_test(size=(60, 8)) as pilot:
        sparks.replace(Counters(), 1_000.0)
        sparks.update_counters(Counters(3, 1, 0, 1, 1), 1_000.5)
        clock.tick()
        await pilot.pause()
        assert [line[:5] for line in stage.lines()[:3]] == ["2xx  ", "429  ", "4/5xx"]
        assert "2 failed" in stage.lines()[4]


async def test_charts_move_on_with_the_clock_and_rest_after_a_quiet_minute() -> None:
    clock = StillClock()
    sparks = OutcomeSparks(clock)
    async with (stage := Stage(sparks)).run_test(size=(40, 8)) as pilot:
        sparks.replace(Counters(), 1_000.0)
        sparks.update_counters(Counters(1, 1), 1_000.0)
        clock.tick_at(102.0)
        await pilot.pause()
        assert stage.lines()[0].endswith("█▁▁")
        assert sparks.draw_frame() == 1.0
        clock.tick_at(170.0)
        assert sparks.draw_frame() is None


async def test_charts_stand_while_the_clock_is_paused() -> None:
    clock = StillClock()
    sparks = OutcomeSparks(clock)
    async with (stage := Stage(sparks)).run_test(size=(40, 8)) as pilot:
        sparks.replace(Counters(), 1_000.0)
        sparks.set_clock(ClockView(1_000.0, 1.0, True))
        sparks.update_counters(Counters(1, 1), 1_000.0)
        clock.tick_at(130.0)
        await pilot.pause()
        assert stage.lines()[0].endswith("▁█")
        assert sparks.draw_frame() is None
