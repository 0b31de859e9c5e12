"""MOCK: no endpoint; the request template itself says which integration response answers."""

from functools import lru_cache

from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.failures import configuration_error
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.content_handling import as_text
from lgtui.emulator.gateway.integrations.custom import CustomIntegration
from lgtui.emulator.gateway.integrations.transformation import EndpointAnswer, Transformation
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.templates.json_smart import JsonError, parse

SHORT = 1_024
"""Characters of a document that is remembered."""


class Mock:
    """The endpoint of a mock integration."""

    name = "mock"

    def record(self, context: RequestContext, state: Transformation) -> None:
        """Nothing: no endpoint is asked."""

    async def answer(self, context: RequestContext, state: Transformation) -> EndpointAnswer:
        """An empty answer with the status code of the rendered template, read as permissive JSON.

        Raises:
            GatewayFailure: 500, the template makes no document with an integer `statusCode`.
        """
        made = as_text(state.payload)
        status = _known_status_code(made) if len(made) <= SHORT else _status_code(made)
        if status is None:
            raise configuration_error(
                "statusCode should be an integer which defined in request template",
                "A mock integration is answered by what its request template makes: a document with an integer "
                f'"statusCode". It made: {made[:200] or "nothing"}',
            )
        return EndpointAnswer(status, {}, b"", selector=str(status), own_status_first=True)


def _status_code(payload: str) -> int | None:
    try:
        document = parse(payload)
    except JsonError:
        return None
    status = document.get("statusCode") if isinstance(document, dict) else None
    return status if isinstance(status, int) and not isinstance(status, bool) else None


@lru_cache(maxsize=256)
def _known_status_code(payload: str) -> int | None:
    """The same for short documents, which most mocks make again and again."""
    return _status_code(payload)


def compile_mock(route: Route, place: Place) -> CustomIntegration:
    """The backend of a method with a MOCK integration."""
    return CustomIntegration(route, place, Mock())
