"""Pane 6: filters, search, one request's lines, and all of a line."""

import pytest
from rich.cells import cell_len

from lgtui import frames
from lgtui.console.panes.logs import LogsPane
from lgtui.console.widgets.log_lines import CAPACITY
from lgtui.console.widgets.log_view import LogView
from tests.console.conftest import NARROW, WIDE, Explore, Explored
from tests.console.region_double import REQUEST_ID

INVOCATION_ID = "02f4e1aa-0000-4000-8000-000000001919"
"""The id that the function's lines bear of the request `REQUEST_ID`."""


def line(text: str, level: str = "info", source: str = "orders", request_id: str = "") -> frames.LogLine:
    stream = "2026/11/23/[$LATEST]e1"
    return frames.LogLine(100.0, source, "$LATEST", level, text, request_id, f"/aws/lambda/{source}", stream)


def a_request() -> list[frames.LogLine]:
    """What one request writes: its function, then the gateway."""
    return [
        line("START RequestId", "report", request_id=INVOCATION_ID),
        line("order was placed", request_id=INVOCATION_ID),
        line("stock is low", "warn", request_id=INVOCATION_ID),
        line("Method completed", source="gateway", request_id=REQUEST_ID),
    ]


def traced() -> frames.Trace:
    """A trace that knows both ids of the request."""
    entry = frames.TraceEntry("handler", 0.0, 0.01, "ok", "", saw={"Lambda request id": INVOCATION_ID})
    return frames.Trace(REQUEST_ID, 100.0, "a1", "dev", "GET", "/orders/7", "/orders/{id}", 200, 0.01, [entry], "")


async def told(explored: Explored, *lines: frames.LogLine) -> None:
    """Let the region write lines, and wait for the last."""
    explored.region.tell(frames.LogsWritten(list(lines)))
    kept = explored.screen.query_one(LogsPane).view.lines
    await explored.until(lambda: lines[-1] in [numbered.line for numbered in kept.snapshot()], lines[-1].text[:80])


def logged(explored: Explored) -> list[str]:
    """The texts of the lines that pass."""
    return [numbered.line.text for numbered in explored.screen.query_one(LogsPane).view.lines.shown]


