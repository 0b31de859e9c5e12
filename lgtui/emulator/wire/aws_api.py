"""AWS's control plane on one port: each request becomes the operation of AWS's name, and its answer AWS's JSON."""

import inspect
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints
from urllib.parse import parse_qs

import msgspec

from lgtui.emulator.errors import NotImplementedException, ServiceError, ValidationException
from lgtui.emulator.functions.model import InvocationResponse
from lgtui.emulator.logs import LogRecord
from lgtui.emulator.random_bytes import RandomBytes, uuid4
from lgtui.emulator.region import Region
from lgtui.emulator.wire.addressee import Addressee
from lgtui.emulator.wire.rest_json import Answer, Reader, Writer, serialize_error
from lgtui.emulator.wire.service_model import SERVICES, Operation, service_model

EMULATED = frozenset({*SERVICES, "execute-api"})
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


class Call:
    """How one operation is carried out, looked up once.

    Raises:
        NotImplementedException: `target` has no method for it.
    """

    def __init__(self, operation: Operation, target: object) -> None:
        method = getattr(target, _snake_case(operation.name), None)
        if method is None:
            raise NotImplementedException(f"lgtui does not emulate {operation.name} of {operation.service}.")
        model = service_model(operation.service)
        self.method: Callable[[Any], Any] = method
        self.request_type = _request_type(method)
        self._reader = Reader(model, operation)
        self._writer = Writer(model, operation)
        self._known = frozenset(self.request_type.__struct_encode_fields__)
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

    def left_out(self, members: dict[str, Any]) -> list[str]:
        """Members that have no effect here."""
        return [] if members.keys() <= self._known else sorted(members.keys() - self._known)

    def convert(self, members: dict[str, Any]) -> msgspec.Struct:
        """The request as the method takes it.

        Raises:
            ValidationException: a value is not allowed.
        """
        try:
            return msgspec.convert(members, self.request_type, builtin_types=(bytes,))
        except msgspec.ValidationError as error:
            raise ValidationException(f"1 validation error detected: {error}") from error

    def write(self, output: msgspec.Struct) -> Answer:
        """The answer that says `output`."""
        return self._writer.write(msgspec.to_builtins(output, builtin_types=(bytes,)))


class AwsApi:
    """Serves the emulated services' operations from their models.

    An operation exists where the service object has a method of its name in snake case; every other one
    of the model is refused with `NotImplementedException`, which names it.
    """

    def __init__(self, region: Region) -> None:
        self._region = region
        self._random = RandomBytes()
        self._calls: dict[tuple[str, str], Call] = {}
        self._routes: dict[tuple[str, str, str], Route | None] = {}
        self._targets: dict[str, object] = {"lambda": region.functions, "apigateway": region.gateway}

    def serves(self, addressee: Addressee, http_method: str, raw_path: str, query_string: str) -> bool:
        """Whether a request is for an emulated service: signed for one, or unsigned and one of its operations."""
        if addressee.service:
            return addressee.service in EMULATED
        return self._route(http_method, raw_path, query_string) is not None

    async def handle(
        self, http_method: str, raw_path: str, query_string: str, headers: dict[str, str], body: bytes
    ) -> Answer:
        """Answer one request.

        Args:
            raw_path: the path as it came, not decoded.
            headers: header values by lower-case name.
        """
        route = self._route(http_method, raw_path, query_string)
        request_id = ""
        if route is None:
            answer = serialize_error("apigateway", _unknown(http_method, raw_path))
        else:
            answer, request_id = await self._run(route, headers, body)
        named = (b"x-amzn-RequestId", (request_id or uuid4(self._random.take(16))).encode())
        return Answer(answer.status, [*answer.headers, named], answer.body)

    def _route(self, http_method: str, raw_path: str, query_string: str) -> Route | None:
        """What a request asks for, None where it is nothing that is emulated; the last ones are remembered."""
        key = http_method, raw_path, query_string
        if key in self._routes:
            return self._routes[key]
        if len(self._routes) >= MAX_ROUTES:
            self._routes.clear()
        query = parse_qs(query_string, keep_blank_values=True)
        found = (service_model(service).find(http_method, raw_path, query) for service in SERVICES)
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
            if left_out := call.left_out(members):
                self._say_what_is_left_out(operation, left_out)
            output = await self._carry_out(call, call.convert(members))
            return call.write(output), _request_id(output)
        except ServiceError as error:
            return serialize_error(operation.service, error), ""
        except Exception as error:  # noqa: BLE001 A fault of ours is AWS's 500 to callers, never a traceback.
            self._say_what_broke(operation, error)
            broken = ServiceError(f"lgtui broke at {operation.name}; its log says where.")
            return serialize_error(operation.service, broken), ""

    async def _carry_out(self, call: Call, request: msgspec.Struct) -> Any:
        """What the operation gives, once all that it has changed is committed."""
        try:
            output = call.method(request)
            return await output if inspect.isawaitable(output) else output
        finally:
            await self._region.objects.committed()

    def _call(self, operation: Operation) -> Call:
        key = operation.service, operation.name
        call = self._calls.get(key)
        if call is None:
            call = self._calls[key] = Call(operation, self._targets[operation.service])
        return call

    def _say_what_is_left_out(self, operation: Operation, left_out: list[str]) -> None:
        """Tell the log which members of the request have no effect here."""
        text = f"{operation.name}: not emulated and left out: {', '.join(left_out)}"
        self._region.logs.write(LogRecord(self._region.clock.time(), operation.service, "", "warn", text))

    def _say_what_broke(self, operation: Operation, error: Exception) -> None:
        """Tell the log of a fault of lgtui's own, and where it is."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}, {frame.name}"
        text = f"{operation.name}: lgtui broke, please report it: {type(error).__name__}: {error} ({place})"
        self._region.logs.write(LogRecord(self._region.clock.time(), operation.service, "", "error", text))


def _request_id(output: msgspec.Struct) -> str:
    return output.report.request_id if isinstance(output, InvocationResponse) else ""


def _request_type(method: Callable[[Any], Any]) -> type[msgspec.Struct]:
    """The struct an operation's method takes: the annotation of its one argument."""
    hints = get_type_hints(getattr(method, "__func__", method))
    request_type: type[msgspec.Struct] = next(hint for name, hint in hints.items() if name != "return")
    return request_type


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _unknown(http_method: str, raw_path: str) -> ServiceError:
    return NotImplementedException(f"{http_method} {raw_path} is no operation of lambda or apigateway.")
