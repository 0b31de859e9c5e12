"""Bodies as documents: what they are, what is wrong with them, and how they are laid out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.console.requests.documents import kind_of, laid_out, problem_of
from lgtui.console.requests.json_check import Problem
from tests.console.conftest import WIDE, Explore

DOCUMENTS = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@pytest.mark.parametrize(
    ("text", "content_type", "kind"),
    [
        ("hello", "application/json", "json"),
        ("{}", "application/vnd.api+json; charset=utf-8", "json"),
        ("{}", "text/xml", "xml"),
        (" [1]", "", "json"),
        ("<a/>", "text/plain", "xml"),
        ("{}", "application/x-www-form-urlencoded", ""),
        ("a=1", "", ""),
    ],
)
def test_a_body_is_what_its_content_type_says_or_how_it_begins(text: str, content_type: str, kind: str) -> None:
    assert kind_of(text, content_type) == kind


def test_json_is_laid_out_with_its_numbers_and_texts_as_they_were_written() -> None:
    text = '{"a":[1.10,{},[ ],"x\\u00e4, {y}"],"a":1e400,"b":{"c":null}}'

    assert laid_out(text, "json") == (
        '{\n  "a": [\n    1.10,\n    {},\n    [],\n    "x\\u00e4, {y}"\n  ],\n'
        '  "a": 1e400,\n  "b": {\n    "c": null\n  }\n}'
    )


@given(DOCUMENTS)
def test_a_layout_is_the_one_that_python_makes(document: object) -> None:
    assert laid_out(json.dumps(document), "json") == json.dumps(document, indent=2)


def test_xml_is_laid_out_with_its_comments_and_told_where_it_is_wrong() -> None:
    assert laid_out("<a><!-- x --><b c='1'>t</b>\n <d/></a>", "xml") == (
        '<a>\n  <!-- x -->\n  <b c="1">t</b>\n  <d/>\n</a>'
    )
    assert problem_of("<a>\n<b></a>", "xml") == Problem("mismatched tag", 2, 6)
    assert problem_of("", "xml") is None


async def test_a_body_is_judged_as_it_is_typed_and_laid_out_on_a_key(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("2", "escape", "right", "right", "right", "tab", *'{"n":1')
        await explored.shows("✗ line 1, column 7: a comma is expected")
        await explored.press("}")
        await explored.shows("✓ JSON")
        await explored.press("ctrl+g")
        await explored.shows('  "n": 1')
        await explored.press("ctrl+j")
        await explored.shows("200")

        assert explored.region.requests[0][2] == b'{\n  "n": 1\n}'


async def test_an_event_is_laid_out_too(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("1", "slash", *"live", "enter", "enter")
        await explored.shows("invoke orders")
        await explored.press("2", "delete", "delete", *'{"n":1}', "f4")
        await explored.shows('  "n": 1')
