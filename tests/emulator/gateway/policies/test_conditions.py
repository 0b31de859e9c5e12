"""Conditions: operators, absent keys, qualifiers, and what is not known."""

from typing import Any

import pytest

from lgtui.emulator.gateway.policies.conditions import compile_conditions

FACTS = {
    "aws:sourceip": "192.0.2.9",
    "aws:useragent": "curl/8.5",
    "aws:currenttime": "2026-11-22T23:00:00Z",
    "aws:epochtime": "1795388400",
    "aws:securetransport": "true",
    "aws:principalarn": "arn:aws:iam::123456789012:role/Reader",
}

BOTH = ["StringEquals", "StringLike", "StringEqualsIgnoreCase"]


def holds(operator: str, key: str, *values: Any) -> bool:
    """Whether a condition that is known holds for the facts."""
    conditions = compile_conditions({operator: {key: list(values)}})
    assert conditions.unknown == ()
    return conditions.broken(FACTS) == ""


@pytest.mark.parametrize(
    ("operator", "key", "values", "expected"),
    [
        ("IpAddress", "aws:SourceIp", ["192.0.2.0/24"], True),
        ("IpAddress", "AWS:sourceip", ["192.0.2.9"], True),
        ("IpAddress", "aws:SourceIp", ["192.0.2.9/24"], True),
        ("IpAddress", "aws:SourceIp", ["198.51.100.0/24", "192.0.2.8/31"], True),
        ("IpAddress", "aws:SourceIp", ["198.51.100.0/24"], False),
        ("IpAddress", "aws:SourceIp", ["::/0"], False),
        ("NotIpAddress", "aws:SourceIp", ["198.51.100.0/24", "203.0.113.0/24"], True),
        ("NotIpAddress", "aws:SourceIp", ["198.51.100.0/24", "192.0.2.0/24"], False),
        ("StringEquals", "aws:UserAgent", ["curl/8.5"], True),
        ("StringEquals", "aws:UserAgent", ["curl/*"], False),
        ("StringEquals", "aws:UserAgent", ["CURL/8.5"], False),
        ("StringEqualsIgnoreCase", "aws:UserAgent", ["CURL/8.5"], True),
        ("StringNotEqualsIgnoreCase", "aws:UserAgent", ["CURL/8.5"], False),
        ("StringLike", "aws:UserAgent", ["wget", "curl/?.?"], True),
        ("StringNotLike", "aws:UserAgent", ["wget", "curl/*"], False),
        ("StringNotEquals", "aws:UserAgent", ["wget"], True),
        ("NumericLessThan", "aws:EpochTime", [1_795_388_401], True),
        ("NumericGreaterThanEquals", "aws:EpochTime", ["1795388400"], True),
        ("NumericGreaterThan", "aws:EpochTime", ["1795388400"], False),
        ("NumericEquals", "aws:EpochTime", ["1795388400.0"], True),
        ("NumericNotEquals", "aws:EpochTime", ["1"], True),
        ("NumericLessThanEquals", "aws:UserAgent", ["1"], False),
        ("DateLessThan", "aws:CurrentTime", ["2026-11-22T23:00:01Z"], True),
        ("DateGreaterThan", "aws:CurrentTime", ["2026-11-23T00:00:00+02:00"], True),
        ("DateGreaterThan", "aws:CurrentTime", ["2026-11-22"], True),
        ("DateEquals", "aws:CurrentTime", ["1795388400"], True),
        ("Bool", "aws:SecureTransport", [False], False),
        ("Bool", "aws:SecureTransport", ["TRUE"], True),
        ("ArnEquals", "aws:PrincipalArn", ["arn:aws:iam::123456789012:role/*"], True),
        ("ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/R?ader"], True),
        ("ArnLike", "aws:PrincipalArn", ["arn:aws:*:role/Reader"], False),
        ("ArnLike", "aws:PrincipalArn", ["*"], True),
        ("ArnLike", "aws:UserAgent", ["*"], False),
        ("ArnNotLike", "aws:PrincipalArn", ["arn:aws:iam::*:user/*"], True),
        ("ArnNotEquals", "aws:PrincipalArn", ["arn:aws:iam::123456789012:role/Reader"], False),
        ("ForAllValues:ArnNotEquals", "aws:PrincipalArn", ["arn:aws:iam::123456789012:role/Reader"], False),
        ("ForAnyValue:StringLike", "aws:UserAgent", ["curl*"], True),
    ],
)
def test_operators_compare_as_iam_does(operator: str, key: str, values: list[Any], expected: bool) -> None:
    assert holds(operator, key, *values) == expected


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("StringEquals", ["vpce-1"], False),
        ("StringNotEquals", ["vpce-1"], True),
        ("StringEqualsIfExists", ["vpce-1"], True),
        ("StringNotEqualsIfExists", ["vpce-1"], True),
        ("ForAllValues:StringEquals", ["vpce-1"], True),
        ("ForAnyValue:StringEquals", ["vpce-1"], False),
        ("ForAnyValue:StringNotEquals", ["vpce-1"], False),
        ("Null", ["true"], True),
        ("Null", ["false"], False),
        ("Null", [True], True),
    ],
)
def test_a_key_that_a_request_does_not_have(operator: str, values: list[Any], expected: bool) -> None:
    assert holds(operator, "aws:SourceVpce", *values) == expected


def test_a_key_that_a_request_has_is_not_null() -> None:
    assert holds("Null", "aws:SourceIp", "false")
    assert not holds("Null", "aws:SourceIp", "true")


def test_all_conditions_must_hold() -> None:
    written: Any = {"IpAddress": {"aws:SourceIp": "192.0.2.9"}, "StringLike": {"aws:UserAgent": "wget*"}}

    assert compile_conditions(written).broken(FACTS) == "StringLike aws:UserAgent (curl/8.5)"


def test_a_condition_without_its_key_says_so() -> None:
    conditions = compile_conditions({"StringEquals": {"aws:SourceVpc": "vpc-1"}})

    assert conditions.broken(FACTS) == "StringEquals aws:SourceVpc (absent)"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ({"StringEquals": {"aws:Unheard": "x"}}, "StringEquals aws:Unheard"),
        ({"StringEquals": {"s3:prefix": "x"}}, "StringEquals s3:prefix"),
        ({"Resembles": {"aws:UserAgent": "x"}}, "Resembles aws:UserAgent"),
        ({"BinaryEquals": {"aws:UserAgent": "eA=="}}, "BinaryEquals aws:UserAgent"),
        ({"StringEquals": {"aws:UserAgent": "${aws:username}"}}, "StringEquals aws:UserAgent"),
    ],
)
def test_what_is_not_known_is_named(written: Any, name: str) -> None:
    assert compile_conditions(written).unknown == (name,)


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("IpAddress", "here"),
        ("IpAddress", "192.0.2.0/33"),
        ("NumericEquals", "one"),
        ("DateLessThan", "tomorrow"),
        ("Bool", "yes"),
        ("Null", "perhaps"),
    ],
)
def test_a_value_that_is_none_of_its_operators_is_refused(operator: str, value: str) -> None:
    with pytest.raises(ValueError):
        compile_conditions({operator: {"aws:SourceIp": value}})
