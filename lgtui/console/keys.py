"""Which commands have keys that a user can change, by the ids that the settings name them with."""

from textual.dom import DOMNode

from lgtui.console.bound import bindings_of
from lgtui.console.panes.burst_lab import BurstLabPane
from lgtui.console.panes.live import BucketsPane, EnvironmentsPane
from lgtui.console.panes.logs import LogsPane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.panes.response import ResponsePane
from lgtui.console.panes.waterfall import Waterfall
from lgtui.console.screens.async_events import AsyncEventsScreen
from lgtui.console.screens.cache import CacheScreen
from lgtui.console.screens.deployments import DeploymentsScreen, History
from lgtui.console.screens.history import HistoryScreen
from lgtui.console.screens.mapping import MappingScreen
from lgtui.console.screens.metrics import MetricsScreen
from lgtui.console.widgets.log_view import LogView

PARTS: tuple[type[DOMNode], ...] = (
    ResourcesPane,
    ResponsePane,
    Waterfall,
    BucketsPane,
    EnvironmentsPane,
    LogsPane,
    LogView,
    BurstLabPane,
    HistoryScreen,
    DeploymentsScreen,
    History,
    CacheScreen,
    AsyncEventsScreen,
    MetricsScreen,
    MappingScreen,
)


def rebindable(*others: type[DOMNode]) -> dict[str, str]:
    """Id → the keys it has unless they are changed, of the parts of the explorer and of `others`."""
    return {binding.id: binding.key for part in (*others, *PARTS) for binding in bindings_of(part) if binding.id}
