"""Holding a request's token against the keys of its user pool, its times, its use, its audience and its scopes."""

from lgtui.emulator.gateway.authorizers import refusals
from lgtui.emulator.gateway.authorizers.lambda_authorizer import unauthorized
from lgtui.emulator.gateway.failures import AUTHORIZER_FAILURE, NOT_EMULATED, GatewayFailure
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import LimitError
from lgtui.emulator.gateway.templates.methods.regexes import matches
from lgtui.emulator.gateway.user_pools import tokens
from lgtui.emulator.gateway.user_pools.guard import PoolAuthorization, PoolGuard, bare_token
from lgtui.emulator.gateway.user_pools.keys import WELL_KNOWN, KeysUnavailable, Pool

EXPIRED = "The incoming token has expired"
"""What the client of a token that is over reads (many public clients wait for these words)."""


async def authorize(context: RequestContext, authorization: PoolAuthorization, scopes: list[str]) -> None:
    """Find out who calls.

    Args:
        scopes: those of the method, of which an access token needs one; where there are none, an ID token is needed.

    Raises:
        GatewayFailure: 401 where the token is missing or not good, 500 where the pool's keys cannot be had, 501 where
            it was not said where they are.
    """
    guard = authorization.guard
    pools = _known_pools(context, guard)
    authorization.token = bare_token(_header(context, guard.header))
    if not authorization.token:
        raise unauthorized(
            context,
            f"The authorizer {guard.authorizer.name} needs the header {guard.header}, which is missing or empty. Send "
            "a token of the user pool there.",
        )
    try:
        claims = await _claims(context.services.pools.verified, authorization, pools)
        tokens.check_time(claims, context.services.clock.time())
        tokens.check_use(claims, "access" if scopes else "id")
        if not scopes:
            _check_audience(guard, claims)
        tokens.check_scopes(claims, scopes)
    except tokens.TokenExpired as refused:
        raise unauthorized(context, f"{_token_in(guard)} {refused}. Get another one.", EXPIRED) from None
    except tokens.TokenRefused as refused:
        raise unauthorized(
            context, f"{_token_in(guard)} {refused}. Send one that the pool gave for this API."
        ) from None
    except KeysUnavailable as error:
        raise _no_keys(guard, error) from None
    authorization.claims = tokens.texts(claims)


def _known_pools(context: RequestContext, guard: PoolGuard) -> list[Pool]:
    found = [context.services.pools.find(pool_id) for pool_id in guard.pools]
    pools = [pool for pool in found if pool is not None]
    if not pools:
        raise no_place(guard)
    return pools


async def _claims(
    verified: tokens.VerifiedTokens, authorization: PoolAuthorization, pools: list[Pool]
) -> tokens.Claims:
    """The claims of the token, once the signature of one of the pools has been seen on it."""
    said = verified.look_into(authorization.token)
    pool = next((pool for pool in pools if said.issuer in pool.issuers), None)
    if pool is None:
        issuers = " or ".join(issuer for pool in pools for issuer in pool.issuers)
        raise tokens.TokenRefused(f"is of the issuer {said.issuer}; the authorizer takes tokens of {issuers}")
    authorization.pool = pool.id
    key = await pool.keys.find(said.kid)
    if key is None:
        raise tokens.TokenRefused(f"names the key {said.kid}, which is not among those of the user pool {pool.id}")
    return verified.verify(authorization.token, said, key)


def _check_audience(guard: PoolGuard, claims: tokens.Claims) -> None:
    """Hold the audience against the validation expression (guide, API_CreateAuthorizer): all of it [guess]."""
    expression, audience = guard.authorizer.identity_validation_expression, str(claims.get("aud"))
    try:
        fits = not expression or matches(audience, expression)
    except (LimitError, JavaException) as error:
        raise refusals.misconfigured(
            "Authorizer error",
            f"The validation expression of the authorizer {guard.authorizer.name} cannot be used: {error}",
        ) from None
    if not fits:
        raise tokens.TokenRefused(f"is for the app client {audience} (aud), which does not match {expression}")


def no_place(guard: PoolGuard) -> GatewayFailure:
    """The 501 of a user pool of which it was not said where its keys are."""
    pool = guard.pools[0]
    sentence = f"lgtui has no keys of the user pool {pool}: start it with --jwks {pool}=FILE_OR_URL"
    return GatewayFailure(
        NOT_EMULATED,
        sentence,
        log=f"Execution failed: {sentence}",
        explanation=f"{sentence}. FILE is a JSON Web Key Set with the public half of the key that signs your tokens; a "
        f"real pool's is at https://cognito-idp.REGION.amazonaws.com/POOL{WELL_KNOWN}.",
    )


def _no_keys(guard: PoolGuard, error: KeysUnavailable) -> GatewayFailure:
    return GatewayFailure(
        AUTHORIZER_FAILURE,
        "",
        log="Execution failed due to configuration error: Authorizer error",
        explanation=f"The authorizer {guard.authorizer.name} cannot verify tokens: {error}.",
    )


def _token_in(guard: PoolGuard) -> str:
    return f"The token in the header {guard.header}"


def _header(context: RequestContext, wanted: str) -> str:
    name = wanted.lower()
    return next((value for key, value in reversed(context.request.headers) if key.lower() == name), "")
