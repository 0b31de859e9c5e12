"""Bodies that are too long, too binary or too packed to be shown: said so, and saved whole."""

import gzip
from pathlib import Path

import pytest
from textual.widgets import Input, TabbedContent

from lgtui.console.panes.response import COPIED_BYTES
from tests.console.conftest import WIDE, Explore, Explored


async def receive(explored: Explored, body: bytes, **headers: str) -> None:
    """Have a request answered with a body, and look at that."""
    explored.region.body = body
    explored.region.headers = {name.replace("_", "-"): value for name, value in headers.items()}
    await explored.press("ctrl+j")
    await explored.shows("200 OK")
    explored.screen.query_one("#response-tabs", TabbedContent).active = "tab-response-body"
    await explored.press("3")


async def test_a_long_body_says_what_it_is_and_is_saved_whole(explore: Explore, tmp_path: Path) -> None:
    body = b'{"items": [' + b'"thing", ' * 200_000 + b"1]}"
    async with explore(WIDE) as explored:
        await receive(explored, gzip.compress(body), Content_Type="application/json", Content_Encoding="gzip")
        await explored.shows("gzip · the first 64.0 KiB of it")
        await explored.shows('"thing",')

        await explored.press("W")
        name = explored.pilot.app.screen.query_one("#name", Input)
        assert name.value.endswith("response.json")
        name.value = str(tmp_path / "all.json")
        await explored.press("enter")
        await explored.shows("Saved 1.7 MiB")

    assert (tmp_path / "all.json").read_bytes() == body


async def test_what_is_there_already_is_not_written_over(explore: Explore, tmp_path: Path) -> None:
    kept = tmp_path / "kept.bin"
    kept.write_bytes(b"mine")
    async with explore(WIDE) as explored:
        await receive(explored, b"\x89PNG\0", Content_Type="image/png")
        await explored.shows("image/png · 5 B · binary")
        await explored.press("W")
        explored.pilot.app.screen.query_one("#name", Input).value = str(kept)
        await explored.press("enter")
        await explored.shows("cannot be written: File exists.")

    assert kept.read_bytes() == b"mine"


async def test_more_than_a_terminal_takes_is_not_copied(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await receive(explored, b"x" * (COPIED_BYTES + 1), Content_Type="text/plain")
        await explored.press("y")
        await explored.shows("W saves them")
        assert explored.pilot.app.clipboard == ""


async def test_a_pager_that_cannot_have_the_terminal_is_said(explore: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "cat -A")
    async with explore(WIDE) as explored:
        await receive(explored, b"text", Content_Type="text/plain")
        await explored.press("P")
        await explored.shows("This terminal cannot be handed to pagers")
