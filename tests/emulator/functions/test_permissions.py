"""Resource policies and tags of functions."""

import json
from typing import Any

import pytest

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    PreconditionFailedException,
    ResourceNotFoundException,
)
from lgtui.emulator.functions.model import (
    AddPermissionRequest,
    AliasRequest,
    CreateAliasRequest,
    FunctionNameRequest,
    RemovePermissionRequest,
    TagResourceRequest,
    TagsRequest,
    UntagResourceRequest,
)
from tests.emulator.functions.bench import Bench

ARN = "arn:aws:lambda:us-east-1:123456789012:function:f"


@pytest.fixture
async def function(bench: Bench) -> Bench:
    """A function with an alias."""
    bench.create("def handler(event, context): pass")
    bench.functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="$LATEST"))
    return bench


def add(bench: Bench, statement_id: str = "s3", **members: Any) -> dict[str, Any]:
    request = {"action": "lambda:InvokeFunction", "principal": "s3.amazonaws.com", **members}
    answer = bench.functions.add_permission(
        AddPermissionRequest(function_name="f", statement_id=statement_id, **request)
    )
    statement: dict[str, Any] = json.loads(answer.statement)
    return statement


def policy(bench: Bench, qualifier: str = "") -> dict[str, Any]:
    answer = bench.functions.get_policy(FunctionNameRequest(function_name="f", qualifier=qualifier))
    document: dict[str, Any] = json.loads(answer.policy)
    return document


@pytest.mark.parametrize(
    ("principal", "written"),
    [
        ("*", "*"),
        ("s3.amazonaws.com", {"Service": "s3.amazonaws.com"}),
        ("111122223333", {"AWS": "arn:aws:iam::111122223333:root"}),
        ("arn:aws:iam::111122223333:user/ada", {"AWS": "arn:aws:iam::111122223333:user/ada"}),
    ],
)
async def test_a_statement_names_its_principal_as_aws_writes_it(
    function: Bench, principal: str, written: object
) -> None:
    assert add(function, principal=principal)["Principal"] == written


async def test_a_principal_that_is_none_is_refused(function: Bench) -> None:
    with pytest.raises(InvalidParameterValueException, match="The provided principal was invalid"):
        add(function, principal="nobody")


async def test_a_policy_has_its_statements_with_their_conditions(function: Bench) -> None:
    added = add(function, source_arn="arn:aws:s3:::bucket", source_account="123456789012")
    second = add(function, "second")

    assert policy(function) == {"Version": "2012-10-17", "Id": "default", "Statement": [added, second]}
    assert "Condition" not in second
    assert added == {
        "Sid": "s3",
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "lambda:InvokeFunction",
        "Resource": ARN,
        "Condition": {
            "StringEquals": {"AWS:SourceAccount": "123456789012"},
            "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::bucket"},
        },
    }


async def test_each_alias_has_a_policy_of_its_own_that_goes_with_it(function: Bench) -> None:
    add(function, qualifier="live")
    assert policy(function, "live")["Statement"][0]["Resource"] == f"{ARN}:live"
    with pytest.raises(ResourceNotFoundException, match="The resource you requested does not exist"):
        policy(function)

    function.functions.delete_alias(AliasRequest(function_name="f", name="live"))
    with pytest.raises(ResourceNotFoundException, match="does not exist"):
        policy(function, "live")


async def test_a_policy_without_its_last_statement_is_gone(function: Bench) -> None:
    add(function)
    remove = RemovePermissionRequest(function_name="f", statement_id="s3")

    function.functions.remove_permission(remove)

    with pytest.raises(ResourceNotFoundException):
        policy(function)
    with pytest.raises(ResourceNotFoundException):
        function.functions.remove_permission(remove)


async def test_a_statement_that_is_not_there_and_a_state_that_is_past_are_refused(function: Bench) -> None:
    add(function)
    before = function.functions.get_policy(FunctionNameRequest(function_name="f")).revision_id
    add(function, "second")

    with pytest.raises(ResourceNotFoundException, match="Statement gone is not found in resource policy"):
        function.functions.remove_permission(RemovePermissionRequest(function_name="f", statement_id="gone"))
    with pytest.raises(PreconditionFailedException, match="GetPolicy"):
        add(function, "third", revision_id=before)


async def test_tags_are_added_replaced_and_taken_away(function: Bench) -> None:
    function.functions.tag_resource(TagResourceRequest(resource=ARN, tags={"a": "1", "b": "2"}))
    function.functions.tag_resource(TagResourceRequest(resource=ARN, tags={"b": "3"}))
    function.functions.untag_resource(UntagResourceRequest(resource=ARN, tag_keys=["a", "gone"]))

    assert function.functions.list_tags(TagsRequest(resource=ARN)).tags == {"b": "3"}
    assert function.functions.get_function(FunctionNameRequest(function_name="f")).tags == {"b": "3"}


async def test_tags_of_aliases_and_more_tags_than_fit_are_refused(function: Bench) -> None:
    with pytest.raises(InvalidParameterValueException, match="specify a function ARN"):
        function.functions.list_tags(TagsRequest(resource=f"{ARN}:live"))
    with pytest.raises(InvalidParameterValueException, match="tag limit"):
        function.functions.tag_resource(TagResourceRequest(resource=ARN, tags={str(key): "" for key in range(51)}))
