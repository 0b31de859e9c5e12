"""The processes below a process: found wherever they went, stopped and continued together.

A child that left its process group (`setsid`, a daemon's two forks) is not reached by a signal to the group. The fork
server makes every environment's first process the reaper of its orphans, so that all of them stay below it; Linux
lists the children of each thread.
"""

import os
import signal
from pathlib import Path

import psutil

LISTS_CHILDREN = Path(f"/proc/self/task/{os.getpid()}/children").exists()
MAX_ROUNDS = 8
"""Looks for processes that were forked while the others were being stopped."""


def descendants(pid: int) -> list[int]:
    """Process ids of all that `pid` started and that still run, its children's children too."""
    if not LISTS_CHILDREN:
        return _all_below(pid)
    found: list[int] = []
    parents = [pid]
    while parents:
        children = [child for parent in parents for child in _children(parent)]
        found += children
        parents = children
    return found


def signal_group(pid: int, number: signal.Signals) -> None:
    """Send a signal to the process group that `pid` leads; a group that has ended takes none."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return  # Nobody is left in it (macOS answers EPERM for a group of zombies).


def stop_tree(pid: int) -> list[int]:
    """SIGSTOP the group of `pid` and everything below it.

    Returns:
        The processes that are not in its group, for `continue_tree`.
    """
    signal_group(pid, signal.SIGSTOP)
    strays: list[int] = []
    for _ in range(MAX_ROUNDS):
        new = [child for child in descendants(pid) if child not in strays and _group(child) not in (pid, 0)]
        if not new:
            break
        for stray in new:
            _signal(stray, signal.SIGSTOP)
        strays += new
    return strays


def continue_tree(pid: int, strays: list[int]) -> None:
    """SIGCONT what `stop_tree` stopped."""
    signal_group(pid, signal.SIGCONT)
    for stray in strays:
        _signal(stray, signal.SIGCONT)


def read_whole(path: str) -> bytes:
    """A file of `/proc` in one read; pathlib takes thrice as long, and these are read for every slow invocation.

    Raises:
        OSError: the process has ended.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 65_536)
    finally:
        os.close(descriptor)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for thread in os.scandir(f"/proc/{pid}/task"):
            found += map(int, read_whole(f"{thread.path}/children").split())
    except OSError:
        return found  # It has ended meanwhile.
    return found


def _all_below(pid: int) -> list[int]:
    try:
        return [process.pid for process in psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return []


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except (ProcessLookupError, PermissionError):
        return 0


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return  # It has ended meanwhile.
