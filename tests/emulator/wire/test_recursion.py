"""Loops of invocations, with real requests from handlers: they end, and the log says so."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator_process import Answer, EmulatorProcess, call, eventually, running_emulator, write_hello_project

HANDLER = """\
import json, os, urllib.parse, urllib.request

def handler(event, context):
    following = event.get("next", [context.function_name])
    trace = urllib.parse.quote(os.environ["_X_AMZN_TRACE_ID"], safe="-=;:+&[]{}\\"',")
    request = urllib.request.Request(
        f"{os.environ['AWS_ENDPOINT_URL']}/2015-03-31/functions/{following[0]}/invocations",
        json.dumps({**event, "next": [*following[1:], following[0]]}).encode(),
        {"X-Amzn-Trace-Id": trace, "X-Amz-Invocation-Type": event.get("type", "RequestResponse")},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request) as response:
            deeper = json.loads(response.read() or b"0")
    except urllib.error.HTTPError as error:
        return [1, error.code, error.headers["x-amzn-errortype"], json.loads(error.read())]
    return [deeper[0] + 1, *deeper[1:]] if deeper else 1
"""
TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.11, Handler: app.handler, CodeUri: code/, Timeout: 60}
Resources:
  One: {Type: AWS::Serverless::Function, Properties: {FunctionName: one}}
  Two: {Type: AWS::Serverless::Function, Properties: {FunctionName: two}}
"""


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator on two functions that invoke what their event says."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"), HANDLER, TEMPLATE)) as running:
        yield running


def test_a_function_that_invokes_itself_is_stopped_after_16_times(emulator: EmulatorProcess) -> None:
    times, status, error_type, error = _invoke(emulator, "one", {}).json()

    assert (times, status, error_type) == (16, 400, "RecursiveInvocationException")
    assert error["Type"] == "User" and "recursive loop" in error["Message"]
    assert _figure(emulator, "one", "RecursiveInvocationsDropped") == 1


def test_a_loop_through_two_functions_is_stopped_when_one_of_them_had_its_16_times(emulator: EmulatorProcess) -> None:
    assert _invoke(emulator, "one", {"next": ["two", "one"]}).json()[:2] == [32, 400]


def test_a_loop_of_events_is_stopped_and_the_log_says_so(emulator: EmulatorProcess) -> None:
    before = _figure(emulator, "two", "Invocations")

    assert _invoke(emulator, "two", {"type": "Event"}).json() == 1

    eventually(lambda: _figure(emulator, "two", "RecursiveInvocationsDropped") == 1)
    assert _figure(emulator, "two", "Invocations") - before == 16


def test_a_function_may_be_allowed_to_loop(emulator: EmulatorProcess) -> None:
    url = f"{emulator.control_url}/2024-08-31/functions/one/recursion-config"
    assert call(url, "PUT", b'{"RecursiveLoop": "Allow"}').json() == {"RecursiveLoop": "Allow"}

    times = _invoke(emulator, "one", {"next": ["one"] * 20 + ["two"] * 17}).json()[0]

    call(url, "PUT", b'{"RecursiveLoop": "Terminate"}')
    assert times == 37


def _invoke(emulator: EmulatorProcess, name: str, event: dict[str, Any]) -> Answer:
    url = f"{emulator.control_url}/2015-03-31/functions/{name}/invocations"
    return call(url, "POST", json.dumps(event).encode())


def _figure(emulator: EmulatorProcess, function: str, metric: str) -> float:
    """The sum of a metric."""
    answer = call(f"{emulator.control_url}/_lgtui/metrics?function={function}&metric={metric}")
    return float(sum(point["Sum"] for point in answer.json()[metric]))
