"""Authorization of the type COGNITO_USER_POOLS: a token that a user pool has signed says who calls."""

from collections.abc import Awaitable

from lgtui.emulator.gateway.authorizers import refusals
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.gateway.user_pools.authorizer import authorize
from lgtui.emulator.gateway.user_pools.guard import PoolAuthorization
from lgtui.frames import TraceEntry

NAME = "authorizer"


def run(context: RequestContext) -> Awaitable[None]:
    """Hold the request's token against the authorizer of its method.

    Raises:
        GatewayFailure: 401 for a token that is missing or not good, 500 where its keys cannot be had or the authorizer
            is missing, 501 where it was not said where the keys are.
    """
    guard = context.plan.pool_guard
    if guard is None:
        raise refusals.no_authorizer(context.route)
    authorization = context.pool_authorization = PoolAuthorization(guard)
    return authorize(context, authorization, context.route.method.authorization_scopes)


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """Whose token it was, and what is handed on of it."""
    authorization = context.pool_authorization
    if authorization is None:
        return [span.entry(NAME)]
    authorizer, claims, failure = authorization.guard.authorizer, authorization.claims, context.failure
    saw = {
        "authorizer": f"{authorizer.name} ({authorizer.id}), {authorizer.type}",
        "user pool": authorization.pool or ", ".join(authorization.guard.pools),
        f"method.request.header.{authorization.guard.header}": f"…{authorization.token[-6:]}",
    }
    scopes = context.route.method.authorization_scopes
    if scopes:
        saw["scopes, one of"] = ", ".join(scopes)
    if claims is None:
        return [span.entry(NAME, f"{authorizer.name}  {failure.type.status if failure else 'no token'}", saw=saw)]
    changed = {f"$context.authorizer.claims.{name}": value for name, value in claims.items()}
    who = claims.get("cognito:username") or claims.get("username") or claims.get("sub", "")
    return [span.entry(NAME, f"{authorizer.name}  {claims['token_use']} token of {who}", saw=saw, changed=changed)]
