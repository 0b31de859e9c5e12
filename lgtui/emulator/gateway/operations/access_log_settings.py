"""Patches of a stage's access log: where it goes and what a line holds."""

import re

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import AccessLogSettings, Stage
from lgtui.emulator.gateway.operations.patching import Path

LOG_GROUP = re.compile(r"arn:aws[\w-]*:logs:[\w-]+:\d{12}:log-group:[\w./#-]+(:\*)?")
REQUIRED = ("$context.requestId", "$context.extendedRequestId")


def access_log_paths() -> list[Path[Stage]]:
    """The paths `/accessLogSettings…` of UpdateStage."""
    return [
        Path("/accessLogSettings/{name}", ("add", "replace"), _set),
        Path("/accessLogSettings/{name}", ("remove",), _refuse_removal),
        Path("/accessLogSettings", ("remove",), lambda stage, names, _: _replaced(stage, None)),
    ]


def _set(stage: Stage, names: list[str], value: str) -> Stage:
    settings = stage.access_log_settings or AccessLogSettings()
    if not value:
        raise BadRequestException("Access Log value must not be empty")
    match names[0]:
        case "format":
            _check_format(value)
            return _replaced(stage, msgspec.structs.replace(settings, format=value.rstrip("\n")))
        case "destinationArn":
            _check_destination(value)
            return _replaced(stage, msgspec.structs.replace(settings, destination_arn=value.removesuffix(":*")))
    raise BadRequestException(
        f"Invalid patch path  '/accessLogSettings/{names[0]}' specified for op 'replace'. "
        "Must be one of: [/accessLogSettings/format, /accessLogSettings/destinationArn]"
    )


def _refuse_removal(stage: Stage, names: list[str], _: str) -> Stage:
    """Half of the settings cannot be taken away (fact stage-008, with its space at the end)."""
    raise BadRequestException(
        f"Cannot remove method setting accessLogSettings/{names[0]} because there is no method setting for this method "
    )


def _check_format(text: str) -> None:
    """Refuse a format without a request id (fact cap-012), or of several lines (guide, set-up-logging)."""
    if not any(variable in text for variable in REQUIRED):
        raise BadRequestException(
            f"Access Log format must include either $context.requestId or $context.extendedRequestId : '{text}'"
        )
    if "\n" in text.rstrip("\n"):
        raise BadRequestException(
            "Access Log format must be single line, new line character is allowed only at the end"
        )


def _check_destination(arn: str) -> None:
    if not LOG_GROUP.fullmatch(arn):
        raise BadRequestException(
            f"Invalid ARN specified in the request: {arn}. lgtui writes access logs to CloudWatch log groups: "
            "arn:aws:logs:{region}:{account}:log-group:{name}"
        )


def _replaced(stage: Stage, settings: AccessLogSettings | None) -> Stage:
    return msgspec.structs.replace(stage, access_log_settings=settings)
