"""AWS's control plane on one port: each request becomes the operation of AWS's name, and its answer AWS's JSON."""

import inspect
import re
from collections.abc import Callable
from typing import Any, get_type_hints
from urllib.parse import parse_qs

import msgspec

from lgtui.emulator.errors import NotImplementedException, ServiceError, ValidationException
from lgtui.emulator.logs import LogRecord
from lgtui.emulator.random_bytes import RandomBytes, uuid4
from lgtui.emulator.region import Region
from lgtui.emulator.wire.rest_json import Answer, parse_request, serialize_error, serialize_output
from lgtui.emulator.wire.service_model import SERVICES, Operation, service_model

_CREDENTIAL_SCOPE = re.compile(r"Credential=[^/,]+/[^/,]+/[^/,]+/(?P<service>[^/,]+)/aws4_request")


class AwsApi:
    """Serves the emulated services' operations from their models.

    An operation exists where the service object has a method of its name in snake case; every other one
    of the model is refused with `NotImplementedException`, which names it.
    """

    def __init__(self, region: Region) -> None:
        self._region = region
        self._random = RandomBytes()
        self._targets: dict[str, object] = {"lambda": region.functions, "apigateway": region.gateway}

    async def handle(
        self, http_method: str, raw_path: str, query_string: str, headers: dict[str, str], body: bytes
    ) -> Answer:
        """Answer one request.

        Args:
            raw_path: the path as it came, not decoded.
            headers: header values by lower-case name.
        """
        query = parse_qs(query_string, keep_blank_values=True)
        for service in SERVICES:
            found = service_model(service).find(http_method, raw_path, query)
            if found is not None:
                operation, labels = found
                answer = await self._run(operation, labels, query, headers, body)
                break
        else:
            answer = serialize_error("apigateway", _unknown(http_method, raw_path, headers))
        request_id = uuid4(self._random.take(16)).encode()
        return Answer(answer.status, [*answer.headers, (b"x-amzn-RequestId", request_id)], answer.body)

    async def _run(
        self,
        operation: Operation,
        labels: dict[str, str],
        query: dict[str, list[str]],
        headers: dict[str, str],
        body: bytes,
    ) -> Answer:
        model = service_model(operation.service)
        try:
            method, request_type = self._implementation(operation)
            members = parse_request(model, operation, labels, query, headers, body)
            self._say_what_is_left_out(operation, members, request_type)
            output = method(_convert(members, request_type))
            if inspect.isawaitable(output):
                output = await output
        except ServiceError as error:
            return serialize_error(operation.service, error)
        return serialize_output(model, operation, msgspec.to_builtins(output, builtin_types=(bytes,)))

    def _implementation(self, operation: Operation) -> tuple[Callable[[Any], Any], type[msgspec.Struct]]:
        """The method that carries `operation` out, and the struct it takes.

        Raises:
            NotImplementedException: there is none.
        """
        method = getattr(self._targets[operation.service], _snake_case(operation.name), None)
        if method is None:
            raise NotImplementedException(f"lgtui does not emulate {operation.name} of {operation.service}.")
        return method, _request_type(method)

    def _say_what_is_left_out(
        self, operation: Operation, members: dict[str, Any], request_type: type[msgspec.Struct]
    ) -> None:
        """Tell the log which members of the request have no effect here."""
        left_out = sorted(set(members) - set(request_type.__struct_encode_fields__))
        if left_out:
            text = f"{operation.name}: not emulated and left out: {', '.join(left_out)}"
            self._region.logs.write(LogRecord(self._region.clock.time(), operation.service, "", "warn", text))


def _request_type(method: Callable[[Any], Any]) -> type[msgspec.Struct]:
    """The struct an operation's method takes: the annotation of its one argument."""
    hints = get_type_hints(getattr(method, "__func__", method))
    request_type: type[msgspec.Struct] = next(hint for name, hint in hints.items() if name != "return")
    return request_type


def _convert(members: dict[str, Any], request_type: type[msgspec.Struct]) -> msgspec.Struct:
    try:
        return msgspec.convert(members, request_type, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise ValidationException(f"1 validation error detected: {error}") from error


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _unknown(http_method: str, raw_path: str, headers: dict[str, str]) -> ServiceError:
    """The refusal of a request that is none of an emulated service's, by the service's name where it is signed."""
    signed = _CREDENTIAL_SCOPE.search(headers.get("authorization", ""))
    if signed and signed["service"] not in SERVICES:
        return NotImplementedException(
            f"lgtui emulates lambda and apigateway; this request is signed for {signed['service']}."
        )
    return NotImplementedException(f"{http_method} {raw_path} is no operation of lambda or apigateway.")
