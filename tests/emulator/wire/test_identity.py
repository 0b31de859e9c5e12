"""STS on the control port: who asks, in the Query protocol, whatever the request was signed with."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lgtui.emulator.credentials import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from tests.aws_client import aws_client
from tests.emulator_process import EmulatorProcess, call, running_emulator, write_hello_project

HANDLER = """\
import boto3
def handler(event, context):
    return boto3.client("sts").get_caller_identity()["Arn"]
"""


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"), HANDLER)) as running:
        yield running


def sts(emulator: EmulatorProcess, access_key_id: str = ACCESS_KEY_ID) -> Any:
    """A client that signs with that key."""
    return aws_client(
        emulator, "sts", access_key_id=access_key_id, secret=SECRET_ACCESS_KEY, parameter_validation=False
    )


def test_the_key_that_is_handed_out_is_the_region_s_user(emulator: EmulatorProcess) -> None:
    identity = sts(emulator).get_caller_identity()

    assert identity["Account"] == "123456789012"
    assert identity["Arn"] == "arn:aws:iam::123456789012:user/lgtui"
    assert identity["UserId"] == "AIDACKCEVSQ6C2EXAMPLE"
    assert len(identity["ResponseMetadata"]["RequestId"]) == 36


def test_any_other_key_is_taken_for_the_same_user(emulator: EmulatorProcess) -> None:
    assert sts(emulator, "test").get_caller_identity()["Arn"] == "arn:aws:iam::123456789012:user/lgtui"


def test_a_key_of_twelve_digits_is_an_account(emulator: EmulatorProcess) -> None:
    identity = sts(emulator, "000000000001").get_caller_identity()

    assert (identity["Account"], identity["Arn"]) == ("000000000001", "arn:aws:iam::000000000001:root")


def test_a_role_is_assumed_for_a_session_that_ends_by_the_emulated_clock(tmp_path: Path) -> None:
    with running_emulator(write_hello_project(tmp_path)) as emulator:
        role = {
            "RoleArn": "arn:aws:iam::210987654321:role/path/Deploy",
            "RoleSessionName": "ci",
            "DurationSeconds": 900,
        }
        assumed = sts(emulator).assume_role(**role)
        user, keys = assumed["AssumedRoleUser"], assumed["Credentials"]
        session = aws_client(
            emulator,
            "sts",
            access_key_id=keys["AccessKeyId"],
            secret=keys["SecretAccessKey"],
            token=keys["SessionToken"],
        )

        assert user["Arn"] == "arn:aws:sts::210987654321:assumed-role/Deploy/ci"
        assert keys["AccessKeyId"].startswith("ASIA")
        assert timedelta(minutes=14) < keys["Expiration"] - datetime.now(UTC) <= timedelta(minutes=15)
        identity = session.get_caller_identity()
        assert (identity["Account"], identity["Arn"], identity["UserId"]) == (
            "210987654321",
            user["Arn"],
            user["AssumedRoleId"],
        )
        assert sts(emulator).get_access_key_info(AccessKeyId=keys["AccessKeyId"])["Account"] == "210987654321"
        assert sts(emulator).assume_role(**role)["AssumedRoleUser"]["AssumedRoleId"] == user["AssumedRoleId"]
        call(f"{emulator.control_url}/_lgtui/clock", "POST", b'{"step": 901}')
        with pytest.raises(ClientError, match="The security token included in the request is expired") as refused:
            session.get_caller_identity()
        assert refused.value.response["Error"]["Code"] == "ExpiredToken"


def test_a_handler_is_its_functions_role(emulator: EmulatorProcess) -> None:
    answer = aws_client(emulator, "lambda").invoke(FunctionName="Hello")

    assert json.load(answer["Payload"]) == "arn:aws:sts::123456789012:assumed-role/HelloRole/Hello"


def test_a_users_session_is_the_user(emulator: EmulatorProcess) -> None:
    keys = sts(emulator).get_session_token()["Credentials"]
    session = aws_client(
        emulator, "sts", access_key_id=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token=keys["SessionToken"]
    )

    assert session.get_caller_identity()["Arn"] == "arn:aws:iam::123456789012:user/lgtui"
    assert timedelta(hours=11) < keys["Expiration"] - datetime.now(UTC) <= timedelta(hours=12)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"RoleArn": "arn:aws:iam::123456789012:user/somebody"}, "arn:aws:iam::123456789012:user/somebody is invalid"),
        ({"DurationSeconds": 899}, "Value '899' at 'durationSeconds' failed to satisfy constraint"),
        ({"RoleSessionName": "a b"}, "Value 'a b' at 'roleSessionName' failed to satisfy constraint"),
    ],
)
def test_what_is_no_role_or_session_is_refused(
    emulator: EmulatorProcess, changes: dict[str, Any], message: str
) -> None:
    role = {"RoleArn": "arn:aws:iam::123456789012:role/R", "RoleSessionName": "ci", **changes}
    with pytest.raises(ClientError) as refused:
        sts(emulator).assume_role(**role)

    error = refused.value.response["Error"]
    assert (error["Code"], error["Type"]) == ("ValidationError", "Sender")
    assert message in error["Message"]


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("/?Action=GetCallerIdentity&Version=2011-06-15", {}),
        ("/?Action=GetCallerIdentity", {"Host": "sts.us-east-1.localhost.localstack.cloud"}),
    ],
)
def test_an_unsigned_request_is_known_by_its_version_or_its_host(
    emulator: EmulatorProcess, url: str, headers: dict[str, str]
) -> None:
    answer = call(emulator.control_url + url, headers=headers)

    assert (answer.status, answer.headers["content-type"]) == (200, "text/xml")
    assert b"<Account>123456789012</Account>" in answer.body
    assert answer.body.startswith(
        b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    )


def test_an_operation_that_is_not_emulated_is_refused_by_its_name(emulator: EmulatorProcess) -> None:
    with pytest.raises(ClientError, match="lgtui does not emulate GetFederationToken of sts") as refused:
        sts(emulator).get_federation_token(Name="somebody")

    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert refused.value.response["Error"]["Code"] == "NotImplementedException"


def test_an_operation_that_does_not_exist_is_an_invalid_action(emulator: EmulatorProcess) -> None:
    answer = call(f"{emulator.control_url}/?Action=GetLost&Version=2011-06-15")

    assert answer.status == 400
    assert b"<Type>Sender</Type><Code>InvalidAction</Code>" in answer.body
    assert b"<Message>Could not find operation GetLost for version 2011-06-15</Message>" in answer.body


def test_a_form_that_cannot_be_read_is_the_sender_s_fault(emulator: EmulatorProcess) -> None:
    authorization = f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY_ID}/20261122/us-east-1/sts/aws4_request"
    headers = {"Authorization": authorization, "Content-Type": "application/x-www-form-urlencoded"}
    answer = call(emulator.control_url, "POST", b"\xff", headers)

    assert answer.status == 400
    assert b"<Code>MalformedInput</Code>" in answer.body
