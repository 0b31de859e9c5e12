"""What an execution environment and the Runtime API's server say to each other.

The server is in `wire`, which this package does not import: whoever builds a region hands it in as `Listen`.
"""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import NamedTuple, Protocol

from lgtui.emulator.functions.extensions import Extensions

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


class ShutdownEvent(NamedTuple):
    """The end of an environment as an extension gets it. `deadline_ms` is real time since the epoch."""

    deadline_ms: int
    reason: str


class Verdict(Enum):
    """What the environment makes of a runtime's report."""

    ACCEPTED = "accepted"
    UNKNOWN = "no invocation of that id is running"
    OUT_OF_TURN = "the runtime is not in a state to report it"


class RuntimeHost(Protocol):
    """The environment's side: what its runtime and its extensions have asked for or reported."""

    @property
    def extensions(self) -> Extensions:
        """The register of its extensions."""

    @property
    def description(self) -> dict[str, str]:
        """The function as an extension is told when it registers: names of AWS's members and their values."""

    def runtime_ready(self) -> Verdict:
        """The runtime asks for the next event: what came before is complete."""

    def runtime_responded(self, request_id: str, body: bytes) -> Verdict:
        """A handler's response."""

    def runtime_response_too_large(self, request_id: str) -> Verdict:
        """A response of more than `RESPONSE_LIMIT` bytes."""

    def runtime_failed(self, request_id: str, error_type: str, body: bytes) -> Verdict:
        """A handler's error object."""

    def runtime_init_failed(self, error_type: str, body: bytes) -> Verdict:
        """The error object of an init that failed."""

    def runtime_refused(self, text: str) -> None:
        """The runtime or an extension asked for what is not emulated, and was told so in these words."""


class RuntimeListener(Protocol):
    """The server's side: one environment's Runtime API."""

    @property
    def address(self) -> str:
        """`host:port`, for `AWS_LAMBDA_RUNTIME_API`."""

    def deliver(self, event: RuntimeEvent) -> None:
        """Answer the runtime's waiting request for the next event."""

    def tell(self, identifier: str, event: RuntimeEvent | ShutdownEvent) -> None:
        """Answer an extension's request for the next event, the waiting one or the one to come."""

    def close(self) -> None:
        """Stop listening and drop the runtime's connections."""


Listen = Callable[[RuntimeHost], Awaitable[RuntimeListener]]
