"""Outcomes on the screen."""

from lgtui.console.widgets.outcome_sparks import OutcomeSparks
from lgtui.frames import ClockView, Counters
from tests.console.widgets.stage import Stage, StillClock

START = ClockView(1_000.0, 1.0, False)


async def test_charts_and_totals() -> None:
    clock = StillClock()
    sparks = OutcomeSparks(clock)
    async with (stage := Stage(sparks)).run_test(size=(40, 8)) as pilot:
        sparks.replace(Counters(), START)
        sparks.update_counters(Counters(12, 8, 4), 1_000.5)
        sparks.update_counters(Counters(13, 9, 4), 1_001.5)
        clock.tick()
        await pilot.pause()
        assert stage.lines()[:4] == [
            "2xx   " + "▁" * 31 + "█▂",
            "429   " + "▁" * 31 + "▅▁",
            "      ├ 33 s ago      █ 8/s       now ┤",
            "13 sent  9 ok  4 throttled  4.0 rps",
        ]


async def test_other_errors_get_a_chart_once_there_are_any() -> None:
    clock = StillClock()
    sparks = OutcomeSparks(clock)
    async with (stage := Stage(sparks)).run_test(size=(60, 8)) as pilot:
        sparks.replace(Counters(), START)
        sparks.update_counters(Counters(3, 1, 0, 1, 1), 1_000.5)
        clock.tick()
        await pilot.pause()
        assert [line[:5] for line in stage.lines()[:3]] == ["2xx  ", "429  ", "4/5xx"]
        assert "2 failed" in stage.lines()[4]


async def test_charts_move_on_with_the_clock_and_rest_after_a_quiet_minute() -> None:
    clock = StillClock()
    sparks = OutcomeSparks(clock)
    async with (stage := Stage(sparks)).run_test(size=(40, 8)) as pilot:
        sparks.replace(Counters(), START)
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
        sparks.replace(Counters(), START)
        sparks.set_clock(ClockView(1_000.0, 1.0, True))
        sparks.update_counters(Counters(1, 1), 1_000.0)
        clock.tick_at(130.0)
        await pilot.pause()
        assert stage.lines()[0].endswith("▁█")
        assert sparks.draw_frame() is None


async def test_in_slow_motion_the_chart_and_the_rate_tell_of_emulated_seconds() -> None:
    clock = StillClock()
    sparks = OutcomeSparks(clock)
    async with (stage := Stage(sparks)).run_test(size=(60, 8)) as pilot:
        sparks.replace(Counters(), ClockView(1_000.0, 0.01, False))
        sparks.update_counters(Counters(150, 100, 50), 1_000.005)
        clock.tick()
        await pilot.pause()
        assert "├ 0.53 s ago" in stage.lines()[2]
        assert "█ 10,000/s" in stage.lines()[2]
        assert stage.lines()[3].endswith("15,000 rps")


async def test_hits_and_misses_of_caches_are_told_once_there_are_any() -> None:
    clock = StillClock()
    sparks = OutcomeSparks(clock)
    async with (stage := Stage(sparks)).run_test(size=(60, 8)) as pilot:
        sparks.replace(Counters(), START)
        clock.tick()
        assert not any("cache" in line for line in stage.lines())
        sparks.update_counters(Counters(4, 4, hits=3, misses=1), 1_000.5)
        clock.tick()
        await pilot.pause()
        assert stage.lines()[2].startswith("hits  ▁")
        assert stage.lines()[5] == "cache  3 hits 3.0/s  1 missed 1.0/s"
