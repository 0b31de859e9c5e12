"""Authorizers' answers, kept for their time to live: bounded, the least recently used going first."""

from collections import OrderedDict
from typing import NamedTuple

from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.authorizers.grant import Grant

CAPACITY = 10_000
"""Answers of all stages together."""

MAX_BYTES = 16 * 1024 * 1024
"""Bytes of all answers together."""

Key = tuple[str, ...]
"""A stage's key first, then the authorizer and the identity."""


class _Entry(NamedTuple):
    grant: Grant
    expires: float
    size: int


class GrantCache:
    """The answers of every authorizer of the region.

    Args:
        clock: whose emulated time counts.
        capacity: answers.
        max_bytes: bytes of answers with their keys.
    """

    def __init__(self, clock: Clock, capacity: int = CAPACITY, max_bytes: int = MAX_BYTES) -> None:
        self._clock = clock
        self._capacity = capacity
        self._max_bytes = max_bytes
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, key: Key) -> Grant | None:
        """The answer for `key` that still counts, or None."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.expires <= self._clock.monotonic():
            self._drop(key)
            return None
        self._entries.move_to_end(key)
        return entry.grant

    def keep(self, key: Key, grant: Grant, seconds: float) -> None:
        """Keep an answer for emulated `seconds`."""
        self._drop(key)
        size = len(grant.document) + sum(map(len, key))
        self._entries[key] = _Entry(grant, self._clock.monotonic() + seconds, size)
        self._bytes += size
        while len(self._entries) > self._capacity or self._bytes > self._max_bytes:
            self._drop(next(iter(self._entries)))

    def flush(self, stage_key: str) -> None:
        """Forget the answers of one stage."""
        for key in [key for key in self._entries if key[0] == stage_key]:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        self._bytes -= 0 if entry is None else entry.size
