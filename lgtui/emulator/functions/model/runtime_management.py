"""Which version of its runtime a function gets, as the operations on it take and give it."""

from lgtui.emulator.functions.model.base import Shape


class PutRuntimeManagementConfigRequest(Shape, frozen=True, kw_only=True):
    """Input of PutRuntimeManagementConfig: `Auto`, `FunctionUpdate`, or `Manual` with a runtime version's ARN."""

    function_name: str
    update_runtime_on: str
    qualifier: str = ""
    runtime_version_arn: str = ""


class RuntimeManagementConfig(Shape, frozen=True, kw_only=True):
    """Output of Put- and GetRuntimeManagementConfig."""

    update_runtime_on: str
    function_arn: str
    runtime_version_arn: str = ""
