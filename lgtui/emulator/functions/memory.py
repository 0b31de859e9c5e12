"""How much memory an environment's processes use."""

import re

import psutil

from lgtui.emulator.functions.process_tree import descendants, read_whole

PEAK = re.compile(rb"VmHWM:\s+(\d+) kB")
PRIVATE = re.compile(rb"^Private_(?:Clean|Dirty):\s+(\d+) kB", re.MULTILINE)
INTERVAL = 0.1
"""Real seconds between looks at an environment that answers fast: looking takes longer than a short handler runs."""

WORTHWHILE = 0.005
"""Real seconds of an invocation after which a look costs little beside it."""


LOOKS_PER_SECOND = 500.0
LOOKS_AT_ONCE = 100
"""How often all environments together are looked at when invocations end: 2 % of a core."""


class Looks:
    """A token bucket in real time, for looks at environments' memory."""

    def __init__(self) -> None:
        self._tokens = float(LOOKS_AT_ONCE)
        self._at = 0.0

    def take(self, now: float) -> bool:
        """Take a look, if one is left at real time `now`."""
        self._tokens = min(LOOKS_AT_ONCE, self._tokens + (now - self._at) * LOOKS_PER_SECOND)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Memory:
    """The most that one environment has used.

    Args:
        looks: how often all environments together may be looked at.

    Attributes:
        peak: in MB, rounded up.
    """

    def __init__(self, looks: Looks) -> None:
        self.peak = 0
        self._looks = looks
        self._looked_at = 0.0

    def due(self, now: float, started: float) -> bool:
        """Whether to look at the end of an invocation that began at `started` (both of `perf_counter`)."""
        worthwhile = now - started >= WORTHWHILE or now - self._looked_at >= INTERVAL
        return worthwhile and self._looks.take(now)

    def look(self, pids: list[int], now: float) -> int:
        """Measure the processes `pids` and all below them; returns what they use now, in MB."""
        self._looked_at = now
        used = sum(tree_kilobytes(pid) for pid in pids)
        megabytes = -(-used // 1024)
        self.peak = max(self.peak, megabytes)
        return megabytes


def tree_kilobytes(pid: int) -> int:
    """Memory of `pid` and of all below it, each page counted once: what it had resident at most, and their own pages.

    Of a child only pages of its own count, since what it shares with its parent is counted there. The kernel keeps
    the parent's high-water mark, so that what was used between two looks is not missed.
    """
    return peak_kilobytes(pid) + sum(private_kilobytes(child) for child in descendants(pid))


def peak_kilobytes(pid: int) -> int:
    """The most resident memory that the process `pid` has had, 0 where it is gone; outside Linux what it has now."""
    try:
        found = PEAK.search(read_whole(f"/proc/{pid}/status"))
    except OSError:
        found = None
    return int(found.group(1)) if found is not None else _resident_kilobytes(pid)


def private_kilobytes(pid: int) -> int:
    """Memory that no other process shares with `pid`, 0 where it is gone; where the system tells only all, all."""
    try:
        listed = read_whole(f"/proc/{pid}/smaps_rollup")
    except OSError:
        return _resident_kilobytes(pid)
    return sum(int(size) for size in PRIVATE.findall(listed))


def _resident_kilobytes(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss) // 1024
    except psutil.Error:
        return 0
