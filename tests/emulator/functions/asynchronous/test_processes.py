"""Asynchronous invocation of a real emulator: through AWS's client, from a handler, and across its death."""

import json
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from lgtui.invoke import invoke
from tests.aws_client import aws_client
from tests.emulator_process import (
    HELLO_TEMPLATE,
    EmulatorProcess,
    call,
    eventually,
    running_emulator,
    write_hello_project,
)

HANDLER = """\
import pathlib, time

def handler(event, context):
    if "relay" in event:
        import boto3
        client = boto3.client("lambda")
        answer = client.invoke(FunctionName="Hello", InvocationType="Event", Payload=event["relay"])
        return answer["StatusCode"]
    while not pathlib.Path(event.get("gate", "/")).exists():
        time.sleep(0.01)
    with open(event["file"], "a") as file:
        file.write(f"{event.get('number', 0)} {context.aws_request_id}\\n")
"""

TEMPLATE = HELLO_TEMPLATE.replace("Handler:", "Timeout: 60\n      Handler:")

INVOCATIONS = "/2015-03-31/functions/Hello/invocations"


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator on a function that appends its request's id to a file."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"), HANDLER, TEMPLATE)) as running:
        yield running


def lines(file: Path) -> list[str]:
    """A file's lines, none where there is no file."""
    return file.read_text().splitlines() if file.exists() else []


def test_boto3_invokes_asynchronously(emulator: EmulatorProcess, tmp_path: Path) -> None:
    file = tmp_path / "file"
    answer = aws_client(emulator, "lambda").invoke(
        FunctionName="Hello", InvocationType="Event", Payload=json.dumps({"file": str(file)})
    )
    assert (answer["StatusCode"], answer["Payload"].read()) == (202, b"")
    assert "ExecutedVersion" not in answer and "FunctionError" not in answer
    eventually(lambda: len(lines(file)) == 1)


def test_a_handler_invokes_asynchronously(emulator: EmulatorProcess, tmp_path: Path) -> None:
    file = tmp_path / "file"
    event = {"relay": json.dumps({"file": str(file)})}
    answer = aws_client(emulator, "lambda").invoke(FunctionName="Hello", Payload=json.dumps(event))
    assert json.load(answer["Payload"]) == 202
    eventually(lambda: len(lines(file)) == 1)


def test_lgtui_invoke_takes_the_type_event(
    emulator: EmulatorProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    assert invoke("Hello", json.dumps({"file": str(file)}), "event", False, emulator.control_url) == 0
    assert capsys.readouterr().out == ""
    eventually(lambda: len(lines(file)) == 1)


def test_boto3_sets_lists_and_deletes_how_events_are_handled(emulator: EmulatorProcess) -> None:
    functions = aws_client(emulator, "lambda")
    put = functions.put_function_event_invoke_config(FunctionName="Hello", MaximumRetryAttempts=0)
    assert (put["MaximumRetryAttempts"], put["DestinationConfig"]) == (0, {"OnSuccess": {}, "OnFailure": {}})
    functions.update_function_event_invoke_config(FunctionName="Hello", MaximumEventAgeInSeconds=60)
    got = functions.get_function_event_invoke_config(FunctionName="Hello")
    assert (got["MaximumRetryAttempts"], got["MaximumEventAgeInSeconds"]) == (0, 60)
    listed = functions.list_function_event_invoke_configs(FunctionName="Hello")["FunctionEventInvokeConfigs"]
    assert [config["FunctionArn"] for config in listed] == [got["FunctionArn"]]
    functions.delete_function_event_invoke_config(FunctionName="Hello")
    with pytest.raises(functions.exceptions.ResourceNotFoundException):
        functions.get_function_event_invoke_config(FunctionName="Hello")


def test_a_killed_emulator_delivers_every_queued_event_after_its_restart(tmp_path: Path) -> None:
    project = write_hello_project(tmp_path / "project", HANDLER, TEMPLATE)
    file, gate, state = tmp_path / "file", tmp_path / "gate", str(tmp_path / "state")
    with running_emulator(project, "--state", state) as killed:
        for number in range(100):
            opened = {} if number < 10 else {"gate": str(gate)}
            event = json.dumps({"file": str(file), "number": number, **opened}).encode()
            headers = {"x-amz-invocation-type": "Event"}
            assert call(f"{killed.control_url}{INVOCATIONS}", "POST", event, headers).status == 202
        eventually(lambda: len(lines(file)) == 10)
        environments = killed.environments()
        killed.process.kill()
        killed.process.wait(10)
        psutil.wait_procs(environments, 10)
    assert len(lines(file)) == 10
    gate.touch()
    with running_emulator(project, "--state", state):
        eventually(lambda: {line.split()[0] for line in lines(file)} == {str(number) for number in range(100)})
