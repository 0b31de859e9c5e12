"""Deployments and stages, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.base import PatchOperation, Shape


class CreateDeploymentRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateDeployment; with `stage_name` the stage is made, or moved to this deployment."""

    rest_api_id: str
    stage_name: str = ""
    stage_description: str = ""
    description: str = ""
    variables: dict[str, str] = {}


class DeploymentRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a deployment."""

    rest_api_id: str
    deployment_id: str


class CreateStageRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateStage."""

    rest_api_id: str
    stage_name: str
    deployment_id: str
    description: str = ""
    variables: dict[str, str] = {}


class StageRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a stage."""

    rest_api_id: str
    stage_name: str


class UpdateStageRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateStage.

    Emulated paths: `/deploymentId`, `/description`, `/variables/{name}`, and
    `/{resource path, / as ~1}/{method}/throttling/rateLimit` and `…/burstLimit`, `/*/*/throttling/…` for the stage.
    """

    rest_api_id: str
    stage_name: str
    patch_operations: list[PatchOperation] = []


class Deployment(Shape, frozen=True, kw_only=True):
    """A deployment as the API answers it; the compiled snapshot behind it is `deployments.Snapshot`."""

    id: str
    created_date: float
    description: str = ""


class MethodSetting(Shape, frozen=True, kw_only=True):
    """Settings of a stage or of one method in it: rate in tokens per second, burst in tokens.

    A setting made from one of the two takes the account's default for the other (aws_behaviour, section 1).
    """

    throttling_rate_limit: float = 10_000.0
    throttling_burst_limit: int = 5_000


class Stage(Shape, frozen=True, kw_only=True):
    """A stage: a pointer to a deployment, with variables and method settings.

    `method_settings` is keyed `*/*` for the stage and, for one method, `{path, / as ~1, no leading slash}/{method}`.
    """

    stage_name: str
    deployment_id: str
    created_date: float
    last_updated_date: float
    description: str = ""
    variables: dict[str, str] = {}
    method_settings: dict[str, MethodSetting] = {}


class Deployments(Shape, frozen=True, kw_only=True):
    """A page of deployments."""

    items: list[Deployment]
    position: str = ""


class Stages(Shape, frozen=True, kw_only=True):
    """Every stage of an API."""

    items: list[Stage]
