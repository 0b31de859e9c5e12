"""A stage's response cache: bounded in size, by time to live, the least recently used going first."""

import heapq
from collections import OrderedDict
from collections.abc import Callable
from itertools import islice
from typing import Literal, NamedTuple

from lgtui.emulator.clock import Clock, Timer
from lgtui.emulator.gateway.exchange import RawHeaders
from lgtui.frames import CACHE_PRICES

GIGABYTE = 1024**3

ENTRY_LIMIT = 1_048_576
"""Bytes of one response that may be cached (guide, api-gateway-caching)."""

SETTLING = 240.0
"""Emulated seconds that making, changing or deleting a cache takes: about four minutes (guide)."""

OVERHEAD = 500
"""Bytes an entry takes beside the texts that it holds, as measured."""

HOUR = 3_600.0

MOST_HELD = 1.6
"""GB that are really held at most, whatever size was chosen: a larger cache would take this machine's memory."""

Status = Literal["CREATE_IN_PROGRESS", "AVAILABLE", "DELETE_IN_PROGRESS", "NOT_AVAILABLE", "FLUSH_IN_PROGRESS"]

Key = tuple[str, ...]
"""The cache namespace, the request's method, the method as declared, and the key parameters, each as `name=value`."""

STALE = 1_000
"""Marks of entries that are gone already, from which on they are cleared away."""


class Entry(NamedTuple):
    """A cached response, kept for `ttl` emulated seconds.

    `expires` is in emulated seconds of the monotonic clock, `size` the bytes it counts for.
    """

    status: int
    headers: RawHeaders
    body: bytes
    expires: float
    size: int
    ttl: float


class ResponseCache:
    """One stage's cache; `settled` is told when it has been made or deleted.

    Attributes:
        status: as GetStage says.
        size: in GB, as AWS writes it (`0.5`); empty while there is none.
        hits, misses: requests it answered and did not, of those that were to be cached.
    """

    def __init__(self, clock: Clock, settled: Callable[[], None] = lambda: None) -> None:
        self._clock = clock
        self._tell = settled
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._due: list[tuple[float, Key]] = []
        self._bytes = 0
        self._timer: Timer | None = None
        self.status: Status = "NOT_AVAILABLE"
        self.size = ""
        self.hits = 0
        self.misses = 0
        self._cost = 0.0
        self._billed_at = clock.monotonic()

    def bill(self) -> float:
        """Reckon US dollars so far: a cache is paid by the emulated hour from order to deletion, used or not."""
        now = self._clock.monotonic()
        if self.status not in ("NOT_AVAILABLE", "DELETE_IN_PROGRESS"):
            self._cost += CACHE_PRICES.get(self.size, 0.0) * (now - self._billed_at) / HOUR
        self._billed_at = now
        return self._cost

    @property
    def used(self) -> int:
        """Bytes of all entries that still count."""
        self._expire()
        return self._bytes

    @property
    def capacity(self) -> float:
        """Bytes that it holds at most."""
        return min(float(self.size or 0), MOST_HELD) * GIGABYTE

    def __len__(self) -> int:
        self._expire()
        return len(self._entries)

    def latest(self, most: int) -> list[tuple[Key, Entry]]:
        """Up to `most` entries that still count, those used last first."""
        self._expire()
        return list(islice(reversed(self._entries.items()), most))

    def settle(self, enabled: bool, size: str) -> None:
        """Make, change or delete the cache as a stage's settings say; a change of size drops what it holds."""
        self.bill()
        if enabled and (self.status in ("NOT_AVAILABLE", "DELETE_IN_PROGRESS") or size != self.size):
            self.size = size
            self._change("CREATE_IN_PROGRESS", "AVAILABLE")
        elif not enabled and self.status not in ("NOT_AVAILABLE", "DELETE_IN_PROGRESS"):
            self._change("DELETE_IN_PROGRESS", "NOT_AVAILABLE")

    def find(self, key: Key) -> Entry | None:
        """The response that is kept under `key`, None where there is none or it has grown too old."""
        entry = self._entries.get(key)
        if entry is not None and entry.expires <= self._clock.monotonic():
            self.drop(key)
            entry = None
        if entry is None:
            self.misses += 1
            return None
        self._entries.move_to_end(key)
        self.hits += 1
        return entry

    def keep(self, key: Key, status: int, headers: RawHeaders, body: bytes, seconds: float) -> bool:
        """Keep a response for `seconds` emulated seconds; False where it is too large."""
        self.drop(key)
        if len(body) > ENTRY_LIMIT:
            return False
        size = OVERHEAD + len(body) + sum(map(len, key)) + sum(len(name) + len(value) for name, value in headers)
        expires = self._clock.monotonic() + seconds
        self._entries[key] = Entry(status, headers, body, expires, size, seconds)
        self._bytes += size
        heapq.heappush(self._due, (expires, key))
        self._expire()
        limit = self.capacity
        while self._bytes > limit:
            self.drop(next(iter(self._entries)))
        return True

    def drop(self, key: Key) -> None:
        """Forget one response, if it is there."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= entry.size

    def flush(self) -> None:
        """Forget every response."""
        self._entries.clear()
        self._due.clear()
        self._bytes = 0

    def stop(self) -> None:
        """End it with its stage."""
        self.flush()
        if self._timer is not None:
            self._timer.cancel()

    def _expire(self) -> None:
        """Forget what has grown too old."""
        now = self._clock.monotonic()
        while self._due and self._due[0][0] <= now:
            _, key = heapq.heappop(self._due)
            entry = self._entries.get(key)
            if entry is not None and entry.expires <= now:
                self.drop(key)
        if len(self._due) > 2 * len(self._entries) + STALE:
            self._due = [(entry.expires, key) for key, entry in self._entries.items()]
            heapq.heapify(self._due)

    def _change(self, now: Status, then: Status) -> None:
        self.flush()
        self.status = now
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._clock.call_later(SETTLING, lambda: self._settled(then))

    def _settled(self, status: Status) -> None:
        self.status = status
        self._timer = None
        self._tell()


class Caches:
    """The caches of all stages, by `{api-id}/{stage}`; `changed` is told the id of an API whose cache has settled."""

    def __init__(self, clock: Clock, changed: Callable[[str], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._caches: dict[str, ResponseCache] = {}
        self._spent = 0.0

    @property
    def cost(self) -> float:
        """US dollars that all of them have cost so far, those that are gone too."""
        return self._spent + sum(cache.bill() for cache in self._caches.values())

    def of(self, stage: str) -> ResponseCache:
        """A stage's cache, made when it is first asked for; it holds nothing until it is switched on."""
        cache = self._caches.get(stage)
        if cache is None:
            api_id = stage.partition("/")[0]
            cache = self._caches[stage] = ResponseCache(self._clock, lambda: self._changed(api_id))
        return cache

    def forget(self, stage: str) -> None:
        """End the cache of a stage that is gone."""
        cache = self._caches.pop(stage, None)
        if cache is not None:
            self._spent += cache.bill()
            cache.stop()
