"""Requests and events saved as files beside the template, and opened again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.widgets import Input, OptionList

from lgtui import frames
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.region.state import FunctionTarget, MethodTarget, RegionState, Target
from lgtui.console.requests.drafts import Draft
from lgtui.console.requests.http_files import SavedRequest, as_http, read_http
from lgtui.console.requests.invocations import EventDraft
from lgtui.console.requests.saved import Opened, file_for, open_request, saved_files
from tests.console.conftest import WIDE, Explore, Explored
from tests.console.region_double import hello

STAGE_URL = "http://127.0.0.1:3000/dev"
ORDER = MethodTarget("a1", "/orders/{id}", "GET")
DRAFT = Draft("GET", "/orders/{id}?x=1", {"id": "7"}, (("Accept", "*/*"), ("X-Api-Key", "s3cret")), "")


def region() -> RegionState:
    state = RegionState()
    state.apply(hello())
    return state


def test_a_request_is_written_as_editors_send_it_without_its_secrets() -> None:
    assert as_http("an order", DRAFT, STAGE_URL).splitlines() == [
        "### an order",
        "@stage = http://127.0.0.1:3000/dev",
        "@id = 7",
        "",
        "GET {{stage}}/orders/{{id}}?x=1",
        "Accept: */*",
        "X-Api-Key: {{x-api-key}}",
    ]


def test_a_saved_request_leads_back_to_its_method_and_says_what_it_leaves_open() -> None:
    opened = open_request(as_http("an order", DRAFT, STAGE_URL), region(), "http://127.0.0.1:9999/dev")

    headers = (("Accept", "*/*"), ("X-Api-Key", ""))
    assert opened == Opened(ORDER, replace(DRAFT, headers=headers), ("x-api-key",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET http://x.test/a HTTP/1.1\n", SavedRequest("GET", "http://x.test/a", (), "", ())),
        ("# a comment\n\nhttp://x.test/a\n", SavedRequest("GET", "http://x.test/a", (), "", ())),
        (
            "@h=x.test\r\n### one\r\nPOST http://{{ h }}/{{p}}\r\nA: b: c\r\n# no header\r\n\r\n1\r\n\r\n2\r\n### two",
            SavedRequest("POST", "http://x.test/", (("A", "b: c"),), "1\n\n2", ("p",)),
        ),
    ],
)
def test_files_that_others_wrote_are_read(text: str, expected: SavedRequest) -> None:
    assert read_http(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no request"),
        ("### only a title\n@a = b\n", "There is no request"),
        ("GET\n", "no URL"),
        ("GET /a\nno header\n\n", "This is no header: no header"),
    ],
)
def test_what_is_no_request_is_said(text: str, said: str) -> None:
    refusal = read_http(text)

    assert isinstance(refusal, str)
    assert said in refusal


@given(st.text())
def test_any_text_is_a_request_or_a_sentence(text: str) -> None:
    assert isinstance(read_http(text), SavedRequest | str)


def test_the_most_literal_method_of_several_is_opened() -> None:
    state = region()
    (api,) = state.apis
    literal = frames.ResourceView("r9", "/orders/new", "new", "r1", [frames.MethodView("ANY", "MOCK", "mock")])
    state.apply(frames.ResourcesChanged([replace(api, resources=[*api.resources, literal])], state.functions))

    opened = open_request("GET /orders/new", state, STAGE_URL)
    assert isinstance(opened, Opened)
    assert opened.target == MethodTarget("a1", "/orders/new", "ANY")


def test_names_become_file_names_inside_the_folder(tmp_path: Path) -> None:
    assert file_for(tmp_path, "../../GET /orders/{id}", DRAFT) == tmp_path / "requests" / "GET-orders-id.http"
    assert file_for(tmp_path, "..", EventDraft()) == tmp_path / "events" / "request.json"


async def at_home(explored: Explored, folder: Path) -> None:
    """Let the region say that its template is in a folder of this machine."""
    template = str(folder / "template.yaml")
    explored.region.tell(frames.ProjectChanged(replace(explored.screen.state.project, template=template)))
    await explored.until(lambda: explored.screen.state.project.template == template, template)


async def open_first(explored: Explored) -> None:
    """Open the first of what is saved."""
    await explored.press("escape", "o")
    await explored.until(lambda: isinstance(explored.pilot.app.focused, OptionList), "the focus in the list")
    await explored.press("enter")


async def opened(explored: Explored, target: Target, draft: Draft | EventDraft) -> None:
    """Put a draft into the composer, and wait until that has the focus."""
    await explored.screen.open_draft(target, draft)
    await explored.settle()
    composer = explored.screen.query_one(ComposerPane)
    await explored.until(lambda: composer.has_focus_within, "the focus in the composer")


async def test_a_request_is_saved_and_opened(explore: Explore, tmp_path: Path) -> None:
    async with explore(WIDE) as explored:
        await at_home(explored, tmp_path)
        await opened(explored, ORDER, DRAFT)
        await explored.press("escape", "O")
        await explored.press(*["backspace"] * 40, *"seventh", "enter")
        await explored.shows("Saved, without secrets")
        await opened(explored, ORDER, Draft("GET", "/orders/{id}"))
        await open_first(explored)
        form = explored.screen.query_one(ComposerPane).request
        await explored.until(lambda: form.draft.path_values == {"id": "7"}, "the saved parameter")

    assert [saved.name for saved in saved_files(tmp_path)] == ["seventh"]


async def test_nothing_that_is_saved_is_overwritten(explore: Explore, tmp_path: Path) -> None:
    file = tmp_path / "requests" / "mine.http"
    file.parent.mkdir()
    file.write_text("GET /mine\n")

    async with explore(WIDE) as explored:
        await at_home(explored, tmp_path)
        await explored.press("escape", "O")
        explored.pilot.app.screen.query_one("#name", Input).value = "mine"
        await explored.press("enter")
        await explored.shows("is there already")

    assert file.read_text() == "GET /mine\n"


async def test_sams_events_are_opened_for_a_function(explore: Explore, tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "put.json").write_text('{"put": 1}')

    async with explore(WIDE) as explored:
        await at_home(explored, tmp_path)
        await opened(explored, FunctionTarget("orders"), EventDraft("live"))
        await open_first(explored)
        await explored.shows('{"put": 1}')

        assert explored.screen.query_one(ComposerPane).event.draft == EventDraft("live", event='{"put": 1}')


async def test_a_file_that_is_no_text_is_said(explore: Explore, tmp_path: Path) -> None:
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "bad.http").write_bytes(b"\xff\xfe")

    async with explore(WIDE) as explored:
        await at_home(explored, tmp_path)
        await open_first(explored)
        await explored.shows("cannot be read")
