"""The region: the root that owns clock, log, metrics, store and services, and starts and stops them."""

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.cloudwatch.service import CloudWatch
from lgtui.emulator.cloudwatch_logs.service import CloudWatchLogs
from lgtui.emulator.costs import cost
from lgtui.emulator.credentials import Credentials
from lgtui.emulator.functions.service import Functions, Listen
from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.identity import Identity
from lgtui.emulator.log_store import LogStore
from lgtui.emulator.logs import Logs
from lgtui.emulator.metrics import Metrics
from lgtui.emulator.objects import Objects
from lgtui.emulator.settings import Settings
from lgtui.emulator.store import Store
from lgtui.emulator.trace_store import TraceStore


class Region:
    """One emulated region.

    Attributes:
        settings: account, limits and folders; fixed for the region's life.
        clock: the one source of time.
        bus: what happens, by type of event.
        logs: every line.
        metrics: requests by outcome.
        credentials: the access keys that were handed out.
        store: what outlives the process.
        objects: the control plane's state, as tables in the store.
        log_store: the log by groups and streams, as far as it is in the store.
        trace_store: the history of requests.
        functions: AWS Lambda.
        gateway: API Gateway.
        identity: STS.
        cloudwatch_logs: CloudWatch Logs.
        cloudwatch: CloudWatch's metrics.

    Raises:
        StoreError: the state folder cannot be used.
    """

    def __init__(self, settings: Settings, listen: Listen) -> None:
        self.settings = settings
        self.clock = Clock()
        self.bus = Bus()
        self.logs = Logs()
        self.metrics = Metrics()
        self.credentials = Credentials(self.clock, settings)
        self.store = Store(settings.state_folder, settings.fresh)
        self.objects = Objects(self.store)
        self.log_store = LogStore(self.clock, self.logs, self.store, settings)
        self.functions = Functions(
            self.clock, self.bus, self.logs, self.store, self.objects, settings, self.credentials, listen
        )
        self.gateway = Gateway(
            self.clock, self.bus, self.logs, self.metrics, self.objects, settings, self.credentials, self.functions
        )
        self.identity = Identity(self.clock, self.credentials)
        self.trace_store = TraceStore(self.clock, self.logs, self.gateway.traces, self.store, settings)
        self.cloudwatch_logs = CloudWatchLogs(self.clock, self.log_store, self.objects, settings)
        self.cloudwatch = CloudWatch(self.clock, self.log_store, self.functions.meter, self.gateway.meter)

    @property
    def cost(self) -> float:
        """US dollars that the work since the start would have cost on AWS, an estimate."""
        requests, meter = self.metrics.sent - self.metrics.throttled, self.functions.meter
        return cost(requests, meter.invocations, meter.gigabyte_seconds, self.gateway.caches.cost)

    async def start(self) -> None:
        """Say that what there shall be is there: what earlier runs have left behind goes on now."""
        await self.functions.start()

    async def stop(self) -> None:
        """End every execution environment, frozen ones too, write what is logged by then, and close the store."""
        await self.gateway.stop()
        await self.functions.stop()
        await self.log_store.flush()
        await self.trace_store.flush()
        await self.objects.committed()
        await self.store.stop()
