"""Operations on recursive loop detection."""

from lgtui.emulator.errors import ValidationException
from lgtui.emulator.functions.model import FunctionNameRequest
from lgtui.emulator.functions.model.recursion import FunctionRecursionConfig, PutFunctionRecursionConfigRequest
from lgtui.emulator.functions.operations.base import Operations

TERMINATE, ALLOW = "Terminate", "Allow"


class RecursionOperations(Operations):
    """PutFunctionRecursionConfig, GetFunctionRecursionConfig."""

    def put_function_recursion_config(self, request: PutFunctionRecursionConfigRequest) -> FunctionRecursionConfig:
        """PutFunctionRecursionConfig.

        Raises:
            ResourceNotFoundException: there is no such function.
            ValidationException: it is neither Terminate nor Allow (fact rec-001).
        """
        if request.recursive_loop not in (TERMINATE, ALLOW):
            raise ValidationException(
                f"1 validation error detected: Value '{request.recursive_loop}' at 'recursiveLoop' failed to satisfy "
                f"constraint: Member must satisfy enum value set: [{TERMINATE}, {ALLOW}]"
            )
        self._registry.find(request.function_name).change(recursive_loop=request.recursive_loop)
        return FunctionRecursionConfig(recursive_loop=request.recursive_loop)

    def get_function_recursion_config(self, request: FunctionNameRequest) -> FunctionRecursionConfig:
        """GetFunctionRecursionConfig: Terminate where nothing was put (fact rec-001)."""
        return FunctionRecursionConfig(recursive_loop=self._registry.find(request.function_name).recursive_loop)
