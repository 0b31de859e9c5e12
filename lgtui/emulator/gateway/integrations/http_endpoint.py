"""A web server of the user's as an endpoint, and HTTP integrations, which have templates and mappings around it."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.failures import configuration_error
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.client_headers import is_sendable
from lgtui.emulator.gateway.integrations.custom import CustomIntegration
from lgtui.emulator.gateway.integrations.http_client import HttpAnswer
from lgtui.emulator.gateway.integrations.lambda_uri import resolve_stage_variables
from lgtui.emulator.gateway.integrations.request_mapping import NOT_SENT
from lgtui.emulator.gateway.integrations.transformation import EndpointAnswer, Sent, Transformation
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.execution_log import EndpointRecord
from lgtui.emulator.gateway.usage.plans import masked

JSON = "application/json"
_PATH_PARAMETER = re.compile(r"\{(?P<name>[\w.-]+)\+?\}")
_SECRET = frozenset({"authorization", "x-amz-security-token"})
_NOT_IN_URLS = re.compile(r"[^\x21-\x7e]+")


class HttpEndpoint:
    """The web server that a method's integration names.

    Args:
        url: with `{parameters}`, stage variables filled in.
        http_method: as the integration has it; `ANY` takes the client's.
        api_id: for the headers that API Gateway adds.
        seconds: real seconds that an answer may take.
        verify_tls: whether its certificate is looked at.
    """

    def __init__(self, url: str, http_method: str, api_id: str, seconds: float, *, verify_tls: bool = True) -> None:
        self._url = url
        self._http_method = http_method
        self._api_id = api_id
        self._seconds = seconds
        self._verify_tls = verify_tls
        self.name = f"{http_method} {url}"

    async def answer(self, context: RequestContext, state: Transformation) -> EndpointAnswer:
        """Send the rendered body, and nothing of the client's that is not mapped (fact http-008).

        Raises:
            GatewayFailure: the endpoint does not answer, or not in time; nothing is mapped to a path parameter.
        """
        headers = request_headers(context, state, self._api_id, {})
        return answer_of(await self.send(context, state, state.parameters.querystring.items(), headers, state.payload))

    def record(self, context: RequestContext, state: Transformation) -> EndpointRecord | None:
        """The request as it was sent, and its answer."""
        return exchange_record(state)

    async def send(
        self,
        context: RequestContext,
        state: Transformation,
        query: Iterable[tuple[str, str]],
        headers: list[tuple[str, str]],
        body: bytes,
    ) -> HttpAnswer:
        """Send a request to the endpoint with the mapped path parameters.

        Raises:
            GatewayFailure
        """
        http_method = context.request.method if self._http_method == "ANY" else self._http_method
        url = wire_url(with_query(with_path(self._url, state.parameters.path), query))
        state.sent = Sent(url, headers)
        return await context.services.http.send(
            http_method, url, headers, body, self._seconds, verify_tls=self._verify_tls
        )

    def own_headers(self, context: RequestContext) -> list[tuple[str, str]]:
        """The headers by which API Gateway says who calls."""
        return own_headers(context, self._api_id)


def compile_endpoint(route: Route, place: Place) -> HttpEndpoint:
    """The endpoint that a method's integration names.

    Raises:
        GatewayFailure: 500, its URI names a stage variable that is not set (fact var-003).
    """
    integration = route.integration
    url = resolve_stage_variables(integration.uri, place.variables, place.stage_name)
    seconds = integration.timeout_in_millis / 1000
    skips = integration.tls_config is not None and integration.tls_config.insecure_skip_verification
    return HttpEndpoint(url, integration.http_method, place.api_id, seconds, verify_tls=not skips)


def compile_http(route: Route, place: Place) -> CustomIntegration:
    """The backend of a method with an HTTP integration.

    Raises:
        GatewayFailure: as `compile_endpoint`, or a template or mapping is none.
    """
    return CustomIntegration(route, place, compile_endpoint(route, place))


def own_headers(context: RequestContext, api_id: str) -> list[tuple[str, str]]:
    """The headers by which API Gateway says who calls."""
    return [("X-Amzn-Apigateway-Api-Id", api_id), ("X-Amzn-Trace-Id", context.trace_id)]


def request_headers(
    context: RequestContext, state: Transformation, api_id: str, own: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The headers of a custom integration's request: API Gateway's, and in their place what is mapped (fact http-008).

    Args:
        own: of this integration alone, in place of those of all.

    Raises:
        GatewayFailure: 500, HTTP cannot carry one that is mapped.
    """
    defaults = {"Accept": JSON, "User-Agent": f"AmazonAPIGateway_{api_id}"}
    if state.payload:
        defaults["Content-Type"] = state.headers.by_name.get("content-type", JSON)
    mapped = {name.lower() for name in state.parameters.header}
    headers = [(name, value) for name, value in {**defaults, **own}.items() if name.lower() not in mapped]
    return [*headers, *own_headers(context, api_id), *mapped_headers(state)]


