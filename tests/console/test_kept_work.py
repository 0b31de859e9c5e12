"""What was typed and sent is there again after the console was left."""

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from lgtui.console.panes.composer import ComposerPane
from lgtui.console.region.state import MethodTarget
from lgtui.console.screens.history import HistoryScreen
from tests.console.conftest import NARROW, WIDE, Explore, Explored

ORDER = MethodTarget("a1", "/orders/{id}", "GET")


def kept(folder: Path, name: str) -> Path:
    (file,) = (folder / "projects").glob(f"*/{name}")
    return file


async def fill_in(explored: Explored, value: str) -> None:
    await explored.screen.query_one(ComposerPane).open(ORDER)
    await explored.press("2")
    await explored.press(*value)


async def send(explored: Explored) -> None:
    sent = len(explored.region.requests)
    await explored.press("ctrl+j")
    await explored.until(lambda: len(explored.region.requests) > sent, "the request")
    await explored.shows("200 OK")


async def open_history(explored: Explored) -> None:
    await explored.press("ctrl+r")
    await explored.until(lambda: isinstance(explored.pilot.app.screen, HistoryScreen), "the history")
    await explored.settle()


async def test_what_was_typed_survives_a_restart(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("1", "down", "down", "enter")
        opened = explored.screen.query_one(ComposerPane).target
        await explored.press("2", "end", *"?page=2")
        line = explored.screen.query_one("#url-line", Input).value

    async with explore(WIDE) as explored:
        await explored.until(lambda: explored.screen.query_one("#url-line", Input).value == line, line)
        assert explored.screen.query_one(ComposerPane).target == opened


async def test_what_was_typed_can_be_read_by_its_user_alone(explore: Explore, own_folders: Path) -> None:
    async with explore(WIDE) as explored:
        await fill_in(explored, "7")

    assert kept(own_folders, "desk.json").stat().st_mode & 0o077 == 0


async def test_a_desk_that_cannot_be_read_is_set_aside_and_said(explore: Explore, own_folders: Path) -> None:
    async with explore(WIDE) as explored:
        await fill_in(explored, "7")
    kept(own_folders, "desk.json").write_text("{")

    async with explore(WIDE) as explored:
        await explored.shows("What was typed before cannot be read")

    assert kept(own_folders, "desk.json.unreadable").read_text() == "{"


async def test_an_exchange_is_sent_again_from_the_history_of_an_earlier_run(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await fill_in(explored, "7")
        await send(explored)
        first = explored.region.requests[-1]

    async with explore(WIDE) as explored:
        await open_history(explored)
        assert "/orders/7" in explored.text
        await explored.press("enter")
        await explored.until(lambda: bool(explored.region.requests), "the request again")
        assert explored.region.requests[-1][0] == first[0]


async def test_an_exchange_is_edited_again(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await fill_in(explored, "7")
        await send(explored)
        await fill_in(explored, "8")
        await open_history(explored)
        await explored.press("u")

        assert [each.value for each in explored.screen.query("#path-values Input").results(Input)] == ["7"]


async def test_two_answers_are_compared(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await fill_in(explored, "7")
        await send(explored)
        explored.region.status = 201
        await explored.press("ctrl+j")
        await explored.shows("201 Created")
        await open_history(explored)
        await explored.press("m", "down", "c")
        await explored.shows("− 201 Created")
        await explored.shows("+ 200 OK")


async def test_the_history_is_filtered(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        await fill_in(explored, "7")
        await send(explored)
        await open_history(explored)
        await explored.press("slash", *"nowhere")
        await explored.shows("Nothing of that kind was sent.")
        await explored.press(*["backspace"] * 7, *"get 200", "enter")

        assert explored.pilot.app.screen.query_one(OptionList).option_count == 1


async def test_secrets_are_masked_in_the_history(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        headers = explored.screen.query_one("#headers")
        explored.screen.query_one("#composer-tabs").active = "tab-headers"  # type: ignore[attr-defined]
        await explored.settle()
        name, value = list(headers.query(Input).results(Input))[-2:]
        name.focus()
        await explored.press(*"X-Api-Key", "tab", *"abcdefghijklmnop")
        assert "abcdefghijklmnop" not in explored.text
        await send(explored)
        await open_history(explored)
        await explored.shows("X-Api-Key: ••••••••mnop")

        assert value.value == "abcdefghijklmnop"


async def test_secrets_are_shown_when_asked_for(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.screen.query_one("#composer-tabs").active = "tab-headers"  # type: ignore[attr-defined]
        await explored.settle()
        list(explored.screen.query_one("#headers").query(Input).results(Input))[-2].focus()
        await explored.press(*"Authorization", "tab", *"Bearer xyz")
        await explored.hides("Bearer xyz")
        await explored.press("f2")
        await explored.shows("Bearer xyz")


@pytest.mark.parametrize(
    ("pasted", "line", "body"),
    [
        ("curl -X POST http://127.0.0.1:9/dev/orders?x=1 -d '{\"a\":1}'", "/orders?x=1", '{"a":1}'),
        ("curl 'https://abc.execute-api.eu-west-1.amazonaws.com/dev/orders/7'", "/orders/7", ""),
    ],
)
async def test_a_pasted_curl_command_becomes_the_request(explore: Explore, pasted: str, line: str, body: str) -> None:
    from textual.events import Paste

    async with explore(WIDE) as explored:
        url_line = explored.screen.query_one("#url-line", Input)
        url_line.focus()
        url_line.post_message(Paste(pasted))
        await explored.until(lambda: url_line.value == line, line)

        assert explored.screen.query_one(ComposerPane).request.draft.body == body


async def test_a_curl_command_that_reads_files_is_refused_in_words(explore: Explore) -> None:
    from textual.events import Paste

    async with explore(WIDE) as explored:
        url_line = explored.screen.query_one("#url-line", Input)
        url_line.focus()
        before = url_line.value
        url_line.post_message(Paste("curl http://x.test/ -d @secret.txt"))
        await explored.shows("reads a file")

        assert url_line.value == before
