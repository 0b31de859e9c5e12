"""Resource policies as texts, and whom their statements are about."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.emulator.credentials import Credential
from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.policies.evaluation import Decision, NotKnown, Question
from lgtui.emulator.gateway.policies.operators import OPERATORS
from lgtui.emulator.gateway.policies.principals import names_of
from lgtui.emulator.gateway.policies.resource_policies import policy_document, read_policy, settle_policy

API = "arn:aws:execute-api:us-east-1:123456789012:abc"
ARN = f"{API}/prod/GET/pets"

USER = Credential(
    access_key_id="AKIA1",
    secret_access_key="s",
    account_id="123456789012",
    user_id="AIDA1",
    user_arn="arn:aws:iam::123456789012:user/ada",
)
SESSION = Credential(
    access_key_id="ASIA1",
    secret_access_key="s",
    session_token="t",
    account_id="210987654321",
    user_id="AROA1:nightly",
    user_arn="arn:aws:sts::210987654321:assumed-role/Reader/nightly",
)


def statement(**members: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*",
        **members,
    }


def written(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def decision(caller: Credential | None, *statements: Any) -> Decision:
    policy = read_policy(settle_policy(written(*statements), API))
    assert policy is not None
    return policy.judge(Question(ARN, {}, names_of(caller))).decision


# Whom a statement is about ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("principal", "anonymous", "user", "session"),
    [
        ("*", True, True, True),
        ({"AWS": "*"}, True, True, True),
        ({"AWS": ["arn:aws:iam::111111111111:root", "*"]}, True, True, True),
        ({"AWS": "123456789012"}, False, True, False),
        ({"AWS": "arn:aws:iam::210987654321:root"}, False, False, True),
        ({"AWS": "arn:aws:iam::123456789012:user/ada"}, False, True, False),
        ({"AWS": "arn:aws:iam::123456789012:user/adam"}, False, False, False),
        ({"AWS": "arn:aws:iam::210987654321:role/Reader"}, False, False, True),
        ({"AWS": "arn:aws:sts::210987654321:assumed-role/Reader/nightly"}, False, False, True),
        ({"AWS": "arn:aws:sts::210987654321:assumed-role/Reader/daily"}, False, False, False),
        ({"Service": "apigateway.amazonaws.com"}, False, False, False),
        ({"Service": "ec2.amazonaws.com", "AWS": ["123456789012"]}, False, True, False),
    ],
)
def test_principals(principal: Any, anonymous: bool, user: bool, session: bool) -> None:
    allowed = [decision(caller, statement(Principal=principal)) == "allowed" for caller in (None, USER, SESSION)]

    assert allowed == [anonymous, user, session]


def test_a_statement_may_be_about_all_but_some() -> None:
    others = statement(Effect="Deny", NotPrincipal={"AWS": "arn:aws:iam::123456789012:user/ada"})
    del others["Principal"]

    assert [decision(caller, statement(), others) for caller in (None, USER, SESSION)] == [
        "denied",
        "allowed",
        "denied",
    ]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("execute-api:/*", "allowed"),
        ("execute-api:/prod/GET/pets", "allowed"),
        ("execute-api:/*/GET/*", "allowed"),
        ("execute-api:/*/POST/*", "not mentioned"),
        ("execute-api:/test/*", "not mentioned"),
        (f"{API}/*", "allowed"),
        (API, "not mentioned"),
        ("arn:aws:execute-api:us-east-1:123456789012:other/*", "not mentioned"),
        ("arn:aws:execute-api:*:*:*/prod/*/p?ts", "allowed"),
        ("*", "allowed"),
        (["execute-api:/test/*", "execute-api:/prod/*"], "allowed"),
    ],
)
def test_resources_may_be_written_short(resource: Any, expected: Decision) -> None:
    assert decision(None, statement(Resource=resource)) == expected


def test_a_variable_in_a_resource_is_refused_aloud_where_it_may_matter() -> None:
    path = "execute-api:/prod/GET/${aws:userid}"
    for members in ({"Resource": path}, {"NotResource": path}):
        policy = read_policy(settle_policy(written({**statement(), "Resource": None, **members}), API))
        assert policy is not None
        with pytest.raises(NotKnown, match=r"variable \$\{aws:userid\}"):
            policy.judge(Question(ARN, {}))
    assert decision(None, statement(Resource="execute-api:/test/${aws:userid}")) == "not mentioned"


# The text ---------------------------------------------------------------------------------------------------------


def test_a_policy_is_shown_as_aws_does() -> None:
    shown = settle_policy(written(statement(Principal={"AWS": ["123456789012"]}, Resource="execute-api:/*/GET/x")), API)

    assert shown == (
        '{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",'
        '\\"Principal\\":{\\"AWS\\":\\"123456789012\\"},\\"Action\\":\\"execute-api:Invoke\\",'
        '\\"Resource\\":\\"arn:aws:execute-api:us-east-1:123456789012:abc\\/*\\/GET\\/x\\"}]}'
    )
    assert settle_policy(shown, API) == shown


def test_no_policy_stays_none() -> None:
    assert settle_policy(" \n", API) == ""
    assert read_policy("") is None


@given(st.text())
def test_texts_survive_being_shown(text: str) -> None:
    shown = settle_policy(written(statement(Sid=text)), API)

    assert policy_document(shown)["Statement"][0]["Sid"] == text


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        "{}",
        '{"Statement": 1}',
        '{"Statement": ' + "[" * 5_000,
        written({}),
        written(statement(Effect="Perhaps")),
        written(statement(Action=None)),
        written(statement(Resource=None)),
        written(statement(Principal=None)),
        written(statement(NotPrincipal="*")),
        written(statement(Principal="ada")),
        written(statement(Principal={})),
        written(statement(Principal={"AWS": "ada"})),
        written(statement(Principal={"AWS": 123456789012})),
        written(statement(Principal={"Person": "ada"})),
        written(statement(Condition={"IpAddress": {"aws:SourceIp": "here"}})),
        written(statement(Condition={"IpAddress": "192.0.2.0/24"})),
    ],
)
def test_what_is_no_policy_is_refused_in_awss_words(text: str) -> None:
    with pytest.raises(BadRequestException) as refused:
        settle_policy(text, API)

    assert refused.value.message.startswith(
        "Invalid policy document. Please check the policy syntax and ensure that Principals are valid."
    )


def test_a_policy_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadRequestException, match="8192 bytes"):
        settle_policy(written(*[statement()] * 100), API)


# Anything ---------------------------------------------------------------------------------------------------------

OPERATOR_NAMES = [
    *OPERATORS,
    "Null",
    "StringLikeIfExists",
    "ForAllValues:DateLessThan",
    "ForAnyValue:Bool",
    "Resembles",
]
KEYS = ["aws:SourceIp", "aws:CurrentTime", "aws:UserAgent", "aws:SourceVpce", "aws:PrincipalArn", "aws:unheard", ""]
VALUES = (
    st.text(max_size=20)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.none()
    | st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1e999", "nan", "::/0", "${aws:x}"])
)
SOME = VALUES | st.lists(VALUES, max_size=3) | st.dictionaries(st.text(max_size=5), VALUES, max_size=2)
CONDITIONS = st.dictionaries(
    st.sampled_from(OPERATOR_NAMES), st.dictionaries(st.sampled_from(KEYS), SOME, max_size=2) | SOME, max_size=2
)
STATEMENTS = st.fixed_dictionaries(
    {},
    optional={
        "Effect": st.sampled_from(["Allow", "Deny"]) | SOME,
        "Principal": st.just("*") | SOME,
        "Action": st.just("execute-api:*") | SOME,
        "Resource": st.just("*") | SOME,
        "NotPrincipal": st.just("*") | SOME,
        "NotAction": st.just("s3:*") | SOME,
        "NotResource": st.just("execute-api:/*/${aws:x}") | SOME,
        "Condition": CONDITIONS | SOME,
    },
)


@given(STATEMENTS | CONDITIONS.map(lambda conditions: statement(Condition=conditions)), st.text(max_size=30))
def test_any_document_is_refused_in_awss_words_or_decides(written_statement: Any, agent: str) -> None:
    try:
        policy = read_policy(settle_policy(written(written_statement), API))
    except BadRequestException as refused:
        assert refused.message.startswith("Invalid policy document.")
        return
    assert policy is not None
    facts = {"aws:sourceip": agent, "aws:useragent": agent, "aws:currenttime": "2026-11-22T23:00:00Z"}
    try:
        assert policy.judge(Question(ARN, facts)).decision in ("allowed", "denied", "not mentioned")
    except NotKnown as unknown:
        assert str(unknown).split()[1] in (*OPERATOR_NAMES, "${aws:x}")
