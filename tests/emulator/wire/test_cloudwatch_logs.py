"""CloudWatch Logs on the control port, as boto3, `aws logs tail` and Terraform use it.

Messages of errors are those recorded on AWS in localstack/localstack, tests/aws/services/logs.
"""

import json
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.aws_client import aws_client
from tests.emulator_process import EmulatorProcess, call, eventually, running_emulator, write_hello_project

GROUP = "/aws/lambda/Hello"

HANDLER = """\
import json
def handler(event, context):
    print("plain words", event)
    print(json.dumps({"level": "ERROR", "number": event}))
    if event == "raise":
        raise ValueError("as asked")
"""

_numbers = count()


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator on a function that prints its event."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"), HANDLER)) as running:
        yield running


@pytest.fixture(scope="module")
def logs(emulator: EmulatorProcess) -> Any:
    """A client."""
    return client(emulator, "logs")


@pytest.fixture
def group(logs: Any) -> str:
    """A group of the test's own."""
    name = f"/test/{next(_numbers)}"
    logs.create_log_group(logGroupName=name)
    return name


@pytest.fixture
def stream(logs: Any, group: str) -> dict[str, str]:
    """A stream of the test's own, as the operations name it."""
    place = {"logGroupName": group, "logStreamName": "stream"}
    logs.create_log_stream(**place)
    return place


def client(emulator: EmulatorProcess, service: str) -> Any:
    """A boto3 client that speaks to the emulator alone."""
    return aws_client(emulator, service, parameter_validation=False)


def put(logs: Any, place: dict[str, str], *messages: str) -> int:
    """Put messages a tenth of a second apart, the last of them now; gives the first one's time."""
    begin = int(time.time() * 1000) - 100 * len(messages)
    events = [{"timestamp": begin + 100 * number, "message": text} for number, text in enumerate(messages)]
    logs.put_log_events(**place, logEvents=events)
    return begin


