"""AWS's control plane on one port: each request becomes the operation of AWS's name, and its answer AWS's JSON."""

from typing import Any, NamedTuple
from urllib.parse import parse_qs

import msgspec

from lgtui.emulator.errors import NotImplementedException, RequestEntityTooLargeException, ServiceError
from lgtui.emulator.functions.model import InvocationResponse
from lgtui.emulator.random_bytes import RandomBytes, uuid4
from lgtui.emulator.region import Region
from lgtui.emulator.wire.addressee import Addressee
from lgtui.emulator.wire.answer import Answer
from lgtui.emulator.wire.calls import Call, Caller
from lgtui.emulator.wire.plain import plain_writer
from lgtui.emulator.wire.rest_json import JSON, Reader, Writer, serialize_error
from lgtui.emulator.wire.service_model import REST_SERVICES, Operation, service_model

EMULATED = frozenset({*REST_SERVICES, "execute-api"})
"""What requests are signed for that are never passed on: APIs are at their own ports and paths."""

BESIDE_THE_MODEL = {"Invoke": {"TraceHeader": "x-amzn-trace-id"}}
"""Members that an operation takes from headers which its service model does not have."""


MAX_ROUTES = 1_000
"""Requests whose meaning is remembered."""


class Route(NamedTuple):
    """What a request asks for: an operation, the values of its URI's labels, and the query."""

    operation: Operation
    labels: dict[str, str]
    query: dict[str, list[str]]


class RestCall(Call):
    """How one operation is carried out, with what reads its requests and writes its answers.

    Raises:
        NotImplementedException: `target` has no method for it.
    """

    def __init__(self, operation: Operation, target: object) -> None:
        super().__init__(operation, target)
        model = service_model(operation.service)
        self._reader = Reader(model, operation)
        self._writer = Writer(model, operation)
        self._plain = plain_writer(model, operation, self.output_type)
        self._beside = BESIDE_THE_MODEL.get(operation.name, {})

    def read(
        self, labels: dict[str, str], query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> dict[str, Any]:
        """The members that a request has."""
        members = self._reader.read(labels, query, headers, body)
        for name, header in self._beside.items():
            if header in headers:
                members[name] = headers[header]
        return members

    def write(self, output: msgspec.Struct) -> Answer:
        """The answer that says `output`."""
        if self._plain is not None:
            return Answer(self.operation.status, [(b"content-type", JSON)], self._plain.write(output))
        return self._writer.write(msgspec.to_builtins(output, builtin_types=(bytes,)))


class AwsApi:
    """Serves the emulated services' operations from their models.

    An operation exists where the service object has a method of its name in snake case; every other one
    of the model is refused with `NotImplementedException`, which names it.
    """

    def __init__(self, region: Region) -> None:
        self._caller = Caller(region.clock, region.logs, region.objects)
        self._random = RandomBytes()
        self._calls: dict[tuple[str, str], RestCall] = {}
        self._routes: dict[tuple[str, str, str, str], Route | None] = {}
        self._targets: dict[str, object] = {"lambda": region.functions, "apigateway": region.gateway}

    def serves(self, addressee: Addressee, http_method: str, raw_path: str, query_string: str) -> bool:
        """Whether a request is for an emulated service: signed for one, or unsigned and one of its operations."""
        if addressee.service:
            return addressee.service in EMULATED
        return self._route("", http_method, raw_path, query_string) is not None

    async def handle(
        self, service: str, http_method: str, raw_path: str, query_string: str, headers: dict[str, str], body: bytes
    ) -> Answer:
        """Answer one request.

        Args:
            service: whom it is signed for, or empty.
            raw_path: the path as it came, not decoded.
            headers: header values by lower-case name.
        """
        route = self._route(service, http_method, raw_path, query_string)
        request_id = ""
        if route is None:
            answer = serialize_error("apigateway", _unknown(service, http_method, raw_path))
        else:
            answer, request_id = await self._run(route, headers, body)
        named = (b"x-amzn-RequestId", (request_id or uuid4(self._random.take(16))).encode())
        return Answer(answer.status, [*answer.headers, named], answer.body)

    def too_large(self, http_method: str, raw_path: str, limit: int) -> Answer | None:
        """The refusal of a request to Lambda that is over `limit` bytes; None where it is none to Lambda."""
        route = self._route("lambda", http_method, raw_path, "")
        if route is None:
            return None
        text = f"Request must be smaller than {limit} bytes for the {route.operation.name} operation"
        return serialize_error("lambda", RequestEntityTooLargeException(text))

    def _route(self, service: str, http_method: str, raw_path: str, query_string: str) -> Route | None:
        """What a request asks for, None where it is nothing that is emulated; the last ones are remembered."""
        key = service, http_method, raw_path, query_string
        if key in self._routes:
            return self._routes[key]
        if len(self._routes) >= MAX_ROUTES:
            self._routes.clear()
        query = parse_qs(query_string, keep_blank_values=True)
        asked = [name for name in REST_SERVICES if service in {"", name}]
        found = (service_model(name).find(http_method, raw_path, query) for name in asked)
        route = next(
            (Route(*operation_and_labels, query) for operation_and_labels in found if operation_and_labels), None
        )
        self._routes[key] = route
        return route

    async def _run(self, route: Route, headers: dict[str, str], body: bytes) -> tuple[Answer, str]:
        """The answer, and the request's id where it has one already: an invocation's is its own."""
        operation, labels, query = route
        try:
            call = self._call(operation)
            members = call.read(labels, query, headers, body)
            output = await self._caller.run(call, members)
            return call.write(output), _request_id(output)
        except ServiceError as error:
            return serialize_error(operation.service, error), ""
        except Exception as error:  # noqa: BLE001 A fault of ours is AWS's 500 to callers, never a traceback.
            return serialize_error(operation.service, self._caller.broke(operation, error)), ""

    def _call(self, operation: Operation) -> RestCall:
        key = operation.service, operation.name
        call = self._calls.get(key)
        if call is None:
            call = self._calls[key] = RestCall(operation, self._targets[operation.service])
        return call


def _request_id(output: msgspec.Struct) -> str:
    return output.report.request_id if isinstance(output, InvocationResponse) else ""


def _unknown(service: str, http_method: str, raw_path: str) -> ServiceError:
    return NotImplementedException(f"{http_method} {raw_path} is no operation of {service or 'lambda or apigateway'}.")
