"""Smithy's RPC v2 CBOR protocol: service and operation are the path, input and output are CBOR (smithy.io, rpcv2)."""

from typing import Any

import cbor2

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.wire.answer import Answer, SerializationException
from lgtui.emulator.wire.documents import Scalars, read_document, write_document
from lgtui.emulator.wire.query import query_error
from lgtui.emulator.wire.rpc import RpcRequest
from lgtui.emulator.wire.service_model import Operation, ServiceModel

PROTOCOL = "rpc-v2-cbor"
"""The header `smithy-protocol` of requests and answers."""

TIMESTAMP_TAG = 1
"""Seconds since the epoch (RFC 8949, 3.4.2)."""

SCALARS = Scalars(timestamp=lambda seconds: cbor2.CBORTag(TIMESTAMP_TAG, seconds), blob=lambda content: content)


class RpcV2Cbor:
    """The protocol."""

    def operation_name(self, request: RpcRequest) -> str:
        """The operation that a request is for: `/service/Name/operation/Name`."""
        return service_and_operation(request.path)[1]

    def read(self, model: ServiceModel, operation: Operation, request: RpcRequest) -> dict[str, Any]:
        """An operation's input.

        Raises:
            SerializationException: the body is not CBOR, or not of the input's shape.
        """
        try:
            document = cbor2.loads(request.body) if request.body else {}
        except (cbor2.CBORDecodeError, ValueError, OverflowError, RecursionError) as error:
            raise SerializationException(f"The body is not CBOR: {error}") from error
        members: dict[str, Any] = read_document(model, operation.input_shape, "", document) or {}
        return members

    def write(self, model: ServiceModel, operation: Operation, output: dict[str, Any], request_id: str) -> Answer:
        """An operation's output."""
        document = write_document(model, operation.output_shape, output, SCALARS) if operation.output_shape else {}
        return _answer(200, document)

    def refuse(self, model: ServiceModel, error: ServiceError, request_id: str) -> Answer:
        """A refusal; where the service once had the Query protocol, with the code that it had there."""
        answer = serialize_error(error)
        if model.is_query_compatible:
            answer.headers.append(query_error(model, error))
        return answer


def service_and_operation(path: str) -> tuple[str, str]:
    """What a path names, `/service/Name/operation/Name`; empty names where it is none such."""
    match path.split("/"):
        case ["", "service", service, "operation", operation]:
            return service, operation
    return "", ""


def serialize_error(error: ServiceError) -> Answer:
    """Write a refusal."""
    return _answer(error.status, {"__type": error.code, "message": error.message, **error.fields})


def _answer(status: int, document: Any) -> Answer:
    headers = [(b"content-type", b"application/cbor"), (b"smithy-protocol", PROTOCOL.encode())]
    return Answer(status, headers, cbor2.dumps(document))
