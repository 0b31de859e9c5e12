"""How the explorer gives a region an order: in a worker, with its end told."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import on

from lgtui.console import messages
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.region_screen import RegionScreen

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient


class Ordering(RegionScreen):
    """A screen that orders the region to do things; subclasses hold the orders."""

    def order(self, what: str, order: "Callable[[RegionClient], Awaitable[Failure | None]]") -> None:
        """Carry out an order in a worker, and say `what` was done, or why it was not."""
        if client := self.session.client:
            self.run_worker(self._carry_out(what, order(client)), group="order", exit_on_error=False)

    async def _carry_out(self, what: str, order: Awaitable[Failure | None]) -> None:
        self.post_message(messages.OrderDone(what, await order))

    @on(messages.OrderDone)
    def _order_done(self, event: messages.OrderDone) -> None:
        if event.failure:
            self.notify(event.failure.message, title=f"{event.what} failed", severity="error", markup=False)
        else:
            self.notify(event.what, markup=False, timeout=2)
