"""A function's configuration: made of a request, changed by another, and told as each operation tells it."""

import hashlib
from typing import Any

import msgspec

from lgtui.emulator.functions.model import (
    CreateFunctionRequest,
    FunctionConfiguration,
    LoggingConfig,
    RuntimeVersionConfig,
    SnapStartResponse,
    UpdateFunctionConfigurationRequest,
    VpcConfig,
    VpcConfigResponse,
)

_AS_GIVEN = (
    "role", "runtime", "handler", "description", "timeout", "memory_size", "environment", "ephemeral_storage",
    "tracing_config", "kms_key_arn",
)  # fmt: skip
"""Members that UpdateFunctionConfiguration sets to what it is given."""


def created(request: CreateFunctionRequest, region_name: str, **members: Any) -> FunctionConfiguration:
    """The configuration of a new function, ready to be invoked.

    Args:
        request: what CreateFunction was asked for.
        region_name: for the ARN of its runtime's version.
        members: what the request does not say: name, ARN, code, version, layers and stamps.
    """
    given = {name: getattr(request, name) for name in (*_AS_GIVEN, "architectures", "package_type")}
    return FunctionConfiguration(
        **given,
        **members,
        state="Active",
        last_update_status="Successful",
        dead_letter_config=request.dead_letter_config,
        snap_start=SnapStartResponse(apply_on=request.snap_start.apply_on or "None"),
        logging_config=_logging(request.logging_config, LoggingConfig(), members["function_name"]),
        runtime_version_config=_runtime_version(request.runtime, region_name),
        vpc_config=_network(request.vpc_config),
    )


def changes(
    before: FunctionConfiguration, request: UpdateFunctionConfigurationRequest, region_name: str
) -> dict[str, Any]:
    """The members that UpdateFunctionConfiguration changes, layers left out; what it does not say stays as it is."""
    given = {name: getattr(request, name) for name in _AS_GIVEN}
    changed = {name: value for name, value in given.items() if value is not None}
    if request.runtime is not None:
        changed["runtime_version_config"] = _runtime_version(request.runtime, region_name)
    if request.dead_letter_config is not None:
        changed["dead_letter_config"] = request.dead_letter_config if request.dead_letter_config.target_arn else None
    if request.snap_start is not None:
        changed["snap_start"] = SnapStartResponse(apply_on=request.snap_start.apply_on or "None")
    if request.logging_config is not None:
        changed["logging_config"] = _logging(request.logging_config, before.logging_config, before.function_name)
    if request.vpc_config is not None:
        changed["vpc_config"] = _network(request.vpc_config)
    return changed


def being_created(configuration: FunctionConfiguration, arn: str, revision_id: str) -> FunctionConfiguration:
    """What CreateFunction answers: the function is not ready yet (fact env-006), and will have another revision then.

    Args:
        arn: the function's, which is said without a qualifier even where a version was published.
    """
    return msgspec.structs.replace(
        configuration,
        function_arn=arn,
        revision_id=revision_id,
        state="Pending",
        state_reason="The function is being created.",
        state_reason_code="Creating",
        last_update_status="",
    )


def being_updated(configuration: FunctionConfiguration, revision_id: str) -> FunctionConfiguration:
    """What the update operations answer (fact env-006); the revision is another one when the update is done."""
    return msgspec.structs.replace(
        configuration,
        revision_id=revision_id,
        last_update_status="InProgress",
        last_update_status_reason="The function is being created.",
        last_update_status_reason_code="Creating",
    )


def listed(configuration: FunctionConfiguration, arn: str = "") -> FunctionConfiguration:
    """A configuration as lists have it: without its state.

    Args:
        arn: what to say for its ARN, empty for its own.
    """
    return msgspec.structs.replace(
        configuration,
        function_arn=arn or configuration.function_arn,
        state="",
        last_update_status="",
        runtime_version_config=None,
    )


def optimized(snap_start: SnapStartResponse) -> SnapStartResponse:
    """SnapStart as a published version tells it: On where it applies, though its start is cold here."""
    applies = snap_start.apply_on == "PublishedVersions"
    return msgspec.structs.replace(snap_start, optimization_status="On" if applies else "Off")


def without_effect(configuration: FunctionConfiguration) -> list[str]:
    """Which settings of a function change nothing here, a sentence's end each."""
    found = []
    if configuration.tracing_config.mode == "Active":
        found.append("X-Ray is not emulated: TracingConfig Active samples nothing")
    if configuration.snap_start.apply_on != "None":
        found.append("SnapStart is not emulated: its versions start cold")
    if configuration.logging_config.log_format == "JSON":
        found.append("LogFormat JSON is not emulated: its log lines stay text")
    if configuration.vpc_config is not None and configuration.vpc_config.subnet_ids:
        found.append("VPCs are not emulated: it reaches whatever this machine does")
    return found


def _logging(given: LoggingConfig, before: LoggingConfig, function_name: str) -> LoggingConfig:
    """What is given over what was; the levels are JSON's, and INFO where nothing is said."""
    log_format = given.log_format or before.log_format or "Text"
    log_group = given.log_group or before.log_group or f"/aws/lambda/{function_name}"
    if log_format == "Text":
        return LoggingConfig(log_format=log_format, log_group=log_group)
    return LoggingConfig(
        log_format=log_format,
        log_group=log_group,
        application_log_level=given.application_log_level or before.application_log_level or "INFO",
        system_log_level=given.system_log_level or before.system_log_level or "INFO",
    )


def _network(given: VpcConfig | None) -> VpcConfigResponse | None:
    if given is None:
        return None
    return VpcConfigResponse(**{name: getattr(given, name) for name in VpcConfig.__struct_fields__})


def _runtime_version(runtime: str, region_name: str) -> RuntimeVersionConfig:
    """A version of the runtime; AWS's are hashes, too, and mean nothing to callers."""
    digest = hashlib.sha256(runtime.encode()).hexdigest()
    return RuntimeVersionConfig(runtime_version_arn=f"arn:aws:lambda:{region_name}::runtime:{digest}")
