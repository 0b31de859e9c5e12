"""The resource tree's labels: every text from a template stands in a `Text`, never in markup."""

from pathlib import PurePath

from rich.text import Text

from lgtui import frames
from lgtui.console.widgets.plain_text import harmless

_METHOD_COLOURS = {
    "GET": "success",
    "POST": "warning",
    "PUT": "warning",
    "PATCH": "warning",
    "DELETE": "error",
    "ANY": "primary",
}

METHOD_WIDTH = len("OPTIONS")


class TreeLabels:
    """Draws one label at a time in the colours of a theme.

    Args:
        colours: the theme's variables, name → colour.
    """

    def __init__(self, colours: dict[str, str]) -> None:
        self._colours = colours
        self._dim = colours["foreground-darken-3"]

    def api(self, api: frames.ApiView) -> Text:
        """An API: its name, bold, and that it is a REST API."""
        return Text.assemble((harmless(api.name or api.id), "bold"), ("  REST", self._dim))

    def group(self, name: str) -> Text:
        """A heading: functions, not emulated."""
        return Text(name, "bold")

    def resource(self, resource: frames.ResourceView) -> Text:
        """A resource: the last part of its path."""
        return Text("/" + harmless(resource.path_part) if resource.path_part != "/" else "/")

    def method(self, method: frames.MethodView) -> Text:
        """A method with what it is integrated with; what is not emulated is struck through and says so."""
        name = method.http_method.ljust(METHOD_WIDTH)
        colour = self._colours[_METHOD_COLOURS.get(method.http_method, "foreground-darken-3")]
        if not method.emulated:
            return Text.assemble((name, f"{self._dim}"), (f" ✗ {harmless(method.target)} not emulated", self._dim))
        return Text.assemble((name, f"bold {colour}"), (f" {harmless(method.target) or 'no integration'}", self._dim))

    def function(self, function: frames.FunctionView) -> Text:
        """A function with its runtime and memory."""
        return Text.assemble(
            "λ ",
            harmless(function.name),
            (f"  {function.runtime or 'no runtime'}  {function.memory_size} MB", self._dim),
        )

    def notice(self, notice: str) -> Text:
        """What a user must know of a function."""
        return Text(f"  ! {harmless(notice)}", self._colours["warning"])

    def not_emulated(self, thing: frames.NotEmulated) -> Text:
        """Something of the template that is not emulated, with its line."""
        place = PurePath(thing.file).name + (f":{thing.line}" if thing.line else "")
        return Text.assemble((f"✗ {harmless(thing.what)}", self._dim), (f"  {place}", self._dim))
