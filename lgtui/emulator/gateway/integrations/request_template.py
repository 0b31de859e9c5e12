"""The integration request's body: which mapping template makes it, or whether the client's body passes through."""

from collections.abc import Mapping
from functools import lru_cache

from lgtui.emulator.gateway.failures import UNSUPPORTED_MEDIA_TYPE, GatewayFailure
from lgtui.emulator.gateway.integrations.content_handling import as_bytes, needs_text
from lgtui.emulator.gateway.integrations.rendering import CompiledTemplate, compile_mapping_template
from lgtui.emulator.gateway.integrations.transformation import Transformation

DEFAULT_TYPE = "application/json"
"""What a request without a Content-Type counts as (fact doc-005)."""


class RequestTemplates:
    """An integration's request templates and its passthrough behaviour.

    Args:
        templates: by content type.
        passthrough: `WHEN_NO_MATCH`, `WHEN_NO_TEMPLATES` or `NEVER`.
    """

    def __init__(self, templates: Mapping[str, str], passthrough: str) -> None:
        self._templates = {
            media_type(name): compile_mapping_template(name, text, "request") for name, text in templates.items()
        }
        self._passthrough = passthrough

    def choose(self, content_type: str | None) -> CompiledTemplate | None:
        """The template for a content type, None where the body passes through (fact doc-005).

        Raises:
            GatewayFailure: 415, no template fits and nothing may pass (fact mime-001).
        """
        wanted = media_type(content_type or DEFAULT_TYPE)
        template = self._templates.get(wanted)
        if template is None and not self._passes_through():
            raise self._unsupported(wanted)
        return template

    def text_of(self, name: str) -> str:
        """The template that is filed under a content type, as it was written; empty where there is none."""
        template = self._templates.get(name)
        return template.text if template else ""

    def render(self, state: Transformation) -> bytes:
        """The body for the endpoint.

        Raises:
            GatewayFailure: 415, or a template that fails or is given a binary body.
        """
        template = self.choose(state.headers.by_name.get("content-type"))
        if template is None:
            return as_bytes(state.content)
        if isinstance(state.content, bytes):
            raise needs_text(template.name)
        state.template = template.name
        return as_bytes(template.render(state))

    def _passes_through(self) -> bool:
        if self._passthrough == "WHEN_NO_TEMPLATES":
            return not self._templates
        return self._passthrough == "WHEN_NO_MATCH"

    def _unsupported(self, wanted: str) -> GatewayFailure:
        known = ", ".join(sorted(self._templates)) or "none"
        return GatewayFailure(
            UNSUPPORTED_MEDIA_TYPE,
            "Unsupported Media Type",
            log="Execution failed: no mapping template matches the request's Content-Type",
            explanation=f"No request template fits {wanted} (there are: {known}), and the integration's passthrough "
            f"behaviour {self._passthrough} lets nothing else through. Send one of those types, or add a template.",
        )


@lru_cache(maxsize=256)
def media_type(header: str) -> str:
    """The media type of a Content-Type header, without its parameters."""
    return header.partition(";")[0].strip().lower()
