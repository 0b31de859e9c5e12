"""CloudWatch's metrics on the control port, in each protocol that SDKs speak to it.

What is recorded on AWS is in localstack/localstack, tests/aws/services/cloudwatch.
"""

import gzip
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import botocore.parsers
import botocore.serialize
import botocore.session
import cbor2
import pytest
from botocore.exceptions import ClientError

from tests.aws_client import aws_client
from tests.emulator_process import Answer, EmulatorProcess, call, running_emulator, write_hello_project

HANDLER = """\
def handler(event, context):
    if event == "raise":
        raise ValueError("as asked")
    return {"statusCode": 200, "body": ""}
"""

PROTOCOLS = ["query", "json", "smithy-rpc-v2-cbor"]

SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=AK/20261122/us-east-1/monitoring/aws4_request"}

SUMMARY = {"SampleCount": 1, "Sum": 1, "Minimum": 1, "Maximum": 1}

FUNCTION = [{"Name": "FunctionName", "Value": "Hello"}]


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator that has answered three requests and invoked a function four times beside, of which one failed."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"), HANDLER)) as running:
        functions = aws_client(running, "lambda")
        for payload in (b"1", b"2", b"3", b'"raise"'):
            functions.invoke(FunctionName="Hello", Payload=payload)
        for _ in range(3):
            assert call(f"{running.api_url}/hello").status == 200
        yield running


@pytest.fixture(scope="module")
def metrics(emulator: EmulatorProcess) -> Any:
    """A client."""
    return aws_client(emulator, "cloudwatch", parameter_validation=False)


def last_minutes(**more: Any) -> dict[str, Any]:
    """From an hour ago until soon, as the operations take it."""
    now = datetime.now(UTC)
    return {"StartTime": now - timedelta(hours=1), "EndTime": now + timedelta(minutes=1), "Period": 86_400, **more}


def query(id_: str, name: str, stat: str, **more: Any) -> dict[str, Any]:
    """A query of GetMetricData about the function."""
    metric = {"Namespace": "AWS/Lambda", "MetricName": name, "Dimensions": FUNCTION}
    return {"Id": id_, "MetricStat": {"Metric": metric, "Period": 86_400, "Stat": stat, **more}}