def answer_of(answer: HttpAnswer) -> EndpointAnswer:
    """A web server's answer, of which the status selects the integration response."""
    return EndpointAnswer(answer.status, _by_name(answer), answer.body, selector=str(answer.status))


def exchange_record(state: Transformation) -> EndpointRecord | None:
    """A request to a web server and its answer, as the execution log has them; None where it was not sent."""
    if state.sent is None:
        return None
    record = EndpointRecord(state.sent.uri, _joined(state.sent.headers), state.payload)
    if not state.is_answered:
        return record
    answer = state.answer
    headers = {name: ",".join(values) for name, values in answer.headers.items()}
    request_id = next(iter(answer.headers.get("x-amzn-requestid", ())), "")
    return record._replace(status=answer.status, answer_headers=headers, answer=answer.body, request_id=request_id)


def _joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Headers by name; signatures and tokens as logs show them."""
    joined: dict[str, str] = {}
    for name, value in headers:
        shown = masked(value) if name.lower() in _SECRET else value
        joined[name] = f"{joined[name]},{shown}" if name in joined else shown
    return joined


def mapped_headers(state: Transformation) -> list[tuple[str, str]]:
    """The mapped headers that reach a web server.

    Raises:
        GatewayFailure: 500, HTTP cannot carry one of them.
    """
    kept = [(name, value) for name, value in state.parameters.header.items() if name.lower() not in NOT_SENT]
    for name, value in kept:
        if not is_sendable(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")):
            raise configuration_error(
                f"Invalid header: {name!r}",
                f"The integration request maps {value[:200]!r} to the header {name!r}, which HTTP cannot carry. Map it "
                "from something without control characters.",
            )
    return kept


def _by_name(answer: HttpAnswer) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in answer.headers:
        headers.setdefault(name.lower(), []).append(value)
    return headers


def with_path(url: str, parameters: Mapping[str, str]) -> str:
    """A URL with its path parameters filled in.

    Raises:
        GatewayFailure: 500, nothing is mapped to one of them.
    """

    def value(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in parameters:
            raise configuration_error(
                "Invalid endpoint address",
                f"The integration's URI has {{{name}}}, and nothing is mapped to it. Add the request parameter "
                f"integration.request.path.{name} = method.request.path.{name}.",
            )
        return quote(parameters[name], safe="/%:@!$&'()*+,;=~-._")

    return _PATH_PARAMETER.sub(value, url)


def with_query(url: str, query: Iterable[tuple[str, str]]) -> str:
    """A URL with more query parameters than it has."""
    added = urlencode(list(query))
    return f"{url}{'&' if '?' in url else '?'}{added}" if added else url


def wire_url(url: str) -> str:
    """A URL as it goes over the wire: escaped is what HTTP cannot carry, and nothing else is touched."""
    return _NOT_IN_URLS.sub(lambda match: quote(match[0]), url)
