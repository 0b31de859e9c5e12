"""A region's HTTP faces on a real loopback socket, with a scripted state: for what a whole emulator is too slow."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import msgspec
from aiohttp import web

from lgtui import frames

LARGEST_BODY = 8 * 1024 * 1024

STARTED_AT = 100.0
"""The region's time, in emulated seconds since the epoch."""

HEARTBEAT_EVERY = 1.0
"""Seconds without news after which a feed says that it lives."""

REQUEST_ID = "7c1e6a52-0000-4000-8000-00000000a2a2"


def hello(control_url: str = "", **changes: object) -> frames.Hello:
    """A region with one API, `orders-api`, one function and one bucket."""
    orders = frames.MethodView("GET", "AWS_PROXY", "λ orders", "orders:${stageVariables.alias}")
    post = frames.MethodView("POST", "AWS_PROXY", "λ orders", "orders")
    legacy = frames.MethodView("ANY", "HTTP_PROXY", "http://x.test", emulated=False)
    stage = frames.StageView(
        name="dev",
        deployment_id="d1",
        deployment_description="add cache",
        deployment_time=0.0,
        url=f"{control_url}/dev",
        variables={"alias": "live"},
        method_throttles={"*/*": frames.ThrottleView(5.0, 10)},
    )
    resources = [
        frames.ResourceView("r0", "/", "/", "", []),
        frames.ResourceView("r1", "/orders", "orders", "r0", [post]),
        frames.ResourceView("r2", "/orders/{id}", "{id}", "r1", [orders]),
        frames.ResourceView("r3", "/legacy [/foo]", "legacy [/foo]", "r0", [legacy]),
    ]
    whole = frames.Hello(
        version="0",
        pid=1,
        control_url=control_url,
        clock=frames.ClockView(at=STARTED_AT, speed=1.0, paused=False),
        project=frames.ProjectView(
            "orders", "/p/template.yaml", [frames.NotEmulated("AWS::SQS::Queue Jobs", "/p/template.yaml", 41)]
        ),
        apis=[frames.ApiView("a1", "orders-api", resources, [stage])],
        functions=[orders_function()],
        buckets=[frames.BucketView("stage/a1/dev", "stage", "stage dev", 10.0, 100.0, 5.0, 10)],
        environments=[frames.EnvironmentView("e1", "orders", "$LATEST", "frozen", 100.0, 1)],
        logs=[log_line("START RequestId: 1")],
        counters=frames.Counters(),
        concurrency=frames.ConcurrencyView(1_000, 0),
        signing=frames.SigningView("AKID", "secret", "eu-west-1"),
    )
    return msgspec.structs.replace(whole, **changes)


def orders_function(**changes: object) -> frames.FunctionView:
    """The function `orders`: three versions, an alias that two of them share, and one that points to the first."""
    whole = frames.FunctionView(
        name="orders",
        arn="arn:aws:lambda:eu-west-1:123456789012:function:orders",
        runtime="python3.12",
        handler="app.handler",
        memory_size=128,
        timeout=3.0,
        source="/p/app.py",
        aliases={
            "live": frames.AliasView("2", {"3": 0.1}, {"2": 281, "3": 31}),
            "old": frames.AliasView("1"),
        },
        versions=["1", "2", "3"],
    )
    return msgspec.structs.replace(whole, **changes)


def log_line(text: str, request_id: str = "") -> frames.LogLine:
    """A line of the function `orders`."""
    return frames.LogLine(100.0, "orders", "$LATEST", "info", text, request_id)


def trace(status: int = 200, explanation: str = "") -> frames.Trace:
    """A life cycle of three steps, the throttle refused where the status is 429."""
    refused = status == 429
    entries = [
        frames.TraceEntry("route", 0.0, 0.001, "ok", "GET /orders/{id}"),
        frames.TraceEntry("throttle", 0.001, 0.001, "refused" if refused else "ok", "stage 0/10" if refused else ""),
        frames.TraceEntry("endpoint", 0.002, 0.0, "skipped")
        if refused
        else frames.TraceEntry("endpoint", 0.002, 0.010, "ok", "λ orders"),
    ]
    return frames.Trace(
        REQUEST_ID, 100.0, "a1", "dev", "GET", "/orders/7", "/orders/{id}", status, 0.012, entries, explanation
    )


