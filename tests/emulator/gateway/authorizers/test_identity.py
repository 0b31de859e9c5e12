"""Identity sources, as operations and templates write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.emulator.gateway.authorizers.identity import Source, parse_sources


def test_sources_are_divided_by_commas() -> None:
    text = "method.request.header.Auth, method.request.querystring.user,stageVariables.x, context.identity.sourceIp"

    sources = parse_sources(text)

    assert sources == (
        Source("header", "Auth"),
        Source("querystring", "user"),
        Source("stageVariables", "x"),
        Source("context", "identity.sourceIp"),
    )
    assert ", ".join(map(str, sources)) == text.replace("user,stage", "user, stage")


@pytest.mark.parametrize("text", ["", "  "])
def test_there_may_be_none(text: str) -> None:
    assert parse_sources(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Authorization",
        "method.request.path.id",
        "header.X",
        "method.request.context.stage",
        "method.request.header.",
        ",",
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no identity source"):
        parse_sources(text)


@given(st.text() | st.text("metod.rqus,ha XC").map("method.request.header.".__add__))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        sources = parse_sources(text)
    except ValueError as error:
        assert "is no identity source" in str(error)
    else:
        assert parse_sources(", ".join(map(str, sources))) == sources
