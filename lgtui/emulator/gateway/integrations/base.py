"""What every integration type provides: the three middle steps of the life cycle, for one method of one stage."""

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from lgtui.emulator.gateway.deployments import Route
    from lgtui.emulator.gateway.lifecycle.context import RequestContext
    from lgtui.emulator.gateway.lifecycle.execution_log import EndpointRecord
    from lgtui.emulator.gateway.lifecycle.span import Span
    from lgtui.frames import TraceEntry


class Place(NamedTuple):
    """Where a method stands: its API, deployment and stage, and what they say of themselves to integrations.

    Attributes:
        variables: the stage's variables.
    """

    account_id: str
    region_name: str
    api_id: str
    deployment_id: str
    stage_name: str
    variables: dict[str, str]

    def method_arn(self, http_method: str, path: str) -> str:
        """The ARN of a request's method, with the path as the client sent it."""
        owner = f"{self.region_name}:{self.account_id}:{self.api_id}"
        return f"arn:aws:execute-api:{owner}/{self.stage_name}/{http_method}/{path.removeprefix('/')}"


class Backend(Protocol):
    """An integration of one method in one stage, resolved once and used by all its requests.

    Each of the first three methods may raise GatewayFailure; the others tell the trace what happened.
    """

    def prepare(self, context: "RequestContext") -> None:
        """Integration request: make what the endpoint is sent."""

    async def call(self, context: "RequestContext") -> None:
        """Endpoint: send it and keep the answer."""

    def respond(self, context: "RequestContext") -> None:
        """Integration response: turn the answer into status, headers and body."""

    def record(self, context: "RequestContext") -> "EndpointRecord | None":
        """What the endpoint was sent and answered, for the execution log; None where there is no endpoint."""

    def describe_request(self, context: "RequestContext", span: "Span") -> list["TraceEntry"]:
        """Trace entries of `prepare`."""

    def describe_call(self, context: "RequestContext", span: "Span") -> list["TraceEntry"]:
        """Trace entries of `call`."""

    def describe_response(self, context: "RequestContext", span: "Span") -> list["TraceEntry"]:
        """Trace entries of `respond`."""


class Compiler(Protocol):
    """Makes the backend of a method; raises GatewayFailure where every request to it must fail."""

    def __call__(self, route: "Route", place: Place) -> Backend: ...
