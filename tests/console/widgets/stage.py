"""A stage for one widget: an app with nothing else in it, a frame clock that stands still, and its screen as text."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from lgtui.console.theme import DARK
from lgtui.console.widgets.frame_clock import FrameClock


class StillClock(FrameClock):
    """A frame clock that ticks when told, at a time that a test sets."""

    def __init__(self, seconds: float = 100.0) -> None:
        super().__init__(now=lambda: self.seconds, manual=True)
        self.seconds = seconds

    def tick_at(self, seconds: float) -> None:
        """Draw the frame of this instant."""
        self.seconds = seconds
        self.tick()


class Stage(App[None]):
    """Shows one widget over the whole screen."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._actor = widget
        self.register_theme(DARK)
        self.theme = DARK.name
        self.posted: list[object] = []

    def compose(self) -> ComposeResult:
        yield self._actor

    def lines(self) -> list[str]:
        """What is on the screen, without the spaces at the end of lines."""
        width, height = self.size
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip()[:width] for strip in strips[:height]]

    def colours(self, line: int) -> dict[str, str]:
        """Text → colour of the pieces of one line on the screen that have a colour."""
        strip = self.screen._compositor.render_strips()[line]
        pieces = [(s.text.strip(), s.style.color.name) for s in strip if s.style and s.style.color]
        return {text: colour for text, colour in pieces if text}


@contextmanager
def layouts_of(screen: Screen[Any]) -> Iterator[list[Screen[Any]]]:
    """Notes every time that the screen is laid out."""
    noted: list[Screen[Any]] = []
    screen.screen_layout_refresh_signal.subscribe(screen, noted.append)
    yield noted
    screen.screen_layout_refresh_signal.unsubscribe(screen)
