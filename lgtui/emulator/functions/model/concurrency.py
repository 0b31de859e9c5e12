"""Reserved concurrency, as the operations on it take and give it."""

from lgtui.emulator.functions.model.base import Shape


class PutFunctionConcurrencyRequest(Shape, frozen=True, kw_only=True):
    """Input of PutFunctionConcurrency."""

    function_name: str
    reserved_concurrent_executions: int


class Concurrency(Shape, frozen=True, kw_only=True):
    """Output of PutFunctionConcurrency and GetFunctionConcurrency; None where nothing is reserved."""

    reserved_concurrent_executions: int | None = None
