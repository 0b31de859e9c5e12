"""The screen's first and last line: where requests go, and the keys that do something here."""

import time

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from lgtui import frames
from lgtui.console.theme import DIM

MOST_KEYS = 8
"""Key hints shown at most, as many as fit 80 columns."""

ROOMY_WIDTH = 100
"""Columns from which the hints stand wider apart."""

KEY_NAMES = {"ctrl+": "^", "slash": "/", "question_mark": "?"}


class HeaderLine(Static):
    """Says which API, stage, deployment and URL are shown, and whether the region lives."""

    DEFAULT_CSS = """
    HeaderLine { height: 1; background: $panel; padding: 0; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def show(
        self, api: frames.ApiView | None, stage: frames.StageView | None, clock: frames.ClockView, life: str
    ) -> None:
        """Draw the line; `life` is `live`, or what the connection is doing instead."""
        chip = (" λ lgtui ", "bold $background on $primary")
        self.update(Content.assemble(chip, "  ", *_place(api, stage), *_life(clock, life)))


def _place(api: frames.ApiView | None, stage: frames.StageView | None) -> list[tuple[str, str]]:
    if api is None:
        return []
    parts = [(api.name or api.id, "bold")]
    if stage:
        when = time.strftime("%H:%M", time.localtime(stage.deployment_time))
        said = f" “{stage.deployment_description}”" if stage.deployment_description else ""
        parts += [(f" ▸ {stage.name} ▸ deployment{said} {when}", DIM), (f"   {stage.url}", "$primary")]
    return [*parts, ("   ", "")]


def _life(clock: frames.ClockView, life: str) -> list[tuple[str, str]]:
    if life != "live":
        return [(f"○ {life}", "$warning")]
    speed = ("⏸ paused", "bold $warning") if clock.paused else (f"▶ ×{clock.speed:.1f}", "$warning")
    return [("● live", "$success"), ("  ", ""), speed]


class KeysToClick(Static):
    """A line whose parts press a key when they are clicked: those with the meta `key`."""

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        if key := event.style.meta.get("key"):
            self.app.simulate_key(key)


class KeyLine(KeysToClick):
    """The keys that do something where the focus is, each a button for the mouse too."""

    DEFAULT_CSS = """
    KeyLine { height: 1; background: $panel; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._show)
        self._show(self.screen)

    def _show(self, screen: Screen[object]) -> None:
        """Draw the hints again."""
        if not screen.is_current:
            return
        focused = screen.focused
        hints: dict[str, Content] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in hints or _is_typed(focused, binding.key):
                continue
            hints[binding.action] = Content.assemble(
                (binding.key_display or _key_name(binding.key), "bold $warning"), f" {binding.description}"
            ).stylize(Style.from_meta({"key": binding.key}))
        gap = "  " if self.size.width < ROOMY_WIDTH else "   "
        self.update(Content(gap).join(list(hints.values())[:MOST_KEYS]))

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show(self.screen)


def _is_typed(focused: Widget | None, key: str) -> bool:
    """Whether a key would only write a character into the field that has the focus."""
    character = {"slash": "/", "question_mark": "?", "space": " "}.get(key, key if len(key) == 1 else None)
    return focused is not None and character is not None and focused.check_consume_key(key, character)


def _key_name(key: str) -> str:
    for name, shown in KEY_NAMES.items():
        key = key.replace(name, shown)
    return key


class PaneTabs(KeysToClick):
    """The six panes as tabs, where only one of them is shown."""

    DEFAULT_CSS = """
    PaneTabs { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: clip; }
    """
    NAMES = ("Resources", "Request", "Response", "Buckets", "Environments", "Logs")

    def show(self, current: int) -> None:
        """Draw the tabs with one of them chosen."""
        tabs = [
            Content.assemble((f"{number} ", "$warning"), name)
            .stylize("bold reverse" if number == current else DIM)
            .stylize(Style.from_meta({"key": str(number)}))
            for number, name in enumerate(self.NAMES, 1)
        ]
        self.update(Content("  ").join(tabs))
