"""The access keys that the emulator hands out."""

from pathlib import Path

import pytest

from lgtui.emulator import credentials
from lgtui.emulator.clock import Clock
from lgtui.emulator.credentials import ACCESS_KEY_ID, Credential, Credentials
from lgtui.emulator.settings import Settings


@pytest.fixture
def clock() -> Clock:
    """A clock that moves only when it is stepped."""
    clock = Clock()
    clock.pause()
    return clock


@pytest.fixture
def keys(clock: Clock, tmp_path: Path) -> Credentials:
    """A region's keys."""
    return Credentials(clock, Settings(work_folder=tmp_path))


def session(keys: Credentials, seconds: float | None = 900) -> Credential:
    arn = "arn:aws:sts::123456789012:assumed-role/reader/test"
    return keys.begin_session(account_id="123456789012", user_id="AROAEXAMPLE:test", user_arn=arn, seconds=seconds)


def test_the_default_pair_is_a_user_of_the_account_and_never_ends(keys: Credentials) -> None:
    found = keys.find(ACCESS_KEY_ID)

    assert found is keys.default
    assert found.user_arn == "arn:aws:iam::123456789012:user/lgtui"
    assert not keys.has_ended(found)


def test_a_session_has_a_key_and_a_token_of_its_own_and_ends(keys: Credentials, clock: Clock) -> None:
    first, second = session(keys), session(keys)
    clock.step(899)
    during = keys.has_ended(first)
    clock.step(1)

    assert first.access_key_id != second.access_key_id
    assert first.session_token != second.session_token
    assert keys.find(first.access_key_id) is first
    assert (during, keys.has_ended(first)) == (False, True)


def test_a_session_without_an_end_lasts(keys: Credentials, clock: Clock) -> None:
    lasting = session(keys, seconds=None)
    clock.step(1e9)

    assert not keys.has_ended(lasting)


def test_a_key_that_was_not_handed_out_is_nobodys(keys: Credentials) -> None:
    assert keys.find("AKIANOBODY") is None


def test_the_oldest_session_is_forgotten_first(keys: Credentials, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "MOST_SESSIONS", 2)
    first, second, third = (session(keys) for _ in range(3))

    assert keys.find(first.access_key_id) is None
    assert keys.find(second.access_key_id) is second
    assert keys.find(third.access_key_id) is third


def test_a_functions_key_is_of_a_session_of_its_role_and_stays(
    keys: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "MOST_SESSIONS", 2)
    found = keys.of_function("arn:aws:iam::210987654321:role/service/orders", "create")
    for _ in range(5):
        session(keys)

    assert found.user_arn == "arn:aws:sts::210987654321:assumed-role/orders/create"
    assert found.account_id == "210987654321"
    assert keys.of_function("arn:aws:iam::210987654321:role/service/orders", "create") is found
    assert keys.find(found.access_key_id) is found
    assert not keys.has_ended(found)


@pytest.mark.parametrize("role", ["", "orders", "arn:aws:iam::123456789012:user/orders"])
def test_a_function_without_a_role_has_one_of_its_own_name(keys: Credentials, role: str) -> None:
    assert keys.of_function(role, "create").user_arn == "arn:aws:sts::123456789012:assumed-role/create/create"
