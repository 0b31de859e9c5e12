"""Requests as Python that sends them by boto3: Invoke for a function, TestInvokeMethod for a method."""

from collections.abc import Mapping

from lgtui.console.region.state import FunctionTarget, MethodTarget
from lgtui.console.requests.invocations import EventDraft
from lgtui.console.requests.trials import TrialInput


def invoke_code(target: FunctionTarget, draft: EventDraft, control_url: str) -> str:
    """Python that invokes a function as a draft does."""
    arguments = {"FunctionName": target.name, "InvocationType": draft.invocation_type}
    if draft.qualifier:
        arguments["Qualifier"] = draft.qualifier
    if draft.invocation_type == "RequestResponse":
        arguments["LogType"] = "Tail"
    lines = [*_call("lambda", "invoke", arguments | {"Payload": draft.event}, control_url)]
    if draft.invocation_type == "RequestResponse":
        lines += ['print(response["Payload"].read().decode())']
    else:
        lines += ['print(response["StatusCode"])']
    return "\n".join(lines) + "\n"


def trial_code(target: MethodTarget, resource_id: str, given: TrialInput, control_url: str) -> str:
    """Python that tries a method out; boto3 has no call through a stage's own URL."""
    arguments: dict[str, object] = {
        "restApiId": target.api_id,
        "resourceId": resource_id,
        "httpMethod": target.http_method,
        "pathWithQueryString": given.path_with_query_string,
        "body": given.body,
        "multiValueHeaders": given.multi_value_headers,
        "stageVariables": given.stage_variables,
    }
    told = {name: value for name, value in arguments.items() if value}
    lines = [*_call("apigateway", "test_invoke_method", told, control_url)]
    return "\n".join([*lines, 'print(response["status"], response["body"])', 'print(response["log"])']) + "\n"


def _call(service: str, operation: str, arguments: Mapping[str, object], control_url: str) -> list[str]:
    return [
        "import boto3",
        "",
        f'client = boto3.client("{service}", endpoint_url="{control_url}")',
        f"response = client.{operation}(",
        *(f"    {name}={value!r}," for name, value in arguments.items()),
        ")",
    ]
