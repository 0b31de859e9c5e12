"""Every operation of CloudWatch Logs, CloudWatch and STS with input that its model forbids, in every protocol."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import cbor2
import pytest

from lgtui.emulator.cloudwatch.service import CloudWatch
from lgtui.emulator.cloudwatch_logs.model import CreateLogGroupRequest, StreamRequest
from lgtui.emulator.cloudwatch_logs.service import CloudWatchLogs
from lgtui.emulator.identity import Identity
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.wire.addressee import Addressee
from lgtui.emulator.wire.answer import Answer
from lgtui.emulator.wire.rpc import RpcRequest
from lgtui.emulator.wire.rpc_api import RpcApi
from lgtui.emulator.wire.runtime_api import listen
from lgtui.emulator.wire.service_model import Operation, ServiceModel, service_model

WRONG_VALUES: list[Any] = [
    *(5, -1, 10**30, 1.5, float("nan"), True, None, "", "no such thing", "x" * 3_000, "\u0000\n'\"<é🙂", "1e400"),
    *([], [None], [5], ["a", "a"], [[]], [{}], {}, {"a": None}, {"": "", "b": {"c": []}}),
]
"""Values of every type; each member at each depth is given each of them."""

RIGHT_VALUES: dict[str, Any] = {
    "logGroupName": "g",
    "logStreamName": "s",
    "logEvents": [{"timestamp": 1, "message": "m"}],
    "tags": {"a": "b"},
    "retentionInDays": 1,
    "resourceArn": "arn:aws:logs:us-east-1:123456789012:log-group:g",
    "tagKeys": ["a"],
    "Namespace": "n",
    "MetricName": "m",
    "StartTime": 1,
    "EndTime": 100,
    "Period": 60,
    "MetricDataQueries": [
        {"Id": "a", "MetricStat": {"Metric": {"Namespace": "n", "MetricName": "m"}, "Period": 60, "Stat": "Sum"}}
    ],
    "RoleArn": "arn:aws:iam::123456789012:role/r",
    "RoleSessionName": "ci",
    "AccessKeyId": "AKIAIOSFODNN7EXAMPLE",
}
"""What required members have while another one is wrong."""

BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"\xff\xfe",
    b"[" * 100_000,
    b"\x9f" * 100_000,
    b"a.b=1&a=2",
    b"=&&=%ff",
]

TARGETS: dict[str, Any] = {"logs": CloudWatchLogs, "monitoring": CloudWatch, "sts": Identity}

CALLS = [
    (service, operation.name, protocol)
    for service, target in TARGETS.items()
    for operation in service_model(service).operations()
    if hasattr(target, re.sub(r"(?<!^)(?=[A-Z])", "_", operation.name).lower())
    for protocol in service_model(service).protocols
]


class Control:
    """The services of a region that has a log group with a stream."""

    def __init__(self, folder: Path) -> None:
        self.region = Region(Settings(work_folder=folder / "work"), listen)
        self._api = RpcApi(self.region)

    async def furnish(self) -> None:
        """Make what operations are about."""
        await self.region.cloudwatch_logs.create_log_group(CreateLogGroupRequest(log_group_name="g"))
        await self.region.cloudwatch_logs.create_log_stream(StreamRequest(log_group_name="g", log_stream_name="s"))

    async def send(self, service: str, request: RpcRequest) -> Answer:
        return await self._api.handle(service, Addressee(service, "us-east-1", "key"), request)

    def faults(self) -> list[str]:
        """What the log says of faults of lgtui's own."""
        return [line.text for line in self.region.logs.after(0, 20_000)[0] if "lgtui broke" in line.text]


@pytest.fixture
async def control(tmp_path: Path) -> AsyncIterator[Control]:
    """Furnished services, stopped after the test."""
    control = Control(tmp_path)
    await control.furnish()
    yield control
    await control.region.stop()


