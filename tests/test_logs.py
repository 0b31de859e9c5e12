"""`lgtui logs`: a function's lines on standard output."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.aws_client import aws_client
from tests.emulator_process import HELLO_TEMPLATE, call, running_emulator, write_hello_project

HANDLER = """\
def handler(event, context):
    print("greeting", event["path"])
    return {"statusCode": 200, "body": "hello"}
"""


def _logs(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "lgtui", "logs", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_lines_of_this_run_and_of_earlier_ones_are_printed(tmp_path: Path) -> None:
    project = write_hello_project(tmp_path, HANDLER)
    for _ in range(2):
        with running_emulator(project) as emulator:
            call(f"{emulator.api_url}/hello")
            name = call(f"{emulator.control_url}/_lgtui/logs").json()["groups"][0]["name"]
            function = name.removeprefix("/aws/lambda/")
            printed = _logs(function, "--filter", "greeting", "--endpoint-url", emulator.control_url)
            recent = _logs(name, "--since", "0s", "--endpoint-url", emulator.control_url)

    assert [line[13:] for line in printed.stdout.splitlines()] == ["greeting /hello"] * 2
    assert (recent.returncode, recent.stdout) == (0, "")


def test_new_lines_are_followed(tmp_path: Path) -> None:
    with running_emulator(write_hello_project(tmp_path, HANDLER)) as emulator:
        call(f"{emulator.api_url}/hello")
        group = call(f"{emulator.control_url}/_lgtui/logs").json()["groups"][0]["name"]
        arguments = [group, "--follow", "--filter", "greeting", "--endpoint-url", emulator.control_url]
        command = [sys.executable, "-m", "lgtui", "logs", *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as following:
            assert following.stdout is not None
            lines = [following.stdout.readline()]
            call(f"{emulator.api_url}/hello")
            lines.append(following.stdout.readline())
            following.terminate()

    assert [line[13:] for line in lines] == ["greeting /hello\n"] * 2


def test_a_function_s_lines_are_found_in_a_group_that_it_shares(tmp_path: Path) -> None:
    template = HELLO_TEMPLATE.replace("      Runtime:", "      LoggingConfig: {LogGroup: shared}\n      Runtime:")
    other = "  Other: {Type: AWS::Serverless::Function, Properties: {LoggingConfig: {LogGroup: shared}, "
    template += other + "Runtime: python3.11, Handler: app.handler, CodeUri: code/}}\n"
    with running_emulator(write_hello_project(tmp_path, HANDLER, template)) as emulator:
        functions = aws_client(emulator, "lambda")
        for name in ("Hello", "Other"):
            functions.invoke(FunctionName=name, Payload=f'{{"path": "/{name}"}}'.encode())
        printed = _logs("Other", "--filter", "greeting", "--endpoint-url", emulator.control_url)

    assert [line[13:] for line in printed.stdout.splitlines()] == ["greeting /Other"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["f", "--endpoint-url", "http://127.0.0.1:9"], "no emulator answers at http://127.0.0.1:9"),
        (["f", "--since", "soon"], "a time is 30s, 5m or 2h, not soon"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], message: str) -> None:
    refused = _logs(*arguments)

    assert refused.returncode == 2
    assert message in refused.stderr
