"""The folder that an emulator works in: removed when it ends, or by the next one where it was killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path("/var/tmp")
"""Where it lies unless TMPDIR says otherwise: not below `/tmp`, which is each environment's own."""

PREFIX = "lgtui-work-"


@contextmanager
def work_folder() -> Iterator[Path]:
    """Make a folder for the life of this emulator, and remove those of emulators that were killed."""
    root = Path(tempfile.gettempdir()) if "TMPDIR" in os.environ or not ROOT.is_dir() else ROOT
    for folder in root.glob(f"{PREFIX}*"):
        _remove_where_left(folder)
    folder, lock = _make(root)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _make(root: Path) -> tuple[Path, int]:
    """A new folder and the lock on it; once more where another emulator took it for one that was left."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
        lock = _lock(folder)
        if lock is not None:
            return folder, lock


def _remove_where_left(folder: Path) -> None:
    """Remove a folder that nobody holds a lock on."""
    lock = _lock(folder)
    if lock is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _lock(folder: Path) -> int | None:
    """Lock `folder` as long as the descriptor is open; None where somebody else does, or it is gone or not ours."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    if not folder.exists() or folder.stat().st_uid != os.getuid():
        os.close(descriptor)
        return None
    return descriptor
