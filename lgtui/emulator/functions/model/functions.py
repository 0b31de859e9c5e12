"""A function's code and configuration, as the operations on functions take and give them."""

from pathlib import Path

import msgspec

from lgtui.emulator.functions.code import CodeOnDisk
from lgtui.emulator.functions.model.base import Shape
from lgtui.emulator.functions.model.concurrency import Concurrency


class Code(Shape, frozen=True, kw_only=True):
    """Where a function's code comes from: exactly one of the members is set.

    Attributes:
        zip_file: the bytes of a deployment package.
        s3_bucket: where a package is that is fetched before the operation.
        image_uri: where AWS takes an image from; refused aloud.
        folder: a folder on disk that is run as it is and watched; this one is lgtui's own, not AWS's.
        source: the text of one file, as CloudFormation's `ZipFile` and SAM's `InlineCode` give it; lgtui's own.
        unpacked: `zip_file` in a draft already; lgtui's own.
    """

    zip_file: bytes | None = None
    s3_bucket: str = msgspec.field(default="", name="S3Bucket")
    s3_key: str = msgspec.field(default="", name="S3Key")
    s3_object_version: str = msgspec.field(default="", name="S3ObjectVersion")
    image_uri: str = ""
    folder: Path | None = None
    source: str | None = None
    unpacked: CodeOnDisk | None = None