@dataclass(frozen=True)
class Scripted:
    """An answer to an order."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    body: bytes = b"{}"


class RegionDouble:
    """Serves a scripted region and keeps what it was asked.

    Attributes:
        url: its control URL.
        requests: `METHOD target` of every request to the stage, with the headers as they came.
        orders: method, path and JSON document of every other request.
        refusal: what orders are answered with, or None to accept them.
        answers: path, with or without its query → what an order there is answered with, unless it is refused.
        hello: the first frame of every feed, or None for that of `hello()`.
        trace: what `/_lgtui/traces/…` answers.
        hold: requests to the stage are answered only while it is set.
        status, body, headers: what requests to the stage are answered with, besides an id.
    """

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[tuple[str, list[tuple[str, str]], bytes]] = []
        self.orders: list[tuple[str, str, object]] = []
        self.refusal: str | None = None
        self.answers: dict[str, Scripted] = {}
        self.hello: frames.Hello | None = None
        self.trace = trace()
        self.hold = asyncio.Event()
        self.hold.set()
        self.status = 200
        self.body = b'{"order":7}'
        self.headers = {"Content-Type": "application/json"}
        self._feeds: set[asyncio.Queue[frames.AnyFrame | None]] = set()

    @property
    def changes(self) -> list[tuple[str, str, object]]:
        """Those of the orders that change something."""
        return [order for order in self.orders if order[0] != "GET"]

    def tell(self, frame: frames.AnyFrame) -> None:
        """Send a frame to every feed."""
        for feed in self._feeds:
            feed.put_nowait(frame)

    def become(self, whole: frames.Hello) -> None:
        """Be in another state from now on."""
        self.hello = whole
        self.tell(whole)

    def break_feeds(self) -> None:
        """Close every feed, as a region that ends does."""
        for feed in self._feeds:
            feed.put_nowait(None)

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": frames.FEED_TYPE})
        await response.prepare(request)
        frame: frames.AnyFrame | None = self.hello or hello(self.url)
        feed: asyncio.Queue[frames.AnyFrame | None] = asyncio.Queue()
        self._feeds.add(feed)
        try:
            while frame is not None:
                await response.write(frames.encode_frame(frame) + b"\n")
                frame = await _next(feed)
        except ConnectionResetError:
            return response  # the listener has left
        finally:
            self._feeds.discard(feed)
        return response

    async def _stage(self, request: web.Request) -> web.Response:
        headers = [(name.decode(), value.decode()) for name, value in request.raw_headers]
        self.requests.append((f"{request.method} {request.raw_path}", headers, await request.read()))
        await self.hold.wait()
        return web.Response(status=self.status, body=self.body, headers={"x-amzn-RequestId": REQUEST_ID} | self.headers)

    async def _trace(self, _request: web.Request) -> web.Response:
        return web.Response(body=msgspec.json.encode(self.trace))

    async def _order(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.orders.append((request.method, request.path_qs, msgspec.json.decode(body) if body else None))
        if self.refusal is not None:
            answer = {"x-amzn-ErrorType": "BadRequestException:"}
            return web.json_response({"message": self.refusal}, status=400, headers=answer)
        scripted = self.answers.get(request.path_qs) or self.answers.get(request.path, Scripted())
        return web.Response(status=scripted.status, headers=scripted.headers, body=scripted.body)


async def _next(feed: asyncio.Queue[frames.AnyFrame | None]) -> frames.AnyFrame | None:
    """What is told next; a heartbeat where a region with nothing to tell would send one."""
    try:
        return await asyncio.wait_for(feed.get(), HEARTBEAT_EVERY)
    except TimeoutError:
        return frames.Heartbeat(STARTED_AT)


@asynccontextmanager
async def region_double() -> AsyncIterator[RegionDouble]:
    """A running double; closed in the end."""
    double = RegionDouble()
    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_get("/_lgtui/feed", double._feed)
    app.router.add_get("/_lgtui/traces/{id}", double._trace)
    app.router.add_route("*", "/dev/{path:.*}", double._stage)
    app.router.add_route("*", "/{path:.*}", double._order)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    double.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield double
    finally:
        double.break_feeds()
        await runner.cleanup()
