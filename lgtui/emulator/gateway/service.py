"""API Gateway as a whole: the control plane's operations, and the data plane that answers requests."""

from collections.abc import Set

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.credentials import Credentials
from lgtui.emulator.gateway.authorizers.trial import AuthorizerTrial
from lgtui.emulator.gateway.domains import domain_named, routed
from lgtui.emulator.gateway.exchange import HttpRequest, HttpResponse
from lgtui.emulator.gateway.failures import GatewayFailure
from lgtui.emulator.gateway.ids import RequestIdSource
from lgtui.emulator.gateway.integrations.aws_services import AwsServices
from lgtui.emulator.gateway.integrations.http_client import HttpClient
from lgtui.emulator.gateway.lifecycle.context import Invoker, RequestContext, Services
from lgtui.emulator.gateway.lifecycle.run import refuse, run
from lgtui.emulator.gateway.meter import Meter
from lgtui.emulator.gateway.model import (
    Authorizer,
    AuthorizerRequest,
    Resource,
    RestApi,
    Stage,
    TestInvokeAuthorizerRequest,
    TestInvokeAuthorizerResponse,
    TestInvokeMethodRequest,
    TestInvokeMethodResponse,
)
from lgtui.emulator.gateway.operations.account import AccountOperations
from lgtui.emulator.gateway.operations.api_updates import RestApiUpdateOperations
from lgtui.emulator.gateway.operations.base_path_mappings import BasePathMappingOperations
from lgtui.emulator.gateway.operations.client_certificates import ClientCertificateOperations
from lgtui.emulator.gateway.operations.cors import CorsOperations
from lgtui.emulator.gateway.operations.deployments import DeploymentOperations
from lgtui.emulator.gateway.operations.documentation_versions import DocumentationVersionOperations
from lgtui.emulator.gateway.operations.domain_names import DomainNameOperations
from lgtui.emulator.gateway.operations.exports import ExportOperations
from lgtui.emulator.gateway.operations.imports import ImportOperations
from lgtui.emulator.gateway.operations.method_updates import MethodUpdateOperations
from lgtui.emulator.gateway.operations.response_updates import ResponseUpdateOperations
from lgtui.emulator.gateway.operations.tags import TagOperations
from lgtui.emulator.gateway.operations.usage import UsageOperations
from lgtui.emulator.gateway.operations.vpc_links import VpcLinkOperations
from lgtui.emulator.gateway.trace import Traces
from lgtui.emulator.gateway.trial import Trial, answer
from lgtui.emulator.gateway.user_pools.keys import Pools
from lgtui.emulator.logs import Logs
from lgtui.emulator.metrics import Metrics
from lgtui.emulator.objects import Objects
from lgtui.emulator.settings import Settings
from lgtui.emulator.sigv4 import Verifier


