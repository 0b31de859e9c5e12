"""The explorer: six panes on one region, and every order a user can give it."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.widget import Widget
from textual.widgets import Tree

from lgtui import frames
from lgtui.console import messages
from lgtui.console.editor import edit
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.pane import Pane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.nodes import title_of
from lgtui.console.region.outcomes import Failure
from lgtui.console.region.state import FunctionTarget, MethodTarget, RegionState, in_words
from lgtui.console.requests.mapping import BEGINNING, FoundTemplate, MappingDraft, beginning_event, templates_of
from lgtui.console.screens.commands import COMMANDS, bound_below, listed
from lgtui.console.screens.dialog import Dialog
from lgtui.console.screens.function_dialogs import concurrency_dialog, publish_dialog, settings_dialog, weights_dialog
from lgtui.console.screens.help import HelpScreen
from lgtui.console.screens.reading_logs import ReadsLogs
from lgtui.console.session import Session
from lgtui.console.widgets.frame_clock import FrameClock

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

FOR_FUNCTIONS = frozenset({"weights", "publish", "concurrency", "function_settings"})
FOR_METHODS = frozenset({"stage", "deploy", "template"})
"""Orders whose keys are hinted at only where such a thing is selected."""


class ExplorerScreen(ReadsLogs):
    """Sends a region requests and orders.

    Args:
        session: the tie to the emulator; the app closes it in the end.
        frame_clock: draws the live panes; a test gives a manual one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "app.command_palette", "palette", priority=True),
        Binding("ctrl+j,ctrl+s", "send", "send", priority=True, id="send"),
        Binding("b", "burst", "burst", id="burst"),
        Binding("e", "edit_handler", "edit", id="edit-handler"),
        Binding("E", "edit_template", "edit template", show=False, id="edit-template"),
        Binding("s", "stage", "stage", id="stage"),
        Binding("d", "deploy", "deploy", id="deploy"),
        Binding("S", "stage_settings", "logs, cache", show=False, id="stage-settings"),
        Binding("C", "cache", "cache", show=False, id="response-cache"),
        Binding("D", "deployments", "deployments", show=False, id="deployments"),
        Binding("w", "weights", "weights", id="alias-weights"),
        Binding("p", "publish", "publish", id="publish-version"),
        Binding("c", "concurrency", "reserve", id="reserved-concurrency"),
        Binding("P", "usage_plans", "usage plans", show=False, id="usage-plans"),
        Binding("f", "function_settings", "settings", id="function-settings"),
        Binding("m", "template", "template", id="mapping-template"),
        Binding("i", "details", "details", id="details"),
        Binding("space", "toggle_clock", "pause", id="pause-clock"),
        Binding("question_mark", "help", "help", key_display="?", id="help"),
        Binding("M", "metrics", "metrics", show=False, id="metrics"),
        Binding("Q", "async_events", "async events", show=False, id="async-events"),
        Binding("U", "undo", "undo", show=False, id="undo"),
        Binding("r", "reload", "reload", show=False, id="reload"),
    ]

    def __init__(self, session: Session, frame_clock: FrameClock | None = None) -> None:
        super().__init__(session, frame_clock)
        self._mappings: dict[MethodTarget | None, MappingDraft] = {}
        self._on_function = False

    # Orders ------------------------------------------------------------------------------------------------------

    @on(Click, "#alarm")
    def action_reload(self) -> None:
        """Load the project again; start the emulator again where it has ended."""
        if self._life == "ended":
            self._follow_session()
        else:
            self.order("reload", lambda client: client.reload())

    def action_stage(self) -> None:
        """Open the stage editor."""
        from lgtui.console.screens.stage_editor import StageEditor

        if found := self._running_stage():
            client, api, stage = found
            self.app.push_screen(StageEditor(api, stage, partial(client.update_stage, api.id, stage.name)))

    def action_deploy(self) -> None:
        """Ask for a description and deploy."""
        from lgtui.console.screens.deploy import DeployDialog

        if found := self._running_stage():
            client, api, stage = found
            self.app.push_screen(DeployDialog(api, stage, partial(client.create_deployment, api.id, stage.name)))

    def action_stage_settings(self) -> None:
        """Open the editor of the stage's logs and cache."""
        from lgtui.console.screens.stage_settings import StageSettingsEditor

        if found := self._running_stage():
            client, api, stage = found
            self.app.push_screen(StageSettingsEditor(api, stage, client))

    def action_cache(self) -> None:
        """Show what the stage's response cache holds."""
        from lgtui.console.screens.cache import CacheScreen

        if found := self._running_stage():
            client, api, stage = found
            self.app.push_screen(CacheScreen(api, stage, client, self))

    def action_usage_plans(self) -> None:
        """Show the account's usage plans and API keys."""
        from lgtui.console.screens.usage_plans import UsagePlansScreen

        if client := self.session.client:
            self.app.push_screen(UsagePlansScreen(client, self))

    def action_deployments(self) -> None:
        """Show the API's deployments, and move the stage between them."""
        from lgtui.console.screens.deployments import DeploymentsScreen

        if found := self._running_stage():
            client, api, stage = found
            self.app.push_screen(DeploymentsScreen(api, stage, client))

    def _running_stage(self) -> "tuple[RegionClient, frames.ApiView, frames.StageView] | None":
        client, api, stage = self.session.client, self.state.api(self._api_id()), self._stage()
        if client and api and stage:
            return client, api, stage
        self.notify("There is no stage yet: no API is loaded.", severity="warning")
        return None

    def action_undo(self) -> None:
        """Take the last change back that was made from here, or say why that cannot be."""
        if client := self.session.client:
            self.run_worker(self._undo(client), group="order", exit_on_error=False)

    async def _undo(self, client: "RegionClient") -> None:
        undone = await client.undo()
        failure = undone if isinstance(undone, Failure) else None
        self.post_message(messages.OrderDone(f"undone: {undone}" if failure is None else "undo", failure))

    def action_weights(self) -> None:
        """Edit how an alias shares its invocations between two versions."""
        self._open_for_function(weights_dialog)

    def action_publish(self) -> None:
        """Publish the function's present code and configuration as a version."""
        self._open_for_function(publish_dialog)

    def action_concurrency(self) -> None:
        """Reserve concurrency for a function, keep environments ready, or give either back."""
        self._open_for_function(concurrency_dialog)

    def action_function_settings(self) -> None:
        """Edit a function's memory, timeout and environment variables."""
        self._open_for_function(settings_dialog)

    def _open_for_function(
        self,
        dialog_of: "Callable[[RegionClient, RegionState, frames.FunctionView, FunctionTarget], Dialog | str]",
    ) -> None:
        """Open a dialog on the function that is selected, or say why there is none."""
        client, target = self.session.client, self.selected
        function = self.state.handler_of(target) if target else None
        if client is None or target is None or function is None:
            self.notify("Select a function in Resources (1) first.", severity="warning")
            return
        qualifier = target.qualifier if isinstance(target, FunctionTarget) else ""
        dialog = dialog_of(client, self.state, function, FunctionTarget(function.name, qualifier))
        if isinstance(dialog, Dialog):
            self.app.push_screen(dialog)
        else:
            self.notify(dialog, severity="warning", markup=False)

    @on(ResourcesPane.DetailsOrdered)
    def action_details(self) -> None:
        """Show what AWS's operations tell of what the tree's cursor is on."""
        from lgtui.console.details import questions
        from lgtui.console.screens.details import DetailsScreen

        node, client = self.query_one(ResourcesPane).node, self.session.client
        subject = node or self.selected
        asked = questions(self.state, subject) if subject else ()
        if client is None or subject is None or not asked:
            self.notify("Select something in Resources (1) first.", severity="warning")
            return
        self.app.push_screen(DetailsScreen(title_of(subject), asked, client))

    def action_metrics(self) -> None:
        """Show the region's metrics."""
        from lgtui.console.screens.metrics import MetricsScreen

        if client := self.session.client:
            self.app.push_screen(MetricsScreen(client, self))

    def action_async_events(self) -> None:
        """Show the events of asynchronous invocations."""
        from lgtui.console.screens.async_events import AsyncEventsScreen

        if client := self.session.client:
            self.app.push_screen(AsyncEventsScreen(client, self))

    def action_template(self) -> None:
        """Open the mapping-template view on the selected method's templates, or on one to begin from."""
        from lgtui.console.screens.mapping import MappingScreen

        target = self.selected if isinstance(self.selected, MethodTarget) else None
        known = self._mappings.get(target)
        screen = MappingScreen(
            in_words(target) if target else "",
            known or self._new_mapping(target),
            lambda: self.session.client,
            partial(self._templates_of, target),
            prefer_found=known is None,
        )
        self.app.push_screen(screen, partial(self._keep_mapping, target))

    def _new_mapping(self, target: MethodTarget | None) -> MappingDraft:
        composer = self.query_one(ComposerPane)
        draft = composer.request.draft if target and target == composer.target else None
        return MappingDraft(BEGINNING, beginning_event(target, draft, self._stage()))

    def _keep_mapping(self, target: MethodTarget | None, draft: MappingDraft | None) -> None:
        if draft:
            self._mappings[target] = draft

    async def _templates_of(self, target: MethodTarget | None) -> list[FoundTemplate]:
        """The mapping templates of a method's integration; none where it has none, or nobody answers."""
        resource = self.state.resource(target) if target else None
        client = self.session.client
        if target is None or resource is None or client is None:
            return []
        integration = await client.integration(target.api_id, resource.id, target.http_method)
        return [] if isinstance(integration, Failure) else templates_of(integration)

    def hints_at(self, action: str) -> bool:
        """Whether the key line is to show an action's key: not for what does not suit the selection."""
        return action not in (FOR_METHODS if self._on_function else FOR_FUNCTIONS)

    @on(Tree.NodeHighlighted)
    def _cursor_moved(self) -> None:
        self._on_function = isinstance(self.selected, FunctionTarget)
        self.refresh_bindings()

    def action_edit_handler(self) -> None:
        """Open the selected handler in the user's editor, or the template where it has no file of its own."""
        target = self.selected
        function = self.state.handler_of(target) if target else None
        self._edit(function.source if function and function.source else self.state.project.template)

    def action_edit_template(self) -> None:
        """Open the template in the user's editor."""
        self._edit(self.state.project.template)

    def _edit(self, path: str) -> None:
        """Hand the terminal to the user's editor; a save is loaded like any other."""
        failure = edit(self.app, path) if path else "This region has no template: it was changed by operations alone."
        if failure:
            self.notify(failure, title="Edit", severity="error", markup=False)

    def action_help(self) -> None:
        """Explain the pane that has the focus."""
        self.app.push_screen(HelpScreen(self.current.TITLE, self.current.HELP))

    def commands(self) -> Iterable[SystemCommand]:
        """Every order by name, for the palette."""
        yield from listed(self)
        known = {action for _, _, action in COMMANDS}
        for pane in self.query(Pane):
            yield from bound_below(pane, pane.TITLE, known, partial(self._do_in, pane))

    async def _do_in(self, pane: Pane, node: Widget, action: str) -> None:
        """Go to a pane, and do there what is bound to one of its keys."""
        self.action_pane(pane.NUMBER)
        await node.run_action(action)
