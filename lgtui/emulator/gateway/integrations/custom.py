"""Custom (non-proxy) integrations: templates and mappings around an endpoint, the same for MOCK, AWS and HTTP."""

from typing import Protocol

from lgtui.emulator.functions.invocation_trace import inside_call
from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.request_mapping import RequestMapping
from lgtui.emulator.gateway.integrations.request_template import RequestTemplates
from lgtui.emulator.gateway.integrations.response_mapping import ResponseMapping
from lgtui.emulator.gateway.integrations.transformation import EndpointAnswer, Transformation
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.execution_log import EndpointRecord
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.shown import shown
from lgtui.frames import TraceEntry


class Endpoint(Protocol):
    """What an integration type adds: where the request goes."""

    @property
    def name(self) -> str:
        """What the trace calls it: `λ orders`, `mock`, `GET https://…`."""

    def record(self, context: RequestContext, state: Transformation) -> EndpointRecord | None:
        """What was sent and answered, as the execution log has it; None where nothing was sent anywhere."""

    async def answer(self, context: RequestContext, state: Transformation) -> EndpointAnswer:
        """Send `state.payload`, and give what comes back.

        Raises:
            GatewayFailure: nothing comes back, or not in time.
        """


class CustomIntegration:
    """The backend of a method with a custom integration.

    Raises:
        GatewayFailure: a template cannot be parsed; every request to the method fails.
    """

    def __init__(self, route: Route, place: Place, endpoint: Endpoint) -> None:
        integration = route.integration
        self._place = place
        self._endpoint = endpoint
        self._content_handling = integration.content_handling
        self._parameters = RequestMapping(integration.request_parameters, of_aws=integration.type == "AWS")
        self._requests = RequestTemplates(integration.request_templates, integration.passthrough_behavior)
        self._responses = ResponseMapping(integration.integration_responses, route.method.method_responses)

    def prepare(self, context: RequestContext) -> None:
        """Render the request template, or let the body through; then map the parameters, which it may override."""
        state = context.transformation = Transformation(context, self._place, self._content_handling)
        state.payload = self._requests.render(state)
        state.parameters = self._parameters.apply(state)

    async def call(self, context: RequestContext) -> None:
        """Ask the endpoint."""
        state = _state(context)
        state.answer = await self._endpoint.answer(context, state)

    def respond(self, context: RequestContext) -> None:
        """Select the integration response, render its template and map its headers."""
        context.status, context.headers, context.body = self._responses.apply(_state(context))

    def record(self, context: RequestContext) -> EndpointRecord | None:
        """What the endpoint was sent and answered."""
        state = context.transformation
        return None if state is None else self._endpoint.record(context, state)

    # For the trace ----------------------------------------------------------------------------------------------

    def describe_request(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """The template that was rendered, and what it made."""
        state = context.transformation
        if state is None:
            return [span.entry("integration request", "no body was made")]
        how = f"template {state.template}" if state.template else "body passed through"
        saw = {"body": shown(state.body.encode())}
        if state.template:
            saw["template"] = shown(self._requests.text_of(state.template).encode())
        return [span.entry("integration request", how, saw=saw, changed={"body": shown(state.payload)})]

    def describe_call(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """What the endpoint answered."""
        state = context.transformation
        if state is None or not state.is_answered:
            return [span.entry("endpoint", f"{self._endpoint.name}: no answer")]
        changed = {"answer": shown(state.answer.body)}
        endpoint = span.entry("endpoint", f"{self._endpoint.name} → {state.answer.status}", changed=changed)
        report = state.answer.report
        return [endpoint] if report is None else [endpoint, *inside_call(span.start, span.duration, report)]

    def describe_response(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """Which integration response was selected, and by what."""
        state = context.transformation
        if state is None or state.selected is None:
            return [span.entry("integration response", "none matches")]
        pattern = state.selected.pattern
        by = f"pattern {pattern}" if pattern else "the default"
        saw = {"selected by": state.answer.selector}
        _, template = state.selected.template_for(state.answer.header("content-type"))
        if template:
            saw["template"] = shown(template.text.encode())
        changed = {"status": str(context.status), "body": shown(context.body)}
        return [span.entry("integration response", f"{by} → {context.status}", saw=saw, changed=changed)]


def _state(context: RequestContext) -> Transformation:
    assert context.transformation is not None
    return context.transformation
