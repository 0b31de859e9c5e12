"""API Gateway as a whole: the control plane's operations, and the data plane that answers requests."""

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.exchange import HttpRequest, HttpResponse
from lgtui.emulator.gateway.ids import RequestIdSource
from lgtui.emulator.gateway.lifecycle.context import Invoker, RequestContext, Services
from lgtui.emulator.gateway.lifecycle.run import run
from lgtui.emulator.gateway.operations.apis import RestApiOperations
from lgtui.emulator.gateway.operations.deployments import DeploymentOperations
from lgtui.emulator.gateway.operations.methods import MethodOperations
from lgtui.emulator.gateway.operations.resources import ResourceOperations
from lgtui.emulator.gateway.trace import Traces
from lgtui.emulator.logs import Logs
from lgtui.emulator.metrics import Metrics
from lgtui.emulator.settings import Settings


class Gateway(RestApiOperations, ResourceOperations, MethodOperations, DeploymentOperations):
    """The region's REST APIs.

    Every operation takes one typed request and gives a typed answer, or raises ServiceError.

    Attributes:
        throttles: every token bucket, for the feed.
        traces: the last requests.
    """

    def __init__(
        self, clock: Clock, bus: Bus, logs: Logs, metrics: Metrics, settings: Settings, functions: Invoker
    ) -> None:
        super().__init__(clock, bus, settings)
        self.traces = Traces()
        self._metrics = metrics
        self._request_ids = RequestIdSource()
        self._services = Services(clock, logs, self._store, self.throttles, functions)

    async def handle(self, api_id: str, request: HttpRequest) -> HttpResponse:
        """Answer one request to an API; `request.path` begins with the stage's name."""
        context = RequestContext(self._services, api_id, request, self._request_ids.take())
        response = await run(context)
        self.traces.keep(context)
        self._metrics.count(context.time, response.status)
        return response
