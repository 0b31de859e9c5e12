"""A region with an API for tests: real functions in real environments behind the gateway's data plane."""

import asyncio
import json
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from lgtui.emulator.functions.events import EnvironmentChanged
from lgtui.emulator.functions.model import Code, CreateFunctionRequest
from lgtui.emulator.gateway.exchange import HttpRequest, HttpResponse
from lgtui.emulator.gateway.model import (
    CreateDeploymentRequest,
    CreateResourceRequest,
    CreateRestApiRequest,
    PatchOperation,
    PutIntegrationRequest,
    PutMethodRequest,
    ResourcesRequest,
    Stage,
    UpdateStageRequest,
)
from lgtui.emulator.logs import LogRecord
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.wire.runtime_api import listen
from lgtui.frames import Trace

STAGE = "stage"

PATIENCE = 20.0
"""Seconds something gets to happen before the test fails."""

OBEDIENT = """
    import base64
    import json
    import time

    def handler(event, context):
        \"\"\"Do what the request's body says: return a value, raise, wait; without an order, return the event.\"\"\"
        body = base64.b64decode(event["body"]) if event["isBase64Encoded"] else event["body"]
        try:
            order = json.loads(body)
        except (TypeError, ValueError):
            order = {}
        if not isinstance(order, dict) or not order.keys() & {"return", "raise", "wait"}:
            return {"statusCode": 200, "body": json.dumps(event)}
        time.sleep(order.get("wait", 0))
        if "raise" in order:
            raise RuntimeError(order["raise"])
        return order.get("return", {"statusCode": 200})
"""
"""The handler of the function `obedient`."""


class Answer(NamedTuple):
    """What a client got; header names in lower case, values of one name joined as HTTP clients do."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body's document."""
        return json.loads(self.body)


