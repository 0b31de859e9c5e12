"""The one object that passes through the life cycle: the request, what each step found, and the response."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lgtui.emulator.clock import Clock
from lgtui.emulator.credentials import Credential
from lgtui.emulator.functions.model import InvocationRequest, InvocationResponse
from lgtui.emulator.gateway.authorizers.cache import GrantCache
from lgtui.emulator.gateway.authorizers.guard import Authorization
from lgtui.emulator.gateway.cache import Key
from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.exchange import HttpRequest, RawHeaders
from lgtui.emulator.gateway.failures import GatewayFailure
from lgtui.emulator.gateway.ids import RequestIds
from lgtui.emulator.gateway.integrations.aws_services import AwsServices
from lgtui.emulator.gateway.integrations.http_client import HttpClient
from lgtui.emulator.gateway.live import LiveStage, Plan
from lgtui.emulator.gateway.policies.evaluation import Judgement
from lgtui.emulator.gateway.store import Store
from lgtui.emulator.gateway.throttle import Throttles, TokenBucket
from lgtui.emulator.gateway.usage.plans import Admission, Clients
from lgtui.emulator.gateway.usage.quota import QuotaLeft
from lgtui.emulator.gateway.user_pools.guard import PoolAuthorization
from lgtui.emulator.gateway.user_pools.keys import Pools
from lgtui.emulator.gateway.validation.checks import Verdict
from lgtui.emulator.logs import LogRecord, Logs
from lgtui.emulator.sigv4 import Verifier

if TYPE_CHECKING:
    from lgtui.emulator.gateway.integrations.transformation import Transformation


class Invoker(Protocol):
    """What the gateway needs of Lambda."""

    def begin(self, request: InvocationRequest) -> asyncio.Future[InvocationResponse]:
        """Start a RequestResponse invocation whose payload is JSON; the future is its answer."""

    async def invoke(self, request: InvocationRequest) -> InvocationResponse:
        """Invoke, of any type."""


@dataclass(frozen=True, slots=True)
class Services:
    """What steps work with."""

    clock: Clock
    logs: Logs
    store: Store
    throttles: Throttles
    functions: Invoker
    http: HttpClient
    aws: AwsServices
    clients: Clients
    grants: GrantCache
    signatures: Verifier
    pools: Pools


class CacheUse:
    """What the response cache has to do with a request.

    Attributes:
        hit: whether it answers.
        kept: whether it keeps the answer.
        left: emulated seconds that the kept answer counted on.
        wish: what became of the client's wish for a fresh answer, empty where it has none.
    """

    __slots__ = ("hit", "kept", "key", "left", "wish")

    def __init__(self, key: Key, wish: str) -> None:
        self.key = key
        self.hit = False
        self.kept = False
        self.left = 0.0
        self.wish = wish


class RequestContext:
    """A request on its way, and afterwards the raw material of its trace.

    Attributes:
        time: emulated seconds since the epoch when it came in; `started` is the same instant on the real counter.
        stage_name, path: the two halves of the request's path.
        trace_id: what `X-Amzn-Trace-Id` says.
        authorization: what the Lambda authorizer did, where the method has one.
        pool_authorization: what the user pool authorizer found out, where the method has one.
        caller: who signed the request, where the method has IAM authorization.
        judgement: what the API's resource policy said, where it has one.
        usage_identifier_key: the API key that the authorizer named.
        admission: the API key and its usage plan, where the method requires a key; `quota_left` is what it had left.
        buckets: what the request takes a token of; `levels` are the tokens left in each.
        refused_by: the bucket that refused, where one did.
        verdict: what came of the body, where it was held against a model.
        accept: the client's `Accept` header.
        payload: what the endpoint was sent.
        answer: what the function answered.
        transformation: what a custom integration's templates and mappings work on.
        marks: real instants at which each step ended.
        cache_use: what the cache has to do with it, None where it is not to be cached.
        notes: lines that steps left for the execution log.
        finished: the real instant at which the response was complete.
    """

    __slots__ = (
        "accept",
        "admission",
        "answer",
        "api_id",
        "authorization",
        "body",
        "buckets",
        "cache_use",
        "caller",
        "failure",
        "finished",
        "headers",
        "ids",
        "judgement",
        "levels",
        "live",
        "marks",
        "notes",
        "path",
        "path_parameters",
        "payload",
        "plan",
        "pool_authorization",
        "quota_left",
        "refused_by",
        "request",
        "route",
        "services",
        "stage_name",
        "started",
        "status",
        "time",
        "trace_id",
        "transformation",
        "usage_identifier_key",
        "verdict",
    )

    live: LiveStage
    route: Route
    plan: Plan
    path_parameters: dict[str, str]
    levels: tuple[float, ...]

    transformation: "Transformation | None"

    def __init__(self, services: Services, api_id: str, request: HttpRequest, ids: RequestIds) -> None:
        self.services = services
        self.api_id = api_id
        self.request = request
        self.ids = ids
        self.started = services.clock.perf_counter()
        self.time = services.clock.time()
        self.stage_name = ""
        self.path = request.path
        self.trace_id = f"Root=1-{int(self.time):08x}-{ids.trace_random}"
        self.authorization: Authorization | None = None
        self.pool_authorization: PoolAuthorization | None = None
        self.caller: Credential | None = None
        self.judgement: Judgement | None = None
        self.usage_identifier_key = ""
        self.admission: Admission | None = None
        self.quota_left: QuotaLeft | None = None
        self.buckets: tuple[TokenBucket, ...] = ()
        self.levels = ()
        self.refused_by: TokenBucket | None = None
        self.verdict: Verdict | None = None
        self.accept: str | None = None
        self.payload = b""
        self.answer: InvocationResponse | None = None
        self.transformation = None
        self.failure: GatewayFailure | None = None
        self.status = 0
        self.headers: RawHeaders = []
        self.body = b""
        self.marks: list[float] = []
        self.notes: tuple[str, ...] = ()
        self.cache_use: CacheUse | None = None
        self.finished = self.started

    @property
    def client_path(self) -> str:
        """The resource's path as the client wrote it: a domain name's base path stands before it."""
        return f"{self.request.base_path or ''}{self.path}"

    @property
    def resolved(self) -> bool:
        """Whether the stage was found."""
        return hasattr(self, "live")

    @property
    def trace_root(self) -> str:
        """The id of the trace that the request belongs to: what `X-Amzn-Trace-Id` has after `Root=`."""
        return self.trace_id.partition("Root=")[2].partition(";")[0]

    @property
    def is_cached(self) -> bool:
        """Whether the cache has answered already."""
        return self.cache_use is not None and self.cache_use.hit

    @property
    def routed(self) -> bool:
        """Whether a method was found."""
        return hasattr(self, "plan")

    def note(self, text: str) -> None:
        """Leave a line for the execution log, which is written when the request is over, if at all."""
        self.notes = (*self.notes, text)

    def log(self, level: str, text: str) -> None:
        """Write a line of lgtui's own about this request."""
        request_id = self.ids.request_id
        now = self.services.clock.time()
        record = LogRecord(now, "gateway", self.stage_name, level, f"({request_id}) {text}", request_id)
        self.services.logs.write(record)

    def log_execution(self, text: str) -> None:
        """Write an event of the stage's execution log."""
        now, stream = self.services.clock.time(), self.live.place.deployment_id
        record = LogRecord(
            now, "gateway", self.stage_name, "debug", text, self.ids.request_id, self.live.log_group, stream
        )
        self.services.logs.write(record)