def request_in(protocol: str, model: ServiceModel, operation: str, members: dict[str, Any]) -> RpcRequest:
    """A request for an operation."""
    if protocol == "json":
        body = json.dumps(members).encode()
        return RpcRequest("/", "", {"x-amz-target": f"{model.target_prefix}.{operation}"}, body)
    if protocol == "query":
        form = [("Action", operation), *(pair for name, value in members.items() for pair in _form(name, value))]
        return RpcRequest("/", "", {}, urlencode(form, errors="replace").encode())
    path = f"/service/{model.target_prefix}/operation/{operation}"
    return RpcRequest(path, "", {"smithy-protocol": "rpc-v2-cbor"}, cbor2.dumps(members))


def _form(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for inner, item in value.items():
            yield from _form(f"{name}.{inner}", item)
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _form(f"{name}.member.{number}", item)
    else:
        yield name, str(value)


def bad_members(model: ServiceModel, operation: Operation) -> Iterator[dict[str, Any]]:
    """Inputs with missing, wrongly typed, too long and unknown members."""
    shape = model.shapes.get(operation.input_shape, {"members": {}})
    right = {name: RIGHT_VALUES[name] for name in shape.get("required", [])}
    yield right
    yield {**right, "noSuchMember": {"a": [1]}}
    for name in right:
        yield {other: value for other, value in right.items() if other != name}
    for name, member in shape["members"].items():
        for value in _wrong(model, member["shape"]):
            yield {**right, name: value}


def _wrong(model: ServiceModel, shape_name: str, depth: int = 0) -> Iterator[Any]:
    yield from WRONG_VALUES
    shape = model.shapes[shape_name]
    if depth > 2:
        return
    if shape["type"] == "structure":
        for name, member in shape["members"].items():
            yield from ({name: value} for value in _wrong(model, member["shape"], depth + 1))
    elif shape["type"] == "list":
        yield from ([value] for value in _wrong(model, shape["member"]["shape"], depth + 1))
    elif shape["type"] == "map":
        yield from ({"key": value, "": value} for value in _wrong(model, shape["value"]["shape"], depth + 1))


def error_in(protocol: str, answer: Answer) -> tuple[str | None, str | None]:
    """An error's code and message as its protocol has them."""
    if protocol == "query":
        root = ElementTree.fromstring(answer.body)
        error = next(element for element in root if element.tag.endswith("Error"))
        found = {element.tag.rpartition("}")[2]: element.text for element in error}
        return found["Code"], found["Message"]
    document = json.loads(answer.body) if protocol == "json" else cbor2.loads(answer.body)
    return document["__type"], document["message"]


@pytest.mark.parametrize(("service", "name", "protocol"), CALLS)
async def test_bad_input_is_answered_in_aws_s_shape(control: Control, service: str, name: str, protocol: str) -> None:
    model = service_model(service)
    operation = model.operation(name)
    assert operation is not None
    requests = [request_in(protocol, model, name, members) for members in bad_members(model, operation)]
    requests += [requests[0]._replace(body=body) for body in BODIES]

    for request in requests:
        answer = await control.send(service, request)
        said = f"{request.body[:300]!r} → {answer.body[:300]!r}"
        assert control.faults() == [], said
        assert 200 <= answer.status < 500 or answer.status == 501, said
        if answer.status >= 400:
            code, message = error_in(protocol, answer)
            assert code and message, said


async def test_times_in_every_form_of_aws_are_the_same_time(control: Control) -> None:
    model = service_model("monitoring")
    times = [1_700_000_000, 1_700_000_000.0, "2023-11-14T22:13:20Z", "2023-11-14T22:13:20", "2023-11-14T23:13:20+01:00"]
    requests = [
        request_in(protocol, model, "GetMetricStatistics", {**members, "StartTime": start, "EndTime": start})
        for protocol in ("json", "smithy-rpc-v2-cbor", "query")
        for members in ({"Namespace": "n", "MetricName": "m", "Period": 60, "Statistics": ["Sum"]},)
        for start in [*times, *([datetime.fromisoformat(str(times[2]))] if protocol.startswith("smithy") else [])]
        if protocol != "query" or isinstance(start, str)
    ]

    for request in requests:
        answer = await control.send("monitoring", request)
        assert b"The parameter StartTime must be less than the parameter EndTime." in answer.body, request
