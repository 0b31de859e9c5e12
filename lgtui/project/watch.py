"""Tells what is saved below some folders, a burst of saves at a time.

Folders are watched one by one and not as trees, so that `node_modules` and virtual environments cost nothing.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from watchfiles import Change, awatch

STEP_MS = 20
"""A burst ends once nothing is saved for this long: an atomic rename is one burst, a single save is told at once."""

MAX_FOLDERS = 5_000
"""Folders watched at most; further ones are not followed."""

IGNORED_FOLDERS = frozenset(
    {
        ".aws-sam", ".git", ".hg", ".idea", ".lgtui", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".svn", ".tox",
        ".venv", ".vscode", "__pycache__", "node_modules",
    }
)  # fmt: skip
_IGNORED_SUFFIXES = (".pyc", ".pyo", ".swp", ".swo", ".swx", ".tmp", "~")
_IGNORED_PREFIXES = (".#", "#")
_IGNORED_NAMES = frozenset({".DS_Store", "4913"})
"""`4913` is the file by which Vim tries whether it may write."""


class Saved(NamedTuple):
    """A file that was saved, or deleted."""

    path: Path
    deleted: bool = False


async def saves(folders: Callable[[], Iterable[Path]]) -> AsyncIterator[list[Saved]]:
    """Every burst of saves below `folders`, for ever.

    Args:
        folders: what to watch; asked again after each burst, for what it brings may change what there is to watch.
    """
    watched = trees(folders())
    while True:
        async for changes in awatch(*watched, step=STEP_MS, watch_filter=is_worth_telling, recursive=False):
            yield sorted(Saved(Path(path), change is Change.deleted) for change, path in changes)
            wanted = trees(folders())
            if wanted != watched:
                break
        new, watched = wanted - watched, wanted
        # What was written into a new folder before it is watched is told by the folder's own name.
        if new:
            yield sorted(Saved(folder) for folder in new)


def is_worth_telling(change: Change, path: str) -> bool:
    """Whether a change is one of the project's own, and no editor's, cache's or version control's."""
    name = os.path.basename(path)  # noqa: PTH119 -- runs for every change, and a Path costs ten times as much
    return not (
        name in IGNORED_FOLDERS
        or name in _IGNORED_NAMES
        or name.endswith(_IGNORED_SUFFIXES)
        or name.startswith(_IGNORED_PREFIXES)
    )


def trees(roots: Iterable[Path]) -> set[Path]:
    """The folders in `roots` that exist, and every folder below them that may hold the project's files."""
    return set(islice((folder for root in set(roots) if root.is_dir() for folder in _below(root)), MAX_FOLDERS))


def _below(root: Path) -> Iterator[Path]:
    for folder, names, _ in os.walk(root):
        yield Path(folder)
        names[:] = [name for name in names if name not in IGNORED_FOLDERS and not _is_environment(folder, name)]


def _is_environment(folder: str, name: str) -> bool:
    """Whether it is a virtual environment, whatever its name."""
    return os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))  # noqa: PTH110, PTH118 -- once for every folder
