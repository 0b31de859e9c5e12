"""What the mappings and templates of one request read and write, from its request half to its response half."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from lgtui.emulator.functions.model import InvocationReport
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.content_handling import Body, as_text, request_body
from lgtui.emulator.gateway.integrations.context_values import context_values
from lgtui.emulator.gateway.integrations.documents import Document
from lgtui.emulator.gateway.integrations.request_maps import HeaderMaps, add_gateway_headers, query_maps
from lgtui.emulator.gateway.templates.variables import (
    Parameters,
    RequestOverrides,
    RequestVariables,
    ResponseOverrides,
)

if TYPE_CHECKING:
    from lgtui.emulator.gateway.integrations.response_mapping import CompiledResponse
    from lgtui.emulator.gateway.lifecycle.context import RequestContext


@dataclass(slots=True)
class EndpointParameters:
    """What an endpoint is sent besides the body; header names as they were mapped."""

    header: dict[str, str] = field(default_factory=dict)
    querystring: dict[str, str] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)


class EndpointAnswer(NamedTuple):
    """What an endpoint answered.

    Attributes:
        headers: lower-case name → values.
        selector: the text that selection patterns are matched against.
        own_status_first: whether an integration response whose own status is the selector goes before all patterns.
        report: of a Lambda invocation, how it ran.
    """

    status: int
    headers: dict[str, list[str]]
    body: bytes
    selector: str = ""
    own_status_first: bool = False
    report: InvocationReport | None = None

    def header(self, name: str) -> str | None:
        """The last value of the header of that lower-case name, None where there is none."""
        values = self.headers.get(name)
        return values[-1] if values else None


class Sent(NamedTuple):
    """A request as it went to an endpoint, for the execution log.

    Attributes:
        uri: with its path and query filled in.
        headers: those that API Gateway adds too.
    """

    uri: str
    headers: list[tuple[str, str]]


class Transformation:
    """One request of a custom integration on its way.

    Attributes:
        path, query, multi_query, headers: the client's request.
        content: its body after content handling; `body` is the same as text.
        stage_variables: the stage's.
        template: the content type of the request template that was rendered, empty where the body passed.
        payload: what the endpoint is sent.
        parameters: the endpoint's path, query and header parameters.
        sent: the request to the endpoint as it went over the wire, None where it was not sent (yet).
        answer: what the endpoint answered; `is_answered` says whether it has.
        answer_content: its body after content handling.
        selected: the integration response that its answer selected.
    """

    __slots__ = (
        "_answer_document", "_context", "_context_values", "_document", "_variables", "answer", "answer_content",
        "binary_types", "body", "content", "headers", "multi_query", "parameters", "path", "payload", "query",
        "selected", "sent", "stage_variables", "template",
    )  # fmt: skip

    answer: EndpointAnswer

    def __init__(self, context: "RequestContext", place: Place, content_handling: str = "") -> None:
        request = context.request
        self.headers = HeaderMaps(request.headers)
        add_gateway_headers(context, self.headers)
        query, multi_query = query_maps(request.query)
        self.path = context.path_parameters
        self.query = query or {}
        self.multi_query = multi_query or {}
        self.binary_types = context.live.snapshot.binary_types
        is_binary = self.binary_types.match(self.headers.by_name.get("content-type", "application/json"))
        self.content = request_body(request.body, is_binary=is_binary, handling=content_handling)
        self.body = as_text(self.content)
        self._document: Document | None = None
        self._answer_document: Document | None = None
        self.answer_content: Body = ""
        self.stage_variables = place.variables
        self._context: RequestContext | None = context
        self._context_values: dict[str, Any] | None = None
        self.template = ""
        self.payload = b""
        self.parameters = EndpointParameters()
        self.sent: Sent | None = None
        self.selected: CompiledResponse | None = None
        self._variables: RequestVariables | None = None

    @property
    def context_values(self) -> dict[str, Any]:
        """`$context`, plain; worked out where a template or a mapping asks for it."""
        if self._context_values is None:
            assert self._context is not None, "the request is not released yet"
            self._context_values = context_values(self._context, self.headers.by_name)
        return self._context_values

    @property
    def is_answered(self) -> bool:
        """Whether the endpoint has answered."""
        return hasattr(self, "answer")

    @property
    def size(self) -> int:
        """Bytes or characters of the bodies that it holds besides the client's."""
        answered = len(self.answer.body) + len(self.answer_content) if self.is_answered else 0
        return len(self.content) + len(self.body) + len(self.payload) + answered

    @property
    def document(self) -> Document:
        """The client's body as mappings read it."""
        if self._document is None:
            self._document = Document(self.body)
        return self._document

    @property
    def answer_document(self) -> Document:
        """The endpoint's body as mappings read it; what is not UTF-8 becomes U+FFFD (fact svc-003)."""
        if self._answer_document is None:
            self._answer_document = Document(self.answer.body.decode("utf-8", "replace"))
        return self._answer_document

    def release(self) -> None:
        """Let go of what no trace shows: parsed bodies are many times as large as their texts.

        Of the context too, which holds this: a circle would wait for the garbage collector.
        """
        self._document = self._answer_document = self._context = None

    def template_variables(self) -> dict[str, object]:
        """What a template sees: before the endpoint's answer the client's body, after it the endpoint's."""
        return self._shared().with_payload(self.answer_content if self.is_answered else self.body)

    def request_overrides(self) -> RequestOverrides | None:
        """What templates have set in `$context.requestOverride`; None where none was rendered."""
        return self._variables.request_overrides if self._variables else None

    def response_overrides(self) -> ResponseOverrides | None:
        """What templates have set in `$context.responseOverride`; None where none was rendered."""
        return self._variables.response_overrides if self._variables else None

    def _shared(self) -> RequestVariables:
        """One object for the request's templates and the response's: what the first writes, the second reads."""
        if self._variables is None:
            parameters = Parameters(self.path, self.query, self.headers.single)
            self._variables = RequestVariables(self.context_values, self.stage_variables, parameters)
        return self._variables
