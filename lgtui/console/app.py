"""The Textual application: theme, first screen, palette, and how it ends."""

import asyncio
import signal
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

import msgspec
from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from lgtui.console.clean_output import CleanOutput
from lgtui.console.emulator import EmulatorProcess
from lgtui.console.kept.folders import settings_file
from lgtui.console.kept.settings import Settings, keep_theme, read_settings, unknown_ids
from lgtui.console.masked_output import MaskedOutput
from lgtui.console.messages import SecretsSeen
from lgtui.console.screens.commands import OffersCommands
from lgtui.console.screens.opening import OpeningScreen
from lgtui.console.screens.pane_layout import STYLES
from lgtui.console.session import Session
from lgtui.console.terminal_driver import TerminalDriver
from lgtui.console.theme import DARK, THEMES
from lgtui.console.widgets.frame_clock import FrameClock

if TYPE_CHECKING:
    from lgtui.console.screens.picker import DemoFolder


SAID_FOR = 12.0
"""Seconds that what is wrong with the settings stays in sight."""

SECRETS_KEPT = 50
"""Secrets that are masked, the newest."""


@runtime_checkable
class ShowsSecrets(Protocol):
    """A screen that masks values by their names."""

    def show_secrets(self, shown: bool) -> None:
        """Show them, or mask them."""
        ...


