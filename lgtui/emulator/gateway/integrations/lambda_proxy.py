"""AWS_PROXY: the whole request goes to a Lambda function as an event, and its answer is the response."""

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.functions.invocation_trace import choice, inside_call
from lgtui.emulator.functions.model import InvocationRequest, InvocationResponse
from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.failures import BAD_INTEGRATION_ANSWER, GatewayFailure, configuration_error, not_emulated
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.lambda_event import build_event
from lgtui.emulator.gateway.integrations.lambda_failures import function_error_in_words, refused, timed_out
from lgtui.emulator.gateway.integrations.lambda_response import read_response
from lgtui.emulator.gateway.integrations.lambda_trace import invocation_record
from lgtui.emulator.gateway.integrations.lambda_uri import resolve_function
from lgtui.emulator.gateway.integrations.patience import Patience
from lgtui.emulator.gateway.integrations.request_mapping import RequestMapping
from lgtui.emulator.gateway.integrations.service_uri import service_of
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.execution_log import EndpointRecord
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.shown import shown
from lgtui.frames import TraceEntry


def compile_lambda_proxy(route: Route, place: Place) -> "LambdaProxy":
    """The backend of a Lambda proxy integration.

    Raises:
        GatewayFailure: 501 where it is with Firehose; 500 where the integration's HTTP method is not POST (fact
            proxy-014), its URI names no function, or it maps a header that Lambda's own API has (fact http-012).
    """
    integration = route.integration
    if service_of(integration.uri) == "firehose":
        raise not_emulated("proxy integrations with Firehose", "Use type AWS with the URI …:firehose:action/PutRecord.")
    if integration.http_method != "POST":
        raise configuration_error(
            "Invalid permissions on Lambda function",
            f"The integration's HTTP method is {integration.http_method or 'not set'}; a Lambda function is invoked "
            "with POST, whatever the client's method. Set integrationHttpMethod to POST.",
        )
    RequestMapping(integration.request_parameters, of_aws=True)
    function = resolve_function(integration.uri, place.variables, place.stage_name)
    return LambdaProxy(route, place, function)


class LambdaProxy:
    """One method's Lambda function."""

    def __init__(self, route: Route, place: Place, function: str) -> None:
        self._route = route
        self._place = place
        self._function = function
        self._timeout = route.integration.timeout_in_millis / 1000
        self._patience = Patience(self._timeout)

    def prepare(self, context: RequestContext) -> None:
        """Build the event."""
        context.payload = build_event(context, self._route, self._place, context.live.snapshot.binary_types)

    async def call(self, context: RequestContext) -> None:
        """Invoke the function and wait, no longer than the integration's timeout; the function goes on after it.

        Raises:
            GatewayFailure: 504 after the timeout (fact perr-001), 502 where the function failed, 500 where Lambda
            refused.
        """
        request = InvocationRequest(function_name=self._function, payload=context.payload)
        try:
            context.answer = await self._patience.wait_for(context.services.functions.begin(request))
        except TimeoutError:
            raise timed_out(self._function, self._timeout) from None
        except ServiceError as error:
            raise refused(self._function, error) from None
        if context.answer.function_error:
            raise self._function_failed(context.answer)

    def respond(self, context: RequestContext) -> None:
        """Read the function's answer."""
        assert context.answer is not None
        binary_types = context.live.snapshot.binary_types
        context.status, context.headers, context.body = read_response(
            context.answer.payload, context.accept, binary_types
        )

    def record(self, context: RequestContext) -> EndpointRecord:
        """The invocation."""
        return invocation_record(context, self._place, self._function, context.payload, context.answer)

    def describe_request(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """The event."""
        summary = f"event of {len(context.payload)} B"
        return [span.entry("integration request", summary, changed={"event": shown(context.payload)})]

    def describe_call(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """The call, and inside it the handler's run where there was one."""
        name = self._function.rpartition(":function:")[2]
        answer = context.answer
        if answer is None:
            failure = context.failure
            return [span.entry("endpoint", f"λ {name}: {failure.log if failure else 'no answer'}")]
        summary = f"λ {name} → {answer.executed_version}  env {answer.report.environment_id.lstrip('0')}"
        endpoint = span.entry("endpoint", summary, saw=choice(answer), changed={"answer": shown(answer.payload)})
        return [endpoint, *inside_call(span.start, span.duration, answer.report)]

    def describe_response(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """Whether the answer was a proxy response."""
        failed = span.verdict != "ok"
        summary = "malformed proxy response" if failed else "proxy response ok"
        changed = {} if failed else {"status": str(context.status), "body": f"{len(context.body)} B"}
        return [span.entry("integration response", summary, changed=changed)]

    def _function_failed(self, answer: InvocationResponse) -> GatewayFailure:
        shown = answer.payload[:1000].decode("utf-8", "replace")
        raised = function_error_in_words(answer.payload)
        return GatewayFailure(
            BAD_INTEGRATION_ANSWER,
            "Internal server error",
            log=f"Lambda execution failed with status 200 due to customer function error: {shown}. "
            f"Lambda request id: {answer.report.request_id}",
            explanation=f"The function failed instead of returning a response ({answer.report.end}): {raised}. "
            "The function's log has the stack trace.",
        )
