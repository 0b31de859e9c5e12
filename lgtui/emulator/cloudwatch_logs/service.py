"""CloudWatch Logs as a whole."""

from lgtui.emulator.clock import Clock
from lgtui.emulator.cloudwatch_logs.catalog import Catalog
from lgtui.emulator.cloudwatch_logs.events import EventOperations
from lgtui.emulator.cloudwatch_logs.groups import GroupOperations
from lgtui.emulator.cloudwatch_logs.streams import StreamOperations
from lgtui.emulator.log_store import LogStore
from lgtui.emulator.objects import Objects
from lgtui.emulator.settings import Settings


class CloudWatchLogs(GroupOperations, StreamOperations, EventOperations):
    """The region's log groups: functions' logs, APIs' execution and access logs, and what is put by hand.

    Every operation takes one typed request and gives a typed answer, or raises ServiceError.
    """

    def __init__(self, clock: Clock, log_store: LogStore, objects: Objects, settings: Settings) -> None:
        super().__init__(clock, log_store, Catalog(clock, log_store, objects, settings))
