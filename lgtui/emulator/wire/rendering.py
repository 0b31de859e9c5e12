"""`POST /_lgtui/render`: one mapping template on one event, for whoever is writing it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import msgspec

from lgtui.emulator.errors import ValidationException
from lgtui.emulator.gateway.templates import TemplateError, compile_template
from lgtui.frames import Rendering
from lgtui.render import EventError, event_variables

PATIENCE = 5.0
"""Real seconds for one rendering; the template itself goes on until it meets a limit of the engine."""

THREADS = 2
"""Renderings at once: one may still be busy with what nobody waits for."""


class RenderRequest(msgspec.Struct, frozen=True):
    """Body of `POST /_lgtui/render`: `event` as `lgtui render --event` takes it."""

    template: str
    event: msgspec.Raw = msgspec.Raw(b"{}")


class Renderer:
    """Renders beside the event loop, so that a heavy template never stalls the region.

    Args:
        patience: real seconds after which a rendering is no longer waited for.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="render")

    async def render(self, body: bytes) -> Rendering:
        """What a template renders to, or why it does not.

        Args:
            body: a `RenderRequest` in JSON.

        Raises:
            ValidationException: the body is something else.
        """
        try:
            request = msgspec.json.decode(body, type=RenderRequest)
        except msgspec.DecodeError as error:
            raise ValidationException(f"The body is not {{template, event}}: {error}") from error
        rendering = asyncio.get_running_loop().run_in_executor(self._threads, _render, request)
        try:
            return await asyncio.wait_for(rendering, self._patience)
        except TimeoutError:
            return Rendering(error=f"The template takes longer than {self._patience:g} s: it has too many rounds.")


def _render(request: RenderRequest) -> Rendering:
    try:
        variables = event_variables(bytes(request.event).decode())
        output = compile_template(request.template).render(variables)
        # Half a surrogate pair has no UTF-8: as Java does, it is sent as a question mark.
        return Rendering(output.encode(errors="replace").decode())
    except TemplateError as error:
        return Rendering(error=error.message, line=error.line, column=error.column)
    except EventError as error:
        return Rendering(error=f"The event is not what a template is rendered on: {error}.")
