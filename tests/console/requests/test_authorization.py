"""Who a request is from: the headers that say it, the form that edits them, and the signature that is sent."""

import pytest

from lgtui import frames
from lgtui.console.panes.auth_form import asked_by
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.state import MethodTarget
from lgtui.console.requests.authorization import Authorization, header_value, read_authorization, signing_of, with_value
from lgtui.console.requests.curl import as_curl, read_curl
from lgtui.console.requests.drafts import Draft, gateway_request, signed
from lgtui.console.requests.http_files import as_http, read_http
from lgtui.console.requests.signing import Signing
from tests.console.conftest import WIDE, Explore, Explored
from tests.console.region_double import Scripted

KEYS = b'{"item": [{"id": "k1", "name": "alice", "value": "alice-key-0123456789", "enabled": true}]}'


@pytest.mark.parametrize(
    ("header", "authorization"),
    [
        ("", Authorization("none")),
        ("Bearer abc", Authorization("bearer", ("abc",))),
        ("Basic YWRhOnM6Mw==", Authorization("basic", ("ada", "s:3"))),
        ("Basic !", Authorization("token", ("Basic !",))),
        ("allow", Authorization("token", ("allow",))),
    ],
)
def test_an_authorization_header_is_read_and_written_back(header: str, authorization: Authorization) -> None:
    headers = (("authorization", header),) if header else ()

    assert read_authorization(headers, None) == authorization
    assert header_value(authorization) == header


def test_a_signed_request_has_fields_for_its_keys() -> None:
    signing = Signing("AKID", "secret", "token")

    assert read_authorization((), signing) == Authorization("iam", ("AKID", "secret", "token"))
    assert signing_of(Authorization("iam", ("AKID", "secret", "token"))) == signing


def test_a_header_is_replaced_where_it_stood_and_taken_out_when_it_is_empty() -> None:
    headers = (("A", "1"), ("X-API-Key", "old"), ("B", "2"))

    assert with_value(headers, "x-api-key", "new") == (("A", "1"), ("x-api-key", "new"), ("B", "2"))
    assert with_value(headers, "x-api-key", "") == (("A", "1"), ("B", "2"))


def test_a_signed_request_is_copied_as_one_that_curl_signs_and_is_pasted_back() -> None:
    request = gateway_request(Draft("GET", "/iam"), "http://127.0.0.1:3000/dev")
    key = Signing("AKID", "s/ecret", "tok")
    line = as_curl(signed(request, key, "eu-west-1", 0.0), key, "eu-west-1")
    pasted = read_curl(line)

    assert "--aws-sigv4 aws:amz:eu-west-1:execute-api" in line
    assert "Signature=" not in line
    assert not isinstance(pasted, str)
    assert (pasted.signing, pasted.headers) == (key, ())


def test_a_signed_request_is_saved_without_its_keys() -> None:
    text = as_http("iam", Draft("GET", "/iam", signing=Signing("AKID", "secret", "")), "http://x/dev")
    saved = read_http(text)

    assert "AKID" not in text
    assert "secret\n" not in text
    assert not isinstance(saved, str)
    assert (saved.signing, saved.headers, saved.left_open) == (Signing(), (), ())


def test_keys_that_a_file_holds_are_read() -> None:
    saved = read_http("GET http://x/dev/iam\nAuthorization: AWS AKID secret token:tok region:us-east-1\n")

    assert not isinstance(saved, str)
    assert saved.signing == Signing("AKID", "secret", "tok")


@pytest.mark.parametrize(
    ("authorization", "key", "sentence"),
    [
        ("", False, "This method asks for nothing: anybody may call it."),
        ("AWS_IAM", False, "This method asks for a signature (AWS IAM)."),
        ("guard", True, "This method asks for the authorizer guard and an API key."),
    ],
)
def test_what_a_method_asks_of_its_callers_is_said(authorization: str, key: bool, sentence: str) -> None:
    method = frames.MethodView("GET", "MOCK", "mock", authorization=authorization, api_key_required=key)

    assert asked_by(method) == sentence


async def open_auth(explored: Explored) -> None:
    """Open the Auth tab, with its first field focused."""
    explored.region.answers["/apikeys"] = Scripted(body=KEYS)
    await explored.press("2", "escape", "right", "right")
    await explored.shows("authorize")
    await explored.press("tab")


async def test_an_api_key_is_chosen_by_its_name_and_its_value_is_masked(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_auth(explored)
        await explored.press("enter", "down", "enter")
        await explored.shows("••••••••6789")
        await explored.press("ctrl+j")
        await explored.shows("200")

        assert ("x-api-key", "alice-key-0123456789") in explored.region.requests[0][1]
        await explored.press("f2")
        await explored.shows("alice-key-01234")


async def test_a_bearer_token_is_typed_and_stands_among_the_headers(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_auth(explored)
        await explored.press("tab", "enter", "down", "enter")
        await explored.shows("  token")
        await explored.press("tab", *"tok", "ctrl+j")
        await explored.shows("200")

        assert ("Authorization", "Bearer tok") in explored.region.requests[0][1]
        assert "Headers 2" in explored.text
        assert "Auth bearer" in explored.text


async def test_a_request_is_signed_with_the_regions_own_key(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_auth(explored)
        await explored.press("tab", "enter", "end", "enter")
        await explored.shows("the emulator's own, where this is empty")
        await explored.press("ctrl+j")
        await explored.shows("200")

        sent = dict(explored.region.requests[0][1])
        assert sent["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKID/19700101/eu-west-1/execute-api/")


async def test_what_a_draft_says_stays_when_the_tab_is_opened(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        form = explored.screen.query_one(ComposerPane).request
        target = MethodTarget("a1", "/orders/{id}", "GET")
        draft = Draft("GET", "/orders/{id}", headers=(("x-api-key", "alice-key-0123456789"),), signing=Signing())
        form.drafts[target] = draft
        explored.screen.query_one(ResourcesPane).mark(target)
        await explored.press("1", "enter")
        await open_auth(explored)
        await explored.shows("alice")
        await explored.settle()

        assert form.draft == draft
        assert "Auth iam key" in explored.text
