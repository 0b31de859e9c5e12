"""Steps 7 to 9: integration request, endpoint and integration response, each done by the method's backend.

Where the cache has answered they have nothing to do.
"""

from collections.abc import Awaitable

from lgtui.emulator.gateway.lifecycle import cache
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.frames import TraceEntry


class IntegrationRequest:
    """Makes what the endpoint is sent."""

    NAME = "integration request"

    @staticmethod
    def run(context: RequestContext) -> None:
        """Have the backend prepare the call."""
        if not context.is_cached:
            context.plan.backend.prepare(context)

    @staticmethod
    def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
        """What the backend tells of it."""
        return [] if context.is_cached else context.plan.backend.describe_request(context, span)


class Endpoint:
    """Calls the endpoint and waits for its answer."""

    NAME = "endpoint"

    @staticmethod
    def run(context: RequestContext) -> Awaitable[None] | None:
        """Have the backend make the call."""
        return None if context.is_cached else context.plan.backend.call(context)

    @staticmethod
    def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
        """What the backend tells of it."""
        return [] if context.is_cached else context.plan.backend.describe_call(context, span)


class IntegrationResponse:
    """Turns the endpoint's answer into status, headers and body."""

    NAME = "integration response"

    @staticmethod
    def run(context: RequestContext) -> None:
        """Have the backend read the answer, and the cache keep it."""
        if not context.is_cached:
            context.plan.backend.respond(context)
            cache.store(context)

    @staticmethod
    def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
        """What the backend tells of it."""
        return [] if context.is_cached else context.plan.backend.describe_response(context, span)
