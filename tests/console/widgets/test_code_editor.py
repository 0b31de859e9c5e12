"""The editor for code on the screen."""

from lgtui.console.requests.highlighting import json_tokens
from lgtui.console.theme import DARK
from lgtui.console.widgets.code_editor import LONGEST_COLOURED, CodeEditor
from tests.console.widgets.stage import Stage


async def test_tokens_have_their_colours() -> None:
    editor = CodeEditor(json_tokens, '{"a": "b", "c": 1}')
    async with (stage := Stage(editor)).run_test(size=(40, 4)) as pilot:
        await pilot.pause()
        colours = stage.colours(0)

    assert colours['"a"'] == colours['"c"'] == DARK.primary
    assert colours['"b"'] == DARK.success
    assert colours["1"] not in (DARK.primary, DARK.success, DARK.foreground)


async def test_a_mark_stands_where_it_is_put_even_behind_the_last_character() -> None:
    editor = CodeEditor(json_tokens, "[\n1")
    async with (stage := Stage(editor)).run_test(size=(40, 4)) as pilot:
        editor.mark = (1, 1)
        await pilot.pause()
        marked = [s.text for s in stage.screen._compositor.render_strips()[1] if s.style and s.style.underline]
        editor.mark = None
        await pilot.pause()
        cleared = [s.text for s in stage.screen._compositor.render_strips()[1] if s.style and s.style.underline]

    assert marked == [" "]
    assert cleared == []


async def test_what_could_steer_a_terminal_is_a_picture_of_itself_in_the_same_column() -> None:
    editor = CodeEditor(json_tokens, 'a\x1b[31m[/red]\x9b"x"\n' + "a longer line than the first one")
    async with (stage := Stage(editor)).run_test(size=(40, 4)) as pilot:
        await pilot.pause()
        assert stage.lines()[0].strip() == 'a␛[31m[/red]�"x"'


async def test_a_text_is_typed_over_and_brought_back() -> None:
    editor = CodeEditor(json_tokens, "{}")
    async with Stage(editor).run_test(size=(40, 4)) as pilot:
        editor.focus()
        editor.type_over('{"a": 1}')
        assert editor.text == '{"a": 1}'
        assert editor.cursor_location == (0, 0)

        await pilot.press("ctrl+z")
        assert editor.text == "{}"


async def test_a_megabyte_on_one_line_is_shown_plain() -> None:
    editor = CodeEditor(json_tokens, '{"a": "' + "x" * 1_000_000 + '"}')
    async with (stage := Stage(editor)).run_test(size=(40, 4)) as pilot:
        editor.focus()
        await pilot.press("x")
        assert editor.text.startswith('x{"a"')
        assert len(editor.get_line(0).spans) == 0
        assert stage.lines()[0].startswith(' x{"a": "xxx')

        editor.text = '"' + "x" * (LONGEST_COLOURED - 2) + '"'
        assert len(editor.get_line(0).spans) == 1
