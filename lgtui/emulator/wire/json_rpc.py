"""The AWS JSON protocols 1.0 and 1.1: the operation is in `X-Amz-Target`, its input and its output are JSON bodies."""

from typing import Any

import msgspec

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.wire.answer import Answer, SerializationException
from lgtui.emulator.wire.documents import JSON_SCALARS, read_document, write_document
from lgtui.emulator.wire.query import query_error
from lgtui.emulator.wire.rpc import RpcRequest
from lgtui.emulator.wire.service_model import Operation, ServiceModel

TARGET = "x-amz-target"
"""The header that names service and operation: `Logs_20140328.GetLogEvents`."""


class JsonRpc:
    """The protocol."""

    def operation_name(self, request: RpcRequest) -> str:
        """The operation that a request is for."""
        return request.headers[TARGET].rpartition(".")[2]

    def read(self, model: ServiceModel, operation: Operation, request: RpcRequest) -> dict[str, Any]:
        """An operation's input.

        Raises:
            SerializationException: the body is not JSON, or not of the input's shape.
        """
        try:
            document = msgspec.json.decode(request.body or b"{}")
        except (msgspec.DecodeError, RecursionError) as error:
            raise SerializationException(f"The body is not JSON: {error}") from error
        members: dict[str, Any] = read_document(model, operation.input_shape, "", document) or {}
        return members

    def write(self, model: ServiceModel, operation: Operation, output: dict[str, Any], request_id: str) -> Answer:
        """An operation's output; one without members is an empty body (AWS JSON 1.1) or object."""
        body = b""
        if operation.output_shape:
            body = msgspec.json.encode(write_document(model, operation.output_shape, output, JSON_SCALARS))
        return Answer(200, [_content_type(model.json_version)], body)

    def refuse(self, model: ServiceModel, error: ServiceError, request_id: str) -> Answer:
        """A refusal; where the service once had the Query protocol, with the code that it had there."""
        answer = serialize_error(model.json_version, error)
        if model.is_query_compatible:
            answer.headers.append(query_error(model, error))
        return answer


def serialize_error(json_version: str, error: ServiceError) -> Answer:
    """Write a refusal.

    Args:
        json_version: `1.0`, `1.1`, or empty for a service that has none.
    """
    document = {"__type": error.code, "message": error.message, **error.fields}
    return Answer(error.status, [_content_type(json_version)], msgspec.json.encode(document))


def _content_type(json_version: str) -> tuple[bytes, bytes]:
    return b"content-type", f"application/x-amz-json-{json_version or '1.1'}".encode()
