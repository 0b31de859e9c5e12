"""The entries of a response cache, one a line, with their time to live running in the region's time."""

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from lgtui.console.figures.cache_words import key_words, time_left
from lgtui.console.requests.bodies import in_bytes
from lgtui.console.widgets.bucket_levels import bar, eighths
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.live_view import LiveView
from lgtui.console.widgets.plain_text import fitted, harmless
from lgtui.frames import CacheEntry

REDRAW_EVERY = 1.0
"""Real seconds between two looks at the clock."""

BAR_WIDTH = 8
SIZE_WIDTH = 9
TIME_WIDTH = 8
FIXED_WIDTH = 2 + 4 + SIZE_WIDTH + 2 + BAR_WIDTH + TIME_WIDTH
"""Cells of status, size and time, with the gaps before them."""

LOW_SHARE = 0.1
"""Of a time to live: an entry with less is about to go."""

Identity = tuple[str, str, tuple[str, ...]]


class CacheEntries(LiveView, can_focus=True):
    """Entries with a cursor; those whose time has come disappear by themselves.

    Args:
        frame_clock: when to draw.
        now: the region's time, in emulated seconds since the epoch.
    """

    DEFAULT_CSS = """
    CacheEntries {
        & > .entry--method { color: $success; }
        & > .entry--key { color: $primary; }
        & > .entry--dim { color: $foreground 55%; }
        & > .entry--time { color: $success; background: $panel; }
        & > .entry--soon { color: $warning; background: $panel; }
        & > .entry--cursor { color: $warning; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "entry--method",
        "entry--key",
        "entry--dim",
        "entry--time",
        "entry--soon",
        "entry--cursor",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", show=False),
        Binding("pagedown", "move_page(1)", "Page down", show=False),
        Binding("home,g", "move(-1000)", "First", show=False),
        Binding("end,G", "move(1000)", "Last", show=False),
    ]

    class Chosen(Message):
        """The cursor is on another entry, or on none."""

        def __init__(self, entry: CacheEntry | None) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, frame_clock: FrameClock, now: Callable[[], float]) -> None:
        super().__init__(frame_clock)
        self._now = now
        self._at = 0.0
        self._given: list[CacheEntry] = []
        self._rows: list[CacheEntry] = []
        self._row = 0
        self._chosen: CacheEntry | None = None
        self._hint = ""
        self._secrets = False

    @property
    def chosen(self) -> CacheEntry | None:
        """The entry under the cursor."""
        return self._rows[self._row] if self._rows else None

    def show_entries(self, entries: list[CacheEntry], hint: str) -> None:
        """Show these in their order, or `hint` where there are none; the cursor stays on its entry."""
        self._given, self._hint = entries, hint
        self._arrange()
        self.refresh()
        self.wake()

    def show_secrets(self, shown: bool) -> None:
        """Show or mask the values of secret headers."""
        self._secrets = shown
        self.refresh()

    def draw_frame(self) -> float | None:
        """Repaint the entries in sight whose time looks different now."""
        if self._now() != self._at:
            before = self._faces()
            self._arrange()
            after = self._faces()
            if len(before) != len(after):
                self.refresh()
            for row, (old, new) in enumerate(zip(before, after, strict=False), self.scroll_offset.y):
                if old != new:
                    self.repaint(Region(0, row, self.view_width, 1))
        return REDRAW_EVERY if self._rows else None

    def on_resize(self, event: events.Resize) -> None:
        """Fit the keys to the new width."""
        self._arrange()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One entry, or why there is none."""
        row = y + self.scroll_offset.y
        if not self._rows and y == 0:
            return self.line_of([("entry--dim", self._hint)])
        if row >= len(self._rows):
            return self.blank_line()
        return self._paint(self._rows[row], "▸ " if row == self._row else "  ")

    # The cursor --------------------------------------------------------------------------------------------------

    def action_move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self._put_cursor(self._row + rows)

    def action_move_page(self, pages: int) -> None:
        """Move the cursor by so many pages."""
        self._put_cursor(self._row + pages * max(1, self.scrollable_content_region.height - 1))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor under the mouse."""
        place = self.place_under(event)
        if place is not None and place.y < len(self._rows):
            self._put_cursor(place.y)

    def _put_cursor(self, row: int) -> None:
        self._row = max(0, min(row, len(self._rows) - 1))
        self._tell()
        height = self.scrollable_content_region.height
        if self._row < self.scroll_offset.y:
            self.jump_to(self._row)
        elif self._row >= self.scroll_offset.y + height:
            self.jump_to(self._row - height + 1)
        self.refresh()

    def _tell(self) -> None:
        if self.chosen != self._chosen:
            self._chosen = self.chosen
            self.post_message(self.Chosen(self._chosen))

    # Painting ----------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        """Keep what still counts, and the cursor on its entry, or where that was."""
        self._at = self._now()
        kept = identity(self._chosen) if self._chosen else None
        self._rows = [entry for entry in self._given if entry.expires > self._at]
        found = next((row for row, entry in enumerate(self._rows) if identity(entry) == kept), self._row)
        self._row = max(0, min(found, len(self._rows) - 1))
        self.set_line_count(len(self._rows))
        self._tell()

    def _faces(self) -> list[tuple[CacheEntry, str, int]]:
        """What each line in sight shows of an entry; equal ones look alike."""
        top = self.scroll_offset.y
        in_sight = self._rows[top : top + self.scrollable_content_region.height]
        return [(entry, time_left(entry.expires - self._at), self._level(entry)) for entry in in_sight]

    def _level(self, entry: CacheEntry) -> int:
        return eighths(entry.expires - self._at, max(1, int(entry.ttl)), BAR_WIDTH)

    def _paint(self, entry: CacheEntry, cursor: str) -> Strip:
        left = entry.expires - self._at
        key = harmless(key_words(entry, secrets=self._secrets))
        method = f"{harmless(entry.http_method):<7}"
        path = harmless(entry.resource_path)
        room = max(0, self.view_width - len(cursor) - len(method) - FIXED_WIDTH)
        path_room = min(cell_len(path), max(room // 2, room - cell_len(key) - 2))
        return self.line_of(
            [
                ("entry--cursor", cursor),
                ("entry--method", method),
                ("", fitted(path, path_room)),
                ("entry--key", fitted(f"  {key}", max(0, room - path_room))),
                ("entry--dim", f"  {entry.status:>4}{in_bytes(entry.size):>{SIZE_WIDTH}}  "),
                (
                    "entry--soon" if left < entry.ttl * LOW_SHARE else "entry--time",
                    "".join(bar(self._level(entry), BAR_WIDTH)),
                ),
                ("", f"{time_left(left):>{TIME_WIDTH}}"),
            ]
        )


def identity(entry: CacheEntry) -> Identity:
    """What tells an entry from all others."""
    return entry.http_method, entry.resource_path, tuple(entry.parameters.values())
