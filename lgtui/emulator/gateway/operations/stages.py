"""Operations on stages."""

import re

import msgspec

from lgtui.emulator.errors import BadRequestException, ConflictException
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.registry import compile_backend
from lgtui.emulator.gateway.live import Canary, LiveStage
from lgtui.emulator.gateway.model import (
    CanarySettings,
    CreateDeploymentRequest,
    CreateStageRequest,
    Empty,
    Stage,
    StageRequest,
    Stages,
    StagesRequest,
    UpdateStageRequest,
)
from lgtui.emulator.gateway.operations.base import CANARY_SUFFIX, Operations
from lgtui.emulator.gateway.operations.canary import percent
from lgtui.emulator.gateway.operations.stage_patches import SMALLEST_CACHE, cache_size, patch_stage
from lgtui.emulator.gateway.operations.stage_variables import check_variables
from lgtui.emulator.gateway.store import ApiState
from lgtui.frames import CacheView

_STAGE_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")


class StageOperations(Operations):
    """CreateStage, GetStage, GetStages, UpdateStage, DeleteStage."""

    def create_stage(self, request: CreateStageRequest) -> Stage:
        """Make a stage that points to a deployment.

        Raises:
            BadRequestException: the name or a variable is not allowed.
            ConflictException: there is a stage of that name.
            NotFoundException: there is no such deployment or documentation version.
        """
        state = self._store.api(request.rest_api_id)
        stage = self._new_stage(state, request)
        self._changed(request.rest_api_id)
        return self._told(request.rest_api_id, stage)

    def get_stage(self, request: StageRequest) -> Stage:
        """The stage of that name."""
        return self._told(request.rest_api_id, self._store.api(request.rest_api_id).stage(request.stage_name))

    def get_stages(self, request: StagesRequest) -> Stages:
        """Every stage of an API, or of one of its deployments."""
        stages = self._store.api(request.rest_api_id).stages.values()
        wanted = [stage for stage in stages if request.deployment_id in ("", stage.deployment_id)]
        return Stages(items=[self._told(request.rest_api_id, stage) for stage in wanted])

    def update_stage(self, request: UpdateStageRequest) -> Stage:
        """Apply patch operations to a stage, all or none; requests from now on see the result.

        Raises:
            BadRequestException: a path or value is not allowed.
            NotFoundException: there is no such deployment, documentation version or client certificate.
        """
        state = self._store.api(request.rest_api_id)
        before = state.stage(request.stage_name)
        stage = patch_stage(before, request.patch_operations)
        self._check_logging(before, stage)
        state.deployment(stage.deployment_id)
        self._check_references(state, stage)
        stage = self._put_stage(state, msgspec.structs.replace(stage, last_updated_date=self._now()))
        self._changed(request.rest_api_id)
        return self._told(request.rest_api_id, stage)

    def delete_stage(self, request: StageRequest) -> Empty:
        """Remove a stage; its deployment stays."""
        state = self._store.api(request.rest_api_id)
        state.stage(request.stage_name)
        del state.stages[request.stage_name], state.live[request.stage_name]
        key = f"{request.rest_api_id}/{request.stage_name}"
        self._forget_stage(key)
        self._clients.close(request.rest_api_id, request.stage_name)
        self._changed(request.rest_api_id)
        return Empty()

    def flush_stage_cache(self, request: StageRequest) -> Empty:
        """Forget every response that a stage's cache holds, and its canary's.

        Raises:
            BadRequestException: the stage has no cache.
        """
        self._store.api(request.rest_api_id).stage(request.stage_name)
        key = f"{request.rest_api_id}/{request.stage_name}"
        if self.caches.of(key).status == "NOT_AVAILABLE":
            raise BadRequestException("Cache cluster is not enabled for this stage")
        for cache in (self.caches.of(key), self.caches.of(f"{key}{CANARY_SUFFIX}")):
            cache.flush()
        return Empty()

    def _check_logging(self, before: Stage, stage: Stage) -> None:
        """Refuse to switch a log on while the account has no role that may write it.

        Raises:
            BadRequestException
        """
        if _logs(stage) - _logs(before) and not self._store.cloudwatch_role_arn:
            raise BadRequestException("CloudWatch Logs role ARN must be set in account settings to enable logging")

    def _check_references(self, state: ApiState, stage: Stage) -> None:
        """Refuse a documentation version or a client certificate that is not there.

        Raises:
            NotFoundException
        """
        if stage.documentation_version:
            state.documentation_version(stage.documentation_version)
        if stage.client_certificate_id:
            self._store.client_certificate(stage.client_certificate_id)

    def cache_of(self, rest_api_id: str, stage: Stage) -> CacheView | None:
        """A stage's cache for the feed; None while there is none."""
        cache = self.caches.of(f"{rest_api_id}/{stage.stage_name}")
        return None if cache.status == "NOT_AVAILABLE" else CacheView(cache.status, cache.size)

    def _told(self, rest_api_id: str, stage: Stage) -> Stage:
        """A stage as it is told, with its cache's present state."""
        status = self.caches.of(f"{rest_api_id}/{stage.stage_name}").status
        return msgspec.structs.replace(stage, cache_cluster_status=status)

    def _deploy_to(self, state: ApiState, request: CreateDeploymentRequest, deployment_id: str) -> None:
        """Point the stage that `request` names to the deployment, made where there is none."""
        stage = state.stages.get(request.stage_name)
        if stage is None:
            self._new_stage(
                state,
                CreateStageRequest(
                    rest_api_id=request.rest_api_id,
                    stage_name=request.stage_name,
                    deployment_id=deployment_id,
                    description=request.stage_description,
                    variables=request.variables,
                    cache_cluster_enabled=bool(request.cache_cluster_enabled),
                    cache_cluster_size=request.cache_cluster_size,
                    tracing_enabled=request.tracing_enabled,
                ),
            )
            return
        variables = {**stage.variables, **request.variables}
        cached = stage.cache_cluster_enabled if request.cache_cluster_enabled is None else request.cache_cluster_enabled
        size = request.cache_cluster_size or stage.cache_cluster_size
        self._put_stage(
            state,
            msgspec.structs.replace(
                stage,
                deployment_id=deployment_id,
                description=request.stage_description or stage.description,
                variables=variables,
                cache_cluster_enabled=cached,
                cache_cluster_size=_size(cached, size),
                last_updated_date=self._now(),
            ),
        )

    def _deploy_canary(self, state: ApiState, request: CreateDeploymentRequest, deployment_id: str) -> None:
        """Make the deployment the canary of the stage that `request` names."""
        given, stage = request.canary_settings, state.stages[request.stage_name]
        assert given is not None
        canary = CanarySettings(
            percent_traffic=percent(given.percent_traffic),
            deployment_id=deployment_id,
            stage_variable_overrides=given.stage_variable_overrides,
            use_stage_cache=given.use_stage_cache,
        )
        now = self._now()
        self._put_stage(state, msgspec.structs.replace(stage, canary_settings=canary, last_updated_date=now))

    def _new_stage(self, state: ApiState, request: CreateStageRequest) -> Stage:
        if not _STAGE_NAME.fullmatch(request.stage_name):
            raise BadRequestException("Stage name only allows a-zA-Z0-9_-")
        if request.stage_name in state.stages:
            raise ConflictException("Stage already exists")
        state.deployment(request.deployment_id)
        now = self._now()
        stage = Stage(
            stage_name=request.stage_name,
            deployment_id=request.deployment_id,
            created_date=now,
            last_updated_date=now,
            description=request.description,
            variables=request.variables,
            cache_cluster_enabled=request.cache_cluster_enabled,
            cache_cluster_size=_size(request.cache_cluster_enabled, request.cache_cluster_size),
            canary_settings=request.canary_settings,
            documentation_version=request.documentation_version,
            tracing_enabled=request.tracing_enabled,
            tags=request.tags,
        )
        self._check_references(state, stage)
        return self._put_stage(state, stage)

    def _put_stage(self, state: ApiState, stage: Stage) -> Stage:
        """Keep `stage` and let the data plane read it from now on.

        Raises:
            BadRequestException: a variable is not allowed.
        """
        check_variables(stage.variables)
        if stage.canary_settings is not None:
            check_variables(stage.canary_settings.stage_variable_overrides)
        self._put_live(state, stage)
        state.stages[stage.stage_name] = stage
        return stage

    def _go_live(self) -> None:
        """Let the data plane read the stages that earlier runs have left."""
        for state in self._store.apis.values():
            for stage in state.stages.values():
                self._put_live(state, stage)

    def _put_live(self, state: ApiState, stage: Stage) -> None:
        """Let the data plane read `stage` from now on."""
        live = self._live(state, stage, stage.deployment_id, stage.variables)
        if stage.canary_settings is not None:
            live.canary = self._live_canary(state, stage, stage.canary_settings)
        self.throttles.settle(live.key, stage.method_settings)
        state.live[stage.stage_name] = live

    def _live(
        self, state: ApiState, stage: Stage, deployment_id: str, variables: dict[str, str], cache_suffix: str = ""
    ) -> LiveStage:
        """What the data plane reads of a stage, or of its canary."""
        settings = self._settings
        place = Place(
            settings.account_id, settings.region_name, state.api.id, deployment_id, stage.stage_name, variables
        )
        cache = self.caches.of(f"{state.api.id}/{stage.stage_name}{cache_suffix}")
        cache.settle(stage.cache_cluster_enabled, stage.cache_cluster_size)
        return LiveStage(stage, place, state.snapshots[deployment_id], self.throttles, cache, compile_backend)

    def _live_canary(self, state: ApiState, stage: Stage, canary: CanarySettings) -> Canary:
        """The canary's own side of the stage: its deployment, its variables and, unless it shares it, its cache."""
        state.deployment(canary.deployment_id)
        variables = {**stage.variables, **canary.stage_variable_overrides}
        suffix = "" if canary.use_stage_cache else CANARY_SUFFIX
        side = self._live(state, stage, canary.deployment_id, variables, suffix)
        side.log_group += CANARY_SUFFIX
        side.is_canary = True
        return Canary(canary.percent_traffic / 100, side)


def _size(enabled: bool, given: str) -> str:
    """The size of a stage's cache; none where it has neither a cache nor a size for one."""
    if not given:
        return SMALLEST_CACHE if enabled else ""
    return cache_size(given)


def _logs(stage: Stage) -> set[str]:
    """The logs that a stage writes: its access log, and the execution log of each method setting."""
    execution = {key for key, setting in stage.method_settings.items() if setting.logging_level in ("ERROR", "INFO")}
    return execution | ({"access log"} if stage.access_log_settings else set())
