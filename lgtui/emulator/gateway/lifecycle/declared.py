"""Steps that a method can declare and lgtui does not emulate yet: they say so and let the request pass."""

from collections.abc import Callable
from typing import NamedTuple

from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.frames import TraceEntry


class Declared(NamedTuple):
    """A step that is not emulated.

    Attributes:
        NAME: the step's name in the trace.
        declared: what the route declares of it, in words, or empty.
    """

    NAME: str
    declared: Callable[[Route], str]

    def run(self, context: RequestContext) -> None:
        """Pass; where the method declares this step, warn in the execution log."""
        what = self.declared(context.route)
        if what:
            context.log("warn", f"lgtui does not emulate {what}: the request passes unchecked")

    def describe(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """One entry where the method declares this step, else none."""
        what = self.declared(context.route)
        return [span.entry(self.NAME, f"{what}: passed unchecked", verdict="not emulated")] if what else []


def _authorization(route: Route) -> str:
    kind = route.method.authorization_type
    return "" if kind == "NONE" else f"{kind} authorization"


AUTHORIZER = Declared("authorizer", _authorization)
