"""`/_lgtui/logs`, `/_lgtui/metrics` and the feed's figures: what the region remembers, over HTTP."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.emulator_process import Answer, EmulatorProcess, call, eventually, running_emulator, write_hello_project

HANDLER = """\
def handler(event, context):
    print("greeting", event.get("path"))
    return {"statusCode": 200, "body": "hello"}
"""


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator whose function was called three times."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"), HANDLER)) as running:
        for _ in range(3):
            call(f"{running.api_url}/hello")
        yield running


def _get(emulator: EmulatorProcess, path: str) -> Answer:
    return call(f"{emulator.control_url}/_lgtui/{path}")


def test_metrics_are_points_over_time(emulator: EmulatorProcess) -> None:
    metrics = _get(emulator, "metrics?period=60").json()

    assert sum(point["Sum"] for point in metrics["Invocations"]) == 3
    assert sum(point["SampleCount"] for point in metrics["Duration"]) == 3
    (cold,) = (point for point in metrics["ColdStarts"] if point["Sum"])
    assert cold["time"] % 60 == 0
    assert metrics["Throttles"] == []


def test_metrics_of_a_function_that_does_not_exist_are_empty(emulator: EmulatorProcess) -> None:
    assert _get(emulator, "metrics?function=nobody&metric=Invocations").json() == {"Invocations": []}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("metric=Nothing", "There is no metric Nothing"),
        ("period=0", "A period is one second or more"),
        ("start=soon", "The query cannot be read"),
        ("functoin=f", "There is no parameter functoin"),
    ],
)
def test_a_query_that_cannot_be_read_is_refused_in_words(emulator: EmulatorProcess, query: str, message: str) -> None:
    answer = _get(emulator, f"metrics?{query}")
    assert answer.status == 400
    assert answer.json()["message"].startswith(message)


def test_logs_are_groups_streams_and_lines(emulator: EmulatorProcess) -> None:
    (group,) = _get(emulator, "logs").json()["groups"]
    name = quote(group["name"], safe="")

    found = _get(emulator, f"logs?group={name}&text=greeting&since=600").json()

    assert [event["text"] for event in found["events"]] == ["greeting /hello"] * 3
    assert {event["stream"] for event in found["events"]} <= {stream["name"] for stream in found["streams"]}
    assert len(_get(emulator, f"logs?group={name}&limit=2").json()["events"]) == 2


def test_metrics_of_an_api_are_told_by_its_name(emulator: EmulatorProcess) -> None:
    name = quote(emulator.ready["apis"][0]["name"])
    before = sum(point["Sum"] for point in _get(emulator, f"metrics?api={name}&metric=Count").json()["Count"])
    call(f"{emulator.api_url}/hello")
    points = _get(emulator, f"metrics?api={name}&stage=Prod").json()
    assert sum(point["Sum"] for point in points["Count"]) == before + 1
    assert points["Latency"][-1]["p99"] > 0


def test_lines_are_there_after_a_restart(tmp_path: Path) -> None:
    project = write_hello_project(tmp_path, HANDLER)
    with running_emulator(project) as first:
        call(f"{first.api_url}/hello")
        (group,) = _get(first, "logs").json()["groups"]
    with running_emulator(project) as second:
        found = _get(second, f"logs?group={quote(group['name'], safe='')}&text=greeting").json()
    assert [event["text"] for event in found["events"]] == ["greeting /hello"]


def test_the_feed_tells_what_functions_do(emulator: EmulatorProcess) -> None:
    with urllib.request.urlopen(f"{emulator.control_url}/_lgtui/feed", timeout=20) as feed:
        hello = json.loads(feed.readline())
        assert hello["concurrency"]["limit"] == 1_000
        call(f"{emulator.api_url}/hello")
        frames = (json.loads(line) for line in feed)
        changed = next(frame for frame in frames if frame["type"] == "ConcurrencyChanged")
    (activity,) = changed["concurrency"]["functions"]
    assert activity["rate"] > 0 and activity["duration"] > 0


def test_the_feed_is_quiet_while_nothing_runs(emulator: EmulatorProcess) -> None:
    call(f"{emulator.control_url}/_lgtui/clock", "POST", b'{"step": 60}')
    eventually(lambda: _get(emulator, "metrics?metric=Invocations").json() == {"Invocations": []})
    with urllib.request.urlopen(f"{emulator.control_url}/_lgtui/feed", timeout=20) as feed:
        kinds: list[str] = []
        while kinds.count("Heartbeat") < 2:
            kinds.append(json.loads(feed.readline())["type"])
    assert set(kinds) <= {"Hello", "Heartbeat", "EnvironmentsChanged", "ConcurrencyChanged"}
    assert kinds.count("ConcurrencyChanged") <= 1


def test_a_trace_is_found_by_the_id_of_the_functions_invocation_too(emulator: EmulatorProcess) -> None:
    request_id = call(f"{emulator.api_url}/hello").headers["x-amzn-requestid"]
    trace = _get(emulator, f"traces/{request_id}").json()
    (invocation_id,) = [found for each in trace["entries"] if (found := each.get("saw", {}).get("Lambda request id"))]

    assert invocation_id != request_id
    assert _get(emulator, f"traces/{invocation_id}").json() == trace
    assert _get(emulator, "traces/nobody").status == 404
