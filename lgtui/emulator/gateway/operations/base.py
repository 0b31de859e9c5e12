"""What all operations share: the state they change, and how they tell that it changed."""

import random
from typing import TypeVar

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.cache import Caches
from lgtui.emulator.gateway.events import ApisChanged
from lgtui.emulator.gateway.store import Store
from lgtui.emulator.gateway.throttle import Throttles
from lgtui.emulator.gateway.usage.plans import Clients
from lgtui.emulator.settings import Settings

Item = TypeVar("Item")

MAX_PAGE = 500
"""Items of one page at most (guide: 500)."""


class Operations:
    """The state of the control plane and its surroundings; each noun's operations are a subclass."""

    def __init__(self, clock: Clock, bus: Bus, settings: Settings) -> None:
        self._clock = clock
        self._bus = bus
        self._settings = settings
        self._store = Store(settings.account_id)
        self._random = random.Random()
        self.caches = Caches(clock)
        self.throttles = Throttles(clock, settings.account_rate, settings.account_burst)
        self._clients = Clients(clock, self.throttles)

    def _changed(self, rest_api_id: str) -> None:
        """Tell the bus that something of this API is different now."""
        self._bus.publish(ApisChanged(rest_api_id))


def page(items: list[Item], position: str, limit: int) -> tuple[list[Item], str]:
    """One page of `items` and the position of the next, empty after the last.

    Raises:
        BadRequestException: `position` is none that a page before gave.
    """
    if position and not position.isdecimal():
        raise BadRequestException("Invalid position specified")
    start = int(position or 0)
    end = start + max(1, min(limit, MAX_PAGE))
    return items[start:end], str(end) if end < len(items) else ""
