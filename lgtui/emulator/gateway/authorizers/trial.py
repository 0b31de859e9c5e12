"""TestInvokeAuthorizer: an authorizer as it is edited now, asked about a made-up request."""

from collections.abc import Iterator, Mapping

import msgspec

from lgtui.emulator.errors import NotImplementedException
from lgtui.emulator.gateway.authorizers.guard import Authorization, Guard
from lgtui.emulator.gateway.authorizers.lambda_authorizer import ask, identify
from lgtui.emulator.gateway.binary import BinaryTypes
from lgtui.emulator.gateway.cache import ResponseCache
from lgtui.emulator.gateway.deployments import Route, Snapshot
from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.gateway.failures import AUTHORIZER_CONFIGURATION_ERROR, NOT_EMULATED, GatewayFailure
from lgtui.emulator.gateway.ids import RequestIds
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.registry import compile_backend
from lgtui.emulator.gateway.lifecycle.context import RequestContext, Services
from lgtui.emulator.gateway.lifecycle.execution_log import Line, authorizer_lines
from lgtui.emulator.gateway.live import LiveStage
from lgtui.emulator.gateway.model import (
    Authorizer,
    Integration,
    Method,
    Stage,
    TestInvokeAuthorizerRequest,
    TestInvokeAuthorizerResponse,
)
from lgtui.emulator.gateway.routing import RouteTree
from lgtui.emulator.gateway.store import ApiState
from lgtui.emulator.gateway.trial import sent_headers, stamped
from lgtui.emulator.gateway.user_pools.authorizer import authorize
from lgtui.emulator.gateway.user_pools.guard import PoolAuthorization, PoolGuard
from lgtui.emulator.gateway.validation.schemas import Schemas
from lgtui.emulator.settings import Settings

STAGE = "ESTestInvoke-stage"
"""The stage that a tested authorizer is told of."""


class _Document(msgspec.Struct, rename="camel"):
    policy_document: msgspec.Raw


class AuthorizerTrial:
    """Tries authorizers out.

    Args:
        services: what the steps work with.
        settings: for ARNs.
    """

    def __init__(self, services: Services, settings: Settings) -> None:
        self._services = services
        self._settings = settings
        self._cache = ResponseCache(services.clock)

    async def ask(
        self, state: ApiState, authorizer: Authorizer, request: TestInvokeAuthorizerRequest, ids: RequestIds
    ) -> TestInvokeAuthorizerResponse:
        """Ask the authorizer; its answer is not kept.

        Raises:
            NotImplementedException: nobody said where a user pool's keys are.
        """
        context = self._context(state, request, ids)
        try:
            if authorizer.type == "COGNITO_USER_POOLS":
                await _hold_token(context, authorizer)
            else:
                await _ask_function(context, authorizer, request.additional_context)
        except GatewayFailure as failure:
            if failure.type is NOT_EMULATED:
                raise NotImplementedException(failure.message) from None
            context.failure = failure.with_traceback(None)
        context.finished = self._services.clock.perf_counter()
        return _answer(context)

    def _context(self, state: ApiState, request: TestInvokeAuthorizerRequest, ids: RequestIds) -> RequestContext:
        path, _, query = (request.path_with_query_string or "/").partition("?")
        sent = HttpRequest(
            method="GET",
            path=f"/{STAGE}{path}",
            query=query,
            headers=list(sent_headers(request)),
            body=request.body.encode(),
            source_ip="test-invoke-source-ip",
        )
        context = RequestContext(self._services, request.rest_api_id, sent, ids)
        context.live = self._stage(state, request.stage_variables)
        context.stage_name, context.path, context.path_parameters = STAGE, path, {}
        context.route = Route("", path, "GET", Method(http_method="GET"), Integration(type="MOCK"))
        return context

    def _stage(self, state: ApiState, variables: dict[str, str]) -> LiveStage:
        settings, now = self._settings, self._services.clock.time()
        place = Place(settings.account_id, settings.region_name, state.api.id, "", STAGE, variables)
        definitions = state.definitions.copy()
        schemas = Schemas(state.api.id, definitions.models)
        snapshot = Snapshot("", state.api, definitions, BinaryTypes([]), RouteTree(), schemas)
        stage = Stage(stage_name=STAGE, deployment_id="", created_date=now, last_updated_date=now, variables=variables)
        return LiveStage(stage, place, snapshot, self._services.throttles, self._cache, compile_backend)


async def _ask_function(context: RequestContext, authorizer: Authorizer, additional: Mapping[str, str]) -> None:
    guard = Guard(authorizer, context.live.place)
    authorization = context.authorization = Authorization(guard, guard.place.method_arn("GET", context.path))
    authorization.additional = {name.removeprefix("context."): value for name, value in additional.items()}
    identify(context, authorization)
    authorization.grant = await ask(context, authorization)


async def _hold_token(context: RequestContext, authorizer: Authorizer) -> None:
    """ID tokens alone can be tested (AWS's knowledge center, api-gateway-cognito-401-unauthorized)."""
    context.pool_authorization = PoolAuthorization(PoolGuard(authorizer))
    await authorize(context, context.pool_authorization, [])


def _answer(context: RequestContext) -> TestInvokeAuthorizerResponse:
    grant = context.authorization.grant if context.authorization else None
    claims = context.pool_authorization.claims if context.pool_authorization else None
    failure = context.failure
    policy = msgspec.json.decode(grant.document, type=_Document).policy_document if grant else b""
    return TestInvokeAuthorizerResponse(
        client_status=0 if failure is None else failure.type.status,
        log=stamped(context, _lines(context)),
        latency=round((context.finished - context.started) * 1000),
        principal_id="" if grant is None else grant.principal_id,
        policy=bytes(policy).decode(),
        claims=claims or {},
    )


def _lines(context: RequestContext) -> Iterator[Line]:
    if context.authorization is not None:
        yield from authorizer_lines(context, context.authorization)
    if context.failure is not None:
        yield Line(context.failure.log)
        if context.failure.type is AUTHORIZER_CONFIGURATION_ERROR:
            yield Line(context.failure.type.error_type)