class Gateway(
    ImportOperations,
    ExportOperations,
    DeploymentOperations,
    AccountOperations,
    CorsOperations,
    UsageOperations,
    MethodUpdateOperations,
    ResponseUpdateOperations,
    RestApiUpdateOperations,
    DocumentationVersionOperations,
    DomainNameOperations,
    BasePathMappingOperations,
    VpcLinkOperations,
    ClientCertificateOperations,
    TagOperations,
):
    """The region's REST APIs.

    Every operation takes one typed request and gives a typed answer, or raises ServiceError.

    Attributes:
        throttles: every token bucket, for the feed.
        traces: the last requests.
        meter: CloudWatch's metrics.
    """

    def __init__(
        self,
        clock: Clock,
        bus: Bus,
        logs: Logs,
        metrics: Metrics,
        objects: Objects,
        settings: Settings,
        credentials: Credentials,
        functions: Invoker,
    ) -> None:
        super().__init__(clock, bus, objects, settings)
        self.traces = Traces()
        self.meter = Meter(clock)
        self._metrics = metrics
        self._request_ids = RequestIdSource()
        self._http = HttpClient()
        self._aws = AwsServices(credentials, settings.services_endpoint)
        self._services = Services(
            clock,
            logs,
            self._store,
            self.throttles,
            functions,
            self._http,
            self._aws,
            self._clients,
            self._grants,
            Verifier(clock, credentials, settings.region_name, "execute-api", unsigned_payload=True),
            Pools(clock, self._http, settings),
        )
        self._trial = Trial(self._services, settings)
        self._authorizer_trial = AuthorizerTrial(self._services, settings)
        self._go_live()

    def set_endpoint(self, url: str, services: Set[str]) -> None:
        """Say where the region's own services are reached, for integrations with them."""
        self._aws.set_own_endpoint(url, services)

    def apis(self) -> list[RestApi]:
        """Every API, in the order they were made."""
        return [state.api for state in self._store.apis.values()]

    def api_ids(self) -> list[str]:
        """Every API's id, in the order they were made."""
        return list(self._store.apis)

    def resources_of(self, api_id: str) -> list[Resource]:
        """Every resource of an API as edited now, in the order of their paths."""
        return sorted(self._store.api(api_id).resources.values(), key=lambda resource: resource.path)

    def stages_of(self, api_id: str) -> list[Stage]:
        """Every stage of an API, in the order they were made."""
        return list(self._store.api(api_id).stages.values())

    def authorizers_of(self, api_id: str) -> list[Authorizer]:
        """Every authorizer of an API, in the order they were made."""
        return list(self._store.api(api_id).definitions.authorizers.values())

    async def test_invoke_method(self, request: TestInvokeMethodRequest) -> TestInvokeMethodResponse:
        """TestInvokeMethod: the method as it is edited now, without authorization and limits; its trace is kept.

        Raises:
            NotFoundException: there is no such method.
            BadRequestException: the method has no integration.
        """
        state = self._store.api(request.rest_api_id)
        context = await self._trial.invoke(state, request, self._request_ids.take())
        self.traces.keep(context)
        return answer(context)

    async def test_invoke_authorizer(self, request: TestInvokeAuthorizerRequest) -> TestInvokeAuthorizerResponse:
        """TestInvokeAuthorizer: what an authorizer, as it is edited now, says to a request.

        Raises:
            NotFoundException: there is no such authorizer.
            NotImplementedException: nobody said where a user pool's keys are.
        """
        authorizer = self.get_authorizer(
            AuthorizerRequest(rest_api_id=request.rest_api_id, authorizer_id=request.authorizer_id)
        )
        state = self._store.api(request.rest_api_id)
        return await self._authorizer_trial.ask(state, authorizer, request, self._request_ids.take())

    async def stop(self) -> None:
        """Close the connections to integrations' endpoints, and write down what API keys have used."""
        self._clients.keep_usage()
        await self._http.stop()

    async def handle(self, api_id: str, request: HttpRequest) -> HttpResponse:
        """Answer one request to an API; `request.path` begins with the stage's name."""
        ids = self._request_ids.take().asked_for(request.headers)
        context = RequestContext(self._services, api_id, request, ids)
        return self._answered(context, await run(context))

    @property
    def has_domain_names(self) -> bool:
        """Whether any request can be for a domain name."""
        return bool(self._store.domains)

    def domain_named(self, host: str) -> str:
        """The domain name that a `Host` header stands for; empty where there is none."""
        return domain_named(host, self._store.domains)

    async def handle_domain(self, domain_name: str, request: HttpRequest) -> HttpResponse:
        """Answer one request to a domain name; `request.path` begins with the base path."""
        try:
            api_id, request = routed(self._store.domain(domain_name), request)
        except GatewayFailure as failure:
            return self.refuse("", request, failure)
        return await self.handle(api_id, request)

    def refuse(self, api_id: str, request: HttpRequest, failure: GatewayFailure) -> HttpResponse:
        """Answer a request that is over a limit, or none at all, before any step."""
        context = RequestContext(self._services, api_id, request, self._request_ids.take())
        return self._answered(context, refuse(context, failure))

    def _answered(self, context: RequestContext, response: HttpResponse) -> HttpResponse:
        """Keep and count a finished request."""
        self.traces.keep(context)
        self._metrics.count(response.status, context.cache_use.hit if context.cache_use else None)
        self.meter.count(context)
        return response
