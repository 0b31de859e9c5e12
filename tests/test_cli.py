"""The command line as people type it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lgtui import __version__
from tests.emulator_process import EmulatorProcess, running_emulator, write_hello_project

HANDLER = """\
def handler(event, context):
    print("seen", event)
    return 1 / event["by"]
"""


def lgtui(*arguments: str, folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end."""
    command = [sys.executable, "-m", "lgtui", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=folder)


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator on a function that divides."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"), HANDLER)) as running:
        yield running


def test_the_version_is_told() -> None:
    assert lgtui("--version").stdout == f"lgtui {__version__}\n"


def test_a_demo_that_does_not_exist_is_refused_with_the_names_of_those_that_do(tmp_path: Path) -> None:
    ended = lgtui("demo", "nothing", folder=tmp_path)

    assert ended.returncode == 2
    assert ended.stderr == "lgtui: there is no demo 'nothing'; the demos are aliases, hello, orders, throttle\n"


def test_the_explorer_without_a_terminal_says_what_to_use_instead(tmp_path: Path) -> None:
    ended = lgtui(str(write_hello_project(tmp_path)))

    assert ended.returncode == 2
    assert ended.stderr == "lgtui: the explorer needs a terminal; `lgtui serve` runs the emulator without one\n"


def test_a_port_out_of_range_is_refused() -> None:
    ended = lgtui("serve", ".", "--port", "70000")

    assert ended.returncode == 2
    assert "a port is 0 to 65535, not 70000" in ended.stderr


def test_a_size_that_is_none_is_refused(tmp_path: Path) -> None:
    ended = lgtui("screenshot", str(tmp_path), str(tmp_path / "out.svg"), "--size", "wide")

    assert ended.returncode == 2
    assert "a size is WxH, for example 160x45, not wide" in ended.stderr


def test_a_demo_that_cannot_be_copied_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")

    ended = lgtui("demo", "hello", "--to", "taken", folder=tmp_path)

    assert ended.returncode == 2
    assert ended.stderr.startswith("lgtui: the demo cannot be copied: ")
    assert "Traceback" not in ended.stderr


def test_checking_a_project_lists_what_is_emulated(tmp_path: Path) -> None:
    ended = lgtui("check", str(write_hello_project(tmp_path)))

    assert ended.returncode == 0
    assert "GET /hello" in ended.stdout


def test_checking_a_broken_project_says_where_and_ends_with_1(tmp_path: Path) -> None:
    project = write_hello_project(tmp_path, template="Resources:\n  A: {Type: AWS::Lambda::Function\n")

    ended = lgtui("check", str(project))

    assert ended.returncode == 1
    assert "template.yaml:" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr


def test_an_invocation_prints_what_the_function_returns(emulator: EmulatorProcess) -> None:
    ended = lgtui("invoke", "Hello", "-p", '{"by": 4}', "--tail", "--endpoint-url", emulator.control_url)

    assert (ended.returncode, ended.stdout) == (0, "0.25\n")
    assert "seen {'by': 4}" in ended.stderr
    assert "REPORT RequestId: " in ended.stderr


def test_an_invocation_s_event_may_come_from_a_file(emulator: EmulatorProcess, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text('{"by": 2}')

    ended = lgtui("invoke", "Hello", "-p", f"@{tmp_path / 'event.json'}", "--endpoint-url", emulator.control_url)

    assert (ended.returncode, ended.stdout) == (0, "0.5\n")


def test_an_invocation_s_event_may_be_a_sample_of_the_function_s_account(emulator: EmulatorProcess) -> None:
    ended = lgtui("invoke", "Hello:$LATEST", "--template", "sqs", "--tail", "--endpoint-url", emulator.control_url)

    assert "seen {'Records': [{'messageId': " in ended.stderr
    assert "'eventSourceARN': 'arn:aws:sqs:us-east-1:" in ended.stderr


def test_an_invocation_whose_function_fails_prints_the_error_and_ends_with_1(emulator: EmulatorProcess) -> None:
    ended = lgtui("invoke", "Hello", "-p", '{"by": 0}', "--endpoint-url", emulator.control_url)

    assert ended.returncode == 1
    assert '"errorType": "ZeroDivisionError"' in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["invoke", "Nobody"], "Function not found: "),
        (["invoke", "Hello", "-p", "{"], "Could not parse request body into json"),
        (["invoke", "Hello", "-p", "@nothing.json"], "No such file or directory: 'nothing.json'"),
    ],
)
def test_an_invocation_that_cannot_be_made_is_one_sentence_and_exit_code_2(
    emulator: EmulatorProcess, arguments: list[str], message: str
) -> None:
    ended = lgtui(*arguments, "--endpoint-url", emulator.control_url)

    assert ended.returncode == 2
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_invocation_without_an_emulator_says_how_to_start_one() -> None:
    ended = lgtui("invoke", "Hello", "--endpoint-url", "http://127.0.0.1:1")

    assert ended.returncode == 2
    assert "no emulator answers at http://127.0.0.1:1" in ended.stderr
    assert "lgtui serve" in ended.stderr


def test_everything_but_the_console_is_imported_without_textual() -> None:
    program = (
        "import sys, lgtui.cli, lgtui.serve, lgtui.load.command, lgtui.project.check, lgtui.invoke;"
        "sys.exit('textual' in sys.modules or 'rich' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
