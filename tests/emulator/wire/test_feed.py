"""What the feed tells of who guards an API, what feeds a function, and what requests are signed with."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.credentials import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from tests.emulator_process import EmulatorProcess, call, following, running_emulator, write_hello_project

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth: {Authorizers: {Guard: {FunctionArn: !GetAtt Hello.Arn, Identity: {Header: X-Token}}}}
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      Handler: app.handler
      InlineCode: "def handler(event, context): pass"
      Events:
        Open: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /open, Method: get}}
        Key: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /key, Method: get, Auth: {ApiKeyRequired: true}}}
        Iam: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /iam, Method: get, Auth: {Authorizer: AWS_IAM}}}
        Tok: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /tok, Method: get, Auth: {Authorizer: Guard}}}
"""


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    folder: Path = tmp_path_factory.mktemp("project")
    with running_emulator(write_hello_project(folder, template=TEMPLATE)) as running:
        yield running


def test_hello_tells_what_a_method_asks_of_its_callers(emulator: EmulatorProcess) -> None:
    with following(emulator) as frames:
        (api,) = next(frames)["apis"]

    asked = {
        resource["path"]: (method["authorization"], method["api_key_required"])
        for resource in api["resources"]
        for method in resource["methods"]
    }
    assert asked == {"/open": ("", False), "/key": ("", True), "/iam": ("AWS_IAM", False), "/tok": ("Guard", False)}
    (authorizer,) = api["authorizers"]
    assert (authorizer["name"], authorizer["kind"], authorizer["target"], authorizer["identity_source"]) == (
        "Guard",
        "TOKEN",
        "λ Hello",
        "method.request.header.X-Token",
    )


def test_hello_tells_the_key_to_sign_with(emulator: EmulatorProcess) -> None:
    with following(emulator) as frames:
        signing = next(frames)["signing"]

    assert signing == {
        "access_key_id": ACCESS_KEY_ID,
        "secret_access_key": SECRET_ACCESS_KEY,
        "region": "us-east-1",
    }


def test_the_feed_tells_of_event_source_mappings_as_they_come_change_and_go(emulator: EmulatorProcess) -> None:
    mappings = f"{emulator.control_url}/2015-03-31/event-source-mappings"
    source = {"FunctionName": "Hello", "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:jobs", "BatchSize": 5}
    with following(emulator) as frames:
        told = (frame["functions"][0]["event_sources"] for frame in frames if frame["type"] == "ResourcesChanged")
        number = call(mappings, "POST", json.dumps(source).encode()).json()["UUID"]
        made = next(told)
        call(f"{mappings}/{number}", "PUT", b'{"Enabled": false}')
        changed = next(told)
        call(f"{mappings}/{number}", "DELETE")
        gone = next(told)

    view: dict[str, Any] = {"id": number, "arn": source["EventSourceArn"], "batch_size": 5, "qualifier": ""}
    assert made == [view | {"state": "Enabled"}]
    assert changed == [view | {"state": "Disabled"}]
    assert gone == []
