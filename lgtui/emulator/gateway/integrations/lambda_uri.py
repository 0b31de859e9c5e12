"""An integration's URI: its stage variables filled in, and which Lambda function it names."""

import re
from collections.abc import Mapping

from lgtui.emulator.gateway.failures import configuration_error

_LAMBDA_PATH = re.compile(
    r"arn:aws[\w-]*:apigateway:[^:]*:lambda:path//?2015-03-31/functions/(?P<function>.*)/invocations/?"
)
_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


def stage_variable_names(uri: str) -> list[str]:
    """Names of the stage variables that `uri` uses."""
    return _STAGE_VARIABLE.findall(uri)


def function_of(uri: str) -> str | None:
    """The function that a Lambda integration's `uri` names, stage variables unresolved; None where it is another's."""
    match = _LAMBDA_PATH.fullmatch(uri)
    return match["function"] if match else None


def function_name_of(uri: str) -> str:
    """The bare name of the function that `uri` names, without account and qualifier; empty where it names none."""
    function = function_of(uri) or ""
    return function.rpartition(":function:")[2].partition(":")[0]


def resolve_stage_variables(uri: str, variables: Mapping[str, str], stage_name: str) -> str:
    """A URI with the stage's variables filled in.

    Raises:
        GatewayFailure: 500 where one is not set (fact var-003).
    """
    missing = [name for name in stage_variable_names(uri) if name not in variables]
    if missing:
        raise configuration_error(
            "Invalid endpoint address",
            f"The integration's URI uses the stage variable {missing[0]!r}, which the stage {stage_name} does not "
            "have. Set it in the stage editor.",
        )
    return _STAGE_VARIABLE.sub(lambda match: variables[match[1]], uri)


def resolve_function(uri: str, variables: Mapping[str, str], stage_name: str) -> str:
    """The function's name or ARN, with its qualifier, in a stage that has `variables`.

    Raises:
        GatewayFailure: 500 where a variable is not set (fact var-003) or the URI names no function.
    """
    function = function_of(resolve_stage_variables(uri, variables, stage_name))
    if not function:
        raise configuration_error("Invalid endpoint address", f"The integration's URI names no Lambda function: {uri}")
    return function
