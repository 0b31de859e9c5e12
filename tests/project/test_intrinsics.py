"""Intrinsic functions, pseudo parameters and conditions."""

from typing import Any

import pytest

from lgtui.project.attributes import Stack
from lgtui.project.intrinsics import Evaluator, Unresolvable

STACK = Stack("shop", "/shop/template.yaml", "123456789012", "us-east-1")

TEMPLATE: dict[str, Any] = {
    "Conditions": {
        "Production": {"Fn::Equals": [{"Ref": "Environment"}, "prod"]},
        "Development": {"Fn::Not": [{"Condition": "Production"}]},
        "Circle": {"Fn::And": [{"Condition": "Circle"}, {"Condition": "Production"}]},
    },
    "Mappings": {"Sizes": {"dev": {"memory": 128}, "prod": {"memory": 1024}}},
    "Resources": {
        "Orders": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"FunctionName": {"Fn::Sub": "${Environment}-orders"}},
        },
        "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {}},
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "jobs"}},
        "Bucket": {"Type": "AWS::S3::Bucket"},
        "Role": {"Type": "AWS::IAM::Role"},
        "Odd": {"Type": "AWS::New::Thing"},
        "Itself": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Itself"}}},
    },
}


def evaluate(value: Any, environment: str = "dev", *, open_resources: bool = False) -> Any:
    parameters = {"Environment": environment, "Zones": ["a", "b"]}
    return Evaluator(TEMPLATE, STACK, parameters, open_resources=open_resources).evaluate(value)


@pytest.mark.parametrize(
    ("value", "settled"),
    [
        ({"Ref": "Environment"}, "dev"),
        ({"Ref": "AWS::Region"}, "us-east-1"),
        ({"Ref": "Orders"}, "dev-orders"),
        ({"Fn::GetAtt": ["Orders", "Arn"]}, "arn:aws:lambda:us-east-1:123456789012:function:dev-orders"),
        ({"Fn::GetAtt": "Orders.Arn"}, "arn:aws:lambda:us-east-1:123456789012:function:dev-orders"),
        ({"Ref": "Table"}, "Table"),
        ({"Fn::GetAtt": ["Table", "Arn"]}, "arn:aws:dynamodb:us-east-1:123456789012:table/Table"),
        ({"Ref": "Queue"}, "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"),
        ({"Fn::GetAtt": ["Bucket", "Arn"]}, "arn:aws:s3:::bucket"),
        ({"Fn::GetAtt": ["Role", "Arn"]}, "arn:aws:iam::123456789012:role/Role"),
        ({"Fn::GetAtt": ["Odd", "Arn"]}, "arn:aws:new:us-east-1:123456789012:Odd"),
        ({"Fn::Sub": "${Environment}/${Table}/${!literal}/${AWS::AccountId}"}, "dev/Table/${literal}/123456789012"),
        ({"Fn::Sub": ["${x}-${Environment}", {"x": {"Ref": "Table"}}]}, "Table-dev"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Environment"}, 3]]}, "a-dev-3"),
        ({"Fn::Join": ["+", {"Ref": "Zones"}]}, "a+b"),
        ({"Fn::Select": ["1", {"Fn::Split": [".", "a.b.c"]}]}, "b"),
        ({"Fn::FindInMap": ["Sizes", {"Ref": "Environment"}, "memory"]}, 128),
        ({"Fn::If": ["Production", "big", "small"]}, "small"),
        ({"Fn::If": ["Development", {"Ref": "Table"}, {"Ref": "Gone"}]}, "Table"),
        ({"Fn::Base64": "hello"}, "aGVsbG8="),
        ({"Fn::GetAZs": ""}, ["us-east-1a", "us-east-1b", "us-east-1c"]),
        ({"Fn::Select": [0, {"Fn::Cidr": ["10.0.0.0/16", 2, 8]}]}, "10.0.0.0/24"),
        ({"Fn::Length": [1, 2, 3]}, 3),
        ({"Fn::ToJsonString": {"a": [1]}}, '{"a":[1]}'),
        ({"a": {"Ref": "AWS::NoValue"}, "b": [{"Ref": "AWS::NoValue"}, 1]}, {"b": [1]}),
        ("{{resolve:ssm:name}}", "{{resolve:ssm:name}}"),
    ],
)
def test_a_value_is_settled(value: Any, settled: Any) -> None:
    assert evaluate(value) == settled


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"Ref": "Gone"}, "Gone is neither a parameter nor a resource"),
        ({"Fn::GetAtt": ["Gone", "Arn"]}, "Gone is neither"),
        ({"Fn::Sub": "${Gone.Arn}"}, "Gone is neither"),
        ({"Fn::If": ["Gone", 1, 2]}, "condition Gone is not in"),
        ({"Fn::If": ["Circle", 1, 2]}, "depends on itself: condition Circle → condition Circle"),
        ({"Ref": "Itself"}, "depends on itself: resource Itself → resource Itself"),
        ({"Fn::Select": [7, ["a"]]}, "Fn::Select is called with the wrong arguments"),
        ({"Fn::FindInMap": ["Sizes", "gone", "memory"]}, "Sizes has no gone / memory"),
        ({"Fn::Join": ["-", [{"a": 1}]]}, "a text is needed"),
        ({"Fn::Transform": {"Name": "Other"}}, "macro Other is not emulated"),
        ({"Fn::ForEach::X": []}, "Fn::ForEach::X is not one"),
        ({"Fn::GetAtt": 7}, "takes a logical id and an attribute"),
        ({"Fn::Sub": {"a": 1}}, "Fn::Sub takes a text"),
    ],
)
def test_what_cannot_be_settled_says_why(value: Any, words: str) -> None:
    with pytest.raises(Unresolvable, match=words):
        evaluate(value)


def test_conditions_follow_the_parameters() -> None:
    chosen = {"Fn::If": ["Production", "big", "small"]}

    assert (evaluate(chosen, "prod"), evaluate(chosen, "dev")) == ("big", "small")


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Orders"},
        {"Fn::GetAtt": ["Orders", "Arn"]},
        {"Fn::Join": ["", ["a", {"Ref": "Orders"}]]},
        {"Fn::Sub": "${Orders.Arn}-${Environment}-${!x}"},
    ],
)
def test_an_open_evaluator_leaves_references_to_resources(value: Any) -> None:
    assert evaluate(value, open_resources=True) == value


def test_an_open_evaluator_settles_all_else() -> None:
    value = {"Fn::If": ["Production", 1, {"Fn::Sub": "${Environment}-x"}]}

    assert evaluate(value, open_resources=True) == "dev-x"


def test_an_imported_value_is_made_up_and_told() -> None:
    evaluator = Evaluator(TEMPLATE, STACK, {})

    assert evaluator.evaluate({"Fn::ImportValue": "network-vpc"}) == "network-vpc"
    assert "another stack" in evaluator.notices[0]


def test_ids_are_stable_and_differ_between_templates() -> None:
    other = Stack("shop", "/other/template.yaml", "123456789012", "us-east-1")

    assert STACK.stable_id(10, "Api") == STACK.stable_id(10, "Api")
    assert STACK.stable_id(10, "Api") != other.stable_id(10, "Api")
    assert STACK.stable_id(10, "Api").isalnum()
    assert len(STACK.stable_id(10, "Api")) == 10
