"""Execution logs and access logs: what they hold, in AWS's words, and who may switch them on."""

import re

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import (
    GetAccountRequest,
    PatchOperation,
    PutGatewayResponseRequest,
    UpdateAccountRequest,
)
from lgtui.emulator.logs import LogRecord
from tests.emulator.gateway.stand import STAGE, Answer, Stand

ROLE = "arn:aws:iam::123456789012:role/logs"
DESTINATION = "arn:aws:logs:us-east-1:123456789012:log-group:access"

pytestmark = pytest.mark.asyncio(loop_scope="module")


def set_role(stand: Stand, role: str = ROLE) -> None:
    """Set the account's role for logs."""
    patch = PatchOperation(op="replace", path="/cloudwatchRoleArn", value=role)
    stand.gateway.update_account(UpdateAccountRequest(patch_operations=[patch]))


@pytest.fixture(autouse=True)
def account(stand: Stand) -> None:
    """An account whose role may write logs."""
    set_role(stand)


def records(stand: Stand, answer: Answer, group: str) -> list[LogRecord]:
    """The events of an answered request in a log group."""
    request_id = answer.headers["x-amzn-requestid"]
    lines, _ = stand.region.logs.after(0, 5_000)
    return [line for line in lines if line.request_id == request_id and line.group == group]


def execution_log(stand: Stand, api: str, answer: Answer) -> list[str]:
    """The execution log of an answered request, without the request id before each event."""
    request_id = answer.headers["x-amzn-requestid"]
    events = [record.text for record in records(stand, answer, f"API-Gateway-Execution-Logs_{api}/{STAGE}")]
    assert all(event.startswith(f"({request_id}) ") for event in events)
    return [event.removeprefix(f"({request_id}) ") for event in events]


async def test_a_full_log_has_awss_lines_in_awss_order(stand: Stand) -> None:
    api = stand.api("GET /orders/{id}")
    stand.patch(api, "/*/*/logging/loglevel", "INFO")
    stand.patch(api, "/*/*/logging/dataTrace", "true")
    answer = await stand.send(api, "GET", "/orders/7?page=2", headers={"X-A": "b"})
    request_id = answer.headers["x-amzn-requestid"]
    endpoint = (
        "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/"
        "arn:aws:lambda:us-east-1:123456789012:function:obedient/invocations"
    )
    expected = [
        r"Extended Request Id: .+=",
        rf"Verifying Usage Plan for request: {request_id}\. API Key:  API Stage: {api}/stage",
        r"API Key  authorized because method 'GET /orders/\{id\}' does not require API Key\. "
        r"Request will not contribute to throttle or quota limits",
        rf"Usage Plan check succeeded for API Key  and API Stage {api}/stage",
        rf"Starting execution for request: {request_id}",
        r"HTTP Method: GET, Resource Path: /orders/7",
        r"Method request path: \{id=7\}",
        r"Method request query string: \{page=2\}",
        r"Method request headers: \{Host=127\.0\.0\.1:3000, X-A=b\}",
        r"Method request body before transformations: ",
        rf"Endpoint request URI: {re.escape(endpoint)}",
        rf"Endpoint request headers: \{{x-amzn-lambda-integration-tag={request_id}, .*\}}",
        r'Endpoint request body after transformations: \{"resource":"/orders/\{id\}",.* \[TRUNCATED\]',
        rf"Sending request to {re.escape(endpoint)}",
        r"Received response\. Status: 200, Integration latency: \d+ ms",
        r"Endpoint response headers: \{Content-Type=application/json, .*\}",
        r'Endpoint response body before transformations: \{"statusCode".* \[TRUNCATED\]',
        r'Method response body after transformations: \{"resource".* \[TRUNCATED\]',
        r"Method response headers: \{.*\}",
        r"Successfully completed execution",
        r"Method completed with status: 200",
        r"AWS Integration Endpoint RequestId : [0-9a-f-]{36}",
    ]
    lines = execution_log(stand, api, answer)
    assert len(lines) == len(expected)
    for pattern, line in zip(expected, lines, strict=True):
        assert re.fullmatch(pattern, line, re.DOTALL), (pattern, line)


