"""Closed-loop load with wrk, and what it measured."""

import re
import shutil
import subprocess
from dataclasses import dataclass

_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@dataclass(frozen=True)
class Load:
    """What one run measured: answers per second, median latency in milliseconds, answers that were not 2xx or 3xx."""

    rate: float
    p50_ms: float
    failed: int


def run(url: str, connections: int, seconds: int) -> Load:
    """Keep `connections` requests under way for `seconds`.

    Raises:
        SystemExit: wrk is not installed.
    """
    if shutil.which("wrk") is None:
        raise SystemExit("The benchmarks need wrk on the PATH (Debian: apt-get install wrk; macOS: brew install wrk).")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", url]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    p50 = re.search(r"50%\s+([\d.]+)(us|ms|s)", output)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    if rate is None or p50 is None:
        raise RuntimeError(f"wrk said something unexpected:\n{output}")
    return Load(float(rate[1]), float(p50[1]) * _UNITS[p50[2]], int(failed[1]) if failed else 0)
