"""Which URLs a burst accepts."""

import pytest

from lgtui.load.target import BurstRefusal, parse_target


def test_a_url_is_taken_apart() -> None:
    target = parse_target("http://localhost:3000/Prod/orders/a b?x=1 2#part")
    assert (target.host, target.port, target.path) == ("localhost", 3000, "/Prod/orders/a%20b?x=1%202")
    assert target.origin == "http://localhost:3000"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1", "https://127.9.9.9:1/x", "http://[::1]:80/", "http://api.localhost:3000/"]
)
def test_this_machine_is_accepted(url: str) -> None:
    assert parse_target(url).path.startswith("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://localhost.example.com/",
        "http://[2001:db8::1]/",
    ],
)
def test_other_machines_are_refused_by_name(url: str) -> None:
    with pytest.raises(BurstRefusal, match="is not this machine"):
        parse_target(url)


@pytest.mark.parametrize("url", ["", "hello", "ftp://127.0.0.1/", "http://", "http:///x", "http://127.0.0.1/\n", "//a"])
def test_what_is_no_http_url_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(BurstRefusal, match=r"http://127\.0\.0\.1:3000/"):
        parse_target(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/", "http://127.0.0.1:port/", "http://[::1/"])
def test_what_is_no_url_at_all_is_refused_with_the_reason(url: str) -> None:
    with pytest.raises(BurstRefusal, match="is no URL: "):
        parse_target(url)
