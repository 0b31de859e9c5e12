"""What is typed in the composer, and the exact request it becomes."""

import pytest

from lgtui.console.region.state import MethodTarget
from lgtui.console.requests.curl import as_curl
from lgtui.console.requests.drafts import (
    Draft,
    gateway_request,
    missing_values,
    new_draft,
    placeholders,
    query_pairs,
    with_query,
)

STAGE_URL = "http://127.0.0.1:3000/dev"


@pytest.mark.parametrize(
    ("line", "values", "target"),
    [
        ("/orders/{id}", {"id": "ord 1/2"}, "/orders/ord%201%2F2"),
        ("/files/{proxy+}", {"proxy": "a/b c"}, "/files/a/b%20c"),
        ("/orders/{id}", {}, "/orders/"),
        ("/as%20typed/ä?q=a%2Fb&r=c d", {}, "/as%20typed/%C3%A4?q=a%2Fb&r=c%20d"),
        ("//twice//", {}, "//twice//"),
        ("no-slash", {}, "/no-slash"),
        ("/q?a={b}", {"b": "kept out of the query"}, "/q?a=%7Bb%7D"),
    ],
)
def test_the_line_becomes_a_target_as_typed_with_values_put_in(line: str, values: dict[str, str], target: str) -> None:
    request = gateway_request(Draft("GET", line, path_values=values), STAGE_URL)

    assert request.url == STAGE_URL + target


def test_headers_keep_their_order_and_casing_and_lines_without_a_name_are_left_out() -> None:
    draft = Draft("GET", "/", headers=(("X-b", "1"), ("x-A", "2"), ("", "3")))

    assert gateway_request(draft, STAGE_URL).headers == (("X-b", "1"), ("x-A", "2"))


def test_the_query_is_read_from_the_line_and_written_back() -> None:
    assert query_pairs("/p?a=1&b&c=x=y") == (("a", "1"), ("b", ""), ("c", "x=y"))
    assert with_query("/p?a=1", (("b", "2"), ("", "dropped"))) == "/p?b=2"
    assert with_query("/p?a=1", ()) == "/p"


def test_a_query_may_have_a_name_more_than_once() -> None:
    assert query_pairs("/p?a=1&a=2") == (("a", "1"), ("a", "2"))
    assert with_query("/p", (("a", "1"), ("a", "2"))) == "/p?a=1&a=2"


def test_placeholders_are_those_of_the_path_alone() -> None:
    assert placeholders("/orders/{id}/{proxy+}?x={no}") == ["id", "proxy"]


def test_an_any_method_starts_as_get_and_a_post_says_it_sends_json() -> None:
    assert new_draft(MethodTarget("a", "/x", "ANY")).http_method == "GET"
    assert new_draft(MethodTarget("a", "/x", "POST")).headers == (("Content-Type", "application/json"),)


def test_a_request_is_copied_as_one_safe_curl_line() -> None:
    draft = Draft("POST", "/x", headers=(("A", "it's"),), body="{}")

    assert as_curl(gateway_request(draft, STAGE_URL)) == (
        f"curl -i -X POST {STAGE_URL}/x -H 'A: it'\"'\"'s' --data-binary '{{}}'"
    )


def test_a_placeholder_without_a_value_is_missing_and_one_of_the_query_is_none() -> None:
    draft = Draft("GET", "/orders/{id}/{proxy+}?x={y}", {"id": "7"})

    assert missing_values(draft) == ["proxy"]