async def test_a_traced_stages_log_ends_with_the_traces_id(stand: Stand) -> None:
    api = stand.api("GET /")
    stand.patch(api, "/*/*/logging/loglevel", "INFO")
    stand.patch(api, "/tracingEnabled", "true")
    answer = await stand.send(api, "GET", "/")
    root = answer.headers["x-amzn-trace-id"].removeprefix("Root=")
    assert execution_log(stand, api, answer)[-1] == f"X-ray Tracing ID : {root}"


async def test_an_event_is_cut_at_1024_bytes(stand: Stand) -> None:
    api = stand.api("POST /")
    stand.patch(api, "/*/*/logging/loglevel", "INFO")
    stand.patch(api, "/*/*/logging/dataTrace", "true")
    answer = await stand.send(api, "POST", "/", body="ü".encode() * 5_000)
    sizes = [len(record.text.encode()) for record in records(stand, answer, f"API-Gateway-Execution-Logs_{api}/stage")]
    assert 1_020 < max(sizes) <= 1_024


async def test_without_data_tracing_no_headers_and_bodies_are_logged(stand: Stand) -> None:
    api = stand.api("GET /")
    stand.patch(api, "/*/*/logging/loglevel", "INFO")
    lines = execution_log(stand, api, await stand.send(api, "GET", "/"))
    assert not [line for line in lines if "headers" in line or "body" in line]
    assert lines[-2:][0] == "Method completed with status: 200"


async def test_errors_alone_are_logged_at_that_level(stand: Stand) -> None:
    api = stand.api("POST /")
    stand.patch(api, "/*/*/logging/loglevel", "ERROR")
    assert execution_log(stand, api, await stand.send(api, "POST", "/")) == []
    failed = await stand.send(api, "POST", "/", order={"return": "no response"})
    assert execution_log(stand, api, failed) == [
        "Execution failed due to configuration error: Malformed Lambda proxy response",
        "Method completed with status: 502",
    ]


async def test_a_customised_gateway_response_is_logged_by_its_name(stand: Stand) -> None:
    api = stand.api("POST /")
    stand.gateway.put_gateway_response(
        PutGatewayResponseRequest(rest_api_id=api, response_type="DEFAULT_5XX", status_code="599")
    )
    stand.deploy(api)
    stand.patch(api, "/*/*/logging/loglevel", "ERROR")
    failed = await stand.send(api, "POST", "/", order={"return": "no response"})
    assert execution_log(stand, api, failed) == [
        "Execution failed due to configuration error: Malformed Lambda proxy response",
        "Gateway response type: DEFAULT_5XX with status code: 599",
        "Method completed with status: 599",
    ]


async def test_nothing_is_logged_where_logging_is_off(stand: Stand) -> None:
    api = stand.api("GET /")
    assert execution_log(stand, api, await stand.send(api, "GET", "/")) == []


async def test_a_methods_own_setting_goes_before_the_stages(stand: Stand) -> None:
    api = stand.api("GET /loud", "GET /quiet")
    stand.patch(api, "/*/*/logging/loglevel", "INFO")
    stand.patch(api, "/~1quiet/GET/logging/loglevel", "OFF")
    assert execution_log(stand, api, await stand.send(api, "GET", "/loud"))
    assert not execution_log(stand, api, await stand.send(api, "GET", "/quiet"))


async def test_a_throttled_request_is_logged_with_its_limit(stand: Stand) -> None:
    api = stand.api("GET /x")
    stand.patch(api, "/*/*/logging/loglevel", "INFO")
    stand.throttle(api, "~1x/GET", 0, 0)
    lines = execution_log(stand, api, await stand.send(api, "GET", "/x"))
    assert lines[-1] == "Method completed with status: 429"
    assert lines[-2].startswith(f"Key throttle limit exceeded for RestApi {api}, Stage stage, ")


@pytest.mark.parametrize(
    ("path", "value"),
    [("/*/*/logging/loglevel", "INFO"), ("/accessLogSettings/destinationArn", DESTINATION)],
)
async def test_a_log_needs_the_accounts_role(stand: Stand, path: str, value: str) -> None:
    set_role(stand, "")
    with pytest.raises(BadRequestException) as refused:
        stand.patch(stand.api("GET /"), path, value)
    assert refused.value.message == "CloudWatch Logs role ARN must be set in account settings to enable logging"


