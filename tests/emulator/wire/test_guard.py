"""Who may drive the emulator."""

import pytest

from lgtui.emulator.wire.guard import refusal


@pytest.mark.parametrize(
    "host", ["127.0.0.1:4566", "localhost:4566", "[::1]:4566", "api.localhost:4566", "localhost.localstack.cloud:4566"]
)
def test_a_loopback_host_without_an_origin_may_pass(host: str) -> None:
    assert refusal(host, None) is None


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:4566", "127.0.0.1.evil.example", "", "10.0.0.8:4566", "["]
)
def test_a_host_that_is_no_loopback_name_is_refused_with_the_name(host: str) -> None:
    reason = refusal(host, None)

    assert reason is not None
    assert f"'{host}'" in reason


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:8000", "null"])
def test_a_foreign_origin_is_refused(origin: str) -> None:
    reason = refusal("localhost:4566", origin)

    assert reason is not None
    assert origin in reason


def test_the_control_port_s_own_origin_may_pass() -> None:
    assert refusal("localhost:4566", "http://localhost:4566") is None