async def test_l_goes_through_the_levels_and_the_border_names_it(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await told(explored, *a_request(), line("it broke", "error"))
        await explored.press("6", "l", "l")
        assert "level: warnings +" in explored.text
        assert logged(explored) == ["stock is low", "it broke"]
        await explored.press("l", "l")
        assert "level: platform" in explored.text
        assert logged(explored) == ["START RequestId"]
        await explored.press("L")
        assert logged(explored) == ["it broke"]


async def test_a_lines_request_shows_gateway_and_function_alone(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.trace = traced()
        await told(explored, line("of another", request_id="91bd"), *a_request(), line("of none"))
        await explored.press("6", "k", "k", "k", "R")
        await explored.until(lambda: len(logged(explored)) == 4, "the request's four lines")
        assert logged(explored) == [each.text for each in a_request()]
        assert "request: " in explored.text
        await told(explored, line("later", request_id=INVOCATION_ID))
        await explored.press("R")
        assert "of none" in logged(explored)


async def test_a_line_of_no_request_says_so(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await told(explored, line("alone"))
        await explored.press("6", "R")
        assert "belongs to no request" in explored.text
        assert "alone" in logged(explored)


async def test_the_answered_requests_lines_are_a_key_away(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.trace = traced()
        await explored.press("R")
        assert "Send a request first" in explored.text
        await told(explored, line("before"), *a_request())
        await explored.press("ctrl+j")
        await explored.shows("200 OK")
        await explored.until(lambda: INVOCATION_ID in explored.screen.last_ids, "the trace")
        await explored.press("R")
        assert logged(explored) == [each.text for each in a_request()]
        assert explored.screen.current is explored.screen.query_one(LogsPane)


async def test_find_marks_and_the_border_says_where_no_line_has_it(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await told(explored, *a_request())
        await explored.press("6", "ctrl+f", *"placed", "enter")
        assert "find: placed" in explored.text
        view = explored.screen.query_one(LogsPane).view
        assert view.has_focus
        assert view.current == a_request()[1]
        await explored.press("F", *"xyz", "enter")
        assert "find: xyz (in no line)" in explored.text


async def test_escape_ends_every_filter(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await told(explored, *a_request())
        everything = logged(explored)
        await explored.press("6", "slash", *"stock", "enter", "l", "c")
        assert logged(explored) != everything
        await explored.press("escape")
        assert logged(explored) == everything
        assert "all ▾  level: all ▾  filter: –" in explored.text


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_enter_unfolds_a_line_of_json_and_says_where_it_is_from(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        text = '{"level": "WARN", "order": {"id": 7, "name": "[/red]"}, "end": "the end"}'
        await explored.press("6")
        await told(explored, line(text, "warn", request_id=INVOCATION_ID))
        await explored.press("enter")
        await explored.shows('"id": 7')
        for shown in (INVOCATION_ID, "/aws/lambda/orders", "2026/11/23/[$LATEST]e1", '"name": "[/red]"'):
            assert shown in explored.text
        await explored.press("y")
        assert explored.pilot.app.clipboard == text
        await explored.press("R")
        assert logged(explored) == [text]


async def test_a_line_of_256_kilobytes_is_shown_wrapped_and_copied_whole(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        text = "begin " + "x" * (256 * 1024)
        await told(explored, line(text), line("after"))
        await explored.press("6", "k", "enter")
        await explored.shows("xxxx")
        await explored.press("y")
        assert explored.pilot.app.clipboard == text
        await explored.press("pagedown", "escape")
        assert "after" in explored.text


async def test_what_stands_in_the_border_is_a_button(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await told(explored, *a_request())
        pane = explored.screen.query_one(LogsPane)
        title = explored.text.splitlines()[pane.region.y]
        await explored.pilot.click(offset=(title.index("level: all"), pane.region.y))
        await explored.settle()
        assert "level: info +" in explored.text


async def test_a_second_click_on_a_line_shows_all_of_it(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await told(explored, *a_request())
        row = next(row for row, text in enumerate(explored.text.splitlines()) if "stock is low" in text)
        await explored.pilot.click(offset=(40, row), times=2)
        await explored.shows("/aws/lambda/orders")


HOSTILE = {
    "markup": "[/red] [bold [@click=app.quit]quit[/] [[[ \\[ ]",
    "colours": "\x1b[31mred\x1b[0m \x1b[38;2;1;2;3mtrue\x1b[m",
    "orders to the terminal": "\x1b[2J\x1b[10;10H\x1b]0;title\x07\x1b]52;c;aGk=\x07\x1bP1$r\x1b\\\x1bc\x9b2J",
    "an order cut off": "\x1b[",
    "binary": "".join(map(chr, range(256))),
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪 ❤️ e\u0301",
    "right to left": "\u202eexe.gnp\u202c שלום \u2067مرحبا\u2069",
    "wide": "日本語 ｆｕｌｌ 한국어",
    "many lines": "one\ntwo\r\nthree\u2028four\x0bfive",
    "json": '{"message": "\\u001b[31m[/red]", "deep": ' + "[" * 500 + "]" * 500 + "}",
    "nearly json": '{"level": "ERROR", "message": ',
}


def is_whole(explored: Explored) -> bool:
    """Whether every line on the screen fills it exactly, with nothing in it that a terminal would act on."""
    strips = explored.pilot.app.screen._compositor.render_strips()
    width = explored.pilot.app.size.width
    return all(cell_len(strip.text) == width and strip.text.isprintable() for strip in strips)


def hostile() -> list[frames.LogLine]:
    """A line of each kind, from a source and of a request that are called so, too."""
    return [line(text, "warn", text[:40], text[:40]) for text in HOSTILE.values()]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_whatever_is_logged_the_screen_stays_whole(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        await explored.press("6")
        await told(explored, *hostile())
        assert is_whole(explored), "the lines"
        await explored.press("F", "e", "enter", "g", "R")
        assert is_whole(explored), "a match, a request in the border"
        logs = explored.screen.query_one(LogsPane)
        for source in logs.view.sources:
            logs.action_next_source()
            await explored.settle()
            assert is_whole(explored), f"a source in the border: {source!r}"


async def test_whatever_a_line_holds_all_of_it_can_be_shown(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        for each in hostile():
            explored.screen.query_one(LogsPane).view.post_message(LogView.DetailsWanted(each))
            await explored.shows("↑ ↓ scroll")
            await explored.hides("│ …  ")
            assert is_whole(explored), each.text
            await explored.press("escape")
            await explored.hides("↑ ↓ scroll")


async def test_twenty_thousand_lines_at_once_leave_the_newest_and_the_keys(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("6")
        texts = list(HOSTILE.values())
        for batch in range(40):
            lines = [line(f"{batch}/{number} {texts[number % len(texts)]}") for number in range(500)]
            explored.region.tell(frames.LogsWritten(lines))
        await told(explored, line("the last line"))
        await explored.shows("the last line")
        assert is_whole(explored)
        assert len(logged(explored)) == CAPACITY
        await explored.press("g", "ctrl+d", "l", "slash", *"39/499", "enter")
        await explored.until(lambda: len(logged(explored)) == 1, "the filter's one line")


async def test_lines_that_come_while_the_terminal_shrinks_are_there_when_it_grows(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("6")
        await explored.pilot.resize_terminal(20, 5)
        await told(explored, *[line(f"{number} {HOSTILE['emoji']}") for number in range(200)])
        assert is_whole(explored)
        await explored.pilot.resize_terminal(*WIDE)
        await explored.shows("199 ")
        assert is_whole(explored)
