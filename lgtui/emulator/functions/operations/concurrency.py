"""Operations on reserved concurrency."""

from lgtui.emulator.errors import InvalidParameterValueException
from lgtui.emulator.functions.model import Concurrency, Empty, FunctionNameRequest, PutFunctionConcurrencyRequest
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.operations.base import Operations


class ConcurrencyOperations(Operations):
    """PutFunctionConcurrency, GetFunctionConcurrency, DeleteFunctionConcurrency."""

    def put_function_concurrency(self, request: PutFunctionConcurrencyRequest) -> Concurrency:
        """PutFunctionConcurrency: 0 refuses every invocation.

        Raises:
            InvalidParameterValueException: it is a version or an alias, or the account has too little left.
            ResourceNotFoundException: there is no such function.
        """
        name, qualifier = self._registry.parse(request.function_name)
        if qualifier:
            raise InvalidParameterValueException(
                "This operation is permitted on Lambda functions only. Aliases and versions do not support this "
                "operation. Please specify either a function name or an unqualified function ARN.",
                Type="User",
            )
        function = self._registry.target(name, LATEST).function
        self.concurrency.reserve(function.name, request.reserved_concurrent_executions)
        function.change(reserved_concurrency=request.reserved_concurrent_executions)
        self._tell()
        return Concurrency(reserved_concurrent_executions=request.reserved_concurrent_executions)

    def delete_function_concurrency(self, request: FunctionNameRequest) -> Empty:
        """DeleteFunctionConcurrency."""
        function = self._registry.find(request.function_name)
        self.concurrency.unreserve(function.name)
        function.change(reserved_concurrency=None)
        self._tell()
        return Empty()

    def get_function_concurrency(self, request: FunctionNameRequest) -> Concurrency:
        """GetFunctionConcurrency (fact con-013)."""
        reserved = self.concurrency.share(self._registry.find(request.function_name).name).reserved
        return Concurrency(reserved_concurrent_executions=reserved)
