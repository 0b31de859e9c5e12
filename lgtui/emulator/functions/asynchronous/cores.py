"""Whether this machine has cores to spare."""

from typing import Protocol

import psutil

SPARE = 0.2
"""Share of the machine's time in which its cores were idle, from which on they have something to spare."""


class Load(Protocol):
    """Tells how busy a machine is."""

    def note(self) -> None:
        """Look from now on."""

    def has_spare(self) -> bool:
        """Whether there was something to spare since `note`."""


class Cores:
    """This machine's load."""

    def __init__(self) -> None:
        self._total = self._idle = 0.0

    def note(self) -> None:
        """Look from now on."""
        self._total, self._idle = _times()

    def has_spare(self) -> bool:
        """Whether the cores were idle for a share of the time since `note`."""
        total, idle = _times()
        return idle - self._idle >= SPARE * (total - self._total)


def _times() -> tuple[float, float]:
    """Seconds of all cores together since the machine started, and those of them that were idle."""
    times = psutil.cpu_times()
    return float(sum(times)), float(times.idle)
