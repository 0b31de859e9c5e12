"""The size of an environment's `/tmp` where the kernel does not hold it to one: looked at, and said when it is over.

With a `/tmp` of its own an environment gets ENOSPC from the file system, as on Lambda. Where it has a folder instead,
the system limits each file, and what all of them take is only reported.
"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

BLOCK = 512
"""Bytes of a block in `st_blocks`."""


class Storage:
    """Looks at a folder that stands for `/tmp` and says once that it holds more than `limit` MB."""

    def __init__(self, folder: Path, limit: int, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._limit = limit
        self._say = say
        self._looking: asyncio.Future[int] | None = None
        self._said = False

    def look(self) -> None:
        """Measure the folder in a thread, unless there is nothing in it."""
        if self._said or self._looking is not None or not _holds_anything(self._folder):
            return
        self._looking = asyncio.get_running_loop().run_in_executor(None, folder_bytes, self._folder)
        self._looking.add_done_callback(self._compare)

    def _compare(self, looking: "asyncio.Future[int]") -> None:
        self._looking = None
        megabytes = looking.result() / (1 << 20)
        if megabytes > self._limit:
            self._said = True
            self._say(
                f"/tmp holds {megabytes:.0f} MB and may hold {self._limit} MB: on Lambda writing would have failed "
                "with ENOSPC. Raise EphemeralStorage or delete files"
            )


def folder_bytes(folder: Path) -> int:
    """Bytes that all files below `folder` take on the disk."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += Path(parent, name).lstat().st_blocks * BLOCK
            except FileNotFoundError:
                continue  # It was deleted meanwhile.
    return total


def _holds_anything(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except FileNotFoundError:
        return False