class Stand:
    """A region, and short words for what tests do with it."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.region = Region(Settings(work_folder=folder / "work", **settings), listen)
        self.gateway = self.region.gateway

    def create_obedient(self) -> None:
        """Create the function `obedient`; needs a running event loop."""
        code = Code(source=textwrap.dedent(OBEDIENT))
        self.region.functions.create_function(
            CreateFunctionRequest(
                function_name="obedient", code=code, runtime="python3.11", handler="index.handler", timeout=20
            )
        )

    def api(self, *methods: str, binary: tuple[str, ...] = (), variables: dict[str, str] | None = None) -> str:
        """Make and deploy an API whose methods (`GET /orders/{id}`) go to the function `obedient`; its id."""
        created = self.gateway.create_rest_api(CreateRestApiRequest(name="test", binary_media_types=list(binary)))
        for method in methods:
            http_method, path = method.split(" ")
            self.put(created.id, http_method, path)
        self.deploy(created.id, variables or {})
        return created.id

    def put(self, api_id: str, http_method: str, path: str, **integration: Any) -> str:
        """Put a method and its integration, with the resources on the way there; the resource's id."""
        resource_id = self.resource(api_id, path)
        self.gateway.put_method(PutMethodRequest(rest_api_id=api_id, resource_id=resource_id, http_method=http_method))
        self.integrate(api_id, resource_id, http_method, **integration)
        return resource_id

    def integrate(self, api_id: str, resource_id: str, http_method: str, **members: Any) -> None:
        """Put an integration with `obedient`, or with what `members` say."""
        defaults = {"type": "AWS_PROXY", "integration_http_method": "POST", "uri": uri("obedient")}
        self.gateway.put_integration(
            PutIntegrationRequest(
                rest_api_id=api_id, resource_id=resource_id, http_method=http_method, **{**defaults, **members}
            )
        )

    def resource(self, api_id: str, path: str) -> str:
        """The id of the resource at `path`, made where there is none."""
        pages = self.gateway.get_resources(ResourcesRequest(rest_api_id=api_id, limit=500))
        known = {resource.path: resource.id for resource in pages.items}
        if path not in known:
            above, _, part = path.rpartition("/")
            request = CreateResourceRequest(
                rest_api_id=api_id, parent_id=self.resource(api_id, above or "/"), path_part=part
            )
            return self.gateway.create_resource(request).id
        return known[path]

    def deploy(self, api_id: str, variables: dict[str, str] | None = None) -> str:
        """Deploy an API to the stage; the deployment's id."""
        request = CreateDeploymentRequest(rest_api_id=api_id, stage_name=STAGE, variables=variables or {})
        return self.gateway.create_deployment(request).id

    def patch(self, api_id: str, path: str, value: str = "", op: Any = "replace") -> Stage:
        """Apply one patch operation to the stage."""
        operation = PatchOperation(op=op, path=path, value=value)
        return self.gateway.update_stage(
            UpdateStageRequest(rest_api_id=api_id, stage_name=STAGE, patch_operations=[operation])
        )

    def throttle(self, api_id: str, key: str, rate: float, burst: int) -> None:
        """Set the limits of `*/*` or of one method (`~1orders/GET`) of the stage."""
        self.patch(api_id, f"/{key}/throttling/rateLimit", str(rate))
        self.patch(api_id, f"/{key}/throttling/burstLimit", str(burst))

    async def send(
        self,
        api_id: str,
        http_method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        order: object = None,
        body: bytes = b"",
        stage: str = STAGE,
    ) -> Answer:
        """Send a request to the stage; `order` is what `obedient` shall do."""
        target, _, query = path.partition("?")
        request = HttpRequest(
            method=http_method,
            path=f"/{stage}{target}",
            query=query,
            headers=[("Host", "127.0.0.1:3000"), *(headers or {}).items()],
            body=json.dumps(order).encode() if order is not None else body,
        )
        return read(await self.gateway.handle(api_id, request))

    async def event(self, api_id: str, http_method: str, path: str, **request: Any) -> dict[str, Any]:
        """The event that the function got for a request."""
        answer = await self.send(api_id, http_method, path, **request)
        assert answer.status == 200, answer.body
        event: dict[str, Any] = answer.json()
        return event

    def today(self) -> str:
        """The emulated date in UTC: `2026-11-22`."""
        return datetime.fromtimestamp(self.region.clock.time(), UTC).date().isoformat()

    def trace(self, answer: Answer) -> Trace:
        """The trace of an answered request."""
        trace = self.gateway.traces.find(answer.headers["x-amzn-requestid"])
        assert trace is not None
        return trace

    async def log_line(self, source: str, text: str) -> LogRecord:
        """Wait for a line that `source` writes from now on and that holds `text`; looks when an environment changes."""
        seen = self.region.logs.written
        changed = asyncio.Event()
        end = self.region.bus.subscribe(EnvironmentChanged, lambda _: changed.set())
        async with asyncio.timeout(PATIENCE):
            while not (found := self._lines(seen, source, text)):
                changed.clear()
                await changed.wait()
        end()
        return found[0]

    def _lines(self, seen: int, source: str, text: str) -> list[LogRecord]:
        lines, _ = self.region.logs.after(seen, 1_000)
        return [line for line in lines if line.source == source and text in line.text]

    def log(self, answer: Answer) -> list[str]:
        """The execution log's lines of an answered request, without the request id before them."""
        request_id = answer.headers["x-amzn-requestid"]
        lines = [r for r in self.region.logs.after(0, 1_000)[0] if r.source == "gateway" and r.request_id == request_id]
        return [line.text.removeprefix(f"({request_id}) ") for line in lines]


def uri(function: str) -> str:
    """The integration URI of a function."""
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:{function}"
    return f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"


def read(response: HttpResponse) -> Answer:
    """A response as a client sees it."""
    headers: dict[str, list[str]] = {}
    for name, value in response.headers:
        headers.setdefault(name.decode().lower(), []).append(value.decode())
    return Answer(response.status, {name: ", ".join(values) for name, values in headers.items()}, response.body)
