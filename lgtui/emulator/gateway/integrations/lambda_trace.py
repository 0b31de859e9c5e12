"""What the trace says of an invocation: the environment's init where it was cold, then the handler's own run."""

from lgtui.emulator.functions.model import InvocationReport, InvocationResponse
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.execution_log import EndpointRecord
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.frames import TraceEntry


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


def inside_call(endpoint: Span, report: InvocationReport) -> list[TraceEntry]:
    """What happened inside the call: the environment's init where it was cold, then the handler's run."""
    init = report.init_duration
    begun = endpoint.start + min(endpoint.duration, report.placed)
    if init is None:
        return [_handler_entry(begun, report)]
    ready = max(begun + init, endpoint.start + endpoint.duration - report.duration)
    summary = f"cold start: a new environment in {init * 1000:.1f} ms"
    cold = TraceEntry(name="init", start=ready - init, duration=init, verdict="ok", summary=summary, nested=True)
    return [cold, _handler_entry(ready, report)]


def _handler_entry(start: float, report: InvocationReport) -> TraceEntry:
    """The handler's own run."""
    cold = report.before == "new"
    return TraceEntry(
        name="handler",
        start=start,
        duration=report.duration,
        verdict="ok" if report.end == "ok" else "failed",
        summary=f"billed {report.billed_ms} ms · {report.max_memory_used} MB · {'cold' if cold else report.before}",
        saw={
            "environment": report.environment_id,
            "start": "cold" if cold else f"warm, was {report.before}",
            "memory": f"{report.max_memory_used} of {report.memory_size} MB",
            "Lambda request id": report.request_id,
            "end": report.end,
        },
        nested=True,
    )
