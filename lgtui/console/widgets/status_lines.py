"""The screen's first and last line: where requests go, and the keys that do something here."""

import time
from collections.abc import Callable

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from lgtui import frames
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import harmless

MOST_KEYS = 8
"""Key hints shown at most where there is little room."""

LEADING = 2
"""Hints of the screen that come before what the focused pane adds."""

ROOMY_WIDTH = 100
"""Columns from which the hints stand wider apart, and all of them."""

KEY_NAMES = {"ctrl+": "^", "slash": "/", "question_mark": "?"}


class ActionsToClick(Static):
    """A line whose parts do something when they are clicked: those with the meta `action`, one of the screen's."""

    async def on_click(self, event: events.Click) -> None:
        """Do what the part that was clicked stands for."""
        if action := event.style.meta.get("action"):
            await self.run_action(f"screen.{action}")


def _clicked(action: str, part: Content) -> Content:
    return part.stylize(Style.from_meta({"action": action}))


class HeaderLine(ActionsToClick):
    """Says which API, stage, deployment and URL are shown, and whether the region lives.

    A click on the stage edits it, on the deployment shows all of them, on the cache what it holds, on the URL copies
    it, and on the clock stops time.
    """

    DEFAULT_CSS = """
    HeaderLine { height: 1; background: $panel; padding: 0; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Content] = []

    def show(
        self,
        api: frames.ApiView | None,
        stage: frames.StageView | None,
        clock: frames.ClockView,
        life: str,
        cost: float = 0.0,
    ) -> None:
        """Draw the line.

        Args:
            api: whose methods are shown, if there is one.
            stage: that requests go to.
            clock: how time runs.
            life: `live`, or what the connection is doing instead.
            cost: US dollars that the work so far would have cost on AWS.
        """
        chip = Content.styled(" λ lgtui ", "bold $button-color-foreground on $primary")
        name = Content.styled(harmless(api.name or api.id), "bold") if api else Content("")
        place = _clicked("stage", Content.styled(f" ▸ {stage.name}" if stage else "", DIM))
        deployment = _clicked("deployments", Content.styled(_deployment(stage) if stage else "", DIM))
        cache = _clicked("cache", Content.styled(_cache(stage.cache) if stage and stage.cache else "", DIM))
        url = _clicked("copy_url", Content.styled(stage.url if stage else "", "$primary"))
        state = _life(clock, life)
        spent = Content.styled(f"≈ ${cost:,.4f} so far" if cost else "", DIM)
        self._lines = [
            _joined(chip, name + place + deployment, cache, url, state, spent),
            _joined(chip, name + place + deployment, cache, url, state),
            _joined(chip, name + place + deployment, url, state, spent),
            _joined(chip, name + place + deployment, url, state),
            _joined(chip, name + place, url, state),
            _joined(chip, name + place, state),
            _joined(chip, state),
        ]
        self._draw()

    def on_resize(self) -> None:
        """Say as much as there is room for."""
        self._draw()

    def _draw(self) -> None:
        if self._lines:
            line = next((line for line in self._lines if line.cell_length <= self.size.width), self._lines[-1])
            self.update(line, layout=False)


def _joined(*parts: Content) -> Content:
    return Content("   ").join([part for part in parts if part])


def _deployment(stage: frames.StageView) -> str:
    when = time.strftime("%H:%M", time.localtime(stage.deployment_time))
    said = f" “{harmless(stage.deployment_description)}”" if stage.deployment_description else ""
    return f" ▸ deployment{said} {when}"


def _cache(cache: frames.CacheView) -> str:
    """A stage's cache, with what it does where it does not answer yet, or no longer."""
    doing = {"CREATE_IN_PROGRESS": ", being made", "DELETE_IN_PROGRESS": ", being deleted"}.get(cache.status, "")
    return f"cache {cache.size} GB{doing}, ≈ ${frames.CACHE_PRICES.get(cache.size, 0):g}/h"


def _life(clock: frames.ClockView, life: str) -> Content:
    if life != "live":
        return Content.styled(f"○ {life}", "$warning")
    return Content.assemble(("● live", "$success"), "  ", _clicked("toggle_clock", time_chip(clock)))


