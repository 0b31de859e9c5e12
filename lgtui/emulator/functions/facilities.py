"""What every execution environment of a region uses."""

from dataclasses import dataclass, field

from lgtui.emulator.clock import Clock
from lgtui.emulator.credentials import Credentials
from lgtui.emulator.functions.forkservers import ForkServers
from lgtui.emulator.functions.memory import Looks
from lgtui.emulator.functions.runtime import Listen
from lgtui.emulator.functions.settler import Settler
from lgtui.emulator.logs import Logs
from lgtui.emulator.settings import Settings


@dataclass(frozen=True, slots=True)
class Facilities:
    """A region's clock, log and settings, the Runtime API's server, fork servers, settler, keys and looks at memory."""

    clock: Clock
    logs: Logs
    settings: Settings
    listen: Listen
    servers: ForkServers
    settler: Settler
    credentials: Credentials
    looks: Looks = field(default_factory=Looks)
