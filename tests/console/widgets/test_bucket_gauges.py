"""Token buckets on the screen."""

from textual.geometry import Region

from lgtui.console.widgets.bucket_gauges import BucketGauges
from lgtui.frames import BucketView, ClockView
from tests.console.widgets.stage import Stage, StillClock

RUNNING = ClockView(1_000.0, 1.0, False)


def account() -> BucketView:
    return BucketView("account", "account", "account", 5_000.0, 1_000.0, 10_000.0, 5_000)


def method(tokens: float, refused: int = 0, at: float = 1_000.0) -> BucketView:
    return BucketView("m", "method", "GET /{id}", tokens, at, 5.0, 10, refused)


async def test_levels_run_on_between_frames_and_stop_at_the_burst() -> None:
    clock = StillClock()
    gauges = BucketGauges(clock)
    async with (stage := Stage(gauges)).run_test(size=(60, 5)) as pilot:
        gauges.replace([account(), method(4.0)], RUNNING)
        clock.tick_at(100.0)
        await pilot.pause()
        assert stage.lines()[0].split() == ["account", "█" * 28, "5,000/5,000", "10,000/s"]
        assert stage.lines()[1].split()[-2:] == ["4.0/10", "5/s"]
        clock.tick_at(100.5)
        await pilot.pause()
        assert stage.lines()[1].split()[-2:] == ["6.5/10", "5/s"]
        clock.tick_at(160.0)
        await pilot.pause()
        assert stage.lines()[1].split()[-2:] == ["10/10", "5/s"]


async def test_a_paused_clock_holds_the_levels() -> None:
    clock = StillClock()
    gauges = BucketGauges(clock)
    async with (stage := Stage(gauges)).run_test(size=(60, 5)) as pilot:
        gauges.replace([method(4.0)], RUNNING)
        gauges.set_clock(ClockView(1_000.0, 1.0, True))
        clock.tick_at(130.0)
        await pilot.pause()
        assert "4.0/10" in stage.lines()[0]


async def test_an_empty_bucket_says_when_its_next_token_comes() -> None:
    clock = StillClock()
    gauges = BucketGauges(clock)
    async with (stage := Stage(gauges)).run_test(size=(60, 5)) as pilot:
        gauges.replace([method(0.2)], RUNNING)
        clock.tick_at(100.0)
        await pilot.pause()
        assert stage.lines()[0].endswith("✗ 160 ms")


async def test_a_refusal_is_marked_by_sign_and_colour_and_the_mark_goes() -> None:
    clock = StillClock()
    gauges = BucketGauges(clock)
    async with (stage := Stage(gauges)).run_test(size=(60, 5)) as pilot:
        gauges.replace([method(9.0)], RUNNING)
        clock.tick_at(100.0)
        gauges.update_buckets([method(9.0, refused=1)], [])
        clock.tick_at(100.1)
        await pilot.pause()
        assert stage.lines()[0].endswith("✗ refused")
        alarm = next(colour for text, colour in stage.colours(0).items() if "█" in text)
        clock.tick_at(103.0)
        await pilot.pause()
        assert stage.lines()[0].endswith("5/s")
        assert next(colour for text, colour in stage.colours(0).items() if "█" in text) != alarm


class NotingGauges(BucketGauges):
    """Gauges that note what they repaint."""

    def __init__(self, frame_clock: StillClock) -> None:
        super().__init__(frame_clock)
        self.painted: list[Region] = []

    def repaint(self, *regions: Region) -> None:
        self.painted += regions
        super().repaint(*regions)


async def test_equal_levels_repaint_nothing_and_another_level_its_row() -> None:
    clock = StillClock()
    gauges = NotingGauges(clock)
    async with Stage(gauges).run_test(size=(60, 5)) as pilot:
        gauges.replace([account(), method(10.0)], RUNNING)
        clock.tick_at(100.0)
        await pilot.pause()
        gauges.painted.clear()
        clock.tick_at(100.5)
        assert gauges.painted == []
        gauges.update_buckets([method(2.0, at=1_000.5)], [])
        clock.tick_at(100.5)
        assert gauges.painted == [Region(0, 1, 60, 1)]


async def test_full_buckets_want_no_more_frames() -> None:
    clock = StillClock()
    gauges = BucketGauges(clock)
    async with Stage(gauges).run_test(size=(60, 5)):
        gauges.replace([account(), method(9.0)], RUNNING)
        assert gauges.draw_frame() is not None
        clock.seconds += 10
        assert gauges.draw_frame() is None


async def test_removed_buckets_leave_and_without_any_it_says_what_to_do() -> None:
    clock = StillClock()
    gauges = BucketGauges(clock)
    async with (stage := Stage(gauges)).run_test(size=(60, 5)) as pilot:
        gauges.replace([method(9.0)], RUNNING)
        clock.tick_at(100.0)
        gauges.update_buckets([], ["m"])
        clock.tick_at(100.1)
        await pilot.pause()
        assert "send a request" in stage.lines()[0]


async def test_large_numbers_have_the_room_they_need() -> None:
    clock = StillClock()
    gauges = BucketGauges(clock)
    async with (stage := Stage(gauges)).run_test(size=(60, 5)) as pilot:
        stage_bucket = BucketView("s", "stage", "stage Prod", 13_063.0, 1_000.0, 100_000.0, 50_000)
        gauges.replace([account(), stage_bucket], RUNNING)
        clock.tick_at(100.0)
        await pilot.pause()
        assert [line.split()[-2:] for line in stage.lines()[:2]] == [
            ["5,000/5,000", "10,000/s"],
            ["13,063/50,000", "100,000/s"],
        ]


async def test_labels_are_text_and_nothing_else() -> None:
    clock = StillClock()
    gauges = BucketGauges(clock)
    async with (stage := Stage(gauges)).run_test(size=(60, 5)) as pilot:
        gauges.replace([BucketView("m", "method", "GET [/\x1b[31mfoo]", 1.0, 1_000.0, 5.0, 10)], RUNNING)
        clock.tick_at(100.0)
        await pilot.pause()
        assert stage.lines()[0].startswith("GET [/foo]")


async def test_two_hundred_buckets_scroll() -> None:
    clock = StillClock()
    gauges = BucketGauges(clock)
    async with (stage := Stage(gauges)).run_test(size=(60, 10)) as pilot:
        gauges.replace([BucketView(f"m{i}", "method", f"GET /{i}", 1.0, 1_000.0, 5.0, 10) for i in range(200)], RUNNING)
        clock.tick_at(100.0)
        await pilot.pause()
        gauges.focus()
        await pilot.press("end")
        await pilot.pause()
        assert any(line.startswith("GET /199") for line in stage.lines())