async def test_the_account_tells_its_role_and_limits(stand: Stand) -> None:
    account = stand.gateway.get_account(GetAccountRequest())
    assert account.cloudwatch_role_arn == ROLE
    assert (account.throttle_settings.rate_limit, account.throttle_settings.burst_limit) == (10_000, 5_000)


async def test_the_accounts_role_must_be_a_role(stand: Stand) -> None:
    with pytest.raises(BadRequestException):
        set_role(stand, "nonsense")


async def access_line(stand: Stand, template: str, path: str = "/orders/7") -> str:
    """The access log's line of a request to a new API."""
    api = stand.api("GET /orders/{id}")
    stand.patch(api, "/accessLogSettings/destinationArn", DESTINATION)
    stand.patch(api, "/accessLogSettings/format", template)
    answer = await stand.send(api, "GET", path, headers={"User-Agent": "probe"})
    (record,) = records(stand, answer, "access")
    return record.text.replace(answer.headers["x-amzn-requestid"], "ID")


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ('{"id":"$context.requestId","status":"$context.status"}', '{"id":"ID","status":"200"}'),
        ("$context.requestId,$context.httpMethod,$context.resourcePath", "ID,GET,/orders/{id}"),
        ("<r id='$context.requestId' path='$context.path'/>", "<r id='ID' path='/stage/orders/7'/>"),
        ("$context.requestId $context.identity.sourceIp $context.protocol", "ID 127.0.0.1 HTTP/1.1"),
        ("$context.requestId $context.identity.userAgent $context.integration.status", "ID probe 200"),
    ],
)
async def test_an_access_log_line_has_the_stages_format(stand: Stand, template: str, line: str) -> None:
    assert await access_line(stand, template) == line


async def test_cap_014_a_variable_without_a_value_is_a_dash(stand: Stand) -> None:
    line = await access_line(stand, "$context.requestId $context.authorizer.claims $context.error.message")
    assert line == "ID - -"


async def test_a_request_that_finds_no_method_is_in_the_access_log(stand: Stand) -> None:
    line = await access_line(
        stand, "$context.requestId $context.status $context.error.message $context.resourcePath", "/gone"
    )
    assert line == "ID 403 Missing Authentication Token -"


@pytest.mark.parametrize("name", ["format", "destinationArn"])
async def test_stage_007_an_empty_access_log_setting_is_refused(stand: Stand, name: str) -> None:
    with pytest.raises(BadRequestException, match="Access Log value must not be empty"):
        stand.patch(stand.api("GET /"), f"/accessLogSettings/{name}", "")


async def test_stage_008_half_of_the_settings_cannot_be_removed(stand: Stand) -> None:
    with pytest.raises(BadRequestException) as refused:
        stand.patch(stand.api("GET /"), "/accessLogSettings/destinationArn", op="remove")
    assert refused.value.message == (
        "Cannot remove method setting accessLogSettings/destinationArn "
        "because there is no method setting for this method "
    )


async def test_cap_012_a_format_needs_a_request_id(stand: Stand) -> None:
    with pytest.raises(BadRequestException) as refused:
        stand.patch(stand.api("GET /"), "/accessLogSettings/format", "$context.status")
    assert refused.value.message == (
        "Access Log format must include either $context.requestId or $context.extendedRequestId : '$context.status'"
    )


async def test_cap_015_a_wrong_level_is_refused_and_metrics_are_off_unless_true(stand: Stand) -> None:
    api = stand.api("GET /")
    with pytest.raises(BadRequestException) as refused:
        stand.patch(api, "/*/*/logging/loglevel", "X")
    assert refused.value.message == "Invalid logging level specified: X (allowed OFF, ERROR, INFO)"
    assert not stand.patch(api, "/*/*/metrics/enabled", "yes").method_settings["*/*"].metrics_enabled
    assert stand.patch(api, "/*/*/metrics/enabled", "true").method_settings["*/*"].metrics_enabled


async def test_the_access_log_can_be_taken_away(stand: Stand) -> None:
    api = stand.api("GET /")
    stand.patch(api, "/accessLogSettings/destinationArn", DESTINATION)
    assert stand.patch(api, "/accessLogSettings", op="remove").access_log_settings is None
