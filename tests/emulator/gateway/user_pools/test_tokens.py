"""Claims as API Gateway hands them on."""

import pytest

from lgtui.emulator.gateway.user_pools.tokens import texts


def test_claims_become_texts_as_in_recorded_events() -> None:
    claims = {
        "sub": "0d1b9cfb",
        "cognito:groups": ["test", "test2"],
        "email_verified": True,
        "auth_time": 1_559_612_917,
        "exp": 1_559_622_211,
        "iat": 1_559_618_611,
        "missing": None,
    }

    assert texts(claims) == {
        "sub": "0d1b9cfb",
        "cognito:groups": "test,test2",
        "email_verified": "true",
        "auth_time": "1559612917",
        "exp": "Tue Jun 04 04:23:31 UTC 2019",
        "iat": "Tue Jun 04 03:23:31 UTC 2019",
    }


def test_objects_stay_json() -> None:
    assert texts({"identities": [{"userId": "1"}, {"userId": "2"}]}) == {"identities": '{"userId":"1"},{"userId":"2"}'}


@pytest.mark.parametrize("value", [10**20, "never", [1]])
def test_what_is_no_time_is_not_made_a_date(value: object) -> None:
    (text,) = texts({"iat": value}).values()
    assert "UTC" not in text
