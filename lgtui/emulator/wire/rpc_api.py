"""The services beside Lambda and API Gateway: each request names its operation, in one of three protocols."""

import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import msgspec

from lgtui.emulator.cloudwatch_logs.errors import InvalidParameterException
from lgtui.emulator.errors import ServiceError, ValidationException
from lgtui.emulator.random_bytes import RandomBytes, uuid4
from lgtui.emulator.region import Region
from lgtui.emulator.wire.addressee import Addressee
from lgtui.emulator.wire.answer import Answer, SerializationException
from lgtui.emulator.wire.calls import Call, Caller
from lgtui.emulator.wire.constraints import Constraints
from lgtui.emulator.wire.json_rpc import TARGET, JsonRpc
from lgtui.emulator.wire.query import Query
from lgtui.emulator.wire.rpc import RpcProtocol, RpcRequest, UnknownOperationException
from lgtui.emulator.wire.rpc_v2_cbor import PROTOCOL, RpcV2Cbor, service_and_operation
from lgtui.emulator.wire.service_model import Operation, ServiceModel, service_model

MAX_UNPACKED = 16 * 1024 * 1024
"""Bytes of a body that came packed."""

CALLER = "Caller"
"""Member that the operations of STS take and their model lacks: the access key of who asks."""


class RpcCall(Call):
    """How one operation is carried out, and what it asks of its input."""

    def __init__(self, operation: Operation, target: object) -> None:
        super().__init__(operation, target)
        self._constraints = Constraints(service_model(operation.service), operation)

    def check(self, members: dict[str, Any]) -> None:
        """Refuse an input that does not keep to the model.

        Raises:
            ServiceError: as the service has it: ValidationException, or InvalidParameterException of CloudWatch Logs.
        """
        try:
            self._constraints.check(members)
        except ValidationException as error:
            if self.operation.service == "logs":
                raise InvalidParameterException(error.message) from error
            raise


class RpcApi:
    """Serves those services' operations from their models, each in every protocol that its model has."""

    def __init__(self, region: Region) -> None:
        self._caller = Caller(region.clock, region.logs, region.objects)
        self._random = RandomBytes()
        self._calls: dict[tuple[str, str], RpcCall] = {}
        self._targets: dict[str, object] = {
            "logs": region.cloudwatch_logs,
            "monitoring": region.cloudwatch,
            "sts": region.identity,
        }

    def service_of(self, addressee: Addressee, path: str, query_string: str, headers: dict[str, str]) -> str:
        """The service that a request is for; empty where it is none of these.

        Its signature says it; unsigned ones are known by what they name: a target, a path, a host or a version.
        """
        if addressee.service:
            return addressee.service if addressee.service in self._targets else ""
        if prefix := headers.get(TARGET, "").rpartition(".")[0] or service_and_operation(path)[0]:
            return self._first(lambda name: service_model(name).target_prefix == prefix)
        if versions := parse_qs(query_string).get("Version", []):
            return self._first(lambda name: service_model(name).api_version in versions)
        return self._first(lambda name: headers.get("host", "").startswith(f"{name}."))

    def _first(self, is_wanted: Callable[[str], bool]) -> str:
        return next((name for name in self._targets if is_wanted(name)), "")

    async def handle(self, service: str, addressee: Addressee, request: RpcRequest) -> Answer:
        """Answer one request to `service`."""
        model = service_model(service)
        name, protocol = _protocol(request.headers)
        request_id = uuid4(self._random.take(16))
        try:
            if name not in model.protocols:
                raise UnknownOperationException(f"{service} does not speak the protocol {name}.")
            request = _unpacked(request)
            operation = _operation(model, protocol, request)
            output = await self._run(operation, protocol, addressee, request)
            answer = protocol.write(model, operation, output, request_id)
        except ServiceError as error:
            answer = protocol.refuse(model, error, request_id)
        return Answer(answer.status, [*answer.headers, (b"x-amzn-RequestId", request_id.encode())], answer.body)

    async def _run(
        self, operation: Operation, protocol: RpcProtocol, addressee: Addressee, request: RpcRequest
    ) -> dict[str, Any]:
        """The operation's output.

        Raises:
            ServiceError: it is refused.
        """
        try:
            call = self._call(operation)
            members = protocol.read(service_model(operation.service), operation, request)
            call.check(members)
            if CALLER in call.known:
                members[CALLER] = addressee.access_key_id
            output: dict[str, Any] = msgspec.to_builtins(await self._caller.run(call, members), builtin_types=(bytes,))
        except ServiceError:
            raise
        except Exception as error:
            raise self._caller.broke(operation, error) from error
        return output

    def _call(self, operation: Operation) -> RpcCall:
        key = operation.service, operation.name
        if key not in self._calls:
            self._calls[key] = RpcCall(operation, self._targets[operation.service])
        return self._calls[key]


def _unpacked(request: RpcRequest) -> RpcRequest:
    """A request with its body unpacked, as some SDKs pack those of PutMetricData.

    Raises:
        SerializationException: it cannot be unpacked.
    """
    if request.headers.get("content-encoding") != "gzip":
        return request
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        body = unpacker.decompress(request.body, MAX_UNPACKED)
    except zlib.error as error:
        raise SerializationException(f"The body cannot be unpacked: {error}") from error
    if not unpacker.eof:
        raise SerializationException(f"The body is cut off, or larger than {MAX_UNPACKED // 1024**2} MB")
    return request._replace(body=body)


def _protocol(headers: dict[str, str]) -> tuple[str, RpcProtocol]:
    """The protocol of a request, and its name in service models."""
    if TARGET in headers:
        return "json", JsonRpc()
    if headers.get("smithy-protocol") == PROTOCOL:
        return "smithy-rpc-v2-cbor", RpcV2Cbor()
    return "query", Query()


def _operation(model: ServiceModel, protocol: RpcProtocol, request: RpcRequest) -> Operation:
    name = protocol.operation_name(request)
    operation = model.operation(name)
    if operation is None:
        raise UnknownOperationException(f"Could not find operation {name} for version {model.api_version}")
    return operation
