"""The Textual application: theme, first screen, palette, and how it ends."""

import asyncio
import signal
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from lgtui.console.emulator import EmulatorProcess
from lgtui.console.screens.commands import OffersCommands
from lgtui.console.screens.explorer import ExplorerScreen
from lgtui.console.session import Session
from lgtui.console.theme import THEME
from lgtui.console.widgets.frame_clock import FrameClock

if TYPE_CHECKING:
    from lgtui.console.screens.picker import DemoFolder


class ExplorerApp(App[int]):
    """The explorer on one project or one running region.

    Args:
        project: folder or template to serve by an emulator of its own.
        port: that emulator's gateway port, or None for the default one.
        attach_url: the control URL of a running region, instead of a project.
        demos: what to pick from where there is neither.
        serve_arguments: further arguments for the emulator.
        frame_clock: draws the live panes; a test gives a manual one.
    """

    TITLE = "lgtui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "quit", show=False, id="quit"),
        Binding("ctrl+c,ctrl+q", "quit", "quit", show=False, priority=True, id="quit-anywhere"),
    ]

    def __init__(
        self,
        project: Path | None = None,
        port: int | None = None,
        attach_url: str = "",
        demos: "Sequence[DemoFolder]" = (),
        serve_arguments: "Sequence[str]" = (),
        frame_clock: FrameClock | None = None,
    ) -> None:
        super().__init__()
        self._project = project
        self._port = port
        self._attach_url = attach_url
        self._demos = demos
        self._serve_arguments = serve_arguments
        self._frame_clock = frame_clock
        self._session: Session | None = None

    async def on_mount(self) -> None:
        """Take the theme and the signals that end a terminal program, and show the first screen."""
        self.register_theme(THEME)
        self.theme = THEME.name
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.exit, 0)
        if self._project or self._attach_url:
            await self._explore(self._project)
        else:
            await self._pick()

    async def on_unmount(self) -> None:
        """End the emulator, if it is ours, before the process ends."""
        if self._session:
            await self._session.close()

    async def _explore(self, project: Path | None) -> None:
        """Explore a project, or without one the region to attach to."""
        emulator = EmulatorProcess(project, self._port, self._serve_arguments) if project else None
        self._session = session = Session(emulator, self._attach_url)
        await self.push_screen(ExplorerScreen(session, self._frame_clock))

    async def _pick(self) -> None:
        from lgtui.console.screens.picker import PickerScreen

        await self.push_screen(PickerScreen(self._demos), self._picked)

    async def _picked(self, project: Path | None) -> None:
        if project:
            await self._explore(project)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: what the screen offers, then what every Textual application does."""
        if isinstance(screen, OffersCommands):
            yield from screen.commands()
        yield from super().get_system_commands(screen)
