"""Lambda's operations on functions as boto3 sees them, in AWS's members and sentences."""

import base64
import hashlib
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator.wire.lambda_client import ARN, ROLE, client, create, package, refusal
from tests.emulator_process import EmulatorProcess, running_emulator, write_hello_project


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator on a small project."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"))) as running:
        yield running


@pytest.fixture
def lambda_(emulator: EmulatorProcess) -> Iterator[Any]:
    """A client of Lambda; what a test makes is gone after it."""
    lambda_ = client(emulator)
    before = {function["FunctionName"] for function in lambda_.list_functions()["Functions"]}
    yield lambda_
    for function in lambda_.list_functions()["Functions"]:
        if function["FunctionName"] not in before:
            lambda_.delete_function(FunctionName=function["FunctionName"])


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    """A document without some members and without what boto3 adds."""
    return {name: value for name, value in document.items() if name not in {"ResponseMetadata", *names}}


def test_a_new_function_is_told_with_every_default(lambda_: Any) -> None:
    created = create(lambda_, "f")
    digest = base64.b64encode(hashlib.sha256(package()).digest()).decode()
    settled = without(lambda_.get_function_configuration(FunctionName="f"), "RevisionId", "LastModified")

    assert created["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert (created["State"], created["StateReasonCode"]) == ("Pending", "Creating")
    assert "LastUpdateStatus" not in created
    assert settled == {
        "FunctionName": "f",
        "FunctionArn": f"{ARN}:function:f",
        "Runtime": "python3.11",
        "Role": ROLE,
        "Handler": "main.run",
        "CodeSize": len(package()),
        "Description": "",
        "Timeout": 3,
        "MemorySize": 128,
        "CodeSha256": digest,
        "Version": "$LATEST",
        "TracingConfig": {"Mode": "PassThrough"},
        "State": "Active",
        "LastUpdateStatus": "Successful",
        "PackageType": "Zip",
        "Architectures": ["x86_64"],
        "EphemeralStorage": {"Size": 512},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "RuntimeVersionConfig": settled["RuntimeVersionConfig"],
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": "/aws/lambda/f"},
    }


def test_lists_leave_the_state_of_functions_out(lambda_: Any) -> None:
    create(lambda_, "f", Publish=True)

    (listed,) = (each for each in lambda_.list_functions()["Functions"] if each["FunctionName"] == "f")
    every = lambda_.list_functions(FunctionVersion="ALL")["Functions"]

    assert not {"State", "LastUpdateStatus", "RuntimeVersionConfig"} & listed.keys()
    assert [each["FunctionArn"] for each in every if each["FunctionName"] == "f"] == [
        f"{ARN}:function:f:$LATEST",
        f"{ARN}:function:f:1",
    ]


def test_functions_are_listed_in_pages(lambda_: Any) -> None:
    for name in "abc":
        create(lambda_, name)

    paginator = lambda_.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 1})
    pages = [[function["FunctionName"] for function in found["Functions"]] for found in paginator]

    assert pages == [["Hello"], ["a"], ["b"], ["c"]]


@pytest.mark.parametrize("version", ["$LATEST", "1"])
def test_the_code_s_location_gives_the_package_back(lambda_: Any, version: str) -> None:
    create(lambda_, "f", Publish=True)

    code = lambda_.get_function(FunctionName="f", Qualifier=version)["Code"]

    assert code["RepositoryType"] == "S3"
    with urllib.request.urlopen(code["Location"]) as answer:
        assert answer.read() == package()


def test_new_code_is_told_as_an_update_in_progress(lambda_: Any) -> None:
    before = create(lambda_, "f")
    updated = lambda_.update_function_code(FunctionName="f", ZipFile=package("def run(event, context): return 2"))
    settled = lambda_.get_function_configuration(FunctionName="f")

    assert (updated["LastUpdateStatus"], updated["LastUpdateStatusReasonCode"]) == ("InProgress", "Creating")
    assert settled["LastUpdateStatus"] == "Successful"
    assert updated["CodeSha256"] == settled["CodeSha256"] != before["CodeSha256"]


def test_a_dry_run_changes_nothing(lambda_: Any) -> None:
    create(lambda_, "f")
    before = lambda_.get_function_configuration(FunctionName="f")
    other = package("def run(event, context): return 2")

    told = lambda_.update_function_code(FunctionName="f", ZipFile=other, DryRun=True)

    assert told["CodeSha256"] == base64.b64encode(hashlib.sha256(other).digest()).decode()
    assert without(lambda_.get_function_configuration(FunctionName="f")) == without(before)


def test_what_is_not_said_stays_as_it_was(lambda_: Any) -> None:
    create(lambda_, "f", Description="one", Timeout=7, Environment={"Variables": {"WORDS": "1"}})
    lambda_.update_function_configuration(FunctionName="f", LoggingConfig={"LogFormat": "JSON"})
    updated = lambda_.update_function_configuration(FunctionName="f", MemorySize=256, Environment={})

    assert (updated["Description"], updated["Timeout"], updated["MemorySize"]) == ("one", 7, 256)
    assert updated["Environment"] == {"Variables": {}}
    assert updated["LoggingConfig"] == {
        "LogFormat": "JSON",
        "ApplicationLogLevel": "INFO",
        "SystemLogLevel": "INFO",
        "LogGroup": "/aws/lambda/f",
    }


def test_a_change_meant_for_another_revision_is_refused(lambda_: Any) -> None:
    create(lambda_, "f")
    stale = lambda_.get_function_configuration(FunctionName="f")["RevisionId"]
    lambda_.update_function_configuration(FunctionName="f", Timeout=5)
    expected = (
        412,
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve "
        "the latest Revision Id",
    )

    assert refusal(lambda_.update_function_code, FunctionName="f", ZipFile=package(), RevisionId=stale) == expected
    assert refusal(lambda_.update_function_configuration, FunctionName="f", Timeout=6, RevisionId=stale) == expected
    assert refusal(lambda_.publish_version, FunctionName="f", RevisionId=stale) == expected


def test_functions_of_other_regions_and_accounts_are_out_of_reach(lambda_: Any) -> None:
    abroad = "arn:aws:lambda:eu-west-1:123456789012:function:f"
    foreign = "arn:aws:lambda:us-east-1:999999999999:function:f"

    assert refusal(lambda_.get_function, FunctionName=abroad) == (
        404,
        "ResourceNotFoundException",
        "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    )
    assert refusal(lambda_.get_function, FunctionName=foreign)[:2] == (403, "AccessDeniedException")


@pytest.mark.parametrize(
    ("members", "code", "words"),
    [
        (
            {"Runtime": "python2.0x"},
            "InvalidParameterValueException",
            "Value python2.0x at 'runtime'",
        ),
        ({"Code": {"S3Bucket": "bucket", "S3Key": "key"}}, "NotImplementedException", "s3://bucket/key"),
        (
            {"SnapStart": {"ApplyOn": "PublishedVersions"}},
            "InvalidParameterValueException",
            "python3.11 is not supported for SnapStart enabled functions.",
        ),
        (
            {"Environment": {"Variables": {"WORDS": "x" * 4096}}},
            "InvalidParameterValueException",
            "exceeded the 4KB limit. String measured: {",
        ),
    ],
)
def test_creation_refuses_what_lambda_refuses(lambda_: Any, members: dict[str, Any], code: str, words: str) -> None:
    _, refused, message = refusal(create, lambda_=lambda_, name="f", **members)

    assert refused == code
    assert words in message