def ask(metrics: Any, *queries: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What GetMetricData answers."""
    times = last_minutes()
    answer: dict[str, Any] = metrics.get_metric_data(
        MetricDataQueries=list(queries), StartTime=times["StartTime"], EndTime=times["EndTime"], **more
    )
    return answer


def refusal(operation: Any, **arguments: Any) -> tuple[int, str, str]:
    """The status, code and message by which an operation is refused."""
    with pytest.raises(ClientError) as refused:
        operation(**arguments)
    response = refused.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"], response["Error"]["Message"]


def call_in(emulator: EmulatorProcess, protocol: str, operation: str, **parameters: Any) -> tuple[Answer, Any]:
    """Call an operation as botocore would in that protocol: the answer, and what botocore reads in it."""
    model = botocore.session.get_session().get_service_model("cloudwatch").operation_model(operation)
    request = botocore.serialize.create_serializer(protocol).serialize_to_request(parameters, model)
    body = request["body"]
    if isinstance(body, dict):
        body = urlencode(body).encode()
    answer = call(emulator.control_url + request["url_path"], "POST", body, {**request["headers"], **SIGNED})
    parsed = {"status_code": answer.status, "headers": answer.headers, "body": answer.body}
    return answer, botocore.parsers.create_parser(protocol).parse(parsed, model.output_shape)


# Protocols ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_statistics_are_told_in_every_protocol(emulator: EmulatorProcess, protocol: str) -> None:
    answer, parsed = call_in(
        emulator,
        protocol,
        "GetMetricStatistics",
        Namespace="AWS/Lambda",
        MetricName="Errors",
        Dimensions=FUNCTION,
        Statistics=["Sum", "SampleCount"],
        ExtendedStatistics=["p50", "p100"],
        **last_minutes(),
    )

    (point,) = parsed["Datapoints"]
    assert answer.status == 200 and parsed["Label"] == "Errors"
    assert timedelta(minutes=50) < datetime.now(UTC) - point.pop("Timestamp") < timedelta(minutes=70)
    assert point == {
        "Sum": 1.0,
        "SampleCount": 7.0,
        "Unit": "Count",
        "ExtendedStatistics": {"p50": 0.0, "p100": 1.0},
    }


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_refusal_is_the_same_in_every_protocol(emulator: EmulatorProcess, protocol: str) -> None:
    answer, parsed = call_in(
        emulator,
        protocol,
        "GetMetricStatistics",
        Namespace="n",
        MetricName="m",
        **last_minutes(Statistics=["Sum"], Period=7),
    )

    message = "The parameter Period must be a value of 1, 5, 10, 20, 30, or any multiple of 60."
    error = parsed["Error"]
    assert answer.status == 400
    assert error.get("Message") == message
    assert (error["Code"], error["Type"]) == ("InvalidParameterValue", "Sender")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_what_is_not_emulated_is_refused_in_every_protocol(emulator: EmulatorProcess, protocol: str) -> None:
    answer, parsed = call_in(emulator, protocol, "DescribeAlarms")

    assert answer.status == 501
    assert parsed["Error"]["Code"] == "NotImplementedException"
    assert parsed["Error"]["Message"] == "lgtui does not emulate DescribeAlarms of monitoring."


@pytest.mark.parametrize(
    ("path", "headers", "body"),
    [
        ("/service/GraniteServiceVersion20100801/operation/ListMetrics", {"Smithy-Protocol": "rpc-v2-cbor"}, b"\xa0"),
        ("/", {"X-Amz-Target": "GraniteServiceVersion20100801.ListMetrics"}, b"{}"),
        ("/?Action=ListMetrics&Version=2010-08-01", {}, b""),
        ("/", {"Host": "monitoring.us-east-1.localhost.localstack.cloud"}, b"Action=ListMetrics"),
    ],
)
def test_an_unsigned_request_is_known_by_what_it_names(
    emulator: EmulatorProcess, path: str, headers: dict[str, str], body: bytes
) -> None:
    answer = call(emulator.control_url + path, "POST", body, headers)

    assert answer.status == 200
    assert b"AWS/Lambda" in answer.body


@pytest.mark.parametrize("body", [b"\xff", b"\x01", b"\xa1\x61", b"\xd8\x1e\x00"])
def test_cbor_that_cannot_be_read_is_the_sender_s_fault(emulator: EmulatorProcess, body: bytes) -> None:
    path = "/service/GraniteServiceVersion20100801/operation/ListMetrics"
    answer = call(emulator.control_url + path, "POST", body, {"Smithy-Protocol": "rpc-v2-cbor"})

    assert answer.status == 400
    assert cbor2.loads(answer.body)["__type"] == "SerializationException"


# Lambda and API Gateway -----------------------------------------------------------------------------------------


def test_metrics_are_listed_by_their_dimensions(metrics: Any) -> None:
    def listed(**arguments: Any) -> set[tuple[str, str]]:
        found = metrics.list_metrics(**arguments)["Metrics"]
        return {(each["MetricName"], ", ".join(pair["Name"] for pair in each["Dimensions"])) for each in found}

    for dimensions in ("", "FunctionName", "FunctionName, Resource"):
        assert {("Invocations", dimensions), ("Duration", dimensions)} <= listed(Namespace="AWS/Lambda")
    assert listed(MetricName="Latency") == {("Latency", "ApiName"), ("Latency", "ApiName, Stage")}
    assert listed(MetricName="Errors", Dimensions=[{"Name": "Resource", "Value": "Hello"}]) == {
        ("Errors", "FunctionName, Resource")
    }
    assert listed(MetricName="Errors", Dimensions=[{"Name": "FunctionName", "Value": "Another"}]) == set()
    assert listed(Namespace="lgtui/Lambda", Dimensions=[{"Name": "Resource"}]) == {
        ("ColdStarts", "FunctionName, Resource"),
        ("InitDuration", "FunctionName, Resource"),
    }


def test_several_metrics_are_got_at_once(metrics: Any) -> None:
    api = {"Name": "ApiName", "Value": metrics.list_metrics(MetricName="Count")["Metrics"][0]["Dimensions"][0]["Value"]}
    of_api = {
        "Namespace": "AWS/ApiGateway",
        "MetricName": "Count",
        "Dimensions": [api, {"Name": "Stage", "Value": "Prod"}],
    }
    count = {"Id": "count", "MetricStat": {"Metric": of_api, "Period": 86_400, "Stat": "Sum"}, "Label": "requests"}
    hidden = {**query("hidden", "Throttles", "Sum"), "ReturnData": False}
    answer = ask(
        metrics, query("invocations", "Invocations", "Sum"), query("errors", "Errors", "Average"), count, hidden
    )

    found = {each["Id"]: (each["Label"], each["Values"], each["StatusCode"]) for each in answer["MetricDataResults"]}
    assert found == {
        "invocations": ("Invocations", [7.0], "Complete"),
        "errors": ("Errors", [1 / 7], "Complete"),
        "count": ("requests", [3.0], "Complete"),
    }
    assert answer["Messages"] == []


def test_expressions_work_on_the_other_queries(metrics: Any) -> None:
    share = {"Id": "share", "Expression": "100 * errors / half", "Label": "failed, %"}
    half = {"Id": "half", "Expression": "all / 2", "ReturnData": False}
    of_metrics = [
        {**query("errors", "Errors", "Sum"), "ReturnData": False},
        {**query("all", "Invocations", "Sum"), "ReturnData": False},
    ]
    (result,) = ask(metrics, share, half, *of_metrics)["MetricDataResults"]

    assert (result["Label"], result["Values"]) == ("failed, %", [100 * 1 / 3.5])
    assert len(result["Timestamps"]) == 1


def test_durations_have_percentiles(metrics: Any) -> None:
    (least, middle, most, average) = [
        each["Values"][0]
        for each in ask(
            metrics,
            query("least", "Duration", "Minimum"),
            query("middle", "Duration", "p50"),
            query("most", "Duration", "p100"),
            query("average", "Duration", "Average"),
        )["MetricDataResults"]
    ]

    assert 0 < least <= middle <= most
    assert least <= average <= most


@pytest.mark.parametrize(
    ("queries", "labels"),
    [
        ([("Sum", 60), ("Minimum", 30)], ["Duration Sum 60", "Duration Minimum 30"]),
        ([("Sum", 60), ("Minimum", 60)], ["Duration Sum", "Duration Minimum"]),
        ([("Sum", 60), ("Sum", 30)], ["Duration 60", "Duration 30"]),
        ([("Sum", 60)], ["Duration"]),
    ],
)
def test_a_label_says_what_tells_results_apart(metrics: Any, queries: list[tuple[str, int]], labels: list[str]) -> None:
    asked = [query(f"q{number}", "Duration", stat, Period=period) for number, (stat, period) in enumerate(queries)]

    assert [each["Label"] for each in ask(metrics, *asked)["MetricDataResults"]] == labels


def test_a_metric_that_does_not_exist_has_no_values(metrics: Any) -> None:
    (result,) = ask(metrics, query("none", "Absent", "Sum"))["MetricDataResults"]
    assert (result["Values"], result["StatusCode"]) == ([], "Complete")

    of_another = {
        "Namespace": "AWS/Lambda",
        "MetricName": "Errors",
        "Dimensions": [{"Name": "Resource", "Value": "Hello"}],
    }
    assert metrics.get_metric_statistics(**of_another, **last_minutes(Statistics=["Sum"]))["Datapoints"] == []
    in_bytes = {**of_another, "Dimensions": FUNCTION, "Unit": "Bytes"}
    assert metrics.get_metric_statistics(**in_bytes, **last_minutes(Statistics=["Sum"]))["Datapoints"] == []


# Metrics that are put -------------------------------------------------------------------------------------------


def test_values_that_are_put_are_summed_up_by_period(metrics: Any) -> None:
    minute = datetime.now(UTC).replace(second=0, microsecond=0)
    metrics.put_metric_data(
        Namespace="test/periods",
        MetricData=[
            {"MetricName": "m", "Timestamp": minute - timedelta(seconds=seconds), "Value": seconds}
            for seconds in (0, 10, 60, 70, 130)
        ],
    )
    name = {"Namespace": "test/periods", "MetricName": "m"}

    def sums(period: int, **more: Any) -> list[tuple[int, float]]:
        stat = {"Metric": name, "Period": period, "Stat": "Sum"}
        (result,) = metrics.get_metric_data(
            MetricDataQueries=[{"Id": "q", "MetricStat": stat}],
            StartTime=minute - timedelta(minutes=3),
            EndTime=minute + timedelta(minutes=1),
            **more,
        )["MetricDataResults"]
        ago = [int((minute - each).total_seconds()) for each in result["Timestamps"]]
        return list(zip(ago, result["Values"], strict=True))

    assert sums(60, ScanBy="TimestampAscending") == [(180, 130.0), (120, 70.0), (60, 70.0), (0, 0.0)]
    assert sums(60) == [(0, 0.0), (60, 70.0), (120, 70.0), (180, 130.0)]
    assert sums(10)[:3] == [(0, 0.0), (10, 10.0), (60, 60.0)]
    assert sums(180) == [(0, 0.0), (180, 270.0)]


def test_lists_and_summaries_of_values_are_put_in_units(metrics: Any) -> None:
    name = {"Namespace": "test/values", "MetricName": "m"}
    metrics.put_metric_data(
        Namespace="test/values",
        MetricData=[
            {"MetricName": "m", "Values": [1.0, 10.0], "Counts": [2, 4], "Unit": "Count"},
            {
                "MetricName": "m",
                "StatisticValues": {"SampleCount": 2, "Sum": 30, "Minimum": 10, "Maximum": 20},
                "Unit": "Seconds",
            },
        ],
    )
    answer = metrics.get_metric_statistics(**name, **last_minutes(Statistics=["Sum", "SampleCount", "Maximum"]))

    points = [{key: value for key, value in point.items() if key != "Timestamp"} for point in answer["Datapoints"]]
    assert points == [
        {"SampleCount": 6.0, "Sum": 42.0, "Maximum": 10.0, "Unit": "Count"},
        {"SampleCount": 2.0, "Sum": 30.0, "Maximum": 20.0, "Unit": "Seconds"},
    ]
    (result,) = ask(metrics, {"Id": "m1", "MetricStat": {"Metric": name, "Period": 86_400, "Stat": "Sum"}})[
        "MetricDataResults"
    ]
    assert result["Messages"] == [{"Code": "MultipleUnits", "Value": "Multiple units returned: '[Count, Seconds]'"}]


def test_metrics_that_a_function_prints_are_taken_from_its_log(tmp_path: Path) -> None:
    handler = """\
import json, time
def handler(event, context):
    metrics = [{"Namespace": "shop", "Dimensions": [["service"]], "Metrics": [{"Name": "orders", "Unit": "Count"}]}]
    aws = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": metrics}
    print(json.dumps({"_aws": aws, "service": "checkout", "orders": event}))
"""
    with running_emulator(write_hello_project(tmp_path, handler)) as emulator:
        for orders in (b"2", b"3"):
            aws_client(emulator, "lambda").invoke(FunctionName="Hello", Payload=orders)
        name = {"Namespace": "shop", "MetricName": "orders", "Dimensions": [{"Name": "service", "Value": "checkout"}]}
        metrics = aws_client(emulator, "cloudwatch")
        (point,) = metrics.get_metric_statistics(**name, **last_minutes(Statistics=["Sum", "SampleCount"]))[
            "Datapoints"
        ]

        assert (point["Sum"], point["SampleCount"], point["Unit"]) == (5.0, 2.0, "Count")
        assert metrics.list_metrics(Namespace="shop")["Metrics"] == [name]


def test_a_packed_body_is_unpacked(emulator: EmulatorProcess, metrics: Any) -> None:
    data = [{"MetricName": f"m{number}", "Value": number} for number in range(600)]
    metrics.put_metric_data(Namespace="test/packed", MetricData=data)
    pages = list(metrics.get_paginator("list_metrics").paginate(Namespace="test/packed"))
    assert [len(page["Metrics"]) for page in pages] == [500, 100]

    target = {"X-Amz-Target": "GraniteServiceVersion20100801.ListMetrics", "Content-Encoding": "gzip"}
    for body in (b"{}", gzip.compress(b"{}")[:-4], gzip.compress(bytes(17 * 1024**2))):
        assert call(emulator.control_url, "POST", body, target).json()["__type"] == "SerializationException"


def test_results_are_got_a_page_at_a_time(metrics: Any) -> None:
    now = int(time.time()) - 60
    for name in ("a", "b"):
        metrics.put_metric_data(
            Namespace="test/pages",
            MetricData=[{"MetricName": name, "Timestamp": now - second, "Value": second} for second in range(3)],
        )
    queries = [
        {
            "Id": name,
            "MetricStat": {"Metric": {"Namespace": "test/pages", "MetricName": name}, "Period": 1, "Stat": "Sum"},
        }
        for name in ("a", "b")
    ]
    pages = []
    answer = ask(metrics, *queries, MaxDatapoints=2)
    while True:
        pages.append([(each["Id"], each["Values"], each["StatusCode"]) for each in answer["MetricDataResults"]])
        if "NextToken" not in answer:
            break
        answer = ask(metrics, *queries, MaxDatapoints=2, NextToken=answer["NextToken"])

    assert pages == [
        [("a", [0.0, 1.0], "PartialData")],
        [("a", [2.0], "Complete"), ("b", [0.0], "PartialData")],
        [("b", [1.0, 2.0], "Complete")],
    ]


# Refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({}, "InvalidParameterCombination", "Must specify either Statistics or ExtendedStatistics"),
        ({"ExtendedStatistics": ["p101"]}, "InvalidParameterValue", "The value p101 for parameter ExtendedStatistics"),
        ({"ExtendedStatistics": ["tm99"]}, "NotImplementedException", "lgtui does not emulate the statistic tm99"),
        (
            {"Statistics": ["Median"]},
            "ValidationError",
            "1 validation error detected: Value '[Median]' at 'statistics'",
        ),
        (
            {"Statistics": ["Sum"], "StartTime": 2, "EndTime": 1},
            "InvalidParameterValue",
            "The parameter StartTime must be less than the parameter EndTime.",
        ),
        ({"Statistics": ["Sum"], "Period": 1}, "InvalidParameterCombination", "exceeds the limit of 1,440"),
        ({"Statistics": ["Sum"], "MetricName": None}, "ValidationError", "Value null at 'metricName'"),
    ],
)
def test_statistics_that_cannot_be_told_are_refused(
    metrics: Any, changes: dict[str, Any], code: str, message: str
) -> None:
    arguments = {"Namespace": "n", "MetricName": "m", **last_minutes(), **changes}
    known = {name: value for name, value in arguments.items() if value is not None}
    status, found, said = refusal(metrics.get_metric_statistics, **known)

    assert (status, found) == (501 if "lgtui" in message else 400, code)
    assert message in said


@pytest.mark.parametrize(
    ("queries", "times", "code", "message"),
    [
        ([{"Id": "a"}], {}, "ValidationError", "The parameter MetricDataQueries.member.1.MetricStat is required.\n"),
        (
            [{"Id": "A", "Expression": "1"}],
            {},
            "ValidationError",
            "The value A for parameter MetricDataQueries.member.1.Id",
        ),
        (
            [query("a", "m", "Sum")] * 2,
            {},
            "ValidationError",
            "The values for parameter id in MetricDataQueries are not",
        ),
        ([query("a", "m", "x")], {}, "InvalidParameterValue", "The value x for parameter MetricDataQueries.member.1."),
        ([query("a", "m", "Sum", Period=7)], {}, "InvalidParameterValue", "The parameter Period must be"),
        ([{"Id": "a", "Expression": "m1 / 2"}], {}, "ValidationError", "Error in expression 'm1 / 2': there is no m1"),
        ([{"Id": "a", "Expression": "a + 1"}], {}, "ValidationError", "Error in expression 'a': it refers to itself"),
        ([{"Id": "a", "Expression": "RATE(a)"}], {}, "ValidationError", "it refers to itself"),
        ([{"Id": "a", "Expression": "1"}], {}, "ValidationError", "the result is a number, not a time series"),
        ([{"Id": "a", "Expression": "STDDEV(1)"}], {}, "NotImplementedException", "does not emulate STDDEV"),
        ([query("a", "m", "Sum")], {"NextToken": "x"}, "InvalidNextToken", "NextToken is invalid"),
        (
            [query("a", "m", "Sum")],
            {"StartTime": 5, "EndTime": 5},
            "ValidationError",
            "must not equal parameter EndTime.",
        ),
        ([query("a", "m", "Sum")], {"StartTime": 5, "EndTime": 4}, "ValidationError", "EndTime must be greater than"),
    ],
)
def test_queries_that_cannot_be_answered_are_refused(
    metrics: Any, queries: list[dict[str, Any]], times: dict[str, Any], code: str, message: str
) -> None:
    arguments = {"StartTime": 1, "EndTime": 2, **times}
    _, found, said = refusal(metrics.get_metric_data, MetricDataQueries=queries, **arguments)

    assert found == code
    assert message in said


@pytest.mark.parametrize(
    ("datum", "code", "message"),
    [
        ({"Value": float("inf")}, "InvalidParameterValue", "MetricData.member.1.Value is invalid"),
        (
            {"Values": [1, 2], "Counts": [1]},
            "InvalidParameterValue",
            "Values and MetricData.member.1.Counts must be of the",
        ),
        ({"Value": 1, "Values": [1]}, "InvalidParameterValue", "mutually exclusive and you have specified both."),
        ({"Value": 1, "StatisticValues": SUMMARY}, "InvalidParameterCombination", "mutually exclusive and you have"),
        ({}, "InvalidParameterCombination", "One of the parameters MetricData.member.1.Value"),
        ({"Value": 1, "Timestamp": 1}, "InvalidParameterValue", "within the past two weeks or the next two hours"),
    ],
)
def test_values_that_cannot_be_kept_are_refused(
    emulator: EmulatorProcess, datum: dict[str, Any], code: str, message: str
) -> None:
    answer, parsed = call_in(
        emulator, "smithy-rpc-v2-cbor", "PutMetricData", Namespace="n", MetricData=[{"MetricName": "m", **datum}]
    )

    assert answer.status == 400
    assert parsed["Error"]["Code"] == code
    assert message in parsed["Error"]["Message"]


def test_services_own_namespaces_are_not_written_to(metrics: Any) -> None:
    data = [{"MetricName": "m", "Value": 1}]

    assert refusal(metrics.put_metric_data, Namespace="AWS/Lambda", MetricData=data)[:2] == (
        400,
        "InvalidParameterValue",
    )
    assert "AWS/Lambda" not in json.dumps(metrics.list_metrics(MetricName="m")["Metrics"])
