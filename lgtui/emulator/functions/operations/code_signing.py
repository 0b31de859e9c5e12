"""GetFunctionCodeSigningConfig; code signing itself is not emulated."""

from lgtui.emulator.functions.model import FunctionNameRequest
from lgtui.emulator.functions.model.code_signing import FunctionCodeSigningConfig
from lgtui.emulator.functions.operations.base import Operations


class CodeSigningOperations(Operations):
    """GetFunctionCodeSigningConfig, which tools ask of every function that they read."""

    def get_function_code_signing_config(self, request: FunctionNameRequest) -> FunctionCodeSigningConfig:
        """GetFunctionCodeSigningConfig: no function has one.

        Raises:
            ResourceNotFoundException: there is no such function.
        """
        self._registry.find(request.function_name)
        return FunctionCodeSigningConfig()
