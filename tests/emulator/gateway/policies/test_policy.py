"""Policies: what they say of a method's ARN."""

import fnmatch
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.emulator.gateway.authorizers.grant import read_grant
from lgtui.emulator.gateway.policies.documents import MOST_PATTERNS, Document
from lgtui.emulator.gateway.policies.evaluation import Decision, Policy, Question, compile_policy
from lgtui.emulator.gateway.policies.wildcards import matches

ARN = "arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/pets/1"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def policy(*statements: dict[str, Any]) -> Policy:
    return compile_policy(msgspec.convert({"Statement": list(statements)}, Document))


def decision_of(made: Policy) -> Decision:
    return made.judge(Question(ARN, {})).decision


def allow(resource: str | list[str], **members: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": resource, **members}


@pytest.mark.parametrize(
    ("statements", "decision"),
    [
        ([allow(ARN)], "allowed"),
        ([allow("*")], "allowed"),
        ([allow("arn:aws:execute-api:*:*:abc/prod/GET/*")], "allowed"),
        ([allow("arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/pets/?")], "allowed"),
        ([allow(["arn:other", ARN])], "allowed"),
        ([allow(ARN, Action="execute-api:*")], "allowed"),
        ([allow(ARN, Action="EXECUTE-API:invoke")], "allowed"),
        ([allow(ARN, Action=["s3:GetObject", "*"])], "allowed"),
        ([allow(ARN, Action="execute-api:ManageConnections")], "not mentioned"),
        ([allow(ARN.upper())], "not mentioned"),
        ([allow(ARN + "/")], "not mentioned"),
        ([allow([])], "not mentioned"),
        ([], "not mentioned"),
        ([allow("*"), allow(ARN, Effect="Deny")], "denied"),
        ([allow(ARN, Effect="Deny"), allow("*")], "denied"),
        ([allow("*"), allow("*/POST/*", Effect="Deny")], "allowed"),
        ([{"Effect": "Allow", "Action": "*", "NotResource": "*/POST/*"}], "allowed"),
        ([{"Effect": "Allow", "Action": "*", "NotResource": "*/GET/*"}], "not mentioned"),
        ([{"Effect": "Deny", "NotAction": "execute-api:Invoke", "Resource": "*"}, allow("*")], "allowed"),
    ],
)
def test_a_deny_goes_before_every_allow(statements: list[dict[str, Any]], decision: Decision) -> None:
    assert decision_of(policy(*statements)) == decision


def test_a_single_statement_needs_no_list() -> None:
    document = msgspec.convert({"Statement": allow("*")}, Document)

    assert decision_of(compile_policy(document)) == "allowed"


@given(st.text("ab*?/", max_size=12), st.text("ab/", max_size=12))
def test_wildcards_match_as_in_a_shell(pattern: str, text: str) -> None:
    assert matches(pattern, text) == fnmatch.fnmatchcase(text, pattern)


def test_a_pattern_of_many_stars_is_decided_at_once() -> None:
    assert not matches("*a" * 700 + "b", "a" * 1_600)


def test_a_policy_of_too_many_patterns_is_refused() -> None:
    document = {"policyDocument": {"Statement": [allow(["*"] * (MOST_PATTERNS + 1))]}}

    with pytest.raises(ValueError, match="more than 10,000 actions and resources"):
        read_grant(msgspec.json.encode(document))


@given(st.binary() | JSON.map(msgspec.json.encode))
def test_what_is_no_answer_is_refused_with_a_reason(document: bytes) -> None:
    with pytest.raises(ValueError) as refused:
        read_grant(document)

    assert str(refused.value)


@given(JSON, JSON, JSON, JSON)
def test_an_answer_is_read_or_refused_with_a_reason(principal: Any, effect: Any, resource: Any, context: Any) -> None:
    statement = {"Effect": effect if isinstance(effect, str) else "Allow", "Action": "*", "Resource": resource}
    answer = {"principalId": principal, "policyDocument": {"Statement": [statement]}, "context": context}
    try:
        grant = read_grant(msgspec.json.encode(answer))
    except ValueError as error:
        assert str(error)
    else:
        assert all(isinstance(value, str) for value in grant.context.values())
        assert decision_of(grant.policy) in ("allowed", "not mentioned")


def test_a_document_nested_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="recursion"):
        read_grant(b'{"policyDocument":{"Statement":{"Effect":"Allow","Principal":' + b"[" * 100_000)
