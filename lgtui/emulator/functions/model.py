"""Lambda's nouns as the operations take and give them: member names on the wire are AWS's, in code snake case."""

from pathlib import Path
from typing import Literal

import msgspec


class _Shape(msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True):
    """A shape of AWS's Lambda API: `function_name` here is `FunctionName` on the wire."""


class Code(_Shape, frozen=True, kw_only=True):
    """Where a function's code comes from: exactly one of the members is set.

    Attributes:
        zip_file: the bytes of a deployment package.
        folder: a folder on disk that is run as it is and watched; this one is lgtui's own, not AWS's.
        source: the text of one file, as CloudFormation's `ZipFile` and SAM's `InlineCode` give it; lgtui's own.
    """

    zip_file: bytes | None = None
    folder: Path | None = None
    source: str | None = None


class Environment(_Shape, frozen=True, kw_only=True):
    """Environment variables of a function."""

    variables: dict[str, str] = {}


class EphemeralStorage(_Shape, frozen=True, kw_only=True):
    """Size of `/tmp` in MB."""

    size: int = 512


class CreateFunctionRequest(_Shape, frozen=True, kw_only=True):
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
    layers: list[str] = []
    tags: dict[str, str] = {}


class UpdateFunctionCodeRequest(_Shape, frozen=True, kw_only=True):
    """Input of UpdateFunctionCode; exactly one of the three sources is set."""

    function_name: str
    zip_file: bytes | None = None
    folder: Path | None = None
    source: str | None = None


class UpdateFunctionConfigurationRequest(_Shape, frozen=True, kw_only=True):
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


class FunctionNameRequest(_Shape, frozen=True, kw_only=True):
    """Input of the operations that name a function and, perhaps, a qualifier."""

    function_name: str
    qualifier: str = ""


class FunctionConfiguration(_Shape, frozen=True, kw_only=True):
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
    layers: list[str] = []


class FunctionCodeLocation(_Shape, frozen=True, kw_only=True):
    """Where GetFunction says the code is."""

    repository_type: str
    location: str


class GetFunctionResponse(_Shape, frozen=True, kw_only=True):
    """Output of GetFunction."""

    configuration: FunctionConfiguration
    code: FunctionCodeLocation
    tags: dict[str, str] = {}


class ListFunctionsRequest(_Shape, frozen=True, kw_only=True):
    """Input of ListFunctions."""

    marker: str = ""
    max_items: int = 50


class ListFunctionsResponse(_Shape, frozen=True, kw_only=True):
    """Output of ListFunctions."""

    functions: list[FunctionConfiguration]
    next_marker: str = ""


class CreateAliasRequest(_Shape, frozen=True, kw_only=True):
    """Input of CreateAlias."""

    function_name: str
    name: str
    function_version: str
    description: str = ""


class AliasConfiguration(_Shape, frozen=True, kw_only=True):
    """An alias: a name that points to a version."""

    alias_arn: str
    name: str
    function_version: str
    description: str
    revision_id: str


class DeleteAliasRequest(_Shape, frozen=True, kw_only=True):
    """Input of DeleteAlias."""

    function_name: str
    name: str


class PutFunctionConcurrencyRequest(_Shape, frozen=True, kw_only=True):
    """Input of PutFunctionConcurrency."""

    function_name: str
    reserved_concurrent_executions: int


class Concurrency(_Shape, frozen=True, kw_only=True):
    """Output of PutFunctionConcurrency and GetFunctionConcurrency; None where nothing is reserved."""

    reserved_concurrent_executions: int | None = None


InvocationType = Literal["RequestResponse", "Event", "DryRun"]


class InvocationRequest(_Shape, frozen=True, kw_only=True):
    """Input of Invoke.

    Attributes:
        function_name: name, ARN or partial ARN, with or without a qualifier.
        payload: the event, JSON.
        client_context: base64 JSON for the handler's context.
    """

    function_name: str
    payload: bytes = b"{}"
    qualifier: str = ""
    invocation_type: InvocationType = "RequestResponse"
    log_type: Literal["None", "Tail"] = "None"
    client_context: str = ""


class InvocationResponse(msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True):
    """Output of Invoke, and how it came about.

    Attributes:
        payload: what the handler returned, or the error object, JSON.
        function_error: `Unhandled`, or empty where the handler succeeded.
        log_result: base64 of the last 4,096 bytes of the log, where asked for.
        report: how the invocation ran; not sent to callers.
    """

    status_code: int
    payload: bytes
    executed_version: str = ""
    function_error: str = ""
    log_result: str = ""
    report: "InvocationReport"


class InvocationReport(msgspec.Struct, frozen=True, kw_only=True):
    """How one invocation ran: what its REPORT line says, and where. Durations in real seconds, memory in MB.

    Attributes:
        placed: seconds from the call until an environment had been found or asked for.
        init_duration: None when warm.
        before: the environment's state when it was taken: `new`, `idle` or `frozen`.
        end: `ok`, `error` (the handler raised), `timeout` or `exit`.
    """

    request_id: str
    environment_id: str
    before: str
    placed: float
    duration: float
    billed_ms: int
    max_memory_used: int
    memory_size: int
    end: str
    init_duration: float | None = None


class Empty(_Shape, frozen=True, kw_only=True):
    """Output of operations that answer with nothing."""
