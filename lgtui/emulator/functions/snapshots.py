"""A folder of code, or of a layer, as it is at one moment: its hash, and a copy that nobody edits."""

import base64
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from lgtui.emulator.functions.code import NOT_PACKAGED, CodeOnDisk

_IGNORED = shutil.ignore_patterns(*NOT_PACKAGED)


def snapshot(folder: Path, target: Path, copies: Sequence[CodeOnDisk]) -> CodeOnDisk:
    """An immutable copy of a folder as it is now: one of `copies` where that is the same, else a new one.

    Args:
        folder: what is copied.
        target: a new folder.
        copies: earlier copies of the same folder, newest first.

    Raises:
        OSError: a file cannot be read, or has vanished meanwhile.
    """
    digest, _ = read(folder)
    same = next((earlier for earlier in copies if earlier.sha256 == digest), None)
    return same or copy(folder, target, copies[0].folder if copies else None)


def read(folder: Path) -> tuple[str, int]:
    """The SHA-256 of a folder as a deployment package, in base64, and its bytes."""
    digest, size = hashlib.sha256(), 0
    for path in _packaged(folder):
        content = path.read_bytes()
        size += len(content)
        name = os.path.relpath(path, folder)
        digest.update(f"{name}\0{path.stat().st_mode & 0o777}\0{len(content)}\0".encode() + content)
    return base64.b64encode(digest.digest()).decode(), size


def copy(folder: Path, target: Path, earlier: Path | None = None) -> CodeOnDisk:
    """An immutable copy of a folder; its hash is that of the copy, for the folder may be edited meanwhile.

    Args:
        folder: what is copied.
        target: a new folder.
        earlier: another copy of the same folder; files that have not changed since are shared with it, so that a copy
            costs as much room as what was edited.

    Raises:
        OSError: a file cannot be read, or has vanished meanwhile.
    """

    def bring(source: str, to: str) -> None:
        kept = earlier / Path(to).relative_to(target) if earlier is not None else None
        if kept is not None and _is_unchanged(kept, Path(source)):
            os.link(kept, to)
        else:
            shutil.copy2(source, to)

    shutil.copytree(folder, target, symlinks=True, ignore=_IGNORED, copy_function=bring)
    for link in [path for path in target.rglob("*") if path.is_symlink()]:
        _settle(link, folder / link.relative_to(target), folder)
    sha256, size = read(target)
    return CodeOnDisk(target, size, sha256, copied_from=folder)


def _settle(link: Path, original: Path, folder: Path) -> None:
    """Make of a copied link one within the copy; one that leads out of the folder becomes what it leads to."""
    leads_to = original.resolve()
    link.unlink()
    if leads_to.is_relative_to(folder):
        link.symlink_to(os.path.relpath(leads_to, original.parent.resolve()))
    elif leads_to.is_file():
        shutil.copy2(leads_to, link)
    elif leads_to.is_dir() and _is_elsewhere(leads_to, folder):
        shutil.copytree(leads_to, link, symlinks=True, ignore=_IGNORED)


def _packaged(folder: Path) -> Iterator[Path]:
    """The files of a deployment package, in a stable order; a link to a folder elsewhere stands for what is there."""
    for place, names, files in os.walk(folder):
        names[:] = sorted(set(names) - NOT_PACKAGED)
        yield from _existing(place, files)
        for link in (Path(place, name) for name in names):
            if link.is_symlink() and _is_elsewhere(link.resolve(), folder):
                yield from _below(link)


def _below(folder: Path) -> Iterator[Path]:
    for place, names, files in os.walk(folder):
        names[:] = sorted(set(names) - NOT_PACKAGED)
        yield from _existing(place, files)


def _existing(place: str, files: list[str]) -> Iterator[Path]:
    return (path for name in sorted(files) if (path := Path(place, name)).is_file())


def _is_elsewhere(leads_to: Path, folder: Path) -> bool:
    """Whether a link leads out of the folder, and not to one that the folder is in."""
    return not leads_to.is_relative_to(folder) and not folder.is_relative_to(leads_to)


def _is_unchanged(kept: Path, source: Path) -> bool:
    """Whether a file is as it was when it was copied to `kept`."""
    if not kept.is_file():
        return False
    then, now = kept.stat(), source.stat()
    return (then.st_size, then.st_mtime_ns, then.st_mode) == (now.st_size, now.st_mtime_ns, now.st_mode)
