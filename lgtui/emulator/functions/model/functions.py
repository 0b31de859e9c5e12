"""A function's code and configuration, as the operations on functions take and give them."""

from pathlib import Path

import msgspec

from lgtui.emulator.functions.model.base import Shape


class Code(Shape, frozen=True, kw_only=True):
    """Where a function's code comes from: exactly one of the members is set.

    Attributes:
        zip_file: the bytes of a deployment package.
        folder: a folder on disk that is run as it is and watched; this one is lgtui's own, not AWS's.
        source: the text of one file, as CloudFormation's `ZipFile` and SAM's `InlineCode` give it; lgtui's own.
    """

    zip_file: bytes | None = None
    folder: Path | None = None
    source: str | None = None


class Environment(Shape, frozen=True, kw_only=True):
    """Environment variables of a function."""

    variables: dict[str, str] = {}


class EphemeralStorage(Shape, frozen=True, kw_only=True):
    """Size of `/tmp` in MB."""

    size: int = 512


class LayerReference(Shape, frozen=True, kw_only=True):
    """A layer version that a function has, and the bytes of its package."""

    arn: str
    code_size: int | None = None


class DeadLetterConfig(Shape, frozen=True, kw_only=True):
    """The queue or topic that gets the events which are given up; empty for none."""

    target_arn: str = ""


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
    environment: Environment = Environment()
    ephemeral_storage: EphemeralStorage = EphemeralStorage()
    architectures: list[str] = msgspec.field(default_factory=lambda: ["x86_64"])
    package_type: str = "Zip"
    dead_letter_config: DeadLetterConfig | None = None
    layers: list[str] = []
    tags: dict[str, str] = {}
    publish: bool = False


class UpdateFunctionCodeRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateFunctionCode; exactly one of the three sources is set.

    Attributes:
        publish: publish a version of the new code.
        dry_run: check, and change nothing.
        revision_id: change only where this is the function's revision.
    """

    function_name: str
    zip_file: bytes | None = None
    folder: Path | None = None
    source: str | None = None
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
    environment: Environment
    revision_id: str
    state: str
    state_reason: str = ""
    state_reason_code: str = ""
    last_update_status: str
    last_update_status_reason: str = ""
    last_update_status_reason_code: str = ""
    package_type: str
    architectures: list[str]
    ephemeral_storage: EphemeralStorage
    dead_letter_config: DeadLetterConfig | None = None
    layers: list[LayerReference] = []


class FunctionCodeLocation(Shape, frozen=True, kw_only=True):
    """Where GetFunction says the code is."""

    repository_type: str
    location: str


class GetFunctionResponse(Shape, frozen=True, kw_only=True):
    """Output of GetFunction."""

    configuration: FunctionConfiguration
    code: FunctionCodeLocation
    tags: dict[str, str] = {}


class ListFunctionsRequest(Shape, frozen=True, kw_only=True):
    """Input of ListFunctions; `function_version` ALL asks for every version of each function."""

    function_version: str = ""
    marker: str = ""
    max_items: int = 50


class ListFunctionsResponse(Shape, frozen=True, kw_only=True):
    """Output of ListFunctions."""

    functions: list[FunctionConfiguration]
    next_marker: str = ""
