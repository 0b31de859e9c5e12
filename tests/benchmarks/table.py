"""The lines that benchmarks print."""

import statistics
import time
from collections.abc import Callable


def row(label: str, *cells: str) -> None:
    """One line of the table."""
    print(f"{label:<28}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


def ms(seconds: list[float]) -> str:
    """The median in milliseconds."""
    return f"{statistics.median(seconds) * 1000:.1f}"


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds that `work` takes by `clock`."""
    started = clock()
    work()
    return clock() - started
