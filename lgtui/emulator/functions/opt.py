"""The `/opt` of an environment: the function's layers, unpacked over each other, and the extensions in them."""

import asyncio
import hashlib
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from lgtui.emulator.functions.revision import Place

TMP = Path("/tmp")
OPT = Path("/opt")


async def assemble(work_folder: Path, layers: tuple[Path, ...]) -> Path | None:
    """The folder that stands for `/opt`.

    Args:
        work_folder: where several layers are put together, once for each combination.
        layers: unpacked layers in the function's order; files of later ones win.

    Returns:
        The layer itself where there is one, None where there is none.

    Raises:
        OSError: a layer cannot be read, or the disk is full.
    """
    if len(layers) < 2:
        return layers[0] if layers else None
    name = hashlib.sha256("\n".join(map(str, layers)).encode()).hexdigest()[:16]
    target = work_folder / "opt" / name
    if not target.exists():
        await asyncio.to_thread(_merge, layers, target)
    return target


def extensions(folder: Path | None) -> list[str]:
    """The names of the external extensions of an `/opt`: every file in its `extensions`."""
    if folder is None or not (folder / "extensions").is_dir():
        return []
    return sorted(path.name for path in (folder / "extensions").iterdir() if path.is_file())


def apart(place: Place, needs: tuple[Path, ...]) -> Place:
    """`place` with a `/tmp` and an `/opt` of its own, as far as they hide nothing that its processes need.

    Code or an interpreter below the machine's `/tmp` keeps the environment in the machine's, with a folder of its own
    as `TMPDIR`; below `/opt` it keeps the layers in their folder.
    """
    if _below(TMP, needs):
        return place
    space = place._replace(space=place.temporary.name, temporary=TMP)
    if place.layers is None:
        return space
    if OPT.is_dir() and not _below(OPT, needs):
        return space._replace(layers=OPT, opt=str(place.layers))
    return place if _below(TMP, (place.layers,)) else space


@lru_cache(maxsize=1_000)
def _below(root: Path, folders: tuple[Path, ...]) -> bool:
    """Whether one of `folders` lies below `root`; remembered, because looking takes longer than a fork."""
    return any(folder.resolve().is_relative_to(root.resolve()) for folder in folders)


def _merge(layers: tuple[Path, ...], target: Path) -> None:
    """Put `layers` together beside `target` and move the whole there, so that it is never seen half done."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=target.parent))
    for layer in layers:
        shutil.copytree(layer, unfinished, symlinks=True, dirs_exist_ok=True, copy_function=_link_or_copy)
    try:
        unfinished.rename(target)
    except OSError:
        shutil.rmtree(unfinished)
        if not target.exists():
            raise


def _link_or_copy(source: str, target: str) -> None:
    """A hard link costs no room; across file systems it takes a copy."""
    Path(target).unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
