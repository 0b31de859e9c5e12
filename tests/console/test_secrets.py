"""Secrets are dots wherever they are shown, under whatever name and in screenshots, until f2 asks for them."""

import json
from pathlib import Path

import msgspec
import pytest
from rich.segment import Segment
from textual.color import Color
from textual.widgets import Input, TabbedContent

from lgtui import frames
from lgtui.console.details import readable
from lgtui.console.masked_output import MaskedOutput
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.state import FunctionTarget, MethodTarget
from lgtui.console.requests.drafts import Draft
from lgtui.console.requests.http_files import as_http, read_http
from lgtui.console.secret_values import secrets_of
from tests.console.conftest import WIDE, Explore, Explored
from tests.console.region_double import REQUEST_ID, Scripted, log_line, trace

ORDERS = MethodTarget("a1", "/orders", "POST")
TOKEN = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0LXBheWxvYWQ.0123456789"
KEY = "k-3f9a77b1c2d4e5f60718"
PARAMETER = "q9w8e7r6t5z4"
SECRETS = (TOKEN, KEY, PARAMETER)
DRAFT = Draft(
    "POST",
    f"/orders?access_token={PARAMETER}&page=2",
    headers=(("Authorization", f"Bearer {TOKEN}"), ("X-Api-Key", KEY)),
)


@pytest.mark.parametrize(
    ("headers", "url", "secrets"),
    [
        ((("Authorization", "Bearer abc"), ("Accept", "*/*")), "", ["abc"]),
        ((("authorization", "AWS4-HMAC-SHA256 Credential=AKID/x, SignedHeaders=host, Signature=f00"),), "", ["f00"]),
        ((("Cookie", "a=1; b=2"), ("Set-Cookie", "c=3; Path=/; HttpOnly")), "", ["1", "2", "3"]),
        ((), "http://h/p?api_key=a%20b&page=2", ["a b", "a%20b"]),
        ((("Authorization", "Bearer ключ"), ("X-Api-Key", "")), "", []),
    ],
)
def test_the_secret_itself_is_what_is_masked(
    headers: tuple[tuple[str, str], ...], url: str, secrets: list[str]
) -> None:
    assert secrets_of(headers, url) == secrets


@pytest.mark.parametrize(
    ("drawn", "shown"),
    [
        (["x ", "secret-", "value", " y"], ["x ", "•••••••", "•••••", " y"]),
        (["wrapped: secret-v"], ["wrapped: ••••••••"]),
        (["secret-"], ["secret-"]),
        (["漢字 cret-value"], ["漢字 ••••••••••"]),
    ],
)
def test_parts_of_eight_letters_are_masked_over_the_borders_of_segments(drawn: list[str], shown: list[str]) -> None:
    masked = MaskedOutput(["secret-value", "short"]).apply([Segment(text) for text in drawn], Color(0, 0, 0))

    assert [segment.text for segment in masked] == shown


def test_a_saved_request_leaves_the_values_of_secret_parameters_open() -> None:
    saved = as_http("orders", DRAFT, "http://h/dev")
    opened = read_http(saved)

    assert not [secret for secret in SECRETS if secret in saved]
    assert "?access_token={{access_token}}&page=2" in saved
    assert not isinstance(opened, str)
    assert opened.left_open == ("access_token", "authorization", "x-api-key")


def test_environment_variables_that_are_called_like_secrets_are_masked_among_the_details() -> None:
    settings = {"Environment": {"Variables": {"DB_PASSWORD": "hunter2", "TABLE": "orders"}}}

    assert "hunter2" not in readable(settings, secrets_shown=False)
    assert "TABLE: orders" in readable(settings, secrets_shown=False)
    assert "hunter2" in readable(settings, secrets_shown=True)


