"""AWS integrations with any service: the request template makes a request to it, its answer is mapped back."""

from urllib.parse import parse_qsl

from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.failures import configuration_error, not_emulated
from lgtui.emulator.gateway.integrations import query_answers
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.custom import CustomIntegration
from lgtui.emulator.gateway.integrations.http_endpoint import (
    answer_of,
    exchange_record,
    request_headers,
    wire_url,
    with_path,
    with_query,
)
from lgtui.emulator.gateway.integrations.lambda_uri import resolve_stage_variables
from lgtui.emulator.gateway.integrations.service_protocols import Protocol, protocol_of
from lgtui.emulator.gateway.integrations.service_uri import ServiceUri, parse_service_uri
from lgtui.emulator.gateway.integrations.transformation import EndpointAnswer, Sent, Transformation
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.execution_log import EndpointRecord


class _Address:
    """Which requests of a service a URI stands for.

    Attributes:
        path: with `{parameters}`.
        query, headers: that name the action, where the URI has one.

    Raises:
        GatewayFailure: 500, the service takes no actions.
    """

    def __init__(self, uri: ServiceUri, protocol: Protocol) -> None:
        self.path = "/"
        self.query: list[tuple[str, str]] = []
        self.headers: dict[str, str] = {}
        if uri.style == "path":
            # A bucket in the host's name would need a name server of the services endpoint's own.
            bucket = f"{uri.subdomain}/" if uri.service == "s3" and uri.subdomain else ""
            self.path = f"/{bucket}{uri.rest.removeprefix('/')}"
            return
        action, _, more = uri.rest.partition("&")
        self.query = parse_qsl(more, keep_blank_values=True)
        if protocol.version:
            self.query = [("Action", action), ("Version", protocol.version), *self.query]
        elif protocol.target:
            content_type = f"application/x-amz-json-{protocol.json_version}"
            self.headers = {"X-Amz-Target": f"{protocol.target}.{action}", "Content-Type": content_type}
        else:
            raise configuration_error(
                "Invalid endpoint address",
                f"The integration's URI names the action {action}, and requests to {uri.service} are told apart by "
                f"their paths. Write arn:aws:apigateway:{uri.region}:{uri.service}:path/PATH.",
            )


class ServiceEndpoint:
    """One service, and what of it a method asks for.

    Args:
        http_method: as the integration has it; `ANY` takes the client's.
        api_id: for the headers that API Gateway adds.
        seconds: real seconds that an answer may take.
    """

    def __init__(self, uri: ServiceUri, http_method: str, api_id: str, seconds: float) -> None:
        protocol = protocol_of(uri.domain)
        self._service = uri.service
        self._host = uri.host if uri.subdomain and uri.service != "s3" else ""
        self._is_query = bool(protocol.version)
        self._scope = (protocol.signing_name, uri.region)
        self._address = _Address(uri, protocol)
        self._http_method = http_method
        self._api_id = api_id
        self._seconds = seconds
        self.name = f"{uri.domain} {http_method} {uri.style}/{uri.rest}"
        self._shown = f"https://{uri.host}"

    async def answer(self, context: RequestContext, state: Transformation) -> EndpointAnswer:
        """Send the rendered body with the mapped parameters; the answer's status selects the integration response.

        Raises:
            GatewayFailure: 501, nothing is that service here; else as an HTTP endpoint.
        """
        aws = context.services.aws
        root = aws.url_of(self._service)
        if not root:
            raise not_emulated(
                f"the service {self._service}",
                "Start it with --services-endpoint URL, the address of what does (a moto server, LocalStack, AWS).",
            )
        query = [*self._address.query, *state.parameters.querystring.items()]
        target = wire_url(with_query(with_path(self._address.path, state.parameters.path), query))
        http_method = context.request.method if self._http_method == "ANY" else self._http_method
        headers = request_headers(context, state, self._api_id, self._address.headers)
        if self._host:
            headers.append(("Host", self._host))
        headers = aws.signed(self._scope, http_method, root + target, headers, state.payload)
        state.sent = Sent(self._shown + target, headers)
        sent = context.services.http.send(http_method, root + target, headers, state.payload, self._seconds)
        return self._in_json(answer_of(await sent), headers)

    def _in_json(self, answer: EndpointAnswer, sent: list[tuple[str, str]]) -> EndpointAnswer:
        """An XML answer of a query service, to a request that takes JSON alone, as AWS would give it."""
        is_xml = "xml" in (answer.header("content-type") or "")
        takes_json = any(name.lower() == "accept" and value == query_answers.JSON for name, value in sent)
        body = query_answers.as_json(answer.body) if self._is_query and is_xml and takes_json else None
        if body is None:
            return answer
        return answer._replace(body=body, headers={**answer.headers, "content-type": [query_answers.JSON]})

    def record(self, context: RequestContext, state: Transformation) -> EndpointRecord | None:
        """The request as the service itself would get it, and its answer."""
        return exchange_record(state)


def compile_service(route: Route, place: Place) -> CustomIntegration:
    """The backend of a method with an integration of any service's.

    Raises:
        GatewayFailure: 500, its URI names none, or a stage variable that is not set; or a template or mapping is none.
    """
    integration = route.integration
    uri = parse_service_uri(resolve_stage_variables(integration.uri, place.variables, place.stage_name))
    seconds = integration.timeout_in_millis / 1000
    return CustomIntegration(route, place, ServiceEndpoint(uri, integration.http_method, place.api_id, seconds))
