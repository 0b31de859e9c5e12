"""AWS Lambda as a whole: the control plane's operations, and the invocation of functions."""

import asyncio

import msgspec

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.credentials import Credentials
from lgtui.emulator.errors import RecursiveInvocationException, ServiceError
from lgtui.emulator.functions import lineage, validation
from lgtui.emulator.functions.asynchronous.destinations import FunctionDestination
from lgtui.emulator.functions.asynchronous.invocation import AsynchronousInvocation
from lgtui.emulator.functions.asynchronous.queue import Waiting
from lgtui.emulator.functions.environment import Environment
from lgtui.emulator.functions.events import FunctionsChanged
from lgtui.emulator.functions.facilities import Facilities
from lgtui.emulator.functions.forkservers import ForkServers
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.invocation import Invocation
from lgtui.emulator.functions.invocation_trace import InvocationTraces, Invoked
from lgtui.emulator.functions.meter import Series
from lgtui.emulator.functions.model import (
    InvocationReport,
    InvocationRequest,
    InvocationResponse,
    InvokeAsyncRequest,
    InvokeAsyncResponse,
)
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.open_files import allow_open_files
from lgtui.emulator.functions.operations.account import AccountOperations
from lgtui.emulator.functions.operations.aliases import AliasOperations
from lgtui.emulator.functions.operations.code_signing import CodeSigningOperations
from lgtui.emulator.functions.operations.concurrency import ConcurrencyOperations
from lgtui.emulator.functions.operations.event_invoke import EventInvokeOperations
from lgtui.emulator.functions.operations.event_sources import EventSourceOperations
from lgtui.emulator.functions.operations.functions import FunctionOperations
from lgtui.emulator.functions.operations.layer_permissions import LayerPermissionOperations
from lgtui.emulator.functions.operations.layers import LayerOperations
from lgtui.emulator.functions.operations.permissions import PermissionOperations
from lgtui.emulator.functions.operations.preparation import Preparation
from lgtui.emulator.functions.operations.provisioned import ProvisionedOperations
from lgtui.emulator.functions.operations.recursion import TERMINATE, RecursionOperations
from lgtui.emulator.functions.operations.resumption import Resumption
from lgtui.emulator.functions.operations.runtime_management import RuntimeManagementOperations
from lgtui.emulator.functions.operations.tags import TagOperations
from lgtui.emulator.functions.operations.urls import UrlOperations
from lgtui.emulator.functions.recent import Recent
from lgtui.emulator.functions.runtime import Listen
from lgtui.emulator.functions.settler import Settler
from lgtui.emulator.functions.version import Version
from lgtui.emulator.logs import LogRecord, Logs
from lgtui.emulator.objects import Objects
from lgtui.emulator.random_bytes import RandomBytes, uuid4
from lgtui.emulator.settings import Settings
from lgtui.emulator.store import Store
from lgtui.frames import ActivityView, AsyncEvents, ConcurrencyView, EventSourceView, FunctionView, Trace

__all__ = ["Functions", "Listen"]

NO_REPORT = InvocationReport(
    request_id="", environment_id="", before="", placed=0.0, duration=0.0, billed_ms=0, max_memory_used=0,
    memory_size=0, end="ok",
)  # fmt: skip


