"""Bytes into documents, within bounds."""

import json

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.openapi.parsing import MAX_BYTES, parse

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_json_and_yaml_are_read_alike() -> None:
    assert parse(b'{"openapi": "3.0.1", "paths": {}}') == parse(b"openapi: 3.0.1\npaths: {}\n")


def test_keys_of_yaml_are_texts_and_dates_stay_as_they_are_written() -> None:
    assert parse(b"info: {version: 2016-10-11}\nresponses: {200: ok}") == {
        "info": {"version": "2016-10-11"},
        "responses": {"200": "ok"},
    }


def test_anchors_and_merge_keys_are_followed() -> None:
    text = b"base: &base {a: 1, b: 2}\nother: {<<: *base, b: 3}\nlist: [*base]\n"

    assert parse(text) == {"base": {"a": 1, "b": 2}, "other": {"a": 1, "b": 3}, "list": [{"a": 1, "b": 2}]}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[" * 5_000, "neither JSON nor YAML|nested"),
        (b"[" * 500 + b"]" * 500, "nested more than 100 deep"),
        (json.dumps({"a": 1}).encode().replace(b"1", b'{"a": ' * 200 + b"1" + b"}" * 200), "nested"),
        (b"- " * 5_000, "nested"),
        (b"a" * (MAX_BYTES + 1), "over 6 MB"),
        (b"a: *gone", "alias"),
        (b"? [a, b]\n: c", "key"),
        (b"a: [", "line 2, column 1"),
        (b"\xff\xfe\x00", "neither"),
        (LAUGHS.encode(), "aliases"),
    ],
)
def test_what_is_beyond_a_bound_or_no_document_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(BadRequestException, match=words):
        parse(body)


def test_nothing_is_an_empty_document() -> None:
    assert parse(b"") is None
