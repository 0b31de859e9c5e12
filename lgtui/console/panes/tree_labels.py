"""The resource tree's labels: every text from a template stands in a `Text`, never in markup."""

from collections.abc import Sequence
from pathlib import PurePath

from rich.text import Text
from textual.color import Color

from lgtui import frames
from lgtui.console.panes.shares import share_bar
from lgtui.console.region.by_hand import MARK
from lgtui.console.widgets.plain_text import fitted, harmless

_METHOD_COLOURS = {
    "GET": "success",
    "POST": "warning",
    "PUT": "warning",
    "PATCH": "warning",
    "DELETE": "error",
    "ANY": "primary",
}

STREAMS = frozenset({"kinesis", "dynamodb", "kafka"})
"""Services whose records are read from a stream; those of the others from a queue."""

METHOD_WIDTH = len("OPTIONS")

LONGEST_ALIAS = 12
SHARE_WIDTH = 6
"""Cells of an alias's bar of one version's share."""


class TreeLabels:
    """Draws one label at a time in the colours of a theme.

    Args:
        colours: the theme's variables, name → colour.
    """

    def __init__(self, colours: dict[str, str]) -> None:
        self._colours = {name: colour.removeprefix("ansi_") for name, colour in colours.items()}  # as Rich calls them
        self._dim = self._colours["dim"] = _dimmed(colours["foreground"], colours["background"])

    def marked(self, label: Text, by_hand: Sequence[str]) -> Text:
        """The label of something that is not as the template made it, with a sign that says so."""
        return Text.assemble(label, (f" {MARK}", self._colours["warning"])) if by_hand else label

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
        colour = self._colours[_METHOD_COLOURS.get(method.http_method, "dim")]
        if not method.emulated:
            return Text.assemble((name, f"{self._dim}"), (f" ✗ {harmless(method.target)} not emulated", self._dim))
        asks = [asked for asked in (method.authorization, "API key" if method.api_key_required else "") if asked]
        return Text.assemble(
            (name, f"bold {colour}"),
            (f" {harmless(method.target) or 'no integration'}", self._dim),
            ("".join(f" · {harmless(asked)}" for asked in asks), self._colours["warning"]),
        )

    def authorizer(self, authorizer: frames.AuthorizerView) -> Text:
        """An authorizer: its kind, and who decides."""
        kind = authorizer.kind.removesuffix("_USER_POOLS").lower()
        return Text.assemble(harmless(authorizer.name), (f"  {kind} {harmless(authorizer.target)}", self._dim))

    def event_source(self, source: frames.EventSourceView, function: str) -> Text:
        """An event source mapping: its source, and what it invokes with how many records at a time."""
        service = source.arn.split(":")[2] if source.arn.count(":") > 2 else "kafka"
        batch = f" · batch {source.batch_size}" if source.batch_size else ""
        invoked = harmless(function + (f":{source.qualifier}" if source.qualifier else ""))
        stopped = "" if source.state == "Enabled" else f" · {source.state.lower()}"
        return Text.assemble(
            ("≋ " if service in STREAMS else "☰ ") + harmless(source.arn.rpartition(":")[2] or "Kafka"),
            (f"  {service}{batch} → {invoked}", self._dim),
            (stopped, self._colours["warning"]),
        )

    def function(self, function: frames.FunctionView) -> Text:
        """A function with its runtime and memory."""
        return Text.assemble(
            "λ ",
            harmless(function.name),
            (f" {function.runtime or 'no runtime'} {function.memory_size} MB", self._dim),
        )

    def alias(self, name: str, alias: frames.AliasView) -> list[Text]:
        """An alias: the version it points to, or a line for each of its two with its share as a bar."""
        picked = {version: f" {count:,}×" for version, count in alias.picked.items()}
        title = fitted(harmless(name), min(max(len(name), 4), LONGEST_ALIAS))
        if not alias.weights:
            return [Text.assemble(f"{title} → ", _short(alias.version), (picked.get(alias.version, ""), self._dim))]
        first = 1.0 - sum(alias.weights.values())
        shares = [(alias.version, first, "success"), *((other, w, "warning") for other, w in alias.weights.items())]
        return [
            Text.assemble(
                title if number == 0 else " " * len(title),
                (f" {_short(version):<3} ", "bold"),
                (f"{share_bar(share, SHARE_WIDTH):<{SHARE_WIDTH}}", self._colours[colour]),
                f"{share:>4.0%}",
                (picked.get(version, ""), self._dim),
            )
            for number, (version, share, colour) in enumerate(shares)
        ]

    def versions(self, versions: list[str]) -> Text:
        """The group of the published versions: how many, and the last."""
        return Text.assemble("versions", (f" {len(versions)}, last {_short(versions[-1])}", self._dim))

    def version(self, version: str, aliases: list[str]) -> Text:
        """A published version and the aliases that lead to it."""
        return Text.assemble(
            _short(version), (f"  ← {', '.join(map(harmless, aliases))}" if aliases else "", self._dim)
        )

    def url(self, url: str) -> Text:
        """A function's URL."""
        return Text.assemble("⇄ ", (harmless(url), self._colours["primary"]))

    def notice(self, notice: str) -> Text:
        """What a user must know of a function."""
        return Text(f"  ! {harmless(notice)}", self._colours["warning"])

    def not_emulated(self, thing: frames.NotEmulated) -> Text:
        """Something of the template that is not emulated, with its line."""
        place = PurePath(thing.file).name + (f":{thing.line}" if thing.line else "")
        return Text.assemble((f"✗ {harmless(thing.what)}", self._dim), (f"  {place}", self._dim))


def _dimmed(foreground: str, background: str) -> str:
    """A colour between text and ground; the terminal's own colours have none between."""
    if foreground.startswith("ansi_"):
        return "default"
    return Color.parse(foreground).blend(Color.parse(background), 0.4).hex


def _short(version: str) -> str:
    """A version, short: `v4`, `$LATEST`."""
    return f"v{version}" if version.isdigit() else version
