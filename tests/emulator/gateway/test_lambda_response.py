"""What a function may return, and the HTTP response it becomes."""

import json

import pytest

from lgtui.emulator.gateway.binary import BinaryTypes
from lgtui.emulator.gateway.failures import GatewayFailure
from lgtui.emulator.gateway.integrations.lambda_response import ReadResponse, read_response

TEXT_ONLY = BinaryTypes([])


def read(returned: object) -> ReadResponse:
    """The response of a returned value, for an API without binary media types."""
    return read_response(json.dumps(returned).encode(), None, TEXT_ONLY)


@pytest.mark.parametrize(
    ("returned", "problem"),
    [
        (None, "must return an object, and returned null: null."),
        ([1], "returned an array: [1]."),
        ("text", 'returned a text: "text".'),
        ({"name": "Ada"}, 'a proxy response has not: "name". It is {"name":"Ada"}. Put your data'),
        ({"statusCode": 200, "cookies": []}, '"cookies"'),
        ({"statusCode": "abc"}, 'statusCode must be a whole number, and is a text: "abc"'),
        ({"statusCode": 200.5}, "statusCode must be a whole number, and is a number: 200.5"),
        ({"statusCode": True}, "statusCode must be a whole number, and is a truth value: true"),
        ({"statusCode": 99}, "statusCode 99"),
        ({"statusCode": 1000}, "statusCode 1000"),
        ({"body": {"not": "text"}}, 'body must be a text, and is an object: {"not":"text"}. Serialise it'),
        ({"headers": ["x"]}, 'headers must be an object of names and values, and is an array: ["x"]'),
        ({"headers": {"x": {}}}, 'The header "x" must be a text, and is an object: {}'),
        ({"headers": {"x": ["1"]}}, "go into multiValueHeaders"),
        ({"headers": {"bad name": "x"}}, "bad name"),
        ({"headers": {"x": "split\r\nsmuggled: 1"}}, "'x'"),
        ({"multiValueHeaders": {"x": "1"}}, '"x" in multiValueHeaders must be an array of texts, and is a text: "1"'),
        ({"multiValueHeaders": {"x": [{}]}}, 'A value of "x" in multiValueHeaders must be a text'),
        ({"multiValueHeaders": 7}, "multiValueHeaders must be an object of names and arrays, and is a number: 7"),
        ({"isBase64Encoded": "yes"}, 'isBase64Encoded must be true or false, and is a text: "yes"'),
    ],
)
def test_the_rule_that_a_proxy_response_breaks_is_named_with_the_value(returned: object, problem: str) -> None:
    with pytest.raises(GatewayFailure) as failed:
        read(returned)

    assert failed.value.type.status == 502
    assert problem in failed.value.explanation


def test_long_values_are_shown_in_brief() -> None:
    with pytest.raises(GatewayFailure) as failed:
        read({"body": ["x" * 1_000_000]})

    assert len(failed.value.explanation) < 1_000


def test_payloads_that_are_no_json_are_malformed() -> None:
    with pytest.raises(GatewayFailure, match="Internal server error"):
        read_response(b"{'single': 'quotes'}", None, TEXT_ONLY)


def test_header_values_of_other_types_become_text() -> None:
    headers = read({"headers": {"number": 5, "truth": True, "nothing": None}}).headers

    assert headers == [(b"number", b"5"), (b"truth", b"true"), (b"Content-Type", b"application/json")]


def test_values_of_the_multi_value_map_win() -> None:
    returned = {"headers": {"a": "single", "b": "kept"}, "multiValueHeaders": {"a": ["1", "2"]}}

    assert read(returned).headers[:3] == [(b"b", b"kept"), (b"a", b"1"), (b"a", b"2")]


def test_headers_that_belong_to_api_gateway_are_remapped_or_dropped() -> None:
    returned = {"headers": {"Date": "today", "Content-Length": "7", "Transfer-Encoding": "chunked"}}

    assert read(returned).headers[:2] == [
        (b"x-amzn-Remapped-Date", b"today"),
        (b"x-amzn-Remapped-Content-Length", b"7"),
    ]


def test_a_content_type_in_any_casing_replaces_the_default() -> None:
    assert read({"headers": {"CONTENT-type": "text/html"}}).headers == [(b"CONTENT-type", b"text/html")]


def test_with_every_type_binary_a_missing_accept_decodes() -> None:
    payload = json.dumps({"isBase64Encoded": True, "body": "AAE="}).encode()

    assert read_response(payload, None, BinaryTypes(["*/*"])).body == b"\x00\x01"
