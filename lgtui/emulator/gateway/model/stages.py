"""Deployments and stages, as the operations on them take and give them."""

from typing import Literal

import msgspec

from lgtui.emulator.gateway.model.base import PatchOperation, Shape, told


class CanarySettings(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """A canary of a stage: `percent_traffic` of its requests go to another deployment, with variables of their own."""

    percent_traffic: float = 0.0
    deployment_id: str = ""
    stage_variable_overrides: dict[str, str] = {}
    use_stage_cache: bool = False


class DeploymentCanarySettings(Shape, frozen=True, kw_only=True):
    """What CreateDeployment says of the canary that it makes."""

    percent_traffic: float = 0.0
    stage_variable_overrides: dict[str, str] = {}
    use_stage_cache: bool = False


class CreateDeploymentRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateDeployment; with `stage_name` the stage is made, or moved to this deployment."""

    rest_api_id: str
    stage_name: str = ""
    stage_description: str = ""
    description: str = ""
    variables: dict[str, str] = {}
    cache_cluster_enabled: bool | None = None
    cache_cluster_size: str = ""
    canary_settings: DeploymentCanarySettings | None = None
    tracing_enabled: bool = False


class DeploymentRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a deployment."""

    rest_api_id: str
    deployment_id: str


class GetDeploymentRequest(DeploymentRequest, frozen=True, kw_only=True):
    """Input of GetDeployment; `embed` may ask for the `apisummary`."""

    embed: list[str] = []


class UpdateDeploymentRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateDeployment; nothing but the description can be changed."""

    rest_api_id: str
    deployment_id: str
    patch_operations: list[PatchOperation] = []


class CreateStageRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateStage."""

    rest_api_id: str
    stage_name: str
    deployment_id: str
    description: str = ""
    variables: dict[str, str] = {}
    cache_cluster_enabled: bool = False
    cache_cluster_size: str = ""
    canary_settings: CanarySettings | None = None
    documentation_version: str = ""
    tracing_enabled: bool = False
    tags: dict[str, str] = {}


class StagesRequest(Shape, frozen=True, kw_only=True):
    """Input of GetStages; with `deployment_id` the stages of that deployment alone."""

    rest_api_id: str
    deployment_id: str = ""


class StageRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a stage."""

    rest_api_id: str
    stage_name: str


class UpdateStageRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateStage; the paths are in `operations/stage_patches.py`."""

    rest_api_id: str
    stage_name: str
    patch_operations: list[PatchOperation] = []


class MethodSnapshot(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """What a deployment's summary says of a method."""

    authorization_type: str
    api_key_required: bool


class Deployment(Shape, frozen=True, kw_only=True):
    """A deployment as the API answers it; the compiled snapshot behind it is `deployments.Snapshot`.

    `api_summary` is there where it was asked for: path → HTTP method → method.
    """

    id: str
    created_date: float
    description: str = ""
    api_summary: dict[str, dict[str, MethodSnapshot]] | None = None


LoggingLevel = Literal["OFF", "ERROR", "INFO"]


class MethodSetting(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """Settings of a stage or of one method in it: rate in tokens per second, burst in tokens.

    A setting made from one of the two takes the account's default for the other (aws_behaviour, section 1).

    Attributes:
        metrics_enabled: whether metrics are kept for each method too.
        logging_level: not set where a method takes the stage's.
        data_trace_enabled: whether the execution log holds headers and bodies.
        cache_ttl_in_seconds: 0 to 3,600.
        require_authorization_for_cache_control: whether `Cache-Control: max-age=0` asks for a permission.
        unauthorized_cache_control_header_strategy: what happens to a request that lacks it.
    """

    metrics_enabled: bool = False
    logging_level: LoggingLevel | msgspec.UnsetType = msgspec.UNSET
    data_trace_enabled: bool = False
    throttling_burst_limit: int = 5_000
    throttling_rate_limit: float = 10_000.0
    caching_enabled: bool = False
    cache_ttl_in_seconds: int = 300
    cache_data_encrypted: bool = False
    require_authorization_for_cache_control: bool = True
    unauthorized_cache_control_header_strategy: Literal[
        "FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER"
    ] = "SUCCEED_WITH_RESPONSE_HEADER"


class AccessLogSettings(Shape, frozen=True, kw_only=True):
    """A stage's access log: one line of `format` a request."""

    format: str = ""
    destination_arn: str = ""


class Stage(Shape, frozen=True, kw_only=True):
    """A stage: a pointer to a deployment, with variables and method settings.

    `method_settings` is keyed `*/*` for the stage and, for one method, `{path, / as ~1, no leading slash}/{method}`.
    `cache_cluster_size` is in GB. `documentation_version` is the snapshot of the documentation that goes with it.
    """

    stage_name: str
    deployment_id: str
    created_date: float
    last_updated_date: float
    method_settings: dict[str, MethodSetting] = told({})
    cache_cluster_enabled: bool = told(False)
    cache_cluster_status: str = told("NOT_AVAILABLE")
    tracing_enabled: bool = told(False)
    description: str = ""
    variables: dict[str, str] = {}
    access_log_settings: AccessLogSettings | None = None
    cache_cluster_size: str = ""
    canary_settings: CanarySettings | None = None
    client_certificate_id: str = ""
    documentation_version: str = ""
    tags: dict[str, str] = {}


class Deployments(Shape, frozen=True, kw_only=True):
    """A page of deployments."""

    items: list[Deployment]
    position: str = ""


class Stages(Shape, frozen=True, kw_only=True):
    """Every stage of an API; the wire says `item`, unlike other lists."""

    items: list[Stage] = msgspec.field(name="item")
