"""Recursive loop detection, as the operations on it take and give it."""

from lgtui.emulator.functions.model.base import Shape


class PutFunctionRecursionConfigRequest(Shape, frozen=True, kw_only=True):
    """Input of PutFunctionRecursionConfig: `Terminate` or `Allow`."""

    function_name: str
    recursive_loop: str


class FunctionRecursionConfig(Shape, frozen=True, kw_only=True):
    """Output of Put- and GetFunctionRecursionConfig."""

    recursive_loop: str
