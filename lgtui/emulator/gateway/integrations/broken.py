"""The backend of a method whose integration cannot work: every request fails the same way."""

from lgtui.emulator.gateway.failures import GatewayFailure
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.frames import TraceEntry


class Broken:
    """Fails in the integration request; the later steps are never reached."""

    def __init__(self, failure: GatewayFailure) -> None:
        self._failure = failure

    def prepare(self, context: RequestContext) -> None:
        """Raise a failure of this request's own."""
        kept = self._failure
        raise GatewayFailure(kept.type, kept.message, log=kept.log, explanation=kept.explanation)

    async def call(self, context: RequestContext) -> None:
        """Not reached, because `prepare` raises."""
        raise self._failure

    def respond(self, context: RequestContext) -> None:
        """Not reached, because `prepare` raises."""
        raise self._failure

    def record(self, context: RequestContext) -> None:
        """Nothing: no endpoint was asked."""

    def describe_request(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """Which integration it was."""
        integration = context.route.integration
        return [
            span.entry(
                "integration request", self._failure.message, saw={"type": integration.type, "uri": integration.uri}
            )
        ]

    def describe_call(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """Nothing: there was no call."""
        return []

    def describe_response(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """Nothing: there was no answer."""
        return []