class Environment(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """Environment variables of a function."""

    variables: dict[str, str] = {}


class EphemeralStorage(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """Size of `/tmp` in MB."""

    size: int = 512


class LayerReference(Shape, frozen=True, kw_only=True):
    """A layer version that a function has, and the bytes of its package."""

    arn: str
    code_size: int | None = None


class DeadLetterConfig(Shape, frozen=True, kw_only=True):
    """The queue or topic that gets the events which are given up; empty for none."""

    target_arn: str = ""


class TracingConfig(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """Whether invocations are sampled for X-Ray: `PassThrough` or `Active`."""

    mode: str = "PassThrough"


class SnapStart(Shape, frozen=True, kw_only=True):
    """Whether published versions start from a snapshot: `None` or `PublishedVersions`."""

    apply_on: str = ""


class SnapStartResponse(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """SnapStart as configurations tell it; `optimization_status` is `On` for versions that have a snapshot."""

    apply_on: str = "None"
    optimization_status: str = "Off"


class LoggingConfig(Shape, frozen=True, kw_only=True):
    """Where the log goes and how it is written: `log_format` is `Text` or `JSON`, the levels belong to JSON."""

    log_format: str = ""
    application_log_level: str = ""
    system_log_level: str = ""
    log_group: str = ""


class VpcConfig(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """The network that a function is attached to."""

    subnet_ids: list[str] = []
    security_group_ids: list[str] = []
    ipv6_allowed_for_dual_stack: bool = False


class VpcConfigResponse(VpcConfig, frozen=True, kw_only=True, omit_defaults=False):
    """The network as configurations tell it; nothing here knows subnets, so its id stays empty."""

    vpc_id: str = ""


class RuntimeVersionConfig(Shape, frozen=True, kw_only=True):
    """Which version of its runtime a function runs on."""

    runtime_version_arn: str


class CreateFunctionRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateFunction. `memory_size` in MB (128 to 10,240), `timeout` in seconds (1 to 900)."""

    function_name: str
    code: Code
    role: str = ""
    runtime: str = ""
    handler: str = ""
    description: str = ""
    timeout: int = 3
    memory_size: int = 128
    environment: Environment | None = None
    ephemeral_storage: EphemeralStorage = EphemeralStorage()
    architectures: list[str] = msgspec.field(default_factory=lambda: ["x86_64"])
    package_type: str = "Zip"
    dead_letter_config: DeadLetterConfig | None = None
    layers: list[str] = []
    tracing_config: TracingConfig = TracingConfig()
    snap_start: SnapStart = SnapStart()
    logging_config: LoggingConfig = LoggingConfig()
    vpc_config: VpcConfig | None = None
    kms_key_arn: str = msgspec.field(default="", name="KMSKeyArn")
    tags: dict[str, str] = {}
    publish: bool = False

    @property
    def variables(self) -> dict[str, str]:
        """Its environment variables."""
        return self.environment.variables if self.environment is not None else {}


class UpdateFunctionCodeRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateFunctionCode; exactly one of the sources is set.

    Attributes:
        publish: publish a version of the new code.
        dry_run: check, and change nothing.
        revision_id: change only where this is the function's revision.
    """

    function_name: str
    zip_file: bytes | None = None
    s3_bucket: str = msgspec.field(default="", name="S3Bucket")
    s3_key: str = msgspec.field(default="", name="S3Key")
    s3_object_version: str = msgspec.field(default="", name="S3ObjectVersion")
    image_uri: str = ""
    folder: Path | None = None
    source: str | None = None
    unpacked: CodeOnDisk | None = None
    architectures: list[str] | None = None
    publish: bool = False
    dry_run: bool = False
    revision_id: str = ""


class UpdateFunctionConfigurationRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateFunctionConfiguration; what is None stays as it is."""

    function_name: str
    role: str | None = None
    runtime: str | None = None
    handler: str | None = None
    description: str | None = None
    timeout: int | None = None
    memory_size: int | None = None
    environment: Environment | None = None
    ephemeral_storage: EphemeralStorage | None = None
    layers: list[str] | None = None
    dead_letter_config: DeadLetterConfig | None = None
    tracing_config: TracingConfig | None = None
    snap_start: SnapStart | None = None
    logging_config: LoggingConfig | None = None
    vpc_config: VpcConfig | None = None
    kms_key_arn: str | None = msgspec.field(default=None, name="KMSKeyArn")
    revision_id: str = ""


class FunctionNameRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a function and, perhaps, a qualifier."""

    function_name: str
    qualifier: str = ""


class FunctionConfiguration(Shape, frozen=True, kw_only=True):
    """A function's configuration as GetFunctionConfiguration answers it."""

    function_name: str
    function_arn: str
    runtime: str
    role: str
    handler: str
    code_size: int
    description: str
    timeout: int
    memory_size: int
    last_modified: str
    code_sha256: str = msgspec.field(name="CodeSha256")
    version: str
    environment: Environment | None = None
    revision_id: str
    state: str = ""
    state_reason: str = ""
    state_reason_code: str = ""
    last_update_status: str = ""
    last_update_status_reason: str = ""
    last_update_status_reason_code: str = ""
    package_type: str
    architectures: list[str]
    ephemeral_storage: EphemeralStorage
    dead_letter_config: DeadLetterConfig | None = None
    layers: list[LayerReference] = []
    tracing_config: TracingConfig
    snap_start: SnapStartResponse
    logging_config: LoggingConfig
    runtime_version_config: RuntimeVersionConfig | None = None
    vpc_config: VpcConfigResponse | None = None
    kms_key_arn: str = msgspec.field(default="", name="KMSKeyArn")

    @property
    def variables(self) -> dict[str, str]:
        """Its environment variables."""
        return self.environment.variables if self.environment is not None else {}


class FunctionCodeLocation(Shape, frozen=True, kw_only=True):
    """Where GetFunction says the code is."""

    repository_type: str
    location: str


class GetFunctionResponse(Shape, frozen=True, kw_only=True):
    """Output of GetFunction; `concurrency` where some is reserved."""

    configuration: FunctionConfiguration
    code: FunctionCodeLocation
    tags: dict[str, str] = {}
    concurrency: Concurrency | None = None


class ListFunctionsRequest(Shape, frozen=True, kw_only=True):
    """Input of ListFunctions; `function_version` ALL asks for every version of each function."""

    function_version: str = ""
    marker: str = ""
    max_items: int = 50


class ListFunctionsResponse(Shape, frozen=True, kw_only=True):
    """Output of ListFunctions."""

    functions: list[FunctionConfiguration]
    next_marker: str = ""
