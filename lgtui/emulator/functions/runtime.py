"""What an execution environment and the Runtime API's server say to each other.

The server is in `wire`, which this package does not import: whoever builds a region hands it in as `Listen`.
"""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

RESPONSE_LIMIT = 6_291_556
"""Bytes a response may have: AWS's 6 MB and room for the envelope."""


class RuntimeEvent(NamedTuple):
    """One invocation as a runtime gets it from `invocation/next`. `deadline_ms` is real time since the epoch."""

    request_id: str
    deadline_ms: int
    function_arn: str
    trace_id: str
    client_context: str
    payload: bytes


class RuntimeHost(Protocol):
    """The environment's side: what its runtime has asked for or reported."""

    def runtime_ready(self) -> None:
        """The runtime asks for the next event: what came before is complete."""

    def runtime_responded(self, request_id: str, body: bytes) -> bool:
        """A handler's response; False where no invocation of that id is running."""

    def runtime_response_too_large(self, request_id: str) -> bool:
        """A response of more than `RESPONSE_LIMIT` bytes; False where no invocation of that id is running."""

    def runtime_failed(self, request_id: str, error_type: str, body: bytes) -> bool:
        """A handler's error object; False where no invocation of that id is running."""

    def runtime_init_failed(self, error_type: str, body: bytes) -> None:
        """The error object of an init that failed."""


class RuntimeListener(Protocol):
    """The server's side: one environment's Runtime API."""

    @property
    def address(self) -> str:
        """`host:port`, for `AWS_LAMBDA_RUNTIME_API`."""

    def deliver(self, event: RuntimeEvent) -> None:
        """Answer the runtime's waiting request for the next event."""

    def close(self) -> None:
        """Stop listening and drop the runtime's connections."""


Listen = Callable[[RuntimeHost], Awaitable[RuntimeListener]]
