"""What a project asks of the region: typed requests, made from files alone and applied elsewhere."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lgtui.emulator.functions.model import (
    AddPermissionRequest,
    CreateFunctionRequest,
    CreateFunctionUrlConfigRequest,
    PublishLayerVersionRequest,
    PutFunctionEventInvokeConfigRequest,
)
from lgtui.emulator.gateway.model import ApiStage, GatewayResponse, Method, QuotaSettings, ThrottleSettings
from lgtui.emulator.gateway.openapi import Definitions
from lgtui.frames import NotEmulated
from lgtui.project.api_settings import ApiSettings


class Notice(NamedTuple):
    """Something the user should know: a sentence, and the template's line it is about (0 for none)."""

    line: int
    text: str


@dataclass(frozen=True)
class LayerPlan:
    """A layer as the template wants it.

    Attributes:
        arn: what references to it give, the ARN of its first version; functions of the plan name it by that.
        request: the input of PublishLayerVersion.
        digest: of its content.
        place: the folder or the archive of its content.
    """

    arn: str
    request: PublishLayerVersionRequest
    digest: str
    place: Path
    line: int = field(compare=False)


@dataclass(frozen=True)
class VersionPlan:
    """A version as the template wants it.

    Attributes:
        logical_id: by which aliases of the plan name it.
        follows: whether each change of the function publishes another one, as AutoPublishAlias does.
        provisioned: environments kept ready; None for none.
    """

    logical_id: str
    line: int = field(compare=False)
    description: str | None = None
    follows: bool = False
    provisioned: int | None = None


@dataclass(frozen=True)
class AliasPlan:
    """An alias as the template wants it.

    Attributes:
        version: a version's number, `$LATEST`, or the logical id of a version of the plan.
        weights: the other version, named likewise, and its share of the invocations.
        provisioned: environments kept ready; None for none.
    """

    name: str
    line: int = field(compare=False)
    version: str
    weights: dict[str, float] = field(default_factory=dict)
    description: str = ""
    provisioned: int | None = None


@dataclass(frozen=True)
class LogGroupPlan:
    """A log group as the template wants it; `retention` in days, 0 for as long as anything is kept."""

    name: str
    line: int = field(compare=False)
    retention: int = 0
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FunctionPlan:
    """A function as the template wants it.

    Attributes:
        request: the input of CreateFunction; its layers are named as `LayerPlan.arn` says.
        line: where the template says so.
        versions, aliases, urls, permissions: what hangs on it.
        event_settings: how its events are handled, for $LATEST and for aliases.
        reserved_concurrency: None where nothing is reserved.
        recursive_loop: `Terminate` or `Allow`.
    """

    request: CreateFunctionRequest
    line: int = field(compare=False)
    versions: tuple[VersionPlan, ...] = ()
    aliases: tuple[AliasPlan, ...] = ()
    urls: tuple[CreateFunctionUrlConfigRequest, ...] = ()
    permissions: tuple[AddPermissionRequest, ...] = ()
    event_settings: tuple[PutFunctionEventInvokeConfigRequest, ...] = ()
    reserved_concurrency: int | None = None
    recursive_loop: str = "Terminate"

    @property
    def name(self) -> str:
        """The function's name."""
        return self.request.function_name

    @property
    def folder(self) -> Path | None:
        """The folder its code is run from, or None for inline code."""
        return self.request.code.folder

    @property
    def follows(self) -> bool:
        """Whether a save of its code publishes a version."""
        return any(version.follows for version in self.versions)


@dataclass(frozen=True)
class StagePlan:
    """A stage as the template wants it; `settings` are the paths of UpdateStage's patches and their values."""

    name: str
    line: int = field(compare=False)
    description: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ApiPlan:
    """A REST API as the template wants it.

    Attributes:
        id: stable over loads.
        logical_id: its name in the template.
        methods: by whole path and HTTP method, however they were written.
        bare_paths: resources without a method.
        definitions: what methods refer to; they name a validator by its key there.
        gateway_responses: those that are customised.
        settings: what else it is made with.
        method_lines: where the template says each method.
        definition_lines: where its document has each of the definitions, by kind and name: `("model", "Order")`.
    """

    id: str
    logical_id: str
    name: str
    line: int = field(compare=False)
    description: str
    binary_media_types: tuple[str, ...]
    methods: dict[tuple[str, str], Method]
    bare_paths: tuple[str, ...]
    stages: tuple[StagePlan, ...]
    definitions: Definitions = field(default_factory=Definitions)
    gateway_responses: tuple[GatewayResponse, ...] = ()
    settings: ApiSettings = field(default_factory=ApiSettings)
    method_lines: dict[tuple[str, str], int] = field(default_factory=dict, compare=False)
    definition_lines: dict[tuple[str, str], int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class KeyPlan:
    """An API key as the template wants it; one without a value has the same at each load."""

    id: str
    name: str
    value: str
    line: int = field(compare=False)
    enabled: bool = False
    description: str = ""
    customer_id: str = ""


@dataclass(frozen=True)
class UsagePlanPlan:
    """A usage plan as the template wants it; `keys` by id."""

    id: str
    name: str
    line: int = field(compare=False)
    description: str = ""
    stages: tuple[ApiStage, ...] = ()
    throttle: ThrottleSettings | None = None
    quota: QuotaSettings | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class MappingPlan:
    """An API, and the stage or every one, below a base path; an empty one is for whatever no other is."""

    base_path: str
    api_id: str
    stage: str = ""


@dataclass(frozen=True)
class DomainPlan:
    """A domain name as the template wants it."""

    name: str
    line: int = field(compare=False)
    types: tuple[str, ...] = ("EDGE",)
    mappings: tuple[MappingPlan, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Everything a project asks for.

    Attributes:
        template: the template's file.
        name: the project's.
        layers: by ARN.
        functions: by name.
        apis: by id.
        keys, usage_plans, domains: in the template's order.
        cloudwatch_role: the account's role that writes logs, empty where no stage asks for one.
        log_groups: by name.
        not_emulated: what the template holds besides.
        notices: what the user should know.
        files: the template and the files that it takes in; a change in one is a change of the project.
    """

    template: Path
    name: str
    layers: dict[str, LayerPlan]
    functions: dict[str, FunctionPlan]
    apis: dict[str, ApiPlan]
    not_emulated: list[NotEmulated]
    notices: list[Notice]
    files: list[Path]
    keys: tuple[KeyPlan, ...] = ()
    usage_plans: tuple[UsagePlanPlan, ...] = ()
    domains: tuple[DomainPlan, ...] = ()
    cloudwatch_role: str = ""
    log_groups: dict[str, LogGroupPlan] = field(default_factory=dict)
