"""A long text is folded at the width there is, and only what is in sight is drawn."""

from textual.content import Content

from lgtui.console.widgets.text_view import TextView, lines_of
from tests.console.widgets.stage import Stage


def drawn(view: TextView) -> list[str]:
    """What the view shows, line by line."""
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


async def test_lines_are_folded_where_the_view_ends() -> None:
    view = TextView()
    async with Stage(view).run_test(size=(6, 5)) as pilot:
        view.show(lines_of(Content("abc\n\nabcdefgh\n漢字漢字")))
        await pilot.pause()
        assert drawn(view) == ["abc", "", "abcdef", "gh", "漢字漢"]


async def test_what_is_on_top_stays_there_when_the_width_changes() -> None:
    view = TextView()
    async with Stage(view).run_test(size=(12, 4)) as pilot:
        view.show([Content(f"{number:02} " + "x" * 20) for number in range(50)])
        await pilot.pause()
        view.scroll_to(y=60, animate=False, force=True)
        await pilot.pause()
        top = drawn(view)[0]
        await pilot.resize_terminal(30, 4)
        await pilot.pause()
        assert top.startswith("30 ")
        assert drawn(view)[0].startswith("30 ")


async def test_colours_stay_where_lines_are_folded() -> None:
    view = TextView()
    async with Stage(view).run_test(size=(4, 3)) as pilot:
        view.show([Content.assemble("ab", ("cdef", "bold"))])
        await pilot.pause()
        bold = [
            [segment.text for segment in view.render_line(y) if segment.style and segment.style.bold] for y in (0, 1)
        ]
        assert bold == [["cd"], ["ef"]]


async def test_a_text_of_another_length_takes_the_place_of_one_that_was_scrolled() -> None:
    view = TextView()
    async with Stage(view).run_test(size=(10, 3)) as pilot:
        view.show([Content(str(number)) for number in range(1_000)])
        await pilot.pause()
        view.scroll_end(animate=False, force=True)
        await pilot.pause()
        view.show([Content("new")])
        await pilot.pause()
        assert drawn(view) == ["new", "", ""]


async def test_a_text_that_was_shown_while_the_view_was_hidden_is_there_when_it_is_not() -> None:
    view = TextView()
    view.display = False
    async with Stage(view).run_test(size=(6, 4)) as pilot:
        view.show([Content("abcdefgh")])
        await pilot.pause()
        view.display = True
        await pilot.pause()
        assert drawn(view) == ["abcdef", "gh", "", ""]
        assert [strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips()[:2]] == ["abcdef", "gh"]
