"""An API's deployments: when and why each was made, what it changed; and the stage that moves between them."""

import time
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lgtui import frames
from lgtui.console.changes.canary import PROMOTION, REMOVAL
from lgtui.console.changes.gateway_views import CanarySettings, Deployment, StageSettings
from lgtui.console.changes.patches import Operation
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.canary_editor import CanaryEditor
from lgtui.console.screens.whole_screen import ChangingScreen
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import cropped, harmless

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

HELP = (
    "Every deployment of this API, the newest first. A deployment is a snapshot that never changes; a stage points to "
    "one of them. ● is the one that the stage answers with, ◐ the one of its canary.\n\n"
    "enter points the stage to the deployment under the cursor: back to an earlier one, or forward again. Variables, "
    "throttles and the other settings of the stage stay as they are.\n"
    "c makes the deployment under the cursor the stage's canary, which gets a share of the requests, with variables of "
    "its own; p promotes the canary: the stage takes its deployment and its variables over; x ends it.\n"
    "v changes what the deployment is compared with: the one made before it (what it changed), or the stage's (what "
    "the stage would get).\n"
    "U takes the last change back."
)

VALUE_WIDTH = 200
"""Cells of a member's value that are shown."""

SIGNS = {"added": ("+", "$success"), "removed": ("-", "$error"), "changed": ("~", "$warning")}


