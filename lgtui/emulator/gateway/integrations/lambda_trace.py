"""An invocation as the execution log has it: the request to Lambda that AWS's gateway sends."""

from lgtui.emulator.functions.model import InvocationResponse
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.execution_log import EndpointRecord


def invocation_record(
    context: RequestContext,
    place: Place,
    function: str,
    payload: bytes,
    answer: InvocationResponse | None,
    source: str = "",
) -> EndpointRecord:
    """An invocation as the execution log has it: the request to Lambda that AWS's gateway sends.

    Args:
        source: what of the API invokes, `authorizers/4f2k9d`; empty for the method itself.
    """
    uri = f"https://lambda.{place.region_name}.amazonaws.com/2015-03-31/functions/{function}/invocations"
    owner = f"arn:aws:execute-api:{place.region_name}:{place.account_id}:{place.api_id}"
    method = f"{place.stage_name}/{context.route.http_method}{context.route.resource_path}"
    headers = {
        "x-amzn-lambda-integration-tag": context.ids.request_id,
        "x-amzn-apigateway-api-id": place.api_id,
        "X-Amz-Source-Arn": f"{owner}/{source or method}",
        "Accept": "application/json",
        "User-Agent": f"AmazonAPIGateway_{place.api_id}",
        "X-Amzn-Trace-Id": context.trace_id,
        "Content-Type": "application/json",
    }
    if answer is None:
        return EndpointRecord(uri, headers, payload)
    answered = {
        "Content-Type": "application/json",
        "x-amzn-RequestId": answer.report.request_id,
        "X-Amz-Executed-Version": answer.executed_version,
        **({"X-Amz-Function-Error": answer.function_error} if answer.function_error else {}),
    }
    return EndpointRecord(uri, headers, payload, answer.status_code, answered, answer.payload, answer.report.request_id)
