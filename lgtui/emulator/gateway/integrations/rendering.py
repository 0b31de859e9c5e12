"""Mapping templates as integrations use them: compiled once, rendered for each request, failing as on AWS."""

from typing import NamedTuple

from lgtui.emulator.gateway.failures import BAD_REQUEST_BODY, GatewayFailure, configuration_error
from lgtui.emulator.gateway.integrations.transformation import Transformation
from lgtui.emulator.gateway.templates import Template, TemplateError, compile_template


class CompiledTemplate(NamedTuple):
    """A mapping template: `name` is the content type it is filed under, `half` is `request` or `response`."""

    name: str
    half: str
    template: Template
    text: str

    def render(self, state: Transformation) -> str:
        """The text it makes of a request.

        Raises:
            GatewayFailure: 400 where the body cannot be processed, else 500.
        """
        if self.template.constant is not None:
            return self.template.constant
        try:
            return self.template.render(state.template_variables())
        except TemplateError as error:
            raise _failure(error, self.name, self.half) from None


def compile_mapping_template(name: str, text: str, half: str) -> CompiledTemplate:
    """Compile a template.

    Raises:
        GatewayFailure: 500, it cannot be parsed: every request to the method fails.
    """
    try:
        return CompiledTemplate(name, half, compile_template(text), text)
    except TemplateError as error:
        raise _failure(error, name, half) from None


def _failure(error: TemplateError, name: str, half: str) -> GatewayFailure:
    place = f", line {error.line}, column {error.column}" if error.line else ""
    explanation = f"The {half} template for {name}{place}: {error.message}."
    if error.status == 400:
        return GatewayFailure(
            BAD_REQUEST_BODY, "Could not process payload", log=error.log_line, explanation=explanation
        )
    failure = configuration_error("", explanation)
    failure.log = error.log_line
    return failure