class History(OptionList):
    """The deployments, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "point the stage to it", id="deployments.move"),
    ]


class DeploymentsScreen(ChangingScreen):
    """Lists deployments, moves a stage to one of them, or makes one its canary.

    Args:
        api, stage: whose deployments, and which stage moves.
        client: the region's client.
    """

    CSS = "DeploymentsScreen #both.-wide > OptionList { width: 60; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "versus", "compare otherwise", id="deployments.versus"),
        Binding("c", "canary", "canary", id="deployments.canary"),
        Binding("p", "promote", "promote it", id="deployments.promote"),
        Binding("x", "remove_canary", "end it", id="deployments.remove-canary"),
    ]
    NAME = "Deployments"
    HELP = HELP
    KEYS = "U        undo the last change      esc      go back"

    class Fetched(Message):
        """The history was fetched, or was not."""

        def __init__(self, deployments: list[Deployment] | Failure, stage: StageSettings | Failure) -> None:
            super().__init__()
            self.deployments = deployments
            self.stage = stage

    class Compared(Message):
        """A deployment was compared with another, or could not be."""

        def __init__(self, outcome: frames.DeploymentDiff | Failure) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, api: frames.ApiView, stage: frames.StageView, client: "RegionClient") -> None:
        super().__init__(client)
        self._api = api
        self._stage = stage
        self._deployments: list[Deployment] = []
        self._at = stage.deployment_id
        self._canary: CanarySettings | None = None
        self._against_stage = False

    def head(self) -> ComposeResult:
        """Whose deployments these are, and what their signs mean."""
        yield Static(Content.assemble(("deployments", "bold"), f" of {harmless(self._api.name)}"))
        yield Static(Content.styled(f"● {harmless(self._stage.name)}   ◐ its canary", DIM))

    def body(self) -> ComposeResult:
        """The list, and beside it what differs."""
        with Horizontal(id="both"):
            yield History()
            with VerticalScroll():
                yield Static(id="differences", markup=False)

    def on_mount(self) -> None:
        """Fetch the history."""
        self.query_one(OptionList).focus()
        self.fetch()

    # The list ----------------------------------------------------------------------------------------------------

    def fetch(self) -> None:
        """Ask for the history, and where the stage stands in it."""
        self.run_worker(self._fetched_by_worker(), group="history", exclusive=True, exit_on_error=False)

    async def _fetched_by_worker(self) -> None:
        deployments = await self.client.deployments(self._api.id)
        stage = await self.client.stage(self._api.id, self._stage.name)
        self.post_message(self.Fetched(deployments, stage))

    @on(Fetched)
    def _fetched(self, event: Fetched) -> None:
        if isinstance(event.deployments, Failure):
            self.show_error(event.deployments.message)
            return
        kept = self._current
        self._deployments = event.deployments[::-1]
        if isinstance(event.stage, StageSettings):
            self._at, self._canary = event.stage.deployment_id, event.stage.canary_settings
        wanted = kept.id if kept else self._at
        self._list(next((at for at, each in enumerate(self._deployments) if each.id == wanted), 0))

    def _list(self, highlighted: int) -> None:
        options = self.query_one(OptionList)
        options.set_options(Option(self._row(deployment)) for deployment in self._deployments)
        options.highlighted = highlighted if self._deployments else None

    def _row(self, deployment: Deployment) -> Content:
        canary = self._canary if self._canary and self._canary.deployment_id == deployment.id else None
        sign = "●" if deployment.id == self._at else "◐" if canary else " "
        share = f"{canary.percent_traffic:g} %  " if canary else ""
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(deployment.created_date))
        described = harmless(deployment.description) or ("no description", DIM)
        return Content.assemble(
            (sign, "$success"),
            " ",
            (when, DIM),
            f"  {deployment.id}  ",
            (share, "$warning"),
            described,
        )

    @property
    def _current(self) -> Deployment | None:
        at = self.query_one(OptionList).highlighted
        return self._deployments[at] if at is not None and at < len(self._deployments) else None

    # What differs ------------------------------------------------------------------------------------------------

    @on(OptionList.OptionHighlighted)
    def _compare(self) -> None:
        if current := self._current:
            against = self._at if self._against_stage else ""
            work = self._compared_by_worker(current.id, against)
            self.run_worker(work, group="compare", exclusive=True, exit_on_error=False)

    async def _compared_by_worker(self, deployment: str, against: str) -> None:
        self.post_message(self.Compared(await self.client.differences(self._api.id, deployment, against)))

    @on(Compared)
    def _compared(self, event: Compared) -> None:
        outcome, current = event.outcome, self._current
        if isinstance(outcome, Failure):
            self.show_error(outcome.message)
        elif current is not None and outcome.deployment == current.id:
            self.query_one("#differences", Static).update(self._in_words(outcome))

    def _in_words(self, diff: frames.DeploymentDiff) -> Content:
        lines = [Content.styled(self._heading(diff), "bold"), Content("")]
        lines += [line for difference in diff.differences for line in _lines(difference)]
        if not diff.differences:
            lines.append(Content.styled("nothing", DIM))
        return Content("\n").join(lines)

    def _heading(self, diff: frames.DeploymentDiff) -> str:
        if self._against_stage:
            return f"what {harmless(self._stage.name)} would get with {diff.deployment} instead of {diff.against}"
        if not diff.against:
            return f"{diff.deployment} is the first: all of it is new"
        return f"what {diff.deployment} changed since {diff.against}"

    def action_versus(self) -> None:
        """Compare with the stage's deployment, or with the one before again."""
        self._against_stage = not self._against_stage
        self._compare()

    # Orders ------------------------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def action_move(self) -> None:
        """Point the stage to the deployment under the cursor."""
        current = self._current
        if current is None:
            return
        if current.id == self._at:
            self.notify(f"{self._stage.name} points to {current.id} already.", markup=False)
            return
        operation = {"op": "replace", "path": "/deploymentId", "value": current.id}
        self._patch([operation], f"{self._stage.name} answers with {current.id} from the next request on.")

    def action_canary(self) -> None:
        """Send part of the stage's requests to the deployment under the cursor, or change how many."""
        if current := self._current:
            apply = partial(self.client.update_stage, self._api.id, self._stage.name)
            editor = CanaryEditor(self._stage.name, current, self._canary, apply)
            self.app.push_screen(editor, lambda _: self.fetch())

    def action_promote(self) -> None:
        """Make the canary's deployment and variables the stage's own."""
        if canary := self._there_is_a_canary():
            said = f"{self._stage.name} answers with {canary.deployment_id} alone from the next request on."
            self._patch(list(PROMOTION), said)

    def action_remove_canary(self) -> None:
        """Send every request to the stage's own deployment again."""
        if self._there_is_a_canary():
            self._patch([REMOVAL], f"{self._stage.name} has no canary from the next request on.")

    def _there_is_a_canary(self) -> CanarySettings | None:
        if self._canary is None:
            self.notify(f"{self._stage.name} has no canary: c makes one.", markup=False)
        return self._canary

    def _patch(self, operations: list[Operation], said: str) -> None:
        self.order(said, self.client.update_stage(self._api.id, self._stage.name, operations))


def _lines(difference: frames.Difference) -> list[Content]:
    """One part that differs, and below it what of it does."""
    sign, colour = SIGNS[difference.change]
    head = Content.assemble((f"{sign} ", colour), (f"{difference.kind} ", DIM), harmless(difference.name))
    return [head, *(_member(member) for member in difference.members)]


def _member(member: frames.MemberChange) -> Content:
    before, after = (cropped(harmless(value), VALUE_WIDTH) for value in (member.before, member.after))
    return Content.assemble(
        f"    {harmless(member.name)}  ", (before or "not set", "$error" if before else DIM), " → ",
        (after or "not set", "$success" if after else DIM),
    )  # fmt: skip