def time_chip(clock: frames.ClockView) -> Content:
    """How time runs; as a chip that nobody misses, with a word, where it is not as usual."""
    if clock.paused:
        return Content.styled(" ⏸ TIME PAUSED ", "bold $button-color-foreground on $warning")
    if clock.speed == 1:
        return Content.styled("▶ ×1.0", "$warning")
    word = "SLOW MOTION" if clock.speed < 1 else "FAST FORWARD"
    return Content.styled(f" ▶ ×{clock.speed:g} {word} ", "bold $button-color-foreground on $warning")


def short_time_chip(clock: frames.ClockView) -> Content:
    """The same in fewer columns; nothing where time runs as usual."""
    if clock.paused:
        return Content.styled(" ⏸ PAUSED ", "bold $button-color-foreground on $warning")
    if clock.speed == 1:
        return Content("")
    word = "SLOW" if clock.speed < 1 else "FAST"
    return Content.styled(f" ▶ {word} ×{clock.speed:g} ", "bold $button-color-foreground on $warning")


LAST = ("leave", "help")
"""Actions whose keys stand at the end of the line of keys."""


class KeyLine(Static):
    """The keys that do something where the focus is, each a button for the mouse too.

    Args:
        hints_at: whether an action's key is shown, for an action that could be taken but hardly will be.
    """

    DEFAULT_CSS = """
    KeyLine { height: 1; background: $panel; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, hints_at: Callable[[str], bool] = lambda _action: True) -> None:
        super().__init__()
        self._hints_at = hints_at

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._show)
        self._show(self.screen)

    def _show(self, screen: Screen[object]) -> None:
        """Draw the hints again: the screen's two first, what the focused pane adds, then its others and `LAST`."""
        if not screen.is_current:
            return
        shown = [active for active in screen.active_bindings.values() if active.binding.show and active.enabled]
        hints: dict[str, Content] = {}
        shown.sort(key=lambda active: active.binding.action in LAST)
        general = [active for active in shown if active.node is screen]
        special = [active for active in shown if active.node is not screen]
        for active in (*general[:LEADING], *special, *general[LEADING:]):
            if self._hints_at(active.binding.action) and not _is_typed(screen.focused, active.binding.key):
                hints.setdefault(active.binding.action, _hint(active.binding))
        self.update(_most_important(hints, self.content_size.width))

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show(self.screen)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        if key := event.style.meta.get("key"):
            self.app.simulate_key(key)


def _most_important(hints: dict[str, Content], width: int) -> Content:
    """As many hints as there is room for; those that lead away, and to all others, are always the last."""
    last = [hints.pop(action) for action in ("leave", "help") if action in hints]
    others = list(hints.values())
    roomy = width >= ROOMY_WIDTH
    if not roomy:
        del others[MOST_KEYS - len(last) :]
    line = Content("   " if roomy else "  ").join([*others, *last])
    while line.cell_length > width and others:
        others.pop()
        line = Content("  ").join([*others, *last])
    return line


def _hint(binding: Binding) -> Content:
    key = (binding.key_display or _key_name(binding.key), "bold $warning")
    return Content.assemble(key, f" {binding.description}").stylize(Style.from_meta({"key": binding.key}))


def _is_typed(focused: Widget | None, key: str) -> bool:
    """Whether a key would only write a character into the field that has the focus."""
    character = {"slash": "/", "question_mark": "?", "space": " "}.get(key, key if len(key) == 1 else None)
    return focused is not None and character is not None and focused.check_consume_key(key, character)


def _key_name(key: str) -> str:
    for name, shown in KEY_NAMES.items():
        key = key.replace(name, shown)
    return key


class PaneTabs(ActionsToClick):
    """The panes as tabs, where only one of them is shown."""

    DEFAULT_CSS = """
    PaneTabs { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: clip; }
    """
    NAMES = ("Resources", "Request", "Response", "Buckets", "Environments", "Logs", "Lab")

    def show(self, current: int) -> None:
        """Draw the tabs with one of them chosen."""
        tabs = [
            _clicked(f"pane({number})", Content.assemble((f"{number} ", "$warning"), name)).stylize(
                "bold reverse" if number == current else DIM
            )
            for number, name in enumerate(self.NAMES, 1)
        ]
        self.update(Content("  ").join(tabs))
