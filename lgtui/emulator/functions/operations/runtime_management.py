"""Operations on which version of its runtime a function gets."""

from lgtui.emulator.errors import InvalidParameterValueException
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import FunctionNameRequest
from lgtui.emulator.functions.model.runtime_management import (
    PutRuntimeManagementConfigRequest,
    RuntimeManagementConfig,
)
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.operations.base import Operations


class RuntimeManagementOperations(Operations):
    """PutRuntimeManagementConfig, GetRuntimeManagementConfig.

    It is kept and told: a function runs on the interpreter that was found on this machine, whatever it says.
    """

    def put_runtime_management_config(self, request: PutRuntimeManagementConfigRequest) -> RuntimeManagementConfig:
        """PutRuntimeManagementConfig.

        Raises:
            ResourceNotFoundException: there is no such function or version.
            InvalidParameterValueException: a runtime's version without Manual, or Manual without one (AWS's words for
                it are a [guess]).
        """
        function, number = self._managed(request.function_name, request.qualifier)
        manual = request.update_runtime_on == "Manual"
        if manual != bool(request.runtime_version_arn):
            raise InvalidParameterValueException(
                "You must specify RuntimeVersionArn when UpdateRuntimeOn is Manual, and only then.", Type="User"
            )
        config = RuntimeManagementConfig(
            update_runtime_on=request.update_runtime_on,
            function_arn=self._registry.arn(function.name, number),
            runtime_version_arn=request.runtime_version_arn,
        )
        function.runtime_management[number] = config
        if request.update_runtime_on != "Auto":
            self._warn(
                f"{function.name}: runtimes are those of this machine: UpdateRuntimeOn {request.update_runtime_on} "
                "changes nothing."
            )
        return config

    def get_runtime_management_config(self, request: FunctionNameRequest) -> RuntimeManagementConfig:
        """GetRuntimeManagementConfig: Auto where nothing was put.

        Raises:
            ResourceNotFoundException: there is no such function or version.
        """
        function, number = self._managed(request.function_name, request.qualifier)
        unset = RuntimeManagementConfig(
            update_runtime_on="Auto", function_arn=self._registry.arn(function.name, number)
        )
        return function.runtime_management.get(number, unset)

    def _managed(self, function_name: str, given: str) -> tuple[Function, str]:
        name, qualifier = self._registry.parse(function_name, given)
        number = self._registry.version(name, qualifier or LATEST).number
        return self._registry.find(name), number
