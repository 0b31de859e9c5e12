"""Claims as API Gateway hands them on, and tokens whose signatures have been seen."""

import pytest

from lgtui.emulator.gateway.user_pools.tokens import TokenRefused, VerifiedTokens, texts
from tests.emulator.gateway.pooled import private_key, signed


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


def test_a_token_that_was_seen_counts_with_its_own_key_alone() -> None:
    verified, token = VerifiedTokens(), signed(0.0, "first")
    said = verified.look_into(token)
    key, other = private_key("first").public_key(), private_key("second").public_key()

    claims = verified.verify(token, said, key)

    assert verified.verify(token, said, key) is claims
    with pytest.raises(TokenRefused):
        verified.verify(token, said, other)


def test_only_so_many_tokens_are_remembered() -> None:
    verified, key = VerifiedTokens(capacity=2), private_key("first").public_key()
    tokens = [signed(float(number), "first") for number in range(3)]

    first = [verified.verify(token, verified.look_into(token), key) for token in tokens]
    again = [verified.verify(token, verified.look_into(token), key) for token in reversed(tokens)]

    assert [known is seen for known, seen in zip(first, reversed(again), strict=True)] == [False, True, True]