async def send_with_secrets(explored: Explored) -> None:
    """Send a request whose secrets the region says again in every other place, under other names."""
    region = explored.region
    said = json.dumps({"caller": TOKEN, "from": KEY, "again": PARAMETER})
    region.body = said.encode()
    region.headers = {"Content-Type": "application/json", "X-Echo": TOKEN}
    entry = frames.TraceEntry("handler", 0.0, 0.01, "ok", f"λ orders got {KEY}", {"event": said}, {"mapped": TOKEN})
    region.trace = msgspec.structs.replace(trace(), entries=[entry])
    await explored.screen.query_one(ComposerPane).open_draft(ORDERS, DRAFT)
    await explored.press("ctrl+j")
    await explored.shows("✓ handler")
    region.tell(frames.LogsWritten([log_line(f"event {said}", REQUEST_ID)]))
    await explored.shows('event {"caller"')


def seen(explored: Explored) -> list[str]:
    """The secrets of which the screen shows enough to tell them."""
    return [secret for secret in SECRETS if secret[:8] in explored.text or secret[-8:] in explored.text]


def open_tab(explored: Explored, tabs: str, tab: str) -> None:
    explored.screen.query_one(tabs, TabbedContent).active = tab


async def test_a_secret_that_comes_back_under_another_name_is_masked_until_f2(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await send_with_secrets(explored)
        assert seen(explored) == []
        for tab in ("tab-response-body", "tab-response-headers", "tab-log", "tab-trace"):
            open_tab(explored, "#response-tabs", tab)
            await explored.settle()
            assert seen(explored) == []
        assert TOKEN not in explored.pilot.app.export_screenshot()

        await explored.press("1", "f2")
        await explored.until(lambda: len(seen(explored)) == len(SECRETS), "every secret")
        await explored.press("f2")
        await explored.until(lambda: seen(explored) == [], "no secret")


@pytest.mark.parametrize("tab", ["tab-params", "tab-headers"])
async def test_the_composer_shows_none_before_it_is_asked(explore: Explore, tab: str) -> None:
    async with explore(WIDE) as explored:
        await send_with_secrets(explored)
        open_tab(explored, "#composer-tabs", tab)
        await explored.settle()
        assert seen(explored) == []
        assert explored.screen.query_one("#url-line", Input).value == DRAFT.line


async def test_history_and_comparison_mask_what_was_sent_in_earlier_runs(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await send_with_secrets(explored)
        await explored.press("ctrl+j")
        await explored.until(lambda: len(explored.region.requests) == 2, "two requests")

    async with explore(WIDE) as explored:
        await explored.press("ctrl+r")
        await explored.shows("X-Echo")
        assert seen(explored) == []
        await explored.press("m", "down", "c")
        await explored.shows("− marked")
        assert seen(explored) == []
        await explored.press("c", "f2")
        await explored.until(lambda: TOKEN in explored.text, "the token")


async def test_a_screen_that_is_opened_while_secrets_are_shown_shows_them(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await send_with_secrets(explored)
        await explored.press("1", "f2", "ctrl+r")
        await explored.until(lambda: TOKEN in explored.text, "the token")

        await explored.press("f2")
        await explored.until(lambda: seen(explored) == [], "no secret")


async def test_secret_variables_of_a_function_are_masked_until_f2(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        settings = {"Environment": {"Variables": {"DB_PASSWORD": "hunter2"}}}
        explored.region.answers["/2015-03-31/functions/orders/configuration"] = Scripted(
            body=json.dumps(settings).encode()
        )
        explored.screen.query_one(ResourcesPane).mark(FunctionTarget("orders"))
        await explored.press("1", "i")
        await explored.shows("DB_PASSWORD")
        assert "hunter2" not in explored.text
        await explored.press("f2")
        await explored.shows("hunter2")
        await explored.press("f2")
        await explored.hides("hunter2")


async def test_saved_files_hold_none(explore: Explore, tmp_path: Path) -> None:
    async with explore(WIDE) as explored:
        await send_with_secrets(explored)
        template = str(tmp_path / "template.yaml")
        explored.region.tell(frames.ProjectChanged(frames.ProjectView("p", template, [])))
        await explored.until(lambda: explored.screen.state.project.template == template, "the project")
        await explored.press("1", "O", "enter")
        await explored.until(lambda: bool(list(tmp_path.glob("requests/*.http"))), "the file")

    (file,) = (tmp_path / "requests").iterdir()
    assert not [secret for secret in SECRETS if secret in file.read_text()]
