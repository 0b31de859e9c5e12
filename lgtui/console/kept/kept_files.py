"""Files that the console keeps for its user: written whole or not at all, readable by that user alone."""

import os
import tempfile
from pathlib import Path

OWNER_ONLY = 0o700


def write_whole(file: Path, content: bytes) -> None:
    """Put `content` into `file`; whoever reads it meanwhile finds the old content or the new.

    Raises:
        OSError: the folder cannot be written.
    """
    make_private(file.parent)
    descriptor, unfinished = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(unfinished).replace(file)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise


def append_line(file: Path, line: bytes) -> None:
    """Add a line to `file`.

    Raises:
        OSError: the folder cannot be written.
    """
    make_private(file.parent)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "ab") as stream:
        stream.write(line + b"\n")


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can look into: requests hold secrets."""
    folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)


def set_aside(file: Path) -> Path:
    """Rename a file that cannot be read, so that it is not lost; gives its new name."""
    aside = file.with_name(f"{file.name}.unreadable")
    file.replace(aside)
    return aside
