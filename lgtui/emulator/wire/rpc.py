"""What the protocols have in common whose requests name their operation: JSON, Query and CBOR."""

from typing import Any, NamedTuple, Protocol

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.wire.answer import Answer
from lgtui.emulator.wire.service_model import Operation, ServiceModel


class RpcRequest(NamedTuple):
    """A request: `headers` by lower-case name, path and query as they came."""

    path: str
    query_string: str
    headers: dict[str, str]
    body: bytes


class UnknownOperationException(ServiceError):
    """The service has no operation of that name."""

    code, status = "UnknownOperationException", 400


class RpcProtocol(Protocol):
    """One of them."""

    def operation_name(self, request: RpcRequest) -> str:
        """The operation that a request is for, empty where it names none.

        Raises:
            SerializationException: the request cannot be read.
        """

    def read(self, model: ServiceModel, operation: Operation, request: RpcRequest) -> dict[str, Any]:
        """An operation's input: member → value; members that were not sent are absent.

        Raises:
            SerializationException: it cannot be read as its shape.
        """

    def write(self, model: ServiceModel, operation: Operation, output: dict[str, Any], request_id: str) -> Answer:
        """An operation's output."""

    def refuse(self, model: ServiceModel, error: ServiceError, request_id: str) -> Answer:
        """A refusal."""
