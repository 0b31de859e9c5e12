"""The integration response: which one an endpoint's answer selects, and the method response that it makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lgtui.emulator.gateway.exchange import RawHeaders
from lgtui.emulator.gateway.failures import configuration_error
from lgtui.emulator.gateway.integrations.client_headers import name_where_mapped
from lgtui.emulator.gateway.integrations.content_handling import as_bytes, needs_text, response_body
from lgtui.emulator.gateway.integrations.rendering import CompiledTemplate, compile_mapping_template
from lgtui.emulator.gateway.integrations.request_template import DEFAULT_TYPE, media_type
from lgtui.emulator.gateway.integrations.sources import Source, mapping_source
from lgtui.emulator.gateway.integrations.transformation import Transformation
from lgtui.emulator.gateway.model import IntegrationResponse, MethodResponse
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import LimitError
from lgtui.emulator.gateway.templates.methods.regexes import matches
from lgtui.emulator.gateway.validation import budget

HEADER = "method.response.header."


@dataclass(frozen=True, slots=True)
class CompiledResponse:
    """One integration response: its pattern (empty for the default), header sources and templates."""

    status_code: str
    pattern: str
    headers: Mapping[str, Source]
    templates: Mapping[str, CompiledTemplate | None]
    content_handling: str

    def template_for(self, content_type: str | None) -> tuple[str, CompiledTemplate | None]:
        """The template for the endpoint's content type, else the first there is, and the type of the response.

        Without a template that is JSON, whatever the endpoint says: its own type has to be mapped (LocalStack's record
        of test_rest_api_to_dynamodb_integration).
        """
        wanted = media_type(content_type or DEFAULT_TYPE)
        name = wanted if wanted in self.templates else next(iter(self.templates), DEFAULT_TYPE)
        return name, self.templates.get(name)


class ResponseMapping:
    """A method's integration responses, in front of the method responses that they may end in."""

    def __init__(
        self, responses: Mapping[str, IntegrationResponse], method_responses: Mapping[str, MethodResponse]
    ) -> None:
        self._responses = [_compile(response) for response in responses.values()]
        self._method_responses = method_responses

    def apply(self, state: Transformation) -> tuple[int, RawHeaders, bytes]:
        """Status, headers and body for the client.

        Raises:
            GatewayFailure: 500, nothing matches the answer, the method response is missing, or a template fails.
        """
        chosen = self._select(state)
        state.selected = chosen
        self._check(chosen.status_code)
        content_type, template = chosen.template_for(state.answer.header("content-type"))
        body = _body(state, chosen.content_handling, template)
        mapped = {name: value for name, source in chosen.headers.items() if (value := source(state)) is not None}
        overrides = state.response_overrides()
        if overrides is None and not mapped:
            return int(chosen.status_code), [(b"Content-Type", content_type.encode("latin-1", "replace"))], body
        headers = [
            (reaching, value)
            for name, value in _merged({"Content-Type": content_type}, mapped, overrides.header if overrides else {})
            if (reaching := name_where_mapped(name)) is not None
        ]
        return (overrides and overrides.status) or int(chosen.status_code), headers, body

    def _select(self, state: Transformation) -> CompiledResponse:
        """The response that the endpoint's answer selects: by its pattern, else the default one.

        A mock's own status code goes before every pattern (fact mock-002); of an endpoint's answer only the text that
        the integration selects by is looked at (fact intresp-003).
        """
        answer = state.answer
        if answer.own_status_first:
            for response in self._responses:
                if response.status_code == answer.selector:
                    return response
        for response in self._responses:
            if response.pattern and answer.selector and _selects(response.pattern, answer.selector):
                return response
        for response in self._responses:
            if not response.pattern:
                return response
        raise configuration_error(
            "No match for output mapping and no default output mapping configured. "
            f"Endpoint Response Status Code: {answer.status}",
            f"The endpoint answered {answer.status}, and no integration response matches that: add one without a "
            "selection pattern, which is the default.",
        )

    def _check(self, status_code: str) -> None:
        if status_code not in self._method_responses:
            declared = ", ".join(sorted(self._method_responses)) or "none"
            raise configuration_error(
                f"Output mapping refers to an invalid method response: {status_code}",
                f"The integration response ends in {status_code}, which the method does not declare (it declares "
                f"{declared}). Add a method response {status_code} and deploy.",
            )


def _body(state: Transformation, handling: str, template: CompiledTemplate | None) -> bytes:
    """The body: what the endpoint answered, converted, and what a template makes of that."""
    answer, matches_binary = state.answer, state.binary_types.match
    state.answer_content = response_body(
        answer.body,
        is_binary=matches_binary(answer.header("content-type") or DEFAULT_TYPE),
        takes_binary=matches_binary(state.headers.by_name.get("accept")),
        handling=handling,
    )
    if template is None:
        return as_bytes(state.answer_content)
    if isinstance(state.answer_content, bytes) and answer.body:
        raise needs_text(template.name)
    return as_bytes(template.render(state))


def _selects(pattern: str, selector: str) -> bool:
    """Whether the whole text matches the selection pattern, a regular expression of Java's."""
    try:
        return matches(selector, pattern, budget.limit(len(selector)))
    except (LimitError, JavaException) as error:
        raise configuration_error(
            f"Invalid selection pattern specified: {pattern}",
            f"The selection pattern of an integration response cannot be used: {error}. It was held against "
            f"{selector[:200]!r}. Write a simpler one, without a repetition inside a repetition.",
        ) from None


def _merged(*layers: Mapping[str, str]) -> RawHeaders:
    """Headers for the wire; of several of one name, whatever its casing, the last layer's counts."""
    chosen = {name.lower(): (name, value) for layer in layers for name, value in layer.items()}
    return [(name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in chosen.values()]


def _compile(response: IntegrationResponse) -> CompiledResponse:
    return CompiledResponse(
        status_code=response.status_code,
        pattern=response.selection_pattern or "",
        headers={
            name.removeprefix(HEADER): mapping_source(name, source, is_answered=True)
            for name, source in response.response_parameters.items()
        },
        templates={
            media_type(name): None if text is None else compile_mapping_template(name, text, "response")
            for name, text in response.response_templates.items()
        },
        content_handling=response.content_handling,
    )
