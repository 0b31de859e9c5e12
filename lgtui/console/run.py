"""Runs the explorer: what the command line calls."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lgtui.console.collector import collect_seldom

if TYPE_CHECKING:
    from lgtui.console.screens.picker import DemoFolder


def run_console(
    project: Path | None,
    port: int | None,
    attach_url: str | None = None,
    demos: "Sequence[DemoFolder]" = (),
    serve_arguments: Sequence[str] = (),
) -> int:
    """Open the explorer and return the process's exit code once it is left: 0, unless the console itself failed.

    Args:
        project: folder or template to serve and explore; None to attach, or to pick one of `demos`.
        port: the gateway's port, or None for the default one.
        attach_url: the control URL of a running region.
        demos: what the picker offers where there is neither project nor URL.
        serve_arguments: further arguments for the emulator.
    """
    collect_seldom()
    from lgtui.console.app import ExplorerApp

    app = ExplorerApp(project, port, attach_url or "", demos, serve_arguments)
    app.run()
    return app.return_code or 0
