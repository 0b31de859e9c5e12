"""HTTP_PROXY: the client's request goes to a web server as it is, and its answer comes back as it is."""

from collections.abc import Iterator

from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.exchange import RawHeaders
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.client_headers import name_for_client
from lgtui.emulator.gateway.integrations.content_handling import as_bytes, response_body
from lgtui.emulator.gateway.integrations.http_client import HttpAnswer
from lgtui.emulator.gateway.integrations.http_endpoint import (
    JSON,
    HttpEndpoint,
    compile_endpoint,
    exchange_record,
    mapped_headers,
)
from lgtui.emulator.gateway.integrations.request_mapping import RequestMapping
from lgtui.emulator.gateway.integrations.request_maps import NOT_PASSED_ON
from lgtui.emulator.gateway.integrations.transformation import Transformation
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.execution_log import EndpointRecord
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.shown import shown
from lgtui.frames import TraceEntry

NOT_FORWARDED = NOT_PASSED_ON | {"content-encoding", "host", "x-amzn-apigateway-api-id", "x-amzn-trace-id"}
"""Request headers that the endpoint gets from API Gateway, or not at all, as LocalStack recorded it on AWS
(TestApiGatewayHeaderRemapping)."""


class HttpProxy:
    """The backend of a method with an HTTP proxy integration."""

    def __init__(self, route: Route, place: Place, endpoint: HttpEndpoint) -> None:
        self._place = place
        self._endpoint = endpoint
        self._parameters = RequestMapping(route.integration.request_parameters)
        self._content_handling = route.integration.content_handling

    def prepare(self, context: RequestContext) -> None:
        """Map the parameters; the body passes."""
        state = context.transformation = Transformation(context, self._place, self._content_handling)
        state.payload = as_bytes(state.content)
        state.parameters = self._parameters.apply(state)

    async def call(self, context: RequestContext) -> None:
        """Forward the request.

        Raises:
            GatewayFailure: the endpoint does not answer, or not in time.
        """
        state = context.transformation
        assert state is not None
        answer = await self._endpoint.send(
            context, state, _query(state), self._forwarded(context, state), state.payload
        )
        context.payload = _converted(answer, state)
        context.status, context.headers = answer.status, _reaching(answer)

    def respond(self, context: RequestContext) -> None:
        """The answer is the response."""
        context.body = context.payload

    def _forwarded(self, context: RequestContext, state: Transformation) -> list[tuple[str, str]]:
        """The client's headers, and over them those that are mapped."""
        mapped = {name.lower() for name in state.parameters.header}
        passing = [
            (name, value)
            for name, values in state.headers.multi.items()
            if name.lower() not in NOT_FORWARDED and name.lower() not in mapped
            for value in values
        ]
        return [*passing, *self._endpoint.own_headers(context), *mapped_headers(state)]

    def record(self, context: RequestContext) -> EndpointRecord | None:
        """What was forwarded, and what came back."""
        record = exchange_record(context.transformation) if context.transformation else None
        if record is None or not context.status:
            return record
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in context.headers}
        return record._replace(status=context.status, answer_headers=headers, answer=context.payload)

    # For the trace ----------------------------------------------------------------------------------------------

    def describe_request(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """That the request passes."""
        return [span.entry("integration request", f"{len(context.request.body)} B passed through")]

    def describe_call(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """Where it went, and what came back."""
        if not context.status:
            return [span.entry("endpoint", f"{self._endpoint.name}: no answer")]
        summary = f"{self._endpoint.name} → {context.status}"
        return [span.entry("endpoint", summary, changed={"answer": shown(context.payload)})]

    def describe_response(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """That the answer passes."""
        return [span.entry("integration response", f"{len(context.body)} B passed through")]


def _query(state: Transformation) -> Iterator[tuple[str, str]]:
    """The client's query with every value, and over it what is mapped."""
    mapped = state.parameters.querystring
    for name, values in state.multi_query.items():
        if name not in mapped:
            yield from ((name, value) for value in values)
    yield from mapped.items()


def _converted(answer: HttpAnswer, state: Transformation) -> bytes:
    """The body as the client gets it: bytes only where its type is binary, else text, or base64 of the bytes.

    A client that takes binary gets text as it is [guess: the guide's table would have it be base64].
    """
    content_type = next((value for name, value in answer.headers if name.lower() == "content-type"), "")
    is_binary = state.binary_types.match(content_type)
    takes_binary = state.binary_types.match(state.headers.by_name.get("accept"))
    if takes_binary and not is_binary:
        return answer.body
    return as_bytes(response_body(answer.body, is_binary=is_binary, takes_binary=takes_binary, handling=""))


def _reaching(answer: HttpAnswer) -> RawHeaders:
    """The endpoint's headers as they reach the client (fact http-003); one without a Content-Type is said to be JSON.

    Its Content-Length comes remapped, beside that of the response (TestApiGatewayHeaderRemapping), and so the default
    for the type is the guide's (api-gateway-set-up-simple-proxy).
    """
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    if not any(name.lower() == b"content-type" for name, _ in headers):
        headers.append((b"Content-Type", JSON.encode()))
    return [(reaching, value) for name, value in headers if (reaching := name_for_client(name)) is not None]


def compile_http_proxy(route: Route, place: Place) -> HttpProxy:
    """The backend of a method with an HTTP proxy integration.

    Raises:
        GatewayFailure: 500, its URI names a stage variable that is not set, or a mapping is none.
    """
    return HttpProxy(route, place, compile_endpoint(route, place))
