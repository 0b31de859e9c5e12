"""Runs the explorer: what the command line calls."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class DemoFolder(Protocol):
    """A bundled demo, as the picker needs it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def summary(self) -> str:
        """One line of what it shows."""

    def unpack(self) -> Path:
        """Copy it into a folder of the user's, unless it is there already; gives that folder."""


def run_console(
    project: Path | None, port: int | None, attach_url: str | None = None, demos: Sequence[DemoFolder] = ()
) -> int:
    """Open the explorer and return the process's exit code once it is left: 0, unless the console itself failed.

    Args:
        project: folder or template to serve and explore; None to attach, or to pick one of `demos`.
        port: the gateway's port, or None for the default one.
        attach_url: the control URL of a running region.
        demos: what the picker offers where there is neither project nor URL.
    """
    from lgtui.console.app import ExplorerApp

    app = ExplorerApp(project, port, attach_url or "", demos)
    app.run()
    return app.return_code or 0
