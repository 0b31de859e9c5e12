"""Requests that break the service model's constraints: AWS's sentences."""

from typing import Any

import pytest

from lgtui.emulator.errors import ValidationException
from lgtui.emulator.wire.constraints import Constraints
from lgtui.emulator.wire.service_model import service_model

ROLE = "arn:aws:iam::123456789012:role/r"


def refusal(service: str, name: str, members: dict[str, Any]) -> str:
    """What AWS says of an operation's input; empty where nothing is wrong with it."""
    model = service_model(service)
    operation = next(found for found in model.operations() if found.name == name)
    try:
        Constraints(model, operation).check(members)
    except ValidationException as refused:
        return refused.message
    return ""


def test_an_input_that_keeps_to_the_model_is_let_through() -> None:
    assert refusal("lambda", "CreateFunction", {"FunctionName": "f", "Role": ROLE, "Code": {}}) == ""


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert refusal("lambda", "PutFunctionRecursionConfig", {"RecursiveLoop": "Sometimes"}) == (
        "2 validation errors detected: Value null at 'functionName' failed to satisfy constraint: Member must not be "
        "null; Value 'Sometimes' at 'recursiveLoop' failed to satisfy constraint: Member must satisfy enum value set: "
        "[Terminate, Allow]"
    )


@pytest.mark.parametrize(
    ("name", "members", "expected"),
    [
        (
            "GetFunction",
            {"FunctionName": "f" * 171},
            f"Value '{'f' * 171}' at 'functionName' failed to satisfy constraint: Member must have length less than or "
            "equal to 170",
        ),
        (
            "ListFunctions",
            {"MaxItems": 0},
            "Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
        ),
        (
            "PutFunctionEventInvokeConfig",
            {"FunctionName": "f", "MaximumRetryAttempts": 3},
            "Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or "
            "equal to 2",
        ),
        (
            "CreateFunction",
            {"FunctionName": "f", "Role": ROLE, "Code": {}, "Architectures": ["x86_64", "arm64"]},
            "Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less "
            "than or equal to 1",
        ),
        (
            "CreateFunction",
            {"FunctionName": "f", "Role": ROLE, "Code": {}, "Architectures": ["mips"]},
            "Value '[mips]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member "
            "must satisfy enum value set: [x86_64, arm64], Member must not be null]",
        ),
        (
            "CreateFunction",
            {"FunctionName": "f", "Role": ROLE, "Code": {}, "SnapStart": {"ApplyOn": "Always"}},
            "Value 'Always' at 'snapStart.applyOn' failed to satisfy constraint: Member must satisfy enum value set: "
            "[PublishedVersions, None]",
        ),
        (
            "CreateFunction",
            {"FunctionName": "f", "Role": ROLE, "Code": {}, "Environment": {"Variables": {"9": "x"}}},
            "Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member "
            "must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+, Member must not be null]",
        ),
        (
            "CreateAlias",
            {"FunctionName": "f", "Name": "a", "FunctionVersion": "1",
             "RoutingConfig": {"AdditionalVersionWeights": {"2": 2.0}}},
            "Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must "
            "satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater "
            "than or equal to 0.0, Member must not be null]",
        ),
    ],
)  # fmt: skip
def test_lambda_s_refusals_name_the_member_and_the_rule(name: str, members: dict[str, Any], expected: str) -> None:
    assert refusal("lambda", name, members) == f"1 validation error detected: {expected}"


def test_api_gateway_s_refusals_name_the_member_of_the_body_by_its_input() -> None:
    patch = {"restApiId": "a", "patchOperations": [{"op": "replace"}, {"op": "change", "path": "/name"}]}

    assert refusal("apigateway", "UpdateRestApi", patch) == (
        "1 validation error detected: Value 'change' at 'updateRestApiInput.patchOperations.2.member.op' failed to "
        "satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]"
    )


def test_a_member_of_the_path_is_named_by_itself() -> None:
    response = {"restApiId": "a", "resourceId": "r", "httpMethod": "GET", "statusCode": "wrong"}

    assert refusal("apigateway", "PutIntegrationResponse", response) == (
        "1 validation error detected: Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy "
        r"regular expression pattern: [1-5]\d\d"
    )


def test_tags_may_be_written_in_any_script() -> None:
    tags = {"Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Tags": {"équipe": "café no 5"}}

    assert refusal("lambda", "TagResource", tags) == ""
    assert "Map keys must satisfy" in refusal("lambda", "TagResource", {**tags, "Tags": {"what?": ""}})
