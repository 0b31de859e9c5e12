"""`lgtui changes` and `/_lgtui/changes` tell what was changed by hand, in people's words."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from lgtui.changes import NOTHING, print_changes
from tests.emulator_process import HELLO_TEMPLATE, EmulatorProcess, call, running_emulator, write_hello_project


@pytest.fixture
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator on a project of one function and one API."""
    project = write_hello_project(tmp_path_factory.mktemp("shop"), template=HELLO_TEMPLATE)
    with running_emulator(project, "--quiet") as running:
        yield running


def client(emulator: EmulatorProcess, service: str) -> Any:
    """boto3's client."""
    return boto3.client(
        service,
        endpoint_url=emulator.control_url,
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
    )


def test_changes_are_told_with_the_template_s_value_and_the_present_one(
    emulator: EmulatorProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    assert print_changes(emulator.control_url) == 0
    assert capsys.readouterr().out == f"{NOTHING}\n"
    api, gateway = emulator.ready["apis"][0], client(emulator, "apigateway")
    patch = {"op": "replace", "path": "/variables/color", "value": "green"}
    gateway.update_stage(restApiId=api["id"], stageName=api["stage"], patchOperations=[patch])
    gateway.create_api_key(name="mine", enabled=True)
    client(emulator, "lambda").update_function_configuration(FunctionName="Hello", Timeout=9)
    root = gateway.get_resources(restApiId=api["id"])["items"][0]
    gateway.delete_method(restApiId=api["id"], resourceId=_hello(gateway, api["id"]), httpMethod="GET")
    gateway.create_resource(restApiId=api["id"], parentId=root["id"], pathPart="mine")

    assert print_changes(emulator.control_url) == 0

    title = f"of API {api['name']}"
    assert capsys.readouterr().out.splitlines()[:5] == [
        f"changed  stage {api['stage']} {title}",
        '           variables.color  nothing → "green"',
        "made     api key mine",
        "changed  function Hello",
        "           Timeout  3 → 9",
    ]
    told = call(f"{emulator.control_url}/_lgtui/changes").json()["changes"]
    assert [(each["title"], each["how"]) for each in told[3:]] == [
        (f"/hello {title}", "changed"),
        (f"/mine {title}", "made"),
    ]
    assert told[3]["members"][0]["path"] == "resourceMethods.GET"


def _hello(gateway: Any, api_id: str) -> str:
    resources = gateway.get_resources(restApiId=api_id)["items"]
    return next(str(each["id"]) for each in resources if each["path"] == "/hello")


def test_without_an_emulator_the_way_to_one_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_changes("http://127.0.0.1:9") == 2
    assert "start one with `lgtui serve`" in capsys.readouterr().err
