"""What the console knows of the region: frames go in, answers come out; nothing here draws."""

import re
from collections import deque
from collections.abc import Iterable

import msgspec

from lgtui import frames
from lgtui.console.region.throttles import Throttle

LOG_LINES_KEPT = 20_000
"""Log lines kept to find those of one request; as many as the region's own ring."""

WHOLE_STAGE = "*/*"
"""The key of the method settings that hold for every method of a stage."""

_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


class MethodTarget(msgspec.Struct, frozen=True, tag=True):
    """A method of the tree: what the composer sends a request to."""

    api_id: str
    path: str
    http_method: str


class FunctionTarget(msgspec.Struct, frozen=True, tag=True):
    """A function of the tree, or a version or an alias of it: what the composer invokes directly."""

    name: str
    qualifier: str = ""


Target = MethodTarget | FunctionTarget


def in_words(target: Target) -> str:
    """A target as titles name it: `GET /orders/{id}`, `invoke orders:live`."""
    if isinstance(target, MethodTarget):
        return f"{target.http_method} {target.path}"
    return f"invoke {target.name}" + (f":{target.qualifier}" if target.qualifier else "")


class RegionState:
    """The newest state of the region, as its feed told it.

    `hello` is None until the first frame; every later frame changes the members below, but for `chosen_stages`: API's
    id → name of the stage that the user sends to.
    """

    def __init__(self) -> None:
        self.hello: frames.Hello | None = None
        self.clock = frames.ClockView(at=0.0, speed=1.0, paused=False)
        self.project = frames.ProjectView(name="", template="", not_emulated=[])
        self.apis: list[frames.ApiView] = []
        self.functions: list[frames.FunctionView] = []
        self.changes: list[frames.ChangeView] = []
        self.buckets: dict[str, frames.BucketView] = {}
        self.environments: dict[str, frames.EnvironmentView] = {}
        self.counters = frames.Counters()
        self.concurrency = frames.ConcurrencyView(0, 0)
        self.signing = frames.SigningView()
        self.chosen_stages: dict[str, str] = {}
        self._logs: deque[frames.LogLine] = deque(maxlen=LOG_LINES_KEPT)

    def apply(self, frame: frames.AnyFrame) -> None:
        """Take one frame in; a `Hello` replaces everything."""
        match frame:
            case frames.Hello():
                self._replace(frame)
            case frames.ProjectChanged(project=project):
                self.project = project
            case frames.ResourcesChanged(apis=apis, functions=functions, changes=changes):
                self.apis, self.functions, self.changes = apis, functions, changes
            case frames.BucketsChanged(buckets=buckets, removed=removed):
                self._merge_buckets(buckets, removed)
            case frames.EnvironmentsChanged(environments=environments):
                self._merge_environments(environments)
            case frames.LogsWritten(lines=lines):
                self._logs.extend(lines)
            case frames.CountersChanged(counters=counters):
                self.counters = counters
            case frames.ConcurrencyChanged(concurrency=concurrency):
                self.concurrency = concurrency
            case frames.ClockChanged(clock=clock):
                self.clock = clock
            case frames.Heartbeat():
                pass

    def _replace(self, hello: frames.Hello) -> None:
        self.hello = hello
        self.signing = hello.signing
        self.clock, self.project, self.counters = hello.clock, hello.project, hello.counters
        self.apis, self.functions, self.changes = hello.apis, hello.functions, hello.changes
        self.concurrency = hello.concurrency
        self.buckets = {bucket.id: bucket for bucket in hello.buckets}
        self.environments = {}
        self._merge_environments(hello.environments)
        self._logs.clear()
        self._logs.extend(hello.logs)

    def _merge_buckets(self, buckets: Iterable[frames.BucketView], removed: Iterable[str]) -> None:
        self.buckets.update((bucket.id, bucket) for bucket in buckets)
        for bucket_id in removed:
            self.buckets.pop(bucket_id, None)

    def _merge_environments(self, environments: Iterable[frames.EnvironmentView]) -> None:
        for environment in environments:
            if environment.state == "gone":
                self.environments.pop(environment.id, None)
            else:
                self.environments[environment.id] = environment

    def api(self, api_id: str) -> frames.ApiView | None:
        """The API of this id, if it is still there."""
        return next((api for api in self.apis if api.id == api_id), None)

    def stage(self, api_id: str) -> frames.StageView | None:
        """The API's stage that requests go to: the chosen one while it is there, else the first."""
        stages = self.stages(api_id)
        return next(
            (stage for stage in stages if stage.name == self.chosen_stages.get(api_id)), stages[0] if stages else None
        )

    def stages(self, api_id: str) -> list[frames.StageView]:
        """Every stage of an API; none where it is gone."""
        api = self.api(api_id)
        return api.stages if api else []

    def stage_after(self, api_id: str) -> str:
        """The name of the stage after the one that requests go to, round and round; empty where there is none."""
        names = [stage.name for stage in self.stages(api_id)]
        stage = self.stage(api_id)
        return names[(names.index(stage.name) + 1) % len(names)] if stage else ""

    def resource(self, target: MethodTarget) -> frames.ResourceView | None:
        """The resource of a target's method, if it is still there."""
        api = self.api(target.api_id)
        return next((resource for resource in api.resources if resource.path == target.path), None) if api else None

    def method(self, target: MethodTarget) -> frames.MethodView | None:
        """The method a target names, if it is still there."""
        resource = self.resource(target)
        methods = resource.methods if resource else []
        return next((method for method in methods if method.http_method == target.http_method), None)

    def function(self, name: str) -> frames.FunctionView | None:
        """The function of this name, if it is still there."""
        return next((function for function in self.functions if function.name == name), None)

    def holds(self, target: Target) -> bool:
        """Whether what a target names is still there."""
        found = self.function(target.name) if isinstance(target, FunctionTarget) else self.method(target)
        return found is not None

    def handler_of(self, target: Target) -> frames.FunctionView | None:
        """The function that answers a target, with the stage's variables put in; None where none does."""
        if isinstance(target, FunctionTarget):
            return self.function(target.name)
        method = self.method(target)
        if method is None or not method.function:
            return None
        stage = self.stage(target.api_id)
        variables = stage.variables if stage else {}
        name = _STAGE_VARIABLE.sub(lambda found: variables.get(found[1], ""), method.function)
        return self.function(name.split(":")[0])

    def throttles_of(self, target: Target) -> list[Throttle]:
        """The throttles that requests to a target pass: the account's, its stage's, and the method's own."""
        if isinstance(target, FunctionTarget) or (stage := self.stage(target.api_id)) is None:
            return []
        keys = {"stage": WHOLE_STAGE, "method": f"{target.path.lstrip('/').replace('/', '~1')}/{target.http_method}"}
        own = {name: stage.method_throttles[key] for name, key in keys.items() if key in stage.method_throttles}
        account = [bucket for bucket in self.buckets.values() if bucket.scope == "account"]
        return [
            *(Throttle("account", bucket.rate, bucket.burst) for bucket in account),
            *(Throttle(name, throttle.rate, throttle.burst) for name, throttle in own.items()),
        ]

    def first_target(self) -> Target | None:
        """The first emulated method of the tree, or the first function: what the composer starts with."""
        methods = (
            MethodTarget(api.id, resource.path, method.http_method)
            for api in self.apis
            for resource in api.resources
            for method in resource.methods
            if method.emulated
        )
        functions = (FunctionTarget(function.name) for function in self.functions)
        return next(methods, None) or next(functions, None)

    def lines_of(self, request_ids: Iterable[str]) -> list[frames.LogLine]:
        """The kept log lines of these requests, oldest first."""
        wanted = {request_id for request_id in request_ids if request_id}
        return [line for line in self._logs if line.request_id in wanted]
