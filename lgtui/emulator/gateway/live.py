"""A stage as the data plane reads it: a snapshot, variables, and for each route what no request changes."""

from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from lgtui.emulator.gateway.authorizers.guard import Guard
from lgtui.emulator.gateway.cache import ResponseCache
from lgtui.emulator.gateway.deployments import Route, Snapshot
from lgtui.emulator.gateway.integrations.base import Backend, Compiler, Place
from lgtui.emulator.gateway.model import MethodSetting, Stage
from lgtui.emulator.gateway.throttle import Throttles, TokenBucket
from lgtui.emulator.gateway.user_pools.guard import PoolGuard
from lgtui.emulator.gateway.validation.checks import Checks


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What requests to one route of one stage have in common: its settings, its buckets and where they go.

    `checks` is what its request validator asks for, `guard` its Lambda authorizer, `pool_guard` its user pools; None
    where it has none.
    """

    setting: MethodSetting
    buckets: tuple[TokenBucket, ...]
    backend: Backend
    checks: Checks | None
    guard: Guard | None
    pool_guard: PoolGuard | None


class Canary(NamedTuple):
    """A stage's canary: `share` of the requests (0 to 1) go to `side`."""

    share: float
    side: "LiveStage"


class LiveStage:
    """A stage that answers requests; replaced by a new one whenever the stage or its deployment changes."""

    __slots__ = (
        "_compile", "_guards", "_plans", "_throttles", "cache", "canary", "is_canary", "key", "log_group", "place",
        "snapshot", "stage",
    )  # fmt: skip

    def __init__(
        self,
        stage: Stage,
        place: Place,
        snapshot: Snapshot,
        throttles: Throttles,
        cache: ResponseCache,
        compile_backend: Compiler,
    ) -> None:
        self.stage = stage
        self.canary: Canary | None = None
        self.is_canary = False
        self.cache = cache
        self.place = place
        self.snapshot = snapshot
        self.key = f"{place.api_id}/{place.stage_name}"
        self.log_group = f"API-Gateway-Execution-Logs_{self.key}"
        self._throttles = throttles
        self._compile = compile_backend
        self._guards: dict[str, Guard] = {}
        self._plans: dict[Route, Plan] = {}

    def plan(self, route: Route) -> Plan:
        """What is fixed for `route` in this stage, worked out at its first request."""
        plan = self._plans.get(route)
        if plan is None:
            buckets = self._throttles.for_method(self.key, route.setting_key)
            backend = self._compile(route, self.place)
            plan = self._plans[route] = Plan(
                self.setting(route),
                buckets,
                backend,
                self._checks(route),
                self._guard(route),
                self._pool_guard(route),
            )
        return plan

    def _checks(self, route: Route) -> Checks | None:
        validator = self.snapshot.definitions.validators.get(route.method.request_validator_id)
        return None if validator is None else Checks(route.method, validator, self.snapshot.schemas)

    def _guard(self, route: Route) -> Guard | None:
        """The method's Lambda authorizer, one for all its methods."""
        authorizer = self.snapshot.definitions.authorizers.get(route.method.authorizer_id)
        if route.method.authorization_type != "CUSTOM" or authorizer is None:
            return None
        if authorizer.id not in self._guards:
            self._guards[authorizer.id] = Guard(authorizer, self.place)
        return self._guards[authorizer.id]

    def _pool_guard(self, route: Route) -> PoolGuard | None:
        """The method's user pool authorizer."""
        authorizer = self.snapshot.definitions.authorizers.get(route.method.authorizer_id)
        if route.method.authorization_type != "COGNITO_USER_POOLS" or authorizer is None:
            return None
        return PoolGuard(authorizer)

    def setting(self, route: Route) -> MethodSetting:
        """The settings of a method: its own, else those for all methods, else AWS's defaults."""
        of_stage = self.stage.method_settings.get("*/*", MethodSetting())
        own = self.stage.method_settings.get(route.setting_key, of_stage)
        if own.logging_level is not msgspec.UNSET:
            return own
        return msgspec.structs.replace(
            own, logging_level=of_stage.logging_level, data_trace_enabled=of_stage.data_trace_enabled
        )
