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
        (None, "null"),
        ([], "array"),
        ({"statusCode": "abc"}, "statusCode 'abc'"),
        ({"statusCode": 99}, "statusCode 99"),
        ({"statusCode": 1000}, "statusCode 1000"),
        ({"body": {"not": "text"}}, "$.body"),
        ({"headers": ["x"]}, "$.headers"),
        ({"headers": {"x": {}}}, "$.headers"),
        ({"headers": {"bad name": "x"}}, "bad name"),
        ({"headers": {"x": "split\r\nsmuggled: 1"}}, "'x'"),
        ({"isBase64Encoded": "yes"}, "isBase64Encoded"),
        ({"cookies": []}, "cookies"),
    ],
)
def test_what_is_no_proxy_response_is_explained(returned: object, problem: str) -> None:
    with pytest.raises(GatewayFailure) as failed:
        read(returned)

    assert failed.value.type.status == 502
    assert problem in failed.value.explanation
    assert "statusCode" in failed.value.explanation


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
