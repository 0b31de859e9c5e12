"""curl command lines: written for a request, and read back into one."""

import pytest

from lgtui.console.requests.curl import Pasted, as_curl, is_curl, line_below, read_curl
from lgtui.console.requests.drafts import Request

URL = "http://127.0.0.1:4567/dev/orders"


def test_a_request_is_read_back_as_it_was_written() -> None:
    request = Request(
        "PUT", f"{URL}?x=a%20b", (("X-Name", "it's"), ("Content-Type", "text/plain")), b'{"a": "\xc3\xbc"}'
    )

    assert read_curl(as_curl(request)) == Pasted("PUT", request.url, request.headers, '{"a": "ü"}')


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (f"curl {URL}", Pasted("GET", URL, (), "")),
        (f"curl -sS --compressed -o /dev/null {URL}", Pasted("GET", URL, (), "")),
        (f"curl -XDELETE '{URL}'", Pasted("DELETE", URL, (), "")),
        (f"curl --request=PATCH --url {URL}", Pasted("PATCH", URL, (), "")),
        (f"curl -I {URL}", Pasted("HEAD", URL, (), "")),
        (f"curl {URL} -H 'X-A: 1' -H 'X-A: 2'", Pasted("GET", URL, (("X-A", "1"), ("X-A", "2")), "")),
        (
            f"curl {URL} -d a=1 -d b=2",
            Pasted("POST", URL, (("Content-Type", "application/x-www-form-urlencoded"),), "a=1&b=2"),
        ),
        (f"curl -G {URL} -d a=1", Pasted("GET", f"{URL}?a=1", (), "")),
        (
            f"curl {URL} --json '{{}}'",
            Pasted("POST", URL, (("Content-Type", "application/json"), ("Accept", "application/json")), "{}"),
        ),
        (f"curl -u me:secret {URL}", Pasted("GET", URL, (("Authorization", "Basic bWU6c2VjcmV0"),), "")),
        (
            f"curl {URL} \\\n  -H 'Accept: */*' \\\n  -b 'a=1'",
            Pasted("GET", URL, (("Accept", "*/*"), ("Cookie", "a=1")), ""),
        ),
    ],
)
def test_what_browsers_and_people_write_is_read(command: str, expected: Pasted) -> None:
    assert is_curl(command)
    assert read_curl(command) == expected


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"curl '{URL}", "not whole"),
        ("curl -X GET", "names no URL"),
        (f"curl {URL} -H", "ends after -H"),
        (f"curl {URL} -d @body.json", "reads a file"),
        (f"curl {URL} -F file=@x", "--form"),
    ],
)
def test_what_would_send_something_else_is_refused_in_words(command: str, said: str) -> None:
    refusal = read_curl(command)

    assert isinstance(refusal, str)
    assert said in refusal


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://127.0.0.1:4567/dev/orders?x=1", "/orders?x=1"),
        ("http://127.0.0.1:4567/dev", "/"),
        ("https://a1b2c3.execute-api.eu-west-1.amazonaws.com/dev/orders/7", "/orders/7"),
        ("https://shop.example.com/orders/7?y=", "/orders/7?y="),
        ("shop.example.com", "/"),
    ],
)
def test_a_url_is_taken_below_the_stage(url: str, line: str) -> None:
    assert line_below(url, "http://127.0.0.1:4567/dev") == line
