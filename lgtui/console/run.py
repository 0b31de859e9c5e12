"""Runs the explorer: what the command line calls."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lgtui.console.collector import collect_seldom
from lgtui.console.emulator import EmulatorProcess

if TYPE_CHECKING:
    from lgtui.console.screens.picker import DemoFolder

SIXTEEN_COLOURS = "standard"
"""What Rich calls a terminal that has no more: colours of another theme would end as greys there."""

UPDATES_PER_SECOND = "120"
"""How often Textual paints what has changed, at most: a key waits for the next time. Live panes change less often."""


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
    return asyncio.run(_run(project, port, attach_url, demos, serve_arguments))


async def _run(
    project: Path | None, port: int | None, attach_url: str | None, demos: "Sequence[DemoFolder]", rest: Sequence[str]
) -> int:
    """Let the emulator start while the screen is imported and painted, which takes as long."""
    emulator = EmulatorProcess(project, port, rest) if project else None
    try:
        if emulator:
            await emulator.launch()
        os.environ.setdefault("TEXTUAL_FPS", UPDATES_PER_SECOND)  # which Textual reads when it is imported
        from lgtui.console.app import ExplorerApp
        from lgtui.console.theme import TERMINAL

        app = ExplorerApp(project, port, attach_url or "", demos, rest, emulator=emulator)
        if app.console.color_system == SIXTEEN_COLOURS:
            app.begin_with(TERMINAL.name)
        await app.run_async()
    finally:
        if emulator:
            await emulator.stop()
    return app.return_code or 0
