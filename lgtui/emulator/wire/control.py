"""The control port: AWS's control plane, every API and function URL by path, and lgtui's own `/_lgtui/*`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote

import msgspec

from lgtui import frames
from lgtui.emulator.errors import ServiceError, ValidationException
from lgtui.emulator.gateway.model import EnableCorsRequest
from lgtui.emulator.region import Region
from lgtui.emulator.wire import history
from lgtui.emulator.wire.addressee import addressee_of
from lgtui.emulator.wire.answer import Answer
from lgtui.emulator.wire.api_urls import api_and_path
from lgtui.emulator.wire.aws_api import AwsApi
from lgtui.emulator.wire.caches import cache_contents
from lgtui.emulator.wire.changes import change_views
from lgtui.emulator.wire.execute_api import ExecuteApi
from lgtui.emulator.wire.feed import Feed, Listener
from lgtui.emulator.wire.guard import refusal
from lgtui.emulator.wire.http import (
    BODY_TOO_LONG,
    HttpAnswer,
    Receive,
    Refusal,
    Refused,
    Scope,
    Send,
    plain_refusal,
    read_body,
    send_answer,
)
from lgtui.emulator.wire.lambda_urls import LambdaUrls, url_and_path
from lgtui.emulator.wire.other_services import OtherServices
from lgtui.emulator.wire.rendering import Renderer
from lgtui.emulator.wire.rest_json import JSON, serialize_error
from lgtui.emulator.wire.rpc import RpcRequest
from lgtui.emulator.wire.rpc_api import RpcApi

Request = TypeVar("Request", bound=msgspec.Struct)

BODY_LIMIT = 70_167_211
"""Bytes of a control-plane request: a deployment package of 50 MB in base64, and some (recorded)."""

DOMAIN_PREFIX = "/_aws/domain-names/"
OWN_PREFIX = "/_lgtui/"

FASTEST = 1_000
"""Emulated seconds per real second at most."""

LONGEST_STEP = 31_536_000
"""Emulated seconds by which the clock is moved on at once at most: years more, and no date could be written."""

HEALTH_OF_LOCALSTACK = frozenset({"/_localstack/health", "/health"})
"""What tools made for LocalStack ask before they begin, in its present versions and in older ones."""

SERVICES = ("apigateway", "cloudwatch", "lambda", "logs", "sts")
"""What is emulated, by the names that such tools know."""


class ClockRequest(msgspec.Struct, frozen=True):
    """Body of `POST /_lgtui/clock`: what is set is done; `step` in emulated seconds."""

    speed: float | None = None
    paused: bool | None = None
    step: float | None = None


class ControlApp:
    """The ASGI application of the control port.

    Args:
        region: what it serves.
        feed: the stream of frames.
        health: says version, process and state for `GET /_lgtui/health`.
        reload: loads the project again, for `POST /_lgtui/reload`.
    """

    def __init__(
        self,
        region: Region,
        feed: Feed,
        execute_api: ExecuteApi,
        health: Callable[[], dict[str, object]],
        reload: Callable[[], Awaitable[None]],
    ) -> None:
        self._region = region
        self._feed = feed
        self._aws = AwsApi(region)
        self._rpc = RpcApi(region)
        self._others = OtherServices(region.settings.services_endpoint)
        self._execute_api = execute_api
        self._urls = LambdaUrls(region)
        self._health = health
        self._reload = reload
        self._renderer = Renderer()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host, path = headers.get("host", ""), scope["raw_path"].decode("latin-1")
        if domain_name := self._execute_api.domain_of(scope):  # Only its APIs are reached, never the control plane.
            await self._execute_api.handle_domain(domain_name, path, scope, receive, send)
            return
        url = url_and_path(host, path)
        api = api_and_path(host, path)
        # Pages of any origin may call APIs and function URLs: their own CORS configuration decides what they read.
        refused = refusal(host, headers.get("origin") if url is None and api is None else None)
        if refused is not None:
            await send_answer(send, _json(403, {"message": refused}))
        elif url is not None:
            await self._urls.handle(*url, scope, receive, send)
        elif api is not None:
            await self._execute_api.handle(*api, scope, receive, send)
        elif path.startswith(DOMAIN_PREFIX):
            named, _, rest = path.removeprefix(DOMAIN_PREFIX).partition("/")
            await self._execute_api.handle_named_domain(unquote(named), f"/{rest}", scope, receive, send)
        elif scope["method"] == "GET" and path == "/_lgtui/feed":
            await self._send_feed(receive, send)
        elif path in HEALTH_OF_LOCALSTACK and scope["method"] in {"GET", "HEAD"} and "authorization" not in headers:
            version = self._health()["version"]
            services = dict.fromkeys(SERVICES, "running")
            await send_answer(send, _json(200, {"services": services, "edition": "lgtui", "version": version}))
        elif path.startswith(OWN_PREFIX):
            name, query = path.removeprefix(OWN_PREFIX), scope["query_string"].decode("latin-1")
            await self._answer(lambda body: self._own(scope["method"], name, query, body), receive, send)
        else:
            await self._answer_aws(path, headers, scope, receive, send)

    def refuse(self, refusal: Refusal, refused: Refused) -> HttpAnswer:
        """Answer what is no request; one to an API as that API does, too large a one to Lambda as Lambda does."""
        headers = {name.lower(): value for name, value in refused.headers}
        api = api_and_path(headers.get("host", ""), refused.target)
        if api is None:
            path = refused.target.partition("?")[0]
            too_large = self._aws.too_large(refused.method, path, BODY_LIMIT) if refusal is BODY_TOO_LONG else None
            return too_large or plain_refusal(refusal, refused)
        return self._execute_api.refuse(*api, refusal, refused)

    async def stop(self) -> None:
        """Close what is open to other services."""
        await self._others.stop()

    async def _answer_aws(self, path: str, headers: dict[str, str], scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request to AWS: to a service that is emulated, or to any other."""
        query = scope["query_string"].decode("latin-1")
        addressee = addressee_of(headers, query)
        if service := self._rpc.service_of(addressee, path, query, headers):
            await self._answer(
                lambda body: self._rpc.handle(service, addressee, RpcRequest(path, query, headers, body)), receive, send
            )
        elif self._aws.serves(addressee, scope["method"], path, query):
            await self._answer(
                lambda body: self._aws.handle(addressee.service, scope["method"], path, query, headers, body),
                receive,
                send,
            )
        else:
            await self._others.handle(addressee, headers, scope, receive, send)

    async def _answer(self, answer_to: Callable[[bytes], Awaitable[Answer]], receive: Receive, send: Send) -> None:
        """Read a request's body, and send the answer to it."""
        body = await read_body(receive, BODY_LIMIT)
        if body is None:
            answer = _json(413, {"message": f"The body is over {BODY_LIMIT // 1024**2} MB."})
        else:
            answer = await answer_to(body)
        await send_answer(send, answer)

    async def _own(self, http_method: str, name: str, query: str, body: bytes) -> Answer:
        """What AWS has no API for."""
        try:
            match http_method, name.split("/"):
                case "GET", ["health"]:
                    return _json(200, self._health())
                case "GET", ["traces", request_id]:
                    return await self._trace(request_id)
                case "GET", ["logs"]:
                    return _json(200, await history.logs(self._region, query))
                case "GET", ["events"]:
                    return _json(200, await self._region.functions.async_events())
                case "GET", ["changes"]:
                    return _json(200, {"changes": change_views(self._region)})
                case "GET", ["metrics"]:
                    return _json(200, history.metrics(self._region, query))
                case "GET", ["code", function_name, number]:
                    return _package(await self._region.functions.package(function_name, unquote(number)))
                case "GET", ["layers", layer_name, number] if number.isdecimal():
                    return _package(await self._region.functions.layer_package(layer_name, int(number)))
                case "GET", ["deployments", api_id, deployment_id, "diff"]:
                    against = dict(parse_qsl(query)).get("against", "")
                    return _json(200, self._region.gateway.differences(api_id, deployment_id, against))
                case "GET", ["caches", api_id, stage_name]:
                    return _json(200, cache_contents(self._region, unquote(api_id), unquote(stage_name)))
                case "POST", ["reload"]:
                    await self._reload()
                    return _json(200, self._health())
                case "POST", ["render"]:
                    return _json(200, await self._renderer.render(body))
                case "POST", ["cors"]:
                    self._region.gateway.enable_cors(_decode(body, EnableCorsRequest))
                    await self._region.objects.committed()
                    return _json(200, {})
                case "POST", ["clock"]:
                    return self._set_clock(body)
                case "DELETE", ["environments", environment_id]:
                    return self._kill_environment(environment_id)
        except ServiceError as error:
            return serialize_error("apigateway", error)
        return _json(404, {"message": f"There is no {http_method} /_lgtui/{name}."})

    async def _trace(self, request_id: str) -> Answer:
        trace = self._region.functions.find_trace(request_id) or await self._region.trace_store.find(request_id)
        if trace is None:
            return _json(404, {"message": f"No trace of request {request_id} is kept."})
        return _json(200, trace)

    def _set_clock(self, body: bytes) -> Answer:
        request = _decode(body, ClockRequest)
        if request.speed is not None and not 0 < request.speed <= FASTEST:
            raise ValidationException(f"The clock's speed is greater than 0 and at most {FASTEST:,}.")
        if request.step is not None and not 0 <= request.step <= LONGEST_STEP:
            raise ValidationException(f"A step of the clock is from 0 to {LONGEST_STEP:,} seconds, a year.")
        clock = self._region.clock
        if request.speed is not None:
            clock.set_speed(request.speed)
        if request.paused is not None:
            (clock.pause if request.paused else clock.resume)()
        if request.step is not None:
            clock.step(request.step)
        self._feed.note_clock()
        return _json(200, {"at": clock.time(), "speed": clock.speed, "paused": clock.paused})

    def _kill_environment(self, environment_id: str) -> Answer:
        if not self._region.functions.kill_environment(environment_id):
            return _json(404, {"message": f"There is no execution environment {environment_id}."})
        return _json(200, {})

    async def _send_feed(self, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", frames.FEED_TYPE.encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        listener = self._feed.listen()
        watcher = asyncio.create_task(self._leave_on_disconnect(listener, receive), name="feed listener")
        try:
            async for batch in listener.batches():
                await send({"type": "http.response.body", "body": batch, "more_body": True})
        finally:
            watcher.cancel()
            self._feed.leave(listener)
        await send({"type": "http.response.body", "body": b""})

    async def _leave_on_disconnect(self, listener: Listener, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._feed.leave(listener)


def _decode(body: bytes, shape: type[Request]) -> Request:
    """A request's body.

    Raises:
        ValidationException: it is none of that shape.
    """
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.DecodeError as error:
        names = ", ".join(shape.__struct_encode_fields__)
        raise ValidationException(f"The body is not {{{names}}}: {error}") from error


def _json(status: int, document: Any) -> Answer:
    return Answer(status, [(b"content-type", JSON)], msgspec.json.encode(document))


def _package(content: bytes) -> Answer:
    return Answer(200, [(b"content-type", b"application/zip")], content)
