"""The editor of an alias: the version it points to, a second one, and the share that one gets."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Select, Static

from lgtui import frames
from lgtui.console.changes.function_limits import routing, routing_problem, weight_problem
from lgtui.console.panes.shares import share_bar
from lgtui.console.region.outcomes import Failure
from lgtui.console.requests.invocations import LATEST
from lgtui.console.screens.form import Form
from lgtui.console.theme import DIM
from lgtui.console.widgets.form_field import Field
from lgtui.console.widgets.plain_text import harmless

Update = Callable[[str, dict[str, object]], Awaitable[Failure | None]]

BAR_WIDTH = 40


class AliasEditor(Form):
    """Edits one alias at a time; says beside each field what is wrong with it, and shows the shares as they will be.

    Args:
        function: whose aliases they are.
        alias: the one to begin with.
        update: sends UpdateAlias; takes the alias and the document.
    """

    DEFAULT_CSS = "AliasEditor #shares { margin-top: 1; height: 2; }"
    HINT = "enter applies · a weight is a share from 0 to 1 · esc goes back"

    def __init__(self, function: frames.FunctionView, alias: str, update: Update) -> None:
        super().__init__(f"Alias of {harmless(function.name)}")
        self._function = function
        self._alias = alias
        self._update = update

    def form(self) -> ComposeResult:
        """The alias, two versions, a weight, and what they come to."""
        versions = [(f"v{version}", version) for version in reversed(self._function.versions)]
        view = self._function.aliases[self._alias]
        other, weight = _second(view)
        names = [(Content(harmless(name)), name) for name in self._function.aliases]
        yield Field("alias", Select(names, value=self._alias, allow_blank=False, compact=True, id="alias"))
        first = _with([*versions, (LATEST, LATEST)], view.version)
        yield Field("version", Select(first, value=view.version, allow_blank=False, compact=True, id="version"))
        second = _with([("none", ""), *versions], other)
        choice = Select(second, value=other, allow_blank=False, compact=True, id="second")
        yield Field("second version", choice, self._routing_problem)
        yield Field("weight of second", Input(weight, id="weight", compact=True), self._weight_problem)
        yield Static(id="shares")

    def on_mount(self) -> None:
        """Begin at the weight, or without a second version at the choice of one."""
        self.query_one("#weight" if self._chosen("second") else "#second").focus()
        self._show_facts()

    @on(Select.Changed, "#alias")
    def _alias_chosen(self, event: Select.Changed) -> None:
        self._alias = str(event.value)
        view = self._function.aliases[self._alias]
        other, weight = _second(view)
        self.query_one("#version", Select).value = view.version
        self.query_one("#second", Select).value = other
        self.query_one("#weight", Input).value = weight

    @on(Input.Changed)
    @on(Select.Changed)
    def _show_facts(self) -> None:
        self.query_one("#weight", Input).disabled = not self._chosen("second")
        self.query_one("#shares", Static).update(self._shares())

    def _shares(self) -> Content:
        """Both versions with their share as a bar, or what has to be put right first."""
        if any(each.problem for each in self.checked):
            return Content.styled("put right what is marked ✗", DIM)
        version, other = self._chosen("version"), self._chosen("second")
        share = float(self._weight) if other else 0.0
        lines = [(version, 1.0 - share), *([(other, share)] if other else [])]
        return Content("\n").join(
            Content.assemble(
                (f"{version if version == LATEST else 'v' + version:<9}", "bold"),
                (f"{share_bar(of_all, BAR_WIDTH):<{BAR_WIDTH}}", "$success" if number == 0 else "$warning"),
                f"{of_all:>7.1%}",
            )
            for number, (version, of_all) in enumerate(lines)
        )

    @property
    def _weight(self) -> str:
        return self.query_one("#weight", Input).value.strip()

    def _chosen(self, name: str) -> str:
        return str(self.query_one(f"#{name}", Select).value)

    def _routing_problem(self, other: str) -> str:
        return routing_problem(self._chosen("version"), other, self._function.versions)

    def _weight_problem(self, weight: str) -> str:
        return weight_problem(weight) if self._chosen("second") else ""

    def send(self) -> None:
        """Send the alias as it was put together."""
        version = self._chosen("version")
        document: dict[str, object] = {
            "FunctionVersion": version,
            "RoutingConfig": routing(self._chosen("second"), self._weight),
        }
        done = f"Alias {self._alias} changed; it holds from the next invocation on."
        self.carry_out(done, partial(self._update, self._alias, document))


def _second(view: frames.AliasView) -> tuple[str, str]:
    """The second version of an alias and its weight as text; nothing and a tenth where it has none."""
    other, weight = next(iter(view.weights.items()), ("", 0.1))
    return other, f"{weight:g}"


def _with(choices: list[tuple[str, str]], value: str) -> list[tuple[str, str]]:
    """The choices, and a value that is none of them: the alias may be older than what is known of its function."""
    return choices if value in [known for _, known in choices] else [*choices, (f"v{value}", value)]
