"""Step 3: whether the caller may call this method, which its type of authorization decides."""

from collections.abc import Awaitable
from typing import Protocol

from lgtui.emulator.gateway.lifecycle import iam_authorization, lambda_authorization, pool_authorization
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.frames import TraceEntry

NAME = "authorizer"


class Authorization(Protocol):
    """A type of authorization: a module with these two names."""

    def run(self, context: RequestContext) -> Awaitable[None] | None:
        """Find out who calls and whether they may, or raise GatewayFailure."""

    def describe(self, context: RequestContext, span: Span) -> list[TraceEntry]:
        """What was found out."""


_TYPES: dict[str, Authorization] = {
    "CUSTOM": lambda_authorization,
    "AWS_IAM": iam_authorization,
    "COGNITO_USER_POOLS": pool_authorization,
}


def run(context: RequestContext) -> Awaitable[None] | None:
    """Do what the method's type of authorization asks for.

    Raises:
        GatewayFailure: 401 or 403 for a caller who may not pass, 500 where an authorizer does not work, 501 where a
            user pool has no keys.
    """
    kind = context.route.method.authorization_type
    if kind == "NONE":
        return None
    return _TYPES[kind].run(context)


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """Who called, how that was found out, and whether they may."""
    kind = context.route.method.authorization_type
    if kind == "NONE":
        return []
    return _TYPES[kind].describe(context, span)