def replacements(changes: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Patch operations that replace what is at each path."""
    return [{"op": "replace", "path": path, "value": value} for path, value in changes]


def messages(answer: dict[str, Any]) -> list[str]:
    """What the events of an answer say."""
    return [event["message"] for event in answer["events"]]


def refusal(operation: Any, **arguments: Any) -> tuple[int, str, str]:
    """The status, code and message by which an operation is refused."""
    with pytest.raises(ClientError) as refused:
        operation(**arguments)
    response = refused.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"], response["Error"]["Message"]


# Functions ------------------------------------------------------------------------------------------------------


def test_an_invocation_is_in_its_functions_group_as_aws_writes_it(emulator: EmulatorProcess, logs: Any) -> None:
    request_id = client(emulator, "lambda").invoke(FunctionName="Hello", Payload=b'"raise"')["ResponseMetadata"][
        "RequestId"
    ]
    (stream, *_) = logs.describe_log_streams(logGroupName=GROUP, orderBy="LastEventTime", descending=True)["logStreams"]
    place = {"logGroupName": GROUP, "logStreamName": stream["logStreamName"]}

    said = messages(logs.get_log_events(**place, startFromHead=True))
    assert said[0].startswith("INIT_START Runtime Version: python:")
    assert said[1:4] == [
        f"START RequestId: {request_id} Version: $LATEST\n",
        "plain words raise\n",
        '{"level": "ERROR", "number": "raise"}\n',
    ]
    assert said[4].startswith("[ERROR] ValueError: as asked\nTraceback (most recent call last):\n")
    assert not said[4].endswith("\n")
    assert said[5] == f"END RequestId: {request_id}\n"
    assert said[6].startswith(f"REPORT RequestId: {request_id}\tDuration: ") and said[6].endswith("\t\n")
    assert (
        stream["arn"] == f"arn:aws:logs:us-east-1:123456789012:log-group:{GROUP}:log-stream:{stream['logStreamName']}"
    )
    assert stream["firstEventTimestamp"] <= stream["lastEventTimestamp"] <= stream["lastIngestionTime"]


def test_new_lines_are_followed_as_the_command_line_does_it(emulator: EmulatorProcess, logs: Any) -> None:
    functions = client(emulator, "lambda")
    arguments: dict[str, Any] = {"logGroupName": GROUP, "interleaved": True, "filterPattern": "{ $.number = * }"}
    arguments["startTime"] = int(time.time() * 1000)
    seen: dict[str, str] = {}

    def look() -> None:
        answer = logs.filter_log_events(**arguments)
        seen.update({event["eventId"]: event["message"] for event in answer["events"]})
        arguments["startTime"] = max([event["timestamp"] for event in answer["events"]], default=arguments["startTime"])
        assert "nextToken" not in answer and answer["searchedLogStreams"] == []

    for number in (1, 2, 3):
        functions.invoke(FunctionName="Hello", Payload=str(number).encode())
        look()

    assert [json.loads(text)["number"] for text in seen.values()] == [1, 2, 3]
    assert {len(event_id) for event_id in seen} == {56}


def test_the_group_of_a_function_comes_with_its_first_line_and_goes_when_it_is_deleted(
    emulator: EmulatorProcess, logs: Any
) -> None:
    client(emulator, "lambda").invoke(FunctionName="Hello", Payload=b"1")
    assert [each["logGroupName"] for each in logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]] == [GROUP]
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=7)

    logs.delete_log_group(logGroupName=GROUP)
    assert logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"] == []

    client(emulator, "lambda").invoke(FunctionName="Hello", Payload=b"2")
    (again,) = logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]
    assert "retentionInDays" not in again
    assert '"number": 1' not in str(logs.filter_log_events(logGroupName=GROUP))


# Groups ---------------------------------------------------------------------------------------------------------


def test_a_group_is_described(logs: Any, group: str) -> None:
    logs.put_retention_policy(logGroupName=group, retentionInDays=30)
    (described,) = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]

    assert abs(described.pop("creationTime") / 1000 - time.time()) < 60
    assert described == {
        "logGroupName": group,
        "arn": f"arn:aws:logs:us-east-1:123456789012:log-group:{group}:*",
        "logGroupArn": f"arn:aws:logs:us-east-1:123456789012:log-group:{group}",
        "logGroupClass": "STANDARD",
        "metricFilterCount": 0,
        "storedBytes": 0,
        "retentionInDays": 30,
        "deletionProtectionEnabled": False,
    }
    logs.delete_retention_policy(logGroupName=group)
    assert "retentionInDays" not in logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]


def test_groups_are_described_a_page_at_a_time(logs: Any) -> None:
    for number in range(7):
        logs.create_log_group(logGroupName=f"/pages/{number}")
    pages = logs.get_paginator("describe_log_groups").paginate(
        logGroupNamePrefix="/pages/", PaginationConfig={"PageSize": 3}
    )

    assert [[each["logGroupName"][-1] for each in page["logGroups"]] for page in pages] == [
        ["0", "1", "2"],
        ["3", "4", "5"],
        ["6"],
    ]
    assert len(logs.describe_log_groups(logGroupNamePattern="pages/6")["logGroups"]) == 1


def test_tags_are_kept_by_either_name_of_their_operations(logs: Any) -> None:
    logs.create_log_group(logGroupName="/tagged", tags={"env": "test"})
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:/tagged"
    logs.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2"})
    logs.tag_log_group(logGroupName="/tagged", tags={"c": "3"})
    logs.untag_resource(resourceArn=arn, tagKeys=["env", "a"])
    logs.untag_log_group(logGroupName="/tagged", tags=["c"])

    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}
    assert logs.list_tags_log_group(logGroupName="/tagged")["tags"] == {"b": "2"}


def test_a_protected_group_stays(logs: Any) -> None:
    logs.create_log_group(logGroupName="/protected", deletionProtectionEnabled=True)

    assert refusal(logs.delete_log_group, logGroupName="/protected")[:2] == (400, "OperationAbortedException")
    assert len(logs.describe_log_groups(logGroupNamePrefix="/protected")["logGroups"]) == 1


def test_groups_and_what_was_put_outlive_the_emulator(tmp_path: Any) -> None:
    project = write_hello_project(tmp_path)
    place = {"logGroupName": "/lasting", "logStreamName": "stream"}
    with running_emulator(project) as first:
        logs = client(first, "logs")
        logs.create_log_group(logGroupName="/lasting", tags={"a": "1"})
        logs.create_log_stream(**place)
        put(logs, place, "kept")
        first.process.kill()
        first.process.communicate()
    with running_emulator(project) as second:
        logs = client(second, "logs")
        assert logs.list_tags_log_group(logGroupName="/lasting")["tags"] == {"a": "1"}
        assert messages(logs.get_log_events(**place)) == ["kept"]


# Streams --------------------------------------------------------------------------------------------------------


def test_a_stream_without_events_has_no_times_of_events(logs: Any, group: str) -> None:
    logs.create_log_stream(logGroupName=group, logStreamName="new")
    arn = f"arn:aws:logs:us-east-1:123456789012:log-group:{group}"

    for place in ({"logGroupName": group}, {"logGroupIdentifier": group}, {"logGroupIdentifier": arn}):
        (described,) = logs.describe_log_streams(**place)["logStreams"]
        assert described.pop("creationTime") > 0
        assert described == {"logStreamName": "new", "arn": f"{arn}:log-stream:new", "storedBytes": 0}


def test_streams_are_described_by_name_or_by_their_last_events(logs: Any, group: str) -> None:
    for number, name in enumerate(["b", "c", "a"]):
        logs.create_log_stream(logGroupName=group, logStreamName=name)
        event = {"timestamp": int(time.time() * 1000) + number, "message": name}
        logs.put_log_events(logGroupName=group, logStreamName=name, logEvents=[event])

    def names(**arguments: Any) -> list[str]:
        pages = logs.get_paginator("describe_log_streams").paginate(
            logGroupName=group, PaginationConfig={"PageSize": 2}, **arguments
        )
        return [stream["logStreamName"] for page in pages for stream in page["logStreams"]]

    assert names() == ["a", "b", "c"]
    assert names(descending=True) == ["c", "b", "a"]
    assert names(orderBy="LastEventTime") == ["b", "c", "a"]
    assert names(logStreamNamePrefix="c") == ["c"]
    logs.delete_log_stream(logGroupName=group, logStreamName="b")
    assert names() == ["a", "c"]


# Events ---------------------------------------------------------------------------------------------------------


def test_what_was_put_is_got_with_its_times(logs: Any, stream: dict[str, str]) -> None:
    begin = put(logs, stream, "🙀 - 参よ - 日本語", "x")
    (first, second) = logs.get_log_events(**stream)["events"]

    assert (first["timestamp"], first["message"]) == (begin, "🙀 - 参よ - 日本語")
    assert second["timestamp"] == begin + 100
    assert abs(first["ingestionTime"] / 1000 - time.time()) < 60


def test_a_stream_is_walked_through_from_its_head(logs: Any, stream: dict[str, str]) -> None:
    put(logs, stream, *"abcdefg")
    pages = []
    answer = logs.get_log_events(**stream, startFromHead=True, limit=3)
    while answer["events"]:
        pages.append("".join(messages(answer)))
        token = answer["nextForwardToken"]
        answer = logs.get_log_events(**stream, startFromHead=True, limit=3, nextToken=token)

    assert pages == ["abc", "def", "g"]
    assert answer["nextForwardToken"] == token
    back = logs.get_log_events(**stream, limit=2, nextToken=answer["nextBackwardToken"])
    assert messages(back) == ["f", "g"]
    put(logs, stream, "later")
    assert messages(logs.get_log_events(**stream, startFromHead=True, nextToken=token)) == ["later"]


def test_a_stream_is_walked_through_from_its_end(logs: Any, stream: dict[str, str]) -> None:
    put(logs, stream, *"abcde")
    last = logs.get_log_events(**stream, limit=2)
    before = logs.get_log_events(**stream, limit=2, nextToken=last["nextBackwardToken"])
    first = logs.get_log_events(**stream, limit=2, nextToken=before["nextBackwardToken"])
    nothing = logs.get_log_events(**stream, limit=2, nextToken=first["nextBackwardToken"])

    assert [messages(page) for page in (last, before, first, nothing)] == [["d", "e"], ["b", "c"], ["a"], []]
    assert nothing["nextBackwardToken"] == first["nextBackwardToken"]
    assert messages(logs.get_log_events(**stream, nextToken=nothing["nextForwardToken"])) == list("abcde")


def test_a_stream_that_is_still_empty_is_followed(logs: Any, stream: dict[str, str]) -> None:
    empty = logs.get_log_events(**stream, startFromHead=True)
    put(logs, stream, "first")

    assert empty["events"] == []
    assert messages(logs.get_log_events(**stream, startFromHead=True, nextToken=empty["nextForwardToken"])) == ["first"]


def test_times_choose_events(logs: Any, stream: dict[str, str]) -> None:
    begin = put(logs, stream, *"abcde")
    times = {"startTime": begin + 100, "endTime": begin + 300}

    assert messages(logs.get_log_events(**stream, **times)) == ["b", "c"]
    assert messages(logs.filter_log_events(logGroupName=stream["logGroupName"], **times)) == ["b", "c", "d"]


def test_events_of_several_streams_are_found_in_the_order_of_their_times(logs: Any, group: str) -> None:
    now = int(time.time() * 1000)
    for number, name in enumerate(["one", "two", "other"]):
        logs.create_log_stream(logGroupName=group, logStreamName=name)
        events = [{"timestamp": now + 10 * each + number, "message": f"{name} {each}"} for each in range(3)]
        logs.put_log_events(logGroupName=group, logStreamName=name, logEvents=events)

    def found(**arguments: Any) -> list[str]:
        return messages(logs.filter_log_events(logGroupName=group, **arguments))

    in_order = [f"{name} {each}" for each in range(3) for name in ("one", "two", "other")]
    assert found() == in_order
    assert found(startFromHead=False) == in_order[::-1]
    assert found(logStreamNames=["one", "other"], filterPattern="2") == ["one 2", "other 2"]
    assert found(logStreamNamePrefix="o", filterPattern="-other") == ["one 0", "one 1", "one 2"]
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, PaginationConfig={"PageSize": 4})
    assert [messages(page) for page in pages] == [in_order[:4], in_order[4:8], in_order[8:]]


def test_a_page_is_no_larger_than_a_megabyte(logs: Any, stream: dict[str, str]) -> None:
    for letter in "abc":
        put(logs, stream, letter * 500_000)

    assert [message[0] for message in messages(logs.get_log_events(**stream))] == ["b", "c"]
    answer = logs.filter_log_events(logGroupName=stream["logGroupName"])
    assert [message[0] for message in messages(answer)] == ["a", "b"]
    assert "nextToken" in answer


def test_events_that_are_too_old_or_too_new_are_left_out(logs: Any, stream: dict[str, str]) -> None:
    day = 86_400_000
    now = int(time.time() * 1000)
    old = [{"timestamp": now - 15 * day, "message": "old"}]
    near = [{"timestamp": now, "message": "taken"}, {"timestamp": now + day // 2, "message": "new"}]

    assert logs.put_log_events(**stream, logEvents=old)["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1}
    assert logs.put_log_events(**stream, logEvents=near)["rejectedLogEventsInfo"] == {"tooNewLogEventStartIndex": 1}
    logs.put_retention_policy(logGroupName=stream["logGroupName"], retentionInDays=1)
    expired = [{"timestamp": now - 2 * day, "message": "expired"}]
    assert logs.put_log_events(**stream, logEvents=expired)["rejectedLogEventsInfo"] == {"expiredLogEventEndIndex": 1}
    assert messages(logs.get_log_events(**stream)) == ["taken"]


# Refusals -------------------------------------------------------------------------------------------------------


def test_what_does_not_exist_is_said(logs: Any, group: str) -> None:
    no_group = (400, "ResourceNotFoundException", "The specified log group does not exist.")
    no_stream = (400, "ResourceNotFoundException", "The specified log stream does not exist.")
    event = {"timestamp": int(time.time() * 1000), "message": "m"}

    assert refusal(logs.get_log_events, logGroupName="none", logStreamName="s") == no_group
    assert refusal(logs.filter_log_events, logGroupName="none") == no_group
    assert refusal(logs.delete_log_group, logGroupName="none") == no_group
    assert refusal(logs.describe_log_streams, logGroupName="none") == no_group
    assert refusal(logs.put_retention_policy, logGroupName="none", retentionInDays=1) == no_group
    assert refusal(logs.get_log_events, logGroupName=group, logStreamName="s") == no_stream
    assert refusal(logs.delete_log_stream, logGroupName=group, logStreamName="s") == no_stream
    assert refusal(logs.filter_log_events, logGroupName=group, logStreamNames=["s"]) == no_stream
    assert refusal(logs.put_log_events, logGroupName=group, logStreamName="s", logEvents=[event]) == no_stream


def test_what_exists_already_is_said(logs: Any, stream: dict[str, str]) -> None:
    code = "ResourceAlreadyExistsException"
    group = stream["logGroupName"]

    assert refusal(logs.create_log_group, logGroupName=group) == (400, code, "The specified log group already exists")
    assert refusal(logs.create_log_stream, **stream) == (400, code, "The specified log stream already exists")


def test_wrong_parameters_are_refused_in_aws_words(logs: Any, stream: dict[str, str]) -> None:
    group = stream["logGroupName"]
    code = "InvalidParameterException"
    limit = (
        "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: "
        "Member must have value less than or equal to 10000"
    )
    backwards = [{"timestamp": 2, "message": "b"}, {"timestamp": 1, "message": "a"}]

    assert refusal(logs.get_log_events, **stream, limit=10_001) == (400, code, limit)
    assert refusal(logs.filter_log_events, logGroupName=group, limit=10_001) == (400, code, limit)
    token = (400, code, "The specified nextToken is invalid.")
    assert refusal(logs.get_log_events, **stream, nextToken="invalid-token") == token
    assert refusal(logs.filter_log_events, logGroupName=group, nextToken="invalid-token") == token
    assert refusal(logs.describe_log_streams, logGroupName=group, nextToken="invalid-token") == token
    assert refusal(logs.put_log_events, **stream, logEvents=backwards) == (
        400,
        code,
        "Log events in a single PutLogEvents request must be in chronological order.",
    )
    assert refusal(logs.create_log_group, logGroupName="a" * 513) == (
        400,
        code,
        "Invalid LogGroup or LogStream, both must have length less than or equal to 512.",
    )
    assert refusal(logs.describe_log_groups, logGroupNamePrefix="a", logGroupNamePattern="b") == (
        400,
        code,
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    )
    assert refusal(logs.describe_log_streams, logGroupName=group, logGroupIdentifier=group) == (
        400,
        "ValidationException",
        "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
    )
    assert refusal(logs.put_retention_policy, logGroupName=group, retentionInDays=2)[:2] == (400, code)
    by_time = {"orderBy": "LastEventTime", "logStreamNamePrefix": "a"}
    assert refusal(logs.describe_log_streams, logGroupName=group, **by_time)[2] == (
        "Cannot order by LastEventTime with a logStreamNamePrefix."
    )
    assert refusal(logs.filter_log_events, logGroupName=group, filterPattern="{ $.a == 1 }")[2] == (
        "Invalid filter pattern: a value is missing at '= 1 }'"
    )


def test_an_operation_that_is_not_emulated_is_refused_by_its_name(logs: Any) -> None:
    status, code, message = refusal(logs.describe_queries)

    assert (status, code) == (501, "NotImplementedException")
    assert message == "lgtui does not emulate DescribeQueries of logs."


@pytest.mark.parametrize(
    ("target", "body", "status", "answer"),
    [
        ("Logs_20140328.DescribeLogGroups", b"{", 400, {"__type": "SerializationException"}),
        ("Logs_20140328.DescribeLogGroups", b'{"limit": "x"}', 400, {"__type": "SerializationException"}),
        ("Logs_20140328.DescribeLogGroups", b"[]", 400, {"__type": "SerializationException"}),
        ("Logs_20140328.GetLost", b"{}", 400, {"__type": "UnknownOperationException"}),
        ("Logs_20140328.DeleteLogGroup", b"{}", 400, {"__type": "InvalidParameterException"}),
    ],
)
def test_a_request_that_cannot_be_read_is_answered_in_json(
    emulator: EmulatorProcess, target: str, body: bytes, status: int, answer: dict[str, str]
) -> None:
    headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}
    response = call(emulator.control_url, "POST", body, headers)

    assert response.status == status
    assert response.headers["content-type"] == "application/x-amz-json-1.1"
    assert answer.items() <= response.json().items()


def test_lines_of_an_api_are_in_its_groups(emulator: EmulatorProcess, logs: Any) -> None:
    gateway = client(emulator, "apigateway")
    api_id = gateway.get_rest_apis()["items"][0]["id"]
    stage = emulator.api_url.rpartition("/")[2]
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:access"
    changes = [
        ("/accessLogSettings/destinationArn", arn),
        ("/accessLogSettings/format", "$context.httpMethod $context.status $context.requestId"),
        ("/*/*/logging/loglevel", "INFO"),
    ]
    gateway.update_account(
        patchOperations=replacements([("/cloudwatchRoleArn", "arn:aws:iam::123456789012:role/Logs")])
    )
    gateway.update_stage(restApiId=api_id, stageName=stage, patchOperations=replacements(changes))
    request_id = call(f"{emulator.api_url}/hello").headers["x-amzn-requestid"]

    eventually(lambda: logs.describe_log_groups(logGroupNamePrefix="access")["logGroups"])
    assert messages(logs.filter_log_events(logGroupName="access")) == [f"GET 502 {request_id}"]
    execution = logs.filter_log_events(logGroupName=f"API-Gateway-Execution-Logs_{api_id}/{stage}")
    assert any("Method completed with status: 502" in message for message in messages(execution))
