"""What all operations share: the state they change, and how they tell that it changed."""

import random
from collections.abc import Container, Mapping
from typing import TypeVar

import msgspec

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import BadRequestException, ConflictException
from lgtui.emulator.gateway.authorizers.cache import GrantCache
from lgtui.emulator.gateway.cache import Caches
from lgtui.emulator.gateway.events import ApisChanged
from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.policies.resource_policies import settle_policy
from lgtui.emulator.gateway.store import Store
from lgtui.emulator.gateway.throttle import Throttles
from lgtui.emulator.gateway.usage.plans import Clients
from lgtui.emulator.objects import Objects
from lgtui.emulator.settings import Settings

Item = TypeVar("Item")
Tagged = TypeVar("Tagged", bound=msgspec.Struct)

CANARY_SUFFIX = "/Canary"
"""How a canary's log group and its cache are told from the stage's (guide, set-up-logging)."""

CUSTOM_ID = "_custom_id_"
"""The tag that chooses an id, as other emulators have it."""

MAX_PAGE = 500
"""Items of one page at most (guide: 500)."""


class Operations:
    """The state of the control plane and its surroundings; each noun's operations are a subclass."""

    def __init__(self, clock: Clock, bus: Bus, objects: Objects, settings: Settings) -> None:
        self._clock = clock
        self._bus = bus
        self._settings = settings
        self._store = Store(settings.account_id, objects)
        self._random = random.Random()
        self.caches = Caches(clock, self._changed)
        self.throttles = Throttles(clock, settings.account_rate, settings.account_burst)
        self._grants = GrantCache(clock)
        self._clients = Clients(clock, self.throttles, objects)

    def _now(self) -> int:
        """The emulated time as answers tell it: in seconds since the epoch, whole ones as AWS's are."""
        return int(self._clock.time())

    def _new_id(self, length: int, taken: Container[str], tags: Mapping[str, str]) -> str:
        """An identifier that is not among `taken`: the one that the tag `_custom_id_` chooses, or a random one.

        Raises:
            ConflictException: the chosen one is taken.
        """
        chosen = tags.get(CUSTOM_ID, "")
        if chosen in taken:
            raise ConflictException(f"The id {chosen} exists already")
        return chosen or short_id(self._random, length, taken)

    def _settled_policy(self, text: str, api_id: str) -> str:
        """A resource policy as an API of that id keeps it.

        Raises:
            BadRequestException: it is none.
        """
        settings = self._settings
        return settle_policy(text, f"arn:aws:execute-api:{settings.region_name}:{settings.account_id}:{api_id}")

    def _forget_stage(self, key: str) -> None:
        """Let go of what the data plane keeps of a stage that is gone, `{api id}/{stage}`."""
        self.throttles.settle(key, {})
        self._grants.flush(key)
        self.caches.forget(key)
        self.caches.forget(f"{key}{CANARY_SUFFIX}")

    def _changed(self, rest_api_id: str) -> None:
        """Tell the bus that something of this API is different now."""
        self._bus.publish(ApisChanged(rest_api_id))


def check_import_mode(mode: str) -> None:
    """Refuse a mode of PutRestApi and ImportDocumentationParts that is none.

    Raises:
        BadRequestException
    """
    if mode not in ("merge", "overwrite"):
        raise BadRequestException('Enumeration value of OpenAPI import mode must be "overwrite" or "merge"')


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


def brief(noun: Tagged) -> Tagged:
    """A noun as Create and GetAll tell it: they leave out tags where there are none, Get and Update do not (recorded).

    Args:
        noun: one with a member `tags`, which may be None.
    """
    tags: dict[str, str] | None = getattr(noun, "tags")  # noqa: B009 -- of no common class
    return noun if tags else msgspec.structs.replace(noun, tags=None)
