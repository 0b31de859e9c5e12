"""TestInvokeMethod: one request to a method as it is edited now, without a deployment, and its execution log."""

from collections.abc import Iterable
from time import gmtime, strftime

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.cache import ResponseCache
from lgtui.emulator.gateway.deployments import Route, compile_snapshot
from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.gateway.ids import RequestIds
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.registry import compile_backend
from lgtui.emulator.gateway.lifecycle import execution_log
from lgtui.emulator.gateway.lifecycle.context import RequestContext, Services
from lgtui.emulator.gateway.lifecycle.method_response import JSON, OWN_HEADERS
from lgtui.emulator.gateway.lifecycle.run import endpoint_seconds, run_test
from lgtui.emulator.gateway.live import LiveStage
from lgtui.emulator.gateway.model import (
    MethodSetting,
    Stage,
    TestInvokeAuthorizerRequest,
    TestInvokeMethodRequest,
    TestInvokeMethodResponse,
)
from lgtui.emulator.gateway.routing import RouteTree
from lgtui.emulator.gateway.store import ApiState
from lgtui.emulator.settings import Settings

STAGE = "test-invoke-stage"
"""The stage that a tested method finds itself in."""


class Trial:
    """Tries methods out.

    Args:
        services: what the steps work with.
        settings: for ARNs.
    """

    def __init__(self, services: Services, settings: Settings) -> None:
        self._services = services
        self._settings = settings
        self._cache = ResponseCache(services.clock)

    async def invoke(self, state: ApiState, request: TestInvokeMethodRequest, ids: RequestIds) -> RequestContext:
        """Send the request; the context is the finished one.

        Raises:
            NotFoundException: there is no such method.
            BadRequestException: the method has no integration.
        """
        route = _route(state, request)
        target = request.path_with_query_string or route.resource_path
        path, _, query = target.partition("?")
        sent = HttpRequest(
            method=request.http_method,
            path=f"/{STAGE}{path}",
            query=query,
            headers=list(sent_headers(request)),
            body=request.body.encode(),
            source_ip="test-invoke-source-ip",
        )
        context = RequestContext(self._services, request.rest_api_id, sent, ids)
        context.live = self._stage(state, request)
        context.stage_name, context.path, context.route = STAGE, path, route
        context.path_parameters = _path_parameters(route, path)
        context.plan = context.live.plan(route)
        await run_test(context)
        return context

    def _stage(self, state: ApiState, request: TestInvokeMethodRequest) -> LiveStage:
        now = self._services.clock.time()
        stage = Stage(
            stage_name=STAGE,
            deployment_id="",
            created_date=now,
            last_updated_date=now,
            variables=request.stage_variables,
            method_settings={"*/*": MethodSetting()},
        )
        settings = self._settings
        place = Place(settings.account_id, settings.region_name, state.api.id, "", STAGE, request.stage_variables)
        resource = state.resource(request.resource_id)
        tested = {request.http_method: state.method(request.resource_id, request.http_method)}
        only = msgspec.structs.replace(resource, resource_methods=tested)
        snapshot = compile_snapshot("", state.api, (only,), state.definitions)
        return LiveStage(stage, place, snapshot, self._services.throttles, self._cache, compile_backend)


def answer(context: RequestContext) -> TestInvokeMethodResponse:
    """What TestInvokeMethod says of a finished request."""
    multi: dict[str, list[str]] = {}
    for name, value in context.headers:
        if name in OWN_HEADERS or (context.failure is not None and (name, value) == JSON):
            continue
        multi.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
    return TestInvokeMethodResponse(
        status=context.status,
        body=context.body.decode("utf-8", "replace"),
        headers={name: values[-1] for name, values in multi.items()},
        multi_value_headers=multi,
        log=stamped(context, execution_log.execution(context, endpoint_seconds(context))),
        latency=round((context.finished - context.started) * 1000),
    )


def _route(state: ApiState, request: TestInvokeMethodRequest) -> Route:
    method = state.method(request.resource_id, request.http_method)
    if method.method_integration is None:
        raise BadRequestException("No integration defined for method")
    resource = state.resource(request.resource_id)
    return Route(resource.id, resource.path, method.http_method, method, method.method_integration)


def _path_parameters(route: Route, path: str) -> dict[str, str]:
    """What the path gives the resource's parameters; nothing where it is another resource's (fact log-004)."""
    tree: RouteTree[Route] = RouteTree()
    tree.add(route.resource_path, "ANY", route)
    match = tree.match(path, "ANY")
    return match.path_parameters if match else {}


def sent_headers(request: TestInvokeMethodRequest | TestInvokeAuthorizerRequest) -> Iterable[tuple[str, str]]:
    """The headers of a test's request."""
    yield from request.headers.items()
    for name, values in request.multi_value_headers.items():
        yield from ((name, value) for value in values)


def stamped(context: RequestContext, lines: Iterable[execution_log.Line]) -> str:
    """An execution log in the form of a test: each event after the time."""
    stamp = strftime("%a %b %d %H:%M:%S UTC %Y", gmtime(context.time))
    events = (f"{stamp} : {execution_log.cut(line.text)}\n" for line in lines)
    return f"Execution log for request {context.ids.request_id}\n{''.join(events)}"