class ExplorerApp(App[int]):
    """The explorer on one project or one running region.

    Args:
        project: folder or template to serve by an emulator of its own.
        port: that emulator's gateway port, or None for the default one.
        attach_url: the control URL of a running region, instead of a project.
        demos: what to pick from where there is neither.
        serve_arguments: further arguments for the emulator.
        frame_clock: draws the live panes; a test gives a manual one.
        emulator: that of the project, where it was launched before.
    """

    TITLE = "lgtui"
    CSS_PATH = STYLES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "quit", show=False, id="quit"),
        Binding("colon", "command_palette", "palette", key_display=":", show=False, id="palette"),
        Binding("ctrl+c,ctrl+q", "quit", "quit", show=False, priority=True, id="quit-anywhere"),
        Binding("f2", "app.secrets", "secrets", show=False, priority=True, id="show-secrets"),
    ]

    def __init__(
        self,
        project: Path | None = None,
        port: int | None = None,
        attach_url: str = "",
        demos: "Sequence[DemoFolder]" = (),
        serve_arguments: "Sequence[str]" = (),
        frame_clock: FrameClock | None = None,
        emulator: EmulatorProcess | None = None,
    ) -> None:
        super().__init__()
        self._emulator = emulator
        self._project = project
        self._port = port
        self._attach_url = attach_url
        self._demos = demos
        self._serve_arguments = serve_arguments
        self._frame_clock = frame_clock
        self._session: Session | None = None
        self._clashes: list[list[str]] = []
        self._clean_output = CleanOutput()
        self._secrets: deque[str] = deque(maxlen=SECRETS_KEPT)
        self._secrets_shown = False
        self._masked_output: MaskedOutput | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self._settings, self._complaint = _usable_settings(self.available_themes)
        self._kept_theme = self._settings.theme or DARK.name
        self.theme = self._kept_theme  # once there are widgets all of them would be styled again

    def begin_with(self, theme: str) -> None:
        """Use a theme unless the settings name one."""
        if not self._settings.theme:
            self.theme = self._kept_theme = theme

    async def on_mount(self) -> None:
        """Take the user's keys and the signals that end a terminal program, and show the first screen."""
        self._take_settings()
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.call_later, self.exit, 0)
        if self._project or self._attach_url:
            self.call_after_refresh(self._explore, self._project)
        else:
            await self._pick()

    def get_default_screen(self) -> Screen[None]:
        """What is painted first, below all others."""
        return OpeningScreen() if self._project or self._attach_url else super().get_default_screen()

    def _take_settings(self) -> None:
        """Put the user's keys into force; say what of the settings cannot be used."""
        keys = self._settings.keys
        self.set_keymap(keys)
        self._complain(self._complaint)
        if keys:
            self.call_after_refresh(self._check_ids, keys)
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        self.screen_change_signal.subscribe(self, self._hand_on)

    def _check_ids(self, keys: Mapping[str, str]) -> None:
        # Imports the whole console, which the first paint is not to wait for.
        from lgtui.console.keys import rebindable

        self._complain(unknown_ids(keys, rebindable()))

    def _complain(self, complaint: str) -> None:
        if complaint:
            self.notify(complaint, title="Settings", severity="warning", markup=False, timeout=SAID_FOR)

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Say that two commands have got the same key."""
        clashed = sorted(binding.id or binding.action for binding in clashed_bindings)
        if clashed not in self._clashes:
            self._clashes.append(clashed)
            self.notify(
                f"{' and '.join(clashed)} have the same key.", title="Settings", severity="warning", markup=False
            )

    def _keep_theme(self, theme: Theme) -> None:
        if theme.name == self._kept_theme:
            return
        self._kept_theme = theme.name
        if complaint := keep_theme(settings_file(), theme.name):
            self.notify(complaint, severity="warning", markup=False)

    async def on_unmount(self) -> None:
        """End the emulator, if it is ours, before the process ends."""
        if self._session:
            await self._session.close()

    async def _explore(self, project: Path | None) -> None:
        """Explore a project, or without one the region to attach to."""
        # What fills the panes takes longer to import than their frames to paint.
        from lgtui.console.screens.explorer import ExplorerScreen

        emulator = self._emulator or (EmulatorProcess(project, self._port, self._serve_arguments) if project else None)
        self._session = session = Session(emulator, self._attach_url)
        await self.push_screen(ExplorerScreen(session, self._frame_clock))

    async def _pick(self) -> None:
        from lgtui.console.screens.picker import PickerScreen

        await self.push_screen(PickerScreen(self._demos), self._picked)

    async def _picked(self, project: Path | None) -> None:
        if project:
            await self._explore(project)

    def get_driver_class(self) -> type[Driver]:
        """What reads and writes the terminal: Textual's, made fit for terminals that go away."""
        chosen = super().get_driver_class()
        return TerminalDriver if chosen is LinuxDriver else chosen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every drawn line passes: Textual's filters, and one that lets no control character through."""
        masking = [self._masked_output] if self._masked_output else []
        return [*super().get_line_filters(), *masking, self._clean_output]

    @on(SecretsSeen)
    def _learn(self, event: SecretsSeen) -> None:
        """Mask values from now on wherever they are drawn, and in what is drawn already."""
        if new := [value for value in dict.fromkeys(event.values) if value not in self._secrets]:
            self._secrets.extend(new)
            self._mask()

    def action_secrets(self) -> None:
        """Show what is masked, or mask it again, on every screen that is open."""
        self._secrets_shown = not self._secrets_shown
        for screen in self.screen_stack:
            if isinstance(screen, ShowsSecrets):
                screen.show_secrets(self._secrets_shown)
        self._mask()

    def _hand_on(self, screen: Screen[object]) -> None:
        """Let a screen that is opened while secrets are shown show them too."""
        if self._secrets_shown and isinstance(screen, ShowsSecrets):
            screen.call_after_refresh(screen.show_secrets, True)

    def _mask(self) -> None:
        self._masked_output = None if self._secrets_shown or not self._secrets else MaskedOutput(self._secrets)
        for screen in self.screen_stack:
            screen.refresh()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: what the screen offers, then what every Textual application does."""
        if isinstance(screen, OffersCommands):
            yield from screen.commands()
        yield from super().get_system_commands(screen)


def _usable_settings(themes: Collection[str]) -> tuple[Settings, str]:
    """The user's settings without what cannot be used, and in words why that cannot."""
    settings = read_settings(settings_file())
    if isinstance(settings, str):
        return Settings(), settings
    if settings.theme and settings.theme not in themes:
        complaint = f"There is no theme {settings.theme}; there are {', '.join(sorted(themes))}."
        return msgspec.structs.replace(settings, theme=""), complaint
    return settings, ""
