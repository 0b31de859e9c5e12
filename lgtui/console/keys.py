"""Which commands have keys that a user can change, by the ids that the settings name them with."""

from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode

from lgtui.console.panes.burst_lab import BurstLabPane
from lgtui.console.panes.live import BucketsPane, EnvironmentsPane, LogsPane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.panes.response import ResponsePane
from lgtui.console.screens.history import HistoryScreen
from lgtui.console.widgets.log_view import LogView

PARTS: tuple[type[DOMNode], ...] = (
    ResourcesPane,
    ResponsePane,
    BucketsPane,
    EnvironmentsPane,
    LogsPane,
    LogView,
    BurstLabPane,
    HistoryScreen,
)


def rebindable(*others: type[DOMNode]) -> dict[str, str]:
    """Id → the keys it has unless they are changed, of the parts of the explorer and of `others`."""
    return {binding.id: binding.key for part in (*others, *PARTS) for binding in _bindings(part) if binding.id}


def _bindings(part: type[DOMNode]) -> Iterator[Binding]:
    for base in part.__mro__:
        if base.__module__.startswith("lgtui."):
            yield from (each for each in vars(base).get("BINDINGS", ()) if isinstance(each, Binding))
