"""The emulator as a process: where it listens, how it ends, and that nothing outlives it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.emulator_process import (
    HELLO_TEMPLATE,
    EmulatorProcess,
    call,
    eventually,
    following,
    running_emulator,
    write_hello_project,
)


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[EmulatorProcess]:
    """An emulator on the hello project."""
    with running_emulator(write_hello_project(tmp_path)) as running:
        yield running


def frozen(environments: list[psutil.Process]) -> list[psutil.Process]:
    """Those that are stopped."""
    return [process for process in environments if process.status() == psutil.STATUS_STOPPED]


def test_the_ready_file_says_where_everything_listens(emulator: EmulatorProcess) -> None:
    assert emulator.ready["pid"] == emulator.process.pid
    assert "Prod" in [api["stage"] for api in emulator.ready["apis"]]
    assert call(f"{emulator.control_url}/_lgtui/health").json()["status"] == "ok"
    assert call(f"{emulator.api_url}/hello").body == b"hello"


def test_every_api_is_also_below_the_control_port(emulator: EmulatorProcess) -> None:
    api_id = emulator.ready["apis"][0]["id"]

    answer = call(f"{emulator.control_url}/_aws/execute-api/{api_id}/Prod/hello")

    assert (answer.status, answer.body) == (200, b"hello")


def test_the_accounts_throttle_can_be_chosen(tmp_path: Path) -> None:
    with running_emulator(write_hello_project(tmp_path), "--account-throttle", "0.01:2") as emulator:
        limits = call(f"{emulator.control_url}/account").json()["throttleSettings"]
        statuses = [call(f"{emulator.api_url}/hello").status for _ in range(3)]

    assert limits == {"rateLimit": 0.01, "burstLimit": 2}
    assert statuses == [200, 200, 429]


def test_the_control_port_refuses_a_foreign_host_and_a_foreign_origin(emulator: EmulatorProcess) -> None:
    url = f"{emulator.control_url}/_lgtui/health"

    assert call(url, headers={"Host": "evil.example"}).status == 403
    assert call(url, headers={"Origin": "https://evil.example"}).status == 403


def test_a_function_url_answers_by_path_by_host_name_and_to_pages_of_other_origins(tmp_path: Path) -> None:
    template = HELLO_TEMPLATE.replace("      Events:", "      FunctionUrlConfig: {AuthType: NONE}\n      Events:")
    with running_emulator(write_hello_project(tmp_path, template=template)) as emulator:
        (function,) = emulator.ready["functions"]
        url_id = function["url"].rstrip("/").rpartition("/")[2]
        host = f"{url_id}.lambda-url.us-east-1.localhost:4566"

        answers = [
            call(function["url"]),
            call(f"{emulator.control_url}/", headers={"Host": host}),
            call(function["url"], headers={"Origin": "https://shop.example"}),
        ]
        announced = json.loads(call(f"{emulator.control_url}/2021-10-31/functions/Hello/url").body)

    assert [(answer.status, answer.body) for answer in answers] == [(200, b"hello")] * 3
    assert announced["FunctionUrl"] == function["url"]


def test_a_function_url_refuses_a_foreign_host(emulator: EmulatorProcess) -> None:
    assert call(f"{emulator.control_url}/_aws/lambda-url/any/", headers={"Host": "evil.example"}).status == 403


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_emulator_and_its_frozen_environments_with_exit_code_0(
    emulator: EmulatorProcess, number: signal.Signals
) -> None:
    call(f"{emulator.api_url}/hello")
    eventually(lambda: frozen(emulator.environments()))
    environments = emulator.environments()

    emulator.process.send_signal(number)

    assert emulator.process.wait(10) == 0
    assert not [process for process in environments if process.is_running()]


def test_environments_of_an_emulator_that_was_killed_are_gone_within_two_seconds(emulator: EmulatorProcess) -> None:
    call(f"{emulator.api_url}/hello")
    eventually(lambda: frozen(emulator.environments()))
    environments = emulator.environments()

    emulator.process.kill()
    emulator.process.wait(10)

    _, alive = psutil.wait_procs(environments, timeout=2)
    assert alive == []


def test_the_emulator_ends_with_its_standard_input_where_it_was_asked_to(tmp_path: Path) -> None:
    project = write_hello_project(tmp_path)
    with running_emulator(project, "--until-stdin-closes", stdin=subprocess.PIPE) as emulator:
        assert emulator.process.stdin is not None

        emulator.process.stdin.close()

        assert emulator.process.wait(10) == 0
        emulator.process.stdin = None


def test_a_port_asked_for_by_number_that_is_in_use_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "lgtui", "serve", str(write_hello_project(tmp_path)), "--port", str(port)]

        ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=20)

    assert ended.returncode == 2
    assert ended.stderr == f"lgtui: port {port} is in use; choose another one, or 0 for any free one\n"


def test_a_broken_template_still_serves_says_file_and_line_and_loads_once_mended(tmp_path: Path) -> None:
    project = write_hello_project(tmp_path)
    whole = (project / "template.yaml").read_text()
    (project / "template.yaml").write_text("Resources:\n  Hello: [\n")
    with running_emulator(project) as emulator:
        assert call(f"{emulator.control_url}/_lgtui/health").json()["status"] == "problem"
        assert emulator.ready["apis"] == []

        (project / "template.yaml").write_text(whole)

        eventually(lambda: call(f"{emulator.control_url}/_lgtui/health").json()["status"] == "ok")
        apis = call(f"{emulator.control_url}/restapis").json()["item"]
        assert call(f"{emulator.control_url}/_aws/execute-api/{apis[0]['id']}/Prod/hello").body == b"hello"


def test_the_feed_begins_with_the_whole_state_and_goes_on_with_what_changes(emulator: EmulatorProcess) -> None:
    with following(emulator) as frames:
        hello = next(frames)
        call(f"{emulator.api_url}/hello")
        kinds = set()
        for frame in frames:
            kinds.add(frame["type"])
            if {"EnvironmentsChanged", "BucketsChanged", "LogsWritten", "CountersChanged"} <= kinds:
                break

    assert hello["type"] == "Hello"
    assert [function["name"] for function in hello["functions"]] == ["Hello"]
    assert hello["pid"] == emulator.process.pid


def test_the_feed_tells_what_an_alias_picked_while_it_is_picking(tmp_path: Path) -> None:
    with running_emulator(write_hello_project(tmp_path)) as emulator, following(emulator) as frames:
        function = f"{emulator.control_url}/2015-03-31/functions/Hello"
        call(f"{function}/versions", "POST", b"{}")
        call(f"{function}/aliases", "POST", b'{"Name": "live", "FunctionVersion": "1"}')
        call(f"{function}/invocations?Qualifier=live", "POST", b'{"by": 1}')
        resources = (frame["functions"][0]["aliases"] for frame in frames if frame["type"] == "ResourcesChanged")

        assert any(aliases.get("live", {}).get("picked") == {"1": 1} for aliases in resources)


def test_a_request_s_trace_is_found_by_its_request_id(emulator: EmulatorProcess) -> None:
    request_id = call(f"{emulator.api_url}/hello").headers["x-amzn-requestid"]

    trace = call(f"{emulator.control_url}/_lgtui/traces/{request_id}").json()

    assert trace["status"] == 200
    assert [entry["name"] for entry in trace["entries"]][:2] == ["resolve", "route"]


def test_the_log_goes_to_standard_error_and_the_urls_to_standard_output(tmp_path: Path) -> None:
    handler = "def handler(event, context):\n    print('printed by the handler')\n    return {'statusCode': 200}\n"
    with running_emulator(write_hello_project(tmp_path, handler)) as emulator:
        call(f"{emulator.api_url}/hello")
        emulator.process.terminate()
        out, err = emulator.process.communicate(timeout=10)

    assert out.decode().splitlines()[-2:] == [
        f"AWS API: {emulator.control_url}",
        "access key: AKIAIOSFODNN7EXAMPLE  secret: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ]
    assert b"Hello $LATEST: printed by the handler\n" in err
    assert b"Method completed with status: 200" in err


def test_a_quiet_emulator_prints_no_log(tmp_path: Path) -> None:
    with running_emulator(write_hello_project(tmp_path), "--quiet") as emulator:
        call(f"{emulator.api_url}/hello")
        emulator.process.terminate()
        _, err = emulator.process.communicate(timeout=10)

    assert err == b""


def test_the_folder_that_environments_work_in_is_removed(tmp_path: Path) -> None:
    project, temporary = write_hello_project(tmp_path / "project"), tmp_path / "temporary"
    temporary.mkdir()
    with running_emulator(project, env={**os.environ, "TMPDIR": str(temporary)}) as emulator:
        call(f"{emulator.api_url}/hello")
        assert list(temporary.iterdir()) != []

        emulator.process.terminate()
        emulator.process.wait(10)

    assert list(temporary.iterdir()) == []
