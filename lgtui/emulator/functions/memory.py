"""The most memory a process has used."""

import re
from pathlib import Path

import psutil

PEAK = re.compile(rb"VmHWM:\s+(\d+) kB")


def peak_megabytes(pid: int) -> int:
    """The peak resident memory of the process `pid` in MB, rounded up; 0 where the process is gone.

    The kernel's own high-water mark on Linux; elsewhere what is resident now. It counts the process that runs the
    handler, not those it started.
    """
    try:
        found = PEAK.search(Path(f"/proc/{pid}/status").read_bytes())
    except OSError:
        found = None
    if found is not None:
        return -(-int(found.group(1)) // 1024)
    try:
        return -(-int(psutil.Process(pid).memory_info().rss) // 1_048_576)
    except psutil.Error:
        return 0
