"""The bursts of a project that are over: listed, looked at again, exported."""

import time
from pathlib import Path

from lgtui.console.kept.kept_lines import KeptLines
from lgtui.load.report import FORMATS, BurstRecord, write_report
from lgtui.load.target import BurstRefusal

KEPT = 50
"""Bursts that are kept, the newest."""


def bursts_of(folder: Path) -> KeptLines[BurstRecord]:
    """The last bursts of a project; `folder` is the project's own, of `folders.project_folder`."""
    return KeptLines(folder / "bursts.jsonl", BurstRecord, KEPT, "list of bursts")


def export(kept: BurstRecord, folder: Path) -> list[Path] | str:
    """Write a burst as JSON and as SVG into a folder; gives the files, or in words why it failed."""
    stem = time.strftime("burst-%Y%m%d-%H%M%S", time.localtime(kept.at))
    files = [folder / f"{stem}{ending}" for ending in FORMATS]
    try:
        for file in files:
            write_report(kept, file)
    except BurstRefusal as refusal:
        return str(refusal)
    return files