class Functions(
    FunctionOperations,
    AliasOperations,
    ConcurrencyOperations,
    EventInvokeOperations,
    EventSourceOperations,
    ProvisionedOperations,
    RecursionOperations,
    AccountOperations,
    LayerOperations,
    LayerPermissionOperations,
    UrlOperations,
    PermissionOperations,
    TagOperations,
    Preparation,
    RuntimeManagementOperations,
    CodeSigningOperations,
    Resumption,
):
    """The region's functions.

    Every operation takes one typed request and gives a typed answer, or raises ServiceError.
    """

    def __init__(
        self,
        clock: Clock,
        bus: Bus,
        logs: Logs,
        store: Store,
        objects: Objects,
        settings: Settings,
        credentials: Credentials,
        listen: Listen,
    ) -> None:
        allow_open_files()
        self._servers = ForkServers()
        self._settler = Settler(clock, settings.freeze_grace)
        facilities = Facilities(clock, logs, settings, listen, self._servers, self._settler, credentials)
        super().__init__(clock, bus, logs, objects, settings, facilities)
        self._random = RandomBytes()
        self._events = AsynchronousInvocation(
            clock, bus, logs, store, self.destinations, self.begin, self._is_reserved_away
        )
        self.destinations.register("lambda", FunctionDestination(self.invoke))
        bus.subscribe(FunctionsChanged, lambda _: self._events.follow(self._registry.functions))
        self._traces = InvocationTraces(self._state_of)
        self._recent = Recent(clock, self.meter)
        self._waiting: set[asyncio.Task[None]] = set()
        self._resume()

    async def invoke(self, request: InvocationRequest) -> InvocationResponse:
        """Invoke; an Event invocation is answered once its event is committed to the store.

        Raises:
            ResourceNotFoundException: there is no such function, alias or version (facts inv-005, inv-006).
            TooManyRequestsException: its concurrency is used up.
            RequestTooLargeException, InvalidRequestContentException: of the payload.
            NotImplementedException: nothing here runs the function.
        """
        qualifier = self._registry.parse(request.function_name, request.qualifier).qualifier
        function = self._registry.target(request.function_name, request.qualifier).function
        validation.check_payload_size(request.payload, request.invocation_type)
        validation.check_payload(request.payload)
        if request.invocation_type == "DryRun":
            return InvocationResponse(status_code=204, payload=b"", report=NO_REPORT)
        if request.invocation_type == "Event":
            event = msgspec.structs.replace(
                request, function_name=function.name, qualifier=qualifier, log_type="None", client_context=""
            )
            request_id = uuid4(self._random.take(16))
            await self._events.accept(event, request_id)
            accepted = msgspec.structs.replace(NO_REPORT, request_id=request_id)
            return InvocationResponse(status_code=202, payload=b"", report=accepted)
        return await self.run(request)

    async def run(self, request: InvocationRequest, request_id: str = "") -> InvocationResponse:
        """Invoke and wait for the answer, of which a trace is kept; as `begin` besides."""
        time, called = self._clock.time(), self._clock.perf_counter()
        arn = self._registry.target(request.function_name, request.qualifier).arn
        answer = await self.begin(request, request_id)
        self._traces.keep(Invoked(request, arn, answer, time, self._clock.perf_counter() - called))
        return answer

    def find_trace(self, request_id: str) -> Trace | None:
        """The trace of a direct invocation, or of a request to a function URL; None where it is not kept (any more)."""
        return self._traces.find(request_id)

    def _state_of(self, environment_id: str) -> str:
        return next((each.state for each in self.environments() if each.id == environment_id), "gone")

    async def invoke_async(self, request: InvokeAsyncRequest) -> InvokeAsyncResponse:
        """InvokeAsync, which Invoke with the type Event has replaced.

        Raises:
            ResourceNotFoundException, RequestTooLargeException, InvalidRequestContentException
        """
        await self.invoke(
            InvocationRequest(function_name=request.function_name, payload=request.invoke_args, invocation_type="Event")
        )
        return InvokeAsyncResponse()

    def begin(self, request: InvocationRequest, request_id: str = "") -> asyncio.Future[InvocationResponse]:
        """Start a RequestResponse invocation whose payload is JSON; the future is its answer.

        Setting the future's exception gives up waiting; the function goes on.

        Args:
            request: what to invoke, with what.
            request_id: the invocation's id where it has one already, as each attempt of an event has the same.

        Raises:
            ResourceNotFoundException, TooManyRequestsException, RequestTooLargeException: as Invoke does.
        """
        called = self._clock.perf_counter()
        target = self._registry.target(request.function_name, request.qualifier)
        validation.check_payload_size(request.payload)
        version = target.pick()
        request_id = request_id or uuid4(self._random.take(16))
        series = self.meter.series(target.arn, version.number)
        invocation = Invocation(request_id, target.arn, version.number, request.payload or b"{}", called, series)
        invocation.shares = target.shares
        invocation.synchronous = request.invocation_type != "Event"
        invocation.trace_header = self._trace_header(target.function, series, request_id, request.trace_header)
        if request.client_context:
            invocation.client_context = validation.client_context(request.client_context)
        if request.log_type == "Tail":
            invocation.tail = bytearray()
        if version.pool.revision is None:
            task = asyncio.get_running_loop().create_task(self._place_when_ready(version, invocation))
            self._waiting.add(task)
            task.add_done_callback(self._waiting.discard)
        else:
            version.pool.place(invocation)
        return invocation.future

    def _trace_header(self, function: Function, series: Series, request_id: str, incoming: str) -> str:
        """The header that the handler gets; its chain of invocations goes on where the caller's was one.

        Raises:
            RecursiveInvocationException: the chain has come through this function too often.
        """
        now = self._clock.time()
        if not incoming:
            return lineage.begin(request_id, now, function.name)
        if function.recursive_loop == TERMINATE and lineage.times(incoming, function.name) >= lineage.LIMIT:
            self.meter.recursion_stopped(series)
            text = (
                f"{function.name}: stopped a loop: its chain of invocations came here {lineage.LIMIT} times before. "
                "Let it end, or allow loops with PutFunctionRecursionConfig."
            )
            self._logs.write(LogRecord(now, function.name, series.version, "error", text))
            raise RecursiveInvocationException(
                "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services "
                "resources and stopped your function's invocation.",
                Type="User",
            )
        return lineage.continue_chain(incoming, request_id, now, function.name)

    async def _place_when_ready(self, version: Version, invocation: Invocation) -> None:
        """Place an invocation once the version's interpreter is found; a refusal is its caller's."""
        try:
            await version.ready()
            version.pool.place(invocation)
        except ServiceError as error:
            if not invocation.future.done():
                invocation.future.set_exception(error)

    # lgtui's own ------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Say that every function there shall be is there: the events that earlier runs have left go on now."""
        await self._events.start()

    def waiting(self, function_name: str) -> Waiting:
        """How many of a function's events wait for an execution."""
        return self._events.waiting(function_name)

    async def async_events(self) -> AsyncEvents:
        """The events of asynchronous invocations: those that are not over, and what became of others of late."""
        return await self._events.overview()

    def _is_reserved_away(self, function_name: str) -> bool:
        """Whether a function's reserved concurrency is 0, so that it refuses everything."""
        return self.concurrency.share(function_name).reserved == 0

    def retire(self, function_name: str, reason: str, number: str = LATEST) -> None:
        """Replace the environments of a version: its code has changed on disk, or it has been replaced itself.

        Args:
            function_name: whose environments; an unknown one changes nothing.
            reason: what the screen says: `reload`.
            number: which version; an unknown one changes nothing.
        """
        function = self._registry.functions.get(function_name)
        if function is not None and number in function.versions:
            function.versions[number].pool.retire(reason)

    def environments(self) -> list[Environment]:
        """All environments that are not gone."""
        return [environment for version in self._versions() for environment in version.pool.environments.values()]

    def kill_environment(self, environment_id: str) -> bool:
        """End an environment now; False where there is none of that id."""
        for environment in self.environments():
            if environment.id == environment_id:
                environment.kill("stop")
                return True
        return False

    def summaries(self) -> list[FunctionView]:
        """Every function as people want to see it, by name."""
        sources = self._event_sources()
        return [
            self._summary(function, sources.get(name, []))
            for name, function in sorted(self._registry.functions.items())
        ]

    def set_endpoint_url(self, url: str) -> None:
        """Give later environments `url` as `AWS_ENDPOINT_URL`, so that boto3 in a handler reaches the emulator."""
        self._endpoint_url = url
        for version in self._versions():
            version.point_to(url)

    async def stop(self) -> None:
        """End every environment, frozen ones too, and every fork server."""
        await self._events.stop()
        self._settler.stop()
        for function in self._registry.functions.values():
            function.stop()
        await asyncio.gather(*self._removals)
        for fault in self.audit():
            self._warn(f"lgtui's own books of concurrent executions are wrong, please report it: {fault}")
        await self._servers.stop()

    def audit(self) -> list[str]:
        """What is wrong with the leases: empty where each invocation that runs has one, and nothing else has."""
        running = (environment.request_id for environment in self.environments())
        return self.concurrency.audit(request_id for request_id in running if request_id)

    def activity(self) -> ConcurrencyView:
        """Concurrent executions, and what each function that is not at rest does."""
        views = [self._activity(name, function) for name, function in sorted(self._registry.functions.items())]
        at_work = [view for view in views if view != ActivityView(view.function, reserved=view.reserved)]
        return ConcurrencyView(self.concurrency.limit, self.concurrency.running, at_work)

    def _activity(self, name: str, function: Function) -> ActivityView:
        """A function's figures. Its duration is in emulated seconds: rate × duration is what runs at any speed."""
        share = self.concurrency.share(name)
        recent = self._recent.activity(name)
        queued, retrying = self.waiting(name)
        kept = sum(version.pool.provision.allocated for version in function.versions.values())
        return ActivityView(
            function=name,
            running=share.running,
            rate=round(recent.rate, 2),
            duration=round(recent.duration * self._clock.speed, 6),
            throttled=recent.throttled,
            reserved=share.reserved,
            provisioned=(kept, share.kept),
            spilled=recent.spilled,
            queued=queued,
            retrying=retrying,
        )

    def _summary(self, function: Function, sources: list[EventSourceView]) -> FunctionView:
        """A function as people want to see it, with the first of its URLs."""
        url = next(iter(function.urls.values()), None)
        if url is None and not sources:
            return function.summary
        address = self.url_address(url) if url else ""
        return msgspec.structs.replace(function.summary, url=address, event_sources=sources)
