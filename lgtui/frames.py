"""The feed's typed frames: the one module that emulator and console share.

`GET CONTROL_URL/_lgtui/feed` answers with one JSON object a line. The first is a `Hello`, which holds the whole
present state; each later one says what changed. Every frame carries its kind in the member `type`. At most 20
times a second a batch of frames is sent, whatever the load; what was left out is counted where it is left out.
Times are emulated seconds since the epoch; durations are seconds of real work unless a name says otherwise.
"""

from collections.abc import Callable
from typing import Literal, get_args

import msgspec

EnvironmentState = Literal["init", "busy", "idle", "frozen", "gone"]


class Frame(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """What every frame has in common: a `type` member with the class's name."""


# What a region holds --------------------------------------------------------------------------------------------


class MethodView(msgspec.Struct, frozen=True):
    """One method of a resource, as the tree shows it.

    Attributes:
        http_method: `GET`, …, or `ANY`.
        integration: `AWS_PROXY`, `MOCK`, `HTTP_PROXY`, … or empty where none is put.
        target: what it is integrated with, short: `λ orders`, a URL, `mock`.
        function: the function's name where the target is one (stage variables unresolved), else empty.
        emulated: False where requests to this method are refused, because its integration is not emulated.
        authorization: `AWS_IAM`, or the name of its authorizer; empty where anybody may call it.
        api_key_required: whether a request needs an API key of a usage plan.
    """

    http_method: str
    integration: str
    target: str
    function: str = ""
    emulated: bool = True
    authorization: str = ""
    api_key_required: bool = False


class ResourceView(msgspec.Struct, frozen=True):
    """One resource: `path` is whole (`/orders/{id}`), `path_part` its last part (`{id}`)."""

    id: str
    path: str
    path_part: str
    parent_id: str
    methods: list[MethodView]


class ThrottleView(msgspec.Struct, frozen=True):
    """A throttle: `rate` in tokens per second, `burst` in tokens."""

    rate: float
    burst: int


CACHE_PRICES = {
    "0.5": 0.02, "1.6": 0.038, "6.1": 0.2, "13.5": 0.25, "28.4": 0.5, "58.2": 1.0, "118": 1.9, "237": 3.8,
}  # fmt: skip
"""Sizes of a stage's cache in GB → US dollars an hour: an estimate, from prices that third parties give."""


RESERVED_VARIABLES = frozenset({
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT",
    "LAMBDA_RUNTIME_DIR",
})  # fmt: skip
"""Variables that Lambda sets, and that a function may not have of its own (guide, configuration-envvars)."""


class CacheView(msgspec.Struct, frozen=True):
    """A stage's response cache: `status` as GetStage says it, `size` in GB, as AWS writes it."""

    status: str
    size: str


class StageView(msgspec.Struct, frozen=True):
    """One stage of an API with its settings, and `url`, where it is invoked.

    `method_throttles` is keyed as AWS keys method settings: `*/*` for the stage, `orders~1{id}/GET` for a method.
    `cache` is None while there is none.
    """

    name: str
    deployment_id: str
    deployment_description: str
    deployment_time: float
    url: str
    variables: dict[str, str]
    method_throttles: dict[str, ThrottleView]
    cache: CacheView | None = None


class AuthorizerView(msgspec.Struct, frozen=True):
    """An authorizer of an API.

    Attributes:
        kind: `TOKEN`, `REQUEST` or `COGNITO_USER_POOLS`.
        target: who decides, short: `λ guard`, the id of a user pool.
        identity_source: `method.request.header.Authorization`, several divided by commas.
    """

    id: str
    name: str
    kind: str
    target: str
    identity_source: str = ""


class ApiView(msgspec.Struct, frozen=True):
    """A REST API as deployed or edited now; `resources` are in the order of their paths."""

    id: str
    name: str
    resources: list[ResourceView]
    stages: list[StageView]
    authorizers: list[AuthorizerView] = []


class EventSourceView(msgspec.Struct, frozen=True):
    """An event source mapping: `arn` is the source's, empty for a Kafka cluster of one's own.

    Attributes:
        state: `Enabled`, `Disabled`.
        batch_size: records of a batch at most, None where the source has none.
        qualifier: the version or alias that is invoked, or empty.
    """

    id: str
    arn: str
    state: str
    batch_size: int | None = None
    qualifier: str = ""


class AliasView(msgspec.Struct, frozen=True):
    """An alias: the version it points to.

    Attributes:
        weights: the other version of a weighted alias → its share of the invocations, 0 to 1; empty where it has none.
        picked: version → how many invocations through the alias it got.
    """

    version: str
    weights: dict[str, float] = {}
    picked: dict[str, int] = {}


class FunctionView(msgspec.Struct, frozen=True):
    """A function: `memory_size` in MB, `timeout` in seconds.

    Attributes:
        runs_on: the interpreter that stands in, for example `python3.11`, or empty where none was found.
        notice: one sentence where the interpreter differs from the declared runtime, or the function cannot run.
        source: the handler's file on disk, or empty (inline code).
        aliases: by name.
        versions: those that were published, oldest first.
        url: where its function URL is reached, or empty.
        event_sources: its mappings, in the order in which they were made.
    """

    name: str
    arn: str
    runtime: str
    handler: str
    memory_size: int
    timeout: float
    runs_on: str = ""
    notice: str = ""
    source: str = ""
    aliases: dict[str, AliasView] = {}
    versions: list[str] = []
    url: str = ""
    event_sources: list[EventSourceView] = []


class ActivityView(msgspec.Struct, frozen=True):
    """What one function is doing.

    Attributes:
        running: executions now; `rate` × `duration` is what it comes to over time.
        rate: invocations a second, over the last ten emulated seconds; in slow motion over about ten real ones.
        duration: mean emulated seconds of those.
        throttled: invocations refused in that time.
        reserved: its reserved concurrency, None where it has none.
        provisioned: environments kept ready, and how many of them are busy.
        spilled: invocations that found none of those free, in that time.
        queued: events that wait for an execution; `retrying`: those of them that have failed before.
    """

    function: str
    running: int = 0
    rate: float = 0.0
    duration: float = 0.0
    throttled: int = 0
    reserved: int | None = None
    provisioned: tuple[int, int] = (0, 0)
    spilled: int = 0
    queued: int = 0
    retrying: int = 0


class ConcurrencyView(msgspec.Struct, frozen=True):
    """Concurrent executions: the account's limit, how many run now, and what each function that is not at rest does."""

    limit: int
    running: int
    functions: list[ActivityView] = []


class NotEmulated(msgspec.Struct, frozen=True):
    """Something of the template that lgtui does not emulate.

    Attributes:
        what: `AWS::DynamoDB::Table OrdersTable`, or a property of something emulated.
        file, line: where the template says it; line counts from 1, 0 where unknown.
        detail: what that means for the user, one sentence.
    """

    what: str
    file: str
    line: int
    detail: str = ""


class Problem(msgspec.Struct, frozen=True):
    """Why the project could not be loaded: one clear sentence, with file and line (0 where there is none)."""

    message: str
    file: str
    line: int = 0


class ProjectView(msgspec.Struct, frozen=True):
    """The project on disk: `template` is the file's path; `problem` is set while it cannot be loaded.

    While there is a problem the last good state goes on running.
    """

    name: str
    template: str
    not_emulated: list[NotEmulated]
    problem: Problem | None = None


class BucketView(msgspec.Struct, frozen=True):
    """A token bucket at one instant; its level later is min(burst, tokens + rate × elapsed emulated seconds).

    Attributes:
        id: stable over the bucket's life, for example `account`, `stage/a1b2c3/Prod`, `method/a1b2c3/Prod/GET /orders`.
        scope: `account`, `stage`, `method`, `usage plan` (a key in a plan) or `plan method` (one method of that).
        label: what the screen calls it: `account`, `stage Prod`, `GET /orders`, `alice · plan`.
        tokens: the level at emulated time `at`.
        refused: requests this bucket has refused since it was made.
    """

    id: str
    scope: str
    label: str
    tokens: float
    at: float
    rate: float
    burst: int
    refused: int = 0


class EnvironmentView(msgspec.Struct, frozen=True):
    """One execution environment.

    Attributes:
        id: unique in the region's life.
        function, version: whose environment it is.
        state: `init`, `busy`, `idle` (answered, not yet frozen), `frozen` or `gone`.
        since: emulated time of the last change of state.
        pid: the process, 0 once gone.
        invocations: how many it has answered.
        init_duration: seconds its init took, 0 while in init.
        reason: why it is gone: `idle`, `timeout`, `exit`, `reload`, `stop`, else empty.
    """

    id: str
    function: str
    version: str
    state: EnvironmentState
    since: float
    pid: int
    invocations: int = 0
    init_duration: float = 0.0
    reason: str = ""


class LogLine(msgspec.Struct, frozen=True, array_like=True):
    """One line of the log: see `lgtui.emulator.logs.LogRecord` for the members, which are these."""

    time: float
    source: str
    label: str
    level: str
    text: str
    request_id: str
    group: str = ""
    stream: str = ""


class ClockView(msgspec.Struct, frozen=True):
    """The region's clock: emulated time `at` when the frame was made, and how it runs on from there."""

    at: float
    speed: float
    paused: bool


class Counters(msgspec.Struct, frozen=True):
    """Requests since the region started, by outcome.

    Attributes:
        sent: all of them.
        throttled: those answered 429, which count as nothing else.
        hits, misses: those that a stage's cache answered, and those that it was asked for in vain.
        cost: US dollars that they, their functions and the caches would have cost on AWS, an estimate.
    """

    sent: int = 0
    ok: int = 0
    throttled: int = 0
    client_errors: int = 0
    server_errors: int = 0
    hits: int = 0
    misses: int = 0
    cost: float = 0.0


# The frames -----------------------------------------------------------------------------------------------------


class MemberView(msgspec.Struct, frozen=True):
    """A member that was changed by hand: its value in the template and now, as JSON; empty where it is not there."""

    path: str
    template: str
    now: str

    @property
    def values(self) -> str:
        """Both values, for people: `3 → 9`."""
        return f"{self.template or 'nothing'} → {self.now or 'nothing'}"

    def __str__(self) -> str:
        return f"{self.path}  {self.values}"


class ChangeView(msgspec.Struct, frozen=True):
    """Something that is not as the template made it.

    Attributes:
        kind: `stage`, `resource`, `version`, `function`, …
        owner: the API's id or the function's name that it belongs to, or empty.
        name: its own name or id.
        title: what people call it: `stage dev of API shop`.
        members: of what was changed.
    """

    service: str
    kind: str
    owner: str
    name: str
    title: str
    how: Literal["made", "changed", "deleted"]
    members: list[MemberView] = []


class SigningView(msgspec.Struct, frozen=True):
    """What requests to methods with IAM authorization are signed with: the region's own key, which everybody knows."""

    access_key_id: str = ""
    secret_access_key: str = ""
    region: str = ""


class Hello(Frame, frozen=True):
    """The first frame of every feed: the whole state, from which later frames go on."""

    version: str
    pid: int
    control_url: str
    clock: ClockView
    project: ProjectView
    apis: list[ApiView]
    functions: list[FunctionView]
    buckets: list[BucketView]
    environments: list[EnvironmentView]
    logs: list[LogLine]
    counters: Counters
    concurrency: ConcurrencyView = ConcurrencyView(0, 0)
    changes: list[ChangeView] = []
    signing: SigningView = SigningView()


class ProjectChanged(Frame, frozen=True):
    """The project was loaded again, or failed to."""

    project: ProjectView


class ResourcesChanged(Frame, frozen=True):
    """APIs, stages, deployments or functions changed: the new whole of both, and what was done by hand to them."""

    apis: list[ApiView]
    functions: list[FunctionView]
    changes: list[ChangeView] = []


class BucketsChanged(Frame, frozen=True):
    """Buckets that gave or refused a token, or were made, since the last batch."""

    buckets: list[BucketView]
    removed: list[str] = []


class EnvironmentsChanged(Frame, frozen=True):
    """Environments whose state changed since the last batch, each in its newest state; `gone` is the last of one."""

    environments: list[EnvironmentView]


class LogsWritten(Frame, frozen=True):
    """New lines in order; `dropped` older ones between the last batch and these were left out."""

    lines: list[LogLine]
    dropped: int = 0


class CountersChanged(Frame, frozen=True):
    """The new counters; sent when they differ, at most 20 times a second. Rates are differences over time."""

    at: float
    counters: Counters


class ConcurrencyChanged(Frame, frozen=True):
    """The new figures; sent when they differ, at most once a second."""

    at: float
    concurrency: ConcurrencyView


class ClockChanged(Frame, frozen=True):
    """The clock was paused, resumed, stepped or set to another speed."""

    clock: ClockView


class Heartbeat(Frame, frozen=True):
    """Sent once a second while nothing else is, so that a client can tell a quiet region from a dead one."""

    at: float


AnyFrame = (
    Hello
    | ProjectChanged
    | ResourcesChanged
    | BucketsChanged
    | EnvironmentsChanged
    | LogsWritten
    | CountersChanged
    | ConcurrencyChanged
    | ClockChanged
    | Heartbeat
)

FEED_TYPE = "application/x-ndjson"
"""The feed's media type."""

encode_frame = msgspec.json.Encoder().encode
decode_frame: Callable[[bytes], AnyFrame] = msgspec.json.Decoder(AnyFrame).decode

_KNOWN = frozenset(kind.__name__ for kind in get_args(AnyFrame))


class _Kind(msgspec.Struct, frozen=True):
    type: str


def read_frame(line: bytes) -> AnyFrame | None:
    """A line of the feed; None where a newer region tells something that this version knows nothing of.

    Raises:
        msgspec.DecodeError: it is no frame.
    """
    try:
        return decode_frame(line)
    except msgspec.ValidationError:
        if msgspec.json.decode(line, type=_Kind).type in _KNOWN:
            raise
        return None


# Answers of /_lgtui/* that are not frames ------------------------------------------------------------------------


class TraceEntry(msgspec.Struct, frozen=True):
    """One step of a request's life cycle.

    Attributes:
        name: `resolve`, `route`, `throttle`, `integration request`, `endpoint`, `handler`, `integration response`, …
        start: real seconds since the request came in.
        duration: real seconds.
        verdict: `ok`, `refused`, `failed`, `skipped` or `not emulated`.
        summary: one line for the waterfall: `method 9.0/10  stage 79/80`.
        saw: what the step looked at, name → text.
        changed: what it made, name → text (the event handed to the function, the response's headers, …).
        nested: True where the step happened inside the one before it (`handler` inside `endpoint`).
    """

    name: str
    start: float
    duration: float
    verdict: str
    summary: str = ""
    saw: dict[str, str] = {}
    changed: dict[str, str] = {}
    nested: bool = False


class Trace(msgspec.Struct, frozen=True):
    """A request's whole life cycle: `GET /_lgtui/traces/{request_id}`.

    Attributes:
        time: emulated time the request came in.
        duration: real seconds from the request's head to the response's end.
        status: the HTTP status that was answered.
        explanation: for a refusal or failure, plain words: why, and what to do. Else empty.
    """

    request_id: str
    time: float
    api_id: str
    stage: str
    http_method: str
    path: str
    resource_path: str
    status: int
    duration: float
    entries: list[TraceEntry]
    explanation: str = ""


class Rendering(msgspec.Struct, frozen=True, omit_defaults=True):
    """A mapping template's rendering: the answer of `POST /_lgtui/render`.

    Attributes:
        output: what it renders to; None where it fails.
        error: why it fails, one sentence, else empty.
        line, column: where, from 1; 0 where no place is known.
    """

    output: str | None = None
    error: str = ""
    line: int = 0
    column: int = 0


class MemberChange(msgspec.Struct, frozen=True):
    """A member that two deployments have otherwise: `name` is its dotted path; empty texts where it is not set."""

    name: str
    before: str
    after: str


class Difference(msgspec.Struct, frozen=True):
    """A part of an API that two deployments have otherwise.

    Attributes:
        kind: `method`, `model`, `request validator`, `authorizer`, `gateway response`, or `API` for its own settings.
        name: `GET /orders`, or what it is called.
        members: what of it changed; none where it was added or removed.
    """

    kind: str
    name: str
    change: Literal["added", "removed", "changed"]
    members: list[MemberChange] = []


class DeploymentDiff(msgspec.Struct, frozen=True):
    """The answer of `GET /_lgtui/deployments/{api}/{deployment}/diff`: what `deployment` has otherwise than `against`.

    `against` is empty where there is nothing to compare with: the deployment is the first, and all of it was added.
    """

    deployment: str
    against: str
    differences: list[Difference]


class CacheEntry(msgspec.Struct, frozen=True):
    """What is known of a cached response without its headers and body, which may hold secrets.

    Attributes:
        http_method: the request's.
        resource_path: whole (`/orders/{id}`); the cache namespace where that is no resource's id.
        parameters: of the key, name (`method.request.path.id`) → value; empty where the request had none.
        size: bytes that it counts for.
        expires: emulated seconds since the epoch.
        ttl: emulated seconds it was kept for.
    """

    http_method: str
    resource_path: str
    parameters: dict[str, str]
    status: int
    size: int
    expires: float
    ttl: float


class CacheContents(CacheView, frozen=True):
    """A stage's response cache as it stands: `GET /_lgtui/caches/{api}/{stage}`.

    Attributes:
        capacity: bytes it holds at most; `used`: bytes of all its entries.
        count: how many entries there are.
        hits, misses: requests it answered and did not, of those that were to be cached.
        entries: the 500 that were used last, in that order.
    """

    capacity: float
    used: int
    count: int
    hits: int
    misses: int
    entries: list[CacheEntry]


class QueuedEvent(msgspec.Struct, frozen=True):
    """An event of an asynchronous invocation that is not over.

    Attributes:
        qualifier: the version or alias that is invoked.
        running: whether an attempt runs now.
        attempt: the number of the attempt that runs, or comes next, from 1; `attempts` is how many there are at most.
        setbacks: how often that attempt was throttled or met a system error, which does not count as one.
        accepted: emulated seconds since the epoch.
        due: when the next attempt is, likewise; past where the event waits for its turn.
        expires: when it is given up because of its age, likewise.
        size: bytes of its payload; `payload` is what that begins with.
        on_failure, dead_letter: ARNs that are told where every attempt fails, or empty.
    """

    function: str
    qualifier: str
    request_id: str
    running: bool
    attempt: int
    attempts: int
    setbacks: int
    accepted: float
    due: float
    expires: float
    size: int
    payload: str
    on_failure: str = ""
    dead_letter: str = ""


class EndedEvent(msgspec.Struct, frozen=True):
    """An event that was given up, or whose record was sent somewhere.

    Attributes:
        at: emulated seconds since the epoch.
        condition: `Success`, `RetriesExhausted`, `EventAgeExceeded` or `ZeroReservedConcurrency`.
        invocations: how often the function ran for it.
        told: ARNs that a record or a dead letter goes to.
    """

    function: str
    qualifier: str
    request_id: str
    at: float
    condition: str
    invocations: int
    told: list[str]


class AsyncEvents(msgspec.Struct, frozen=True):
    """The events of all asynchronous invocations: `GET /_lgtui/events`.

    Attributes:
        queued: events that wait for an execution; `retrying`: those of them that have failed before.
        running: events whose attempt runs now.
        events: those that are due first, 200 of each function and in all at most.
        ended: the last 50 that were given up or told somebody, the newest first.
    """

    queued: int
    retrying: int
    running: int
    events: list[QueuedEvent]
    ended: list[EndedEvent]
