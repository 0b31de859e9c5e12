"""The orders that read the log: what one request wrote, in the gateway and in its function."""

from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from lgtui import frames
from lgtui.console import messages
from lgtui.console.panes.logs import LogsPane
from lgtui.console.screens.region_screen import ids_of
from lgtui.console.screens.saving import Saving


class ReadsLogs(Saving):
    """Shows the lines of a request, under each id that it has."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "request_log", "request's log", show=False, id="request-log"),
    ]

    def action_request_log(self) -> None:
        """Show the lines of the request that was answered last, and no others."""
        if not self.last_ids:
            self.notify("Send a request first: its lines are shown then.", severity="warning")
            return
        self.query_one(LogsPane).show_requests(self.last_ids)
        self.action_pane(LogsPane.NUMBER)

    @on(LogsPane.RequestChosen)
    def _request_chosen(self, event: LogsPane.RequestChosen) -> None:
        self._ask_for_ids(event.request_id)

    @work(exclusive=True, group="request-ids", exit_on_error=False)
    async def _ask_for_ids(self, request_id: str) -> None:
        """A request has an id at the gateway and one at its function; the trace knows both."""
        trace = await self.session.client.trace(request_id) if self.session.client else None
        if isinstance(trace, frames.Trace):
            self.post_message(messages.IdsFound(request_id, ids_of(trace)))

    @on(messages.IdsFound)
    def _ids_found(self, event: messages.IdsFound) -> None:
        logs = self.query_one(LogsPane)
        if event.request_id in logs.view.sieve.requests:
            logs.show_requests([event.request_id, *event.ids])
