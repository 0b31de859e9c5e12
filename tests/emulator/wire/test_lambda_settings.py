"""What hangs on functions and layers, as boto3 sees it: policies and revisions, runtimes, code signing."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator.wire.lambda_client import ARN, client, create, package, refusal
from tests.emulator_process import running_emulator, write_hello_project

LAYER = {"LayerName": "words", "VersionNumber": 1}
PERMISSION = {"Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"}


@pytest.fixture(scope="module")
def lambda_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client of an emulator that has functions and a layer."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"))) as running:
        lambda_ = client(running)
        create(lambda_, "fn", Publish=True)
        lambda_.create_alias(FunctionName="fn", Name="live", FunctionVersion="1")
        lambda_.publish_layer_version(LayerName="words", Content={"ZipFile": package()})
        yield lambda_


def revision(lambda_: Any, qualifier: str) -> str:
    """The revision of a version."""
    found: str = lambda_.get_function_configuration(FunctionName="fn", Qualifier=qualifier)["RevisionId"]
    return found


def test_a_policy_s_revision_is_that_of_what_it_is_about(lambda_: Any) -> None:
    before = {qualifier: revision(lambda_, qualifier) for qualifier in ("$LATEST", "1")}

    lambda_.add_permission(FunctionName="fn", Qualifier="1", StatementId="s3", **PERMISSION)
    told = lambda_.get_policy(FunctionName="fn", Qualifier="1")

    assert told["RevisionId"] == revision(lambda_, "1") != before["1"]
    assert revision(lambda_, "$LATEST") == before["$LATEST"]
    status, code, message = refusal(
        lambda_.remove_permission, FunctionName="fn", Qualifier="1", StatementId="s3", RevisionId=before["1"]
    )
    assert (status, code) == (412, "PreconditionFailedException")
    assert message.endswith("Call the GetPolicy API to retrieve the latest Revision Id")
    lambda_.remove_permission(FunctionName="fn", Qualifier="1", StatementId="s3", RevisionId=told["RevisionId"])


def test_an_alias_s_policy_changes_the_alias_s_revision(lambda_: Any) -> None:
    before = lambda_.get_alias(FunctionName="fn", Name="live")

    lambda_.add_permission(FunctionName="fn", Qualifier="live", StatementId="s3", **PERMISSION)

    after = lambda_.get_alias(FunctionName="fn", Name="live")
    assert after["RevisionId"] == lambda_.get_policy(FunctionName="fn", Qualifier="live")["RevisionId"]
    assert after["RevisionId"] != before["RevisionId"]


def test_tags_change_the_function_s_revision(lambda_: Any) -> None:
    before = revision(lambda_, "$LATEST")
    lambda_.tag_resource(Resource=f"{ARN}:function:fn", Tags={"team": "shop"})
    tagged = revision(lambda_, "$LATEST")
    lambda_.untag_resource(Resource=f"{ARN}:function:fn", TagKeys=["team"])

    assert len({before, tagged, revision(lambda_, "$LATEST")}) == 3


def test_a_layer_version_has_a_policy(lambda_: Any) -> None:
    assert refusal(lambda_.get_layer_version_policy, **LAYER) == (
        404,
        "ResourceNotFoundException",
        "No policy is associated with the given resource.",
    )
    every = {"StatementId": "s1", "Action": "lambda:GetLayerVersion", "Principal": "*"}
    first = lambda_.add_layer_version_permission(**LAYER, **every)
    second = lambda_.add_layer_version_permission(
        **LAYER, **{**every, "StatementId": "s2", "OrganizationId": "o-abc1234567"}, RevisionId=first["RevisionId"]
    )
    told = lambda_.get_layer_version_policy(**LAYER)
    lambda_.remove_layer_version_permission(**LAYER, StatementId="s2")
    left = lambda_.get_layer_version_policy(**LAYER)

    statement = {
        "Sid": "s1",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "lambda:GetLayerVersion",
        "Resource": f"{ARN}:layer:words:1",
    }
    assert json.loads(first["Statement"]) == statement
    assert json.loads(second["Statement"])["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-abc1234567"}}
    assert (told["RevisionId"], len(json.loads(told["Policy"])["Statement"])) == (second["RevisionId"], 2)
    assert json.loads(left["Policy"]) == {"Version": "2012-10-17", "Id": "default", "Statement": [statement]}


def test_runtime_management_is_kept_by_version(lambda_: Any) -> None:
    pinned = f"arn:aws:lambda:us-east-1::runtime:{'0' * 64}"
    put = lambda_.put_runtime_management_config(
        FunctionName="fn", Qualifier="1", UpdateRuntimeOn="Manual", RuntimeVersionArn=pinned
    )
    told = lambda_.get_runtime_management_config(FunctionName="fn", Qualifier="1")
    latest = lambda_.get_runtime_management_config(FunctionName="fn")

    assert put["RuntimeVersionArn"] == pinned
    assert (told["UpdateRuntimeOn"], told["FunctionArn"]) == ("Manual", f"{ARN}:function:fn:1")
    assert (latest["UpdateRuntimeOn"], "RuntimeVersionArn" in latest) == ("Auto", False)
    status, code, _ = refusal(lambda_.put_runtime_management_config, FunctionName="fn", UpdateRuntimeOn="Manual")
    assert (status, code) == (400, "InvalidParameterValueException")


def test_no_function_has_a_code_signing_configuration_and_none_can_be_made(lambda_: Any) -> None:
    told = lambda_.get_function_code_signing_config(FunctionName="fn")
    status, code, message = refusal(
        lambda_.create_code_signing_config,
        AllowedPublishers={
            "SigningProfileVersionArns": ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/test"]
        },
    )

    assert set(told) == {"ResponseMetadata"}
    assert (status, code) == (501, "NotImplementedException")
    assert message == (
        "lgtui does not emulate CreateCodeSigningConfig of lambda: no signature is checked here, deploy the package "
        "unsigned."
    )


def test_invoke_async_accepts_an_event(lambda_: Any) -> None:
    assert lambda_.invoke_async(FunctionName="fn", InvokeArgs=b"{}")["Status"] == 202
    assert refusal(lambda_.invoke_async, FunctionName="fn", InvokeArgs=b"{no")[1] == "InvalidRequestContentException"


def test_a_layer_version_tells_what_it_was_given(lambda_: Any) -> None:
    bare = lambda_.publish_layer_version(LayerName="bare", Content={"ZipFile": package()})
    empty = lambda_.publish_layer_version(
        LayerName="bare", Content={"ZipFile": package()}, CompatibleRuntimes=[], CompatibleArchitectures=[]
    )

    listed = lambda_.list_layer_versions(LayerName="bare")["LayerVersions"]

    assert bare["Description"] == ""
    assert all("Description" not in version for version in listed)
    assert not {"CompatibleRuntimes", "CompatibleArchitectures", "LicenseInfo"} & bare.keys()
    assert (empty["CompatibleRuntimes"], empty["CompatibleArchitectures"]) == ([], [])
    with urllib.request.urlopen(bare["Content"]["Location"]) as answer:
        assert answer.read() == package()


def test_a_layer_for_what_there_is_not_is_refused(lambda_: Any) -> None:
    status, code, message = refusal(
        lambda_.publish_layer_version,
        LayerName="words",
        Content={"ZipFile": package()},
        CompatibleRuntimes=["invalidruntime", "nodejs20.x"],
        CompatibleArchitectures=["invalidarch", "x86_64"],
    )

    assert (status, code) == (400, "ValidationException")
    assert message.startswith("2 validation errors detected: Value '[invalidruntime, nodejs20.x]' at 'compatible")
    assert message.endswith(
        "; Value '[invalidarch, x86_64]' at 'compatibleArchitectures' failed to satisfy constraint: Member must "
        "satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64]]"
    )


def test_a_function_url_tells_its_mode_and_its_cors_as_they_were_given(lambda_: Any) -> None:
    created = lambda_.create_function_url_config(FunctionName="fn", AuthType="NONE")
    updated = lambda_.update_function_url_config(FunctionName="fn", Cors={"AllowCredentials": False})
    told = lambda_.get_function_url_config(FunctionName="fn")

    assert "InvokeMode" not in created
    assert updated["Cors"] == told["Cors"] == {"AllowCredentials": False}
    assert told["InvokeMode"] == "BUFFERED"


def test_new_code_that_is_published_is_told_as_a_version_being_created(lambda_: Any) -> None:
    create(lambda_, "published")
    updated = lambda_.update_function_code(FunctionName="published", ZipFile=package("x = 2\n"), Publish=True)

    assert (updated["FunctionArn"], updated["State"]) == (f"{ARN}:function:published:1", "Pending")
    assert "LastUpdateStatus" not in updated
    assert updated["RevisionId"] == lambda_.get_function_configuration(FunctionName="published:1")["RevisionId"]


def test_refusals_have_a_type_where_aws_s_have_one(lambda_: Any) -> None:
    with pytest.raises(ClientError) as typed:
        lambda_.get_function(FunctionName="none")
    with pytest.raises(ClientError) as untyped:
        lambda_.put_function_concurrency(FunctionName="fn", ReservedConcurrentExecutions=1_000)

    assert typed.value.response["Type"] == "User"
    assert untyped.value.response["Error"]["Code"] == "InvalidParameterValueException"
    assert "Type" not in untyped.value.response


def test_a_published_version_tells_that_it_has_a_snapshot(lambda_: Any) -> None:
    create(lambda_, "snapped", Runtime="python3.12", SnapStart={"ApplyOn": "PublishedVersions"}, Publish=True)

    latest, published = (
        lambda_.get_function_configuration(FunctionName="snapped", Qualifier=version)["SnapStart"]
        for version in ("$LATEST", "1")
    )
    assert latest == {"ApplyOn": "PublishedVersions", "OptimizationStatus": "Off"}
    assert published == {"ApplyOn": "PublishedVersions", "OptimizationStatus": "On"}
