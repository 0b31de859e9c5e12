"""The log stream on the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from textual.message import Message
from textual.pilot import Pilot

from lgtui.console.widgets.log_lines import Sieve
from lgtui.console.widgets.log_rows import SIFTED_AT_ONCE
from lgtui.console.widgets.log_view import LogView
from lgtui.frames import LogLine
from tests.console.widgets.stage import Stage, StillClock, layouts_of

MORNING = datetime(2026, 3, 1, 10, 31, 2, 118_000, tzinfo=UTC).timestamp()


def line(text: str, source: str = "orders", label: str = "v4", level: str = "info") -> LogLine:
    return LogLine(MORNING, source, label, level, text, "7c1e")


def numbered(count: int, first: int = 0) -> list[LogLine]:
    return [line(f"line {number}") for number in range(first, first + count)]


class Scene:
    """A log view over a whole screen of ten lines, and what a test does with it."""

    def __init__(
        self,
        view: LogView,
        clock: StillClock,
        stage: Stage,
        pilot: Pilot[None],
        follow_changes: list[LogView.FollowChanged],
    ) -> None:
        self.view = view
        self.follow_changes = follow_changes
        self.stage = stage
        self._clock = clock
        self._pilot = pilot

    async def feed(self, *lines: LogLine, dropped: int = 0) -> None:
        self.view.feed(list(lines), dropped)
        self._clock.tick()
        await self._pilot.pause()

    async def press(self, *keys: str) -> None:
        self.view.focus()
        await self._pilot.press(*keys)
        await self._pilot.pause()

    async def click(self, x: int, y: int) -> None:
        await self._pilot.click(LogView, offset=(x, y))
        await self._pilot.pause()

    async def drag(self, first: int, last: int) -> None:
        await self._pilot.mouse_down(LogView, offset=(5, first))
        await self._pilot.hover(LogView, offset=(5, last))
        await self._pilot.mouse_up(LogView, offset=(5, last))
        await self._pilot.pause()

    async def wait(self) -> None:
        await self._pilot.app.workers.wait_for_complete()
        await self._pilot.pause()

    def texts(self) -> list[str]:
        """The texts of the lines in sight, without time, source, sign and scroll bar."""
        end = self.view.view_width
        return [line[28:end].rstrip() for line in self.stage.lines() if line]


@asynccontextmanager
async def on_stage(capacity: int = 100) -> AsyncIterator[Scene]:
    clock = StillClock()
    view = LogView(clock, capacity=capacity, timezone=UTC)
    stage = Stage(view)
    follow_changes: list[LogView.FollowChanged] = []

    def note(message: Message) -> None:
        if isinstance(message, LogView.FollowChanged) and message not in follow_changes:
            follow_changes.append(message)

    async with stage.run_test(size=(80, 10), message_hook=note) as pilot:
        yield Scene(view, clock, stage, pilot, follow_changes)


async def test_a_line_reads_time_source_sign_and_text() -> None:
    async with on_stage() as scene:
        await scene.feed(
            line("START RequestId: 7c1e  Version: 4", level="report"),
            line("429 Too Many Requests", "gateway", "dev", "error"),
            line("slow", level="warn"),
        )
        assert scene.stage.lines()[:3] == [
            "10:31:02.118 orders v4      START RequestId: 7c1e  Version: 4",
            "10:31:02.118 gateway dev  ✗ 429 Too Many Requests",
            "10:31:02.118 orders v4    ▲ slow",
        ]


async def test_report_lines_are_dim_and_errors_are_not() -> None:
    async with on_stage() as scene:
        await scene.feed(line("REPORT RequestId: 7c1e", level="report"), line("plain"), line("bad", level="error"))
        report, plain, bad = (list(scene.stage.colours(row).values())[-1] for row in range(3))
        assert len({report, plain, bad}) == 3


async def test_the_source_column_grows_with_long_names_up_to_a_limit() -> None:
    async with on_stage() as scene:
        await scene.feed(line("short"), line("long", "a-function-with-quite-a-long-name", "$LATEST"))
        assert scene.stage.lines()[:2] == [
            "10:31:02.118 orders v4                  short",
            "10:31:02.118 a-function-with-quite-a…   long",
        ]


async def test_what_a_handler_prints_cannot_act_on_the_screen() -> None:
    async with on_stage() as scene:
        await scene.feed(line("\x1b[2J[/red] \x1b]0;title\x07\u202egnp.exe\x07"), line("x" * 500))
        assert scene.texts() == ["[/red] gnp.exe␇", "x" * 52]


async def test_an_empty_log_says_what_to_do() -> None:
    async with on_stage() as scene:
        assert "send a request" in scene.stage.lines()[0]


async def test_it_follows_the_newest_line() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(50))
        assert scene.texts()[-1] == "line 49"


async def test_a_growing_log_lays_the_screen_out_only_where_its_scroll_bar_comes() -> None:
    async with on_stage(capacity=1_000) as scene:
        with layouts_of(scene.stage.screen) as noted:
            for first in range(0, 400, 20):
                await scene.feed(*numbered(20, first))
        assert len(noted) < 10
        assert scene.texts()[-1] == "line 399"
        assert scene.view.vertical_scrollbar.window_virtual_size == 400


async def test_scrolling_up_stays_there_while_lines_come_and_counts_them() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(50))
        await scene.press("home")
        before = scene.texts()
        await scene.feed(*numbered(1_234, 50)[:40])
        assert not scene.view.follow
        assert scene.texts()[:9] == before[:9]
        assert scene.stage.lines()[-1].endswith("+40 ↓ f")


async def test_the_text_in_sight_stays_while_older_lines_fall_off_the_ring() -> None:
    async with on_stage(capacity=100) as scene:
        await scene.feed(*numbered(100))
        await scene.press("pageup", "pageup")
        before = scene.texts()[:9]
        await scene.feed(*numbered(30, 100))
        assert scene.texts()[:9] == before


async def test_f_and_a_click_on_the_pill_and_going_down_from_the_end_follow_again() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(50))
        await scene.press("up")
        await scene.press("f")
        assert scene.view.follow
        await scene.press("k")
        await scene.feed(line("newer"))
        await scene.click(77, 9)
        assert scene.view.follow
        assert scene.texts()[-1] == "newer"
        await scene.press("k", "j", "j")
        assert scene.view.follow


async def test_vim_keys_and_arrows_move_alike() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(50))
        await scene.press("g")
        assert scene.view.current == line("line 0")
        await scene.press("j", "down", "k")
        assert scene.view.current == line("line 1")
        await scene.press("G")
        assert scene.view.current == line("line 49")


async def test_who_listens_is_told_when_following_ends_and_begins() -> None:
    async with on_stage() as scene:
        scene.view.follow = False
        await scene.feed()
        scene.view.follow = True
        await scene.feed()
        assert [change.follow for change in scene.follow_changes[-2:]] == [False, True]


async def test_a_filter_shows_passing_lines_and_those_that_come_later() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(30))
        scene.view.show_only(Sieve("LINE 1"))
        await scene.feed(line("line 100"), line("other"))
        assert scene.texts()[-3:] == ["line 18", "line 19", "line 100"]
        scene.view.show_only(Sieve("nothing has this"))
        await scene.feed()
        assert scene.stage.lines()[0] == "No line passes the filters: esc shows all again."


async def test_a_large_log_is_sifted_apart_and_loses_no_line_meanwhile() -> None:
    async with on_stage(capacity=4 * SIFTED_AT_ONCE) as scene:
        await scene.feed(*numbered(3 * SIFTED_AT_ONCE))
        scene.view.show_only(Sieve("line 299"))
        await scene.feed(line("line 299 again"))
        await scene.wait()
        assert scene.texts() == ["line 299", *[f"line 299{n}" for n in range(10)], "line 299 again"][-10:]


async def test_one_source_alone_and_all_again() -> None:
    async with on_stage() as scene:
        await scene.feed(line("a"), line("b", "gateway"), line("c"))
        scene.view.show_only(Sieve(source="gateway"))
        await scene.feed()
        assert scene.texts() == ["b"]
        scene.view.show_only(Sieve(source=None))
        await scene.feed()
        assert scene.texts() == ["a", "b", "c"]
        assert scene.view.sources == ["gateway", "orders"]


async def test_a_line_is_copied_as_it_reads() -> None:
    async with on_stage() as scene:
        await scene.feed(line("first"), line("second \x1b[31mred"))
        await scene.press("y")
        assert scene.stage.clipboard == "10:31:02.118 orders v4 second red"


async def test_selected_lines_are_copied_together() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(50))
        await scene.press("k", "k", "v", "k", "k")
        assert [each.text for each in scene.view.selected] == ["line 45", "line 46", "line 47"]
        await scene.press("y")
        copied = [f"10:31:02.118 orders v4 line {number}" for number in (45, 46, 47)]
        assert scene.stage.clipboard.splitlines() == copied
        assert not scene.view.selecting


async def test_a_selection_stays_with_its_lines_while_others_come_and_older_ones_go() -> None:
    async with on_stage(capacity=60) as scene:
        await scene.feed(*numbered(60))
        await scene.press("k", "v", "k")
        await scene.feed(*numbered(30, 60))
        assert [each.text for each in scene.view.selected] == ["line 57", "line 58"]
        await scene.feed(*numbered(60, 90))
        assert [each.text for each in scene.view.selected] == ["line 90"]


async def test_dragging_selects_lines_and_a_click_puts_the_cursor() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(10))
        await scene.drag(2, 4)
        assert [each.text for each in scene.view.selected] == ["line 2", "line 3", "line 4"]
        await scene.press("v")
        await scene.click(5, 7)
        assert scene.view.current == line("line 7")
        assert not scene.view.selecting


async def test_half_a_page_down_and_up() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(50))
        await scene.press("g", "ctrl+d", "ctrl+d", "ctrl+u")
        assert scene.view.current == line("line 4")


async def test_a_search_goes_to_the_newest_match_and_n_and_shift_n_to_the_others() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(50))
        scene.view.find("LINE 1")
        await scene.feed()
        assert scene.view.current == line("line 19")
        await scene.press("N", "N")
        assert scene.view.current == line("line 17")
        await scene.press("n", "n", "n")
        assert scene.view.current == line("line 1"), "from the last match it goes on at the first"
        await scene.press("N")
        assert scene.view.current == line("line 19")


async def test_matches_stand_out_wherever_wide_characters_are() -> None:
    async with on_stage() as scene:
        await scene.feed(line("日本 order 7, Order 8", "λ"), line("x" * 60 + "order", "λ"))
        scene.view.find("order")
        await scene.feed()
        plain = scene.stage.colours(2)
        marked = [
            text for row in (0, 1) for text, colour in scene.stage.colours(row).items() if text.lower() == "order"
        ]
        assert marked == ["order", "Order"]
        assert not plain


async def test_a_search_through_a_large_log_is_made_apart() -> None:
    async with on_stage(capacity=4 * SIFTED_AT_ONCE) as scene:
        await scene.feed(line("the needle"), *numbered(3 * SIFTED_AT_ONCE))
        scene.view.find("needle")
        await scene.wait()
        assert scene.view.current == line("the needle")


async def test_a_text_in_no_line_leaves_the_log_where_it_is() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(50))
        scene.view.find("nothing has this")
        await scene.feed()
        assert scene.view.follow


async def test_a_cursor_keeps_its_line_when_filters_change() -> None:
    async with on_stage() as scene:
        await scene.feed(*[line(f"line {number}", level="error" if number % 2 else "info") for number in range(50)])
        await scene.press("g", "j", "j", "j")
        scene.view.show_only(Sieve(level="error"))
        await scene.feed()
        assert scene.view.current == line("line 3", level="error")
        assert not scene.view.follow


async def test_what_the_feed_or_the_view_left_out_is_counted() -> None:
    async with on_stage(capacity=100) as scene:
        await scene.feed(*numbered(150), dropped=7)
        assert scene.view.dropped == 57
        assert scene.texts()[-1] == "line 149"


async def test_a_cleared_log_starts_anew_with_the_same_filter() -> None:
    async with on_stage() as scene:
        await scene.feed(*numbered(20))
        scene.view.show_only(Sieve("keep"))
        scene.view.clear()
        await scene.feed(line("keep this"), line("not that"))
        assert scene.texts() == ["keep this"]
